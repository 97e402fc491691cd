import { misfitsIn } from "../graph/runtime-fit/judge.ts";
import type { CopySource } from "../model/graph.ts";
import { shippedStages, stageTitle } from "../model/graph.ts";
import { defineRule } from "./rule.ts";

export default defineRule({
  id: "incompatible-runtime",
  level: "error",
  group: "ships",
  summary: "What is copied from a builder stage cannot run in the shipped stage.",
  why: `x`,
  examples: [],
  *check(graph) {
    const reported = new Set<CopySource>();
    for (const shipped of shippedStages(graph)) {
      for (const { carried, made, certain, problem, remedy } of misfitsIn(graph, shipped)) {
        if (reported.has(carried.source)) continue;
        reported.add(carried.source);
        yield {
          at: carried.source.span,
          stage: shipped.index,
          ...(certain ? {} : { level: "warning" as const }),
          message: `${problem} ${remedy}`,
          related: [{ message: `made here, in ${stageTitle(made.stage)}`, span: made.command.span }],
        };
      }
    }
  },
});
