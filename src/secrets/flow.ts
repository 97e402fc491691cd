import type { BuildGraph, Step } from "../model/graph.ts";
import type { SecretLeak, SecretPrint } from "./secret-leak.ts";
import { secretTexts } from "./secret-texts.ts";
import { secretVariables } from "./secret-variables.ts";
import { StageFlow, type StageOutcome } from "./stage-flow.ts";
import type { SecretSource } from "./taint.ts";

/** Where the secrets of a build come to rest. */
export interface SecretFlow {
  /** Files in layers, in file order. */
  readonly leaks: readonly SecretLeak[];
  /** What build logs show, in file order. */
  readonly prints: readonly SecretPrint[];
}

const nothing: StageOutcome = { files: [], variables: new Map() };

/**
 * Follows the secrets of some kinds from where it enters the build (mounts, ARG, ENV, texts, copied files) through variables, commands and files
 * into layers, along FROM, `COPY --from` and mounts into the stages that use them, and into the build log.
 */
export function secretFlow(graph: BuildGraph, kinds: readonly SecretSource["kind"][]): SecretFlow {
  const variables = kinds.includes("argument") || kinds.includes("environment") ? secretVariables(graph) : [];
  const named = new Map(
    variables.map(({ keyword, pair }) => [
      pair,
      { kind: keyword === "ARG" ? "argument" : "environment", name: pair.key, span: pair.span } as const,
    ]),
  );
  const texts = (step: Step) => (kinds.includes("text") ? secretTexts(graph, step) : []);
  const outcomes = new Map<number, StageOutcome>();
  const leaks: SecretLeak[] = [];
  const prints: SecretPrint[] = [];
  for (const stage of graph.stages) {
    const start = (stage.base.kind === "stage" && outcomes.get(stage.base.index)) || nothing;
    const flow = new StageFlow(stage.index, start, { kinds, named, outcomes, texts });
    for (const step of stage.steps) flow.follow(step);
    outcomes.set(stage.index, flow.outcome());
    leaks.push(...flow.leaks);
    prints.push(...flow.prints);
  }
  return { leaks, prints };
}

/** What comes to rest of each source, by the offset at which the source stands. */
export function restsBySource({ leaks, prints }: SecretFlow): ReadonlyMap<number, SecretFlow> {
  const rests = new Map<number, { readonly leaks: SecretLeak[]; readonly prints: SecretPrint[] }>();
  const restsOf = ({ span }: SecretSource) => {
    const known = rests.get(span.start.offset) ?? { leaks: [], prints: [] };
    rests.set(span.start.offset, known);
    return known;
  };
  for (const leak of leaks) for (const source of leak.sources) restsOf(source).leaks.push(leak);
  for (const print of prints) for (const source of print.sources) restsOf(source).prints.push(print);
  return rests;
}
