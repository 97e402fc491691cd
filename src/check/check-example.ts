import { parse } from "valibot";
import { buildGraph } from "../graph/build-graph.ts";
import { applyEdits, type Finding } from "../model/finding.ts";
import type { BuildGraph } from "../model/graph.ts";
import { sourceFile } from "../model/source.ts";
import { parseDockerfile } from "../parse/parse-dockerfile.ts";
import type { Example, Rule } from "../rules/rule.ts";
import { findingsOf } from "./passes.ts";
import { runRules } from "./run-rules.ts";

export interface ExampleResult {
  readonly graph: BuildGraph;
  readonly findings: readonly Finding[];
  /** The text with every fix of the findings applied; undefined when there is none. */
  readonly fixed: string | undefined;
}

/** Examples and pages must not change from day to day. */
const exampleDay = "2026-11-24";

/** Runs one rule on one of its examples, at the rule's own level: what the tests and the rule's page show. */
export function checkExample(rule: Rule, example: Example): ExampleResult {
  const graph = buildGraph(parseDockerfile(sourceFile("Dockerfile", example.dockerfile)), { ships: example.ships });
  const level = rule.level === "off" ? "warning" : rule.level;
  const options = rule.options && parse(rule.options, example.options ?? {});
  const settings = new Map([[rule.id, { level, options }]]);
  const { drafts, problems } = runRules(graph, [rule], settings, example.today ?? exampleDay);
  if (problems[0]) throw new Error(problems[0].message);
  const findings = findingsOf(graph, drafts, [rule]);
  const edits = findings.flatMap((finding) => finding.fix?.edits ?? []);
  return { graph, findings, fixed: edits.length === 0 ? undefined : applyEdits(example.dockerfile, edits) };
}
