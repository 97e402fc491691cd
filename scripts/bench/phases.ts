import { findingsOf } from "../../src/check/passes.ts";
import { runRules } from "../../src/check/run-rules.ts";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { sourceFile } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";
import { renderJson } from "../../src/report/json.ts";
import { rules } from "../../src/rules/index.ts";
import { judged, policy, type Subject, today } from "./subject.ts";

/** Milliseconds by what they go to, most first. */
export interface PhasesMeasured {
  readonly phases: readonly (readonly [string, number])[];
  readonly rules: readonly (readonly [string, number])[];
}

const rounds = 4;

/** What the time goes to, in a program that is warm; of several rounds the best, each phase by itself. */
export function measurePhases(files: readonly Subject[]): PhasesMeasured {
  const phases = new Map<string, number[]>();
  const each = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) measureRound(files, phases, each);
  return { phases: sorted(phases), rules: sorted(each) };
}

function measureRound(files: readonly Subject[], phases: Map<string, number[]>, each: Map<string, number[]>): void {
  const time = timer(phases);
  const timeRule = timer(each);
  for (const { path, text } of files) {
    const source = time("reading lines and instructions", () => sourceFile(path, text));
    const dockerfile = time("reading lines and instructions", () => parseDockerfile(source));
    const graph = time("graph, with all RUN scripts", () => buildGraph(dockerfile));
    const { drafts } = time("rules", () => runRules(graph, rules, policy.rules, today));
    time("findings and their fingerprints", () => findingsOf(graph, drafts, rules));
    const again = buildGraph(dockerfile);
    for (const rule of rules) timeRule(rule.id, () => runRules(again, [rule], policy.rules, today));
  }
  const report = judged(files);
  time("JSON", () => renderJson(report));
  time.end();
  timeRule.end();
}

function timer(totals: Map<string, number[]>) {
  const round = new Map<string, number>();
  const time = <Result>(name: string, run: () => Result): Result => {
    const started = performance.now();
    const result = run();
    round.set(name, (round.get(name) ?? 0) + performance.now() - started);
    return result;
  };
  return Object.assign(time, {
    end: () => {
      for (const [name, sum] of round) totals.set(name, [...(totals.get(name) ?? []), sum]);
    },
  });
}

function sorted(totals: ReadonlyMap<string, readonly number[]>): (readonly [string, number])[] {
  return [...totals].map(([name, all]) => [name, Math.min(...all)] as const).sort((a, b) => b[1] - a[1]);
}
