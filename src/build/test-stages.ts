import { isTestName } from "../knowledge/stage-names.ts";
import type { BuildGraph, Stage } from "../model/graph.ts";
import { neededBy } from "../model/graph.ts";

/**
 * The stages that are to be built so that the tests run: those that are there to test; without any, those with a command that
 * tests. A stage on which another one of them stands is built with that one.
 */
export function testStages(graph: BuildGraph): readonly Stage[] {
  const named = graph.stages.filter(({ role, name }) => name !== undefined && (role === "tests" || isTestName(name)));
  const byCommand = () =>
    graph.stages.filter(({ steps }) => steps.some(({ builds }) => builds.some(({ kind }) => kind === "test")));
  const tests = named.length > 0 ? named : byCommand();
  return tests.filter(
    (stage) => !tests.some((other) => other !== stage && neededBy(graph.edges, [other.index]).has(stage.index)),
  );
}

/** The name, where BuildKit finds this stage by it; it takes the last of those that share one. */
export function targetName(graph: Pick<BuildGraph, "stages">, { id, name, index }: Stage): string {
  return name !== undefined && stageNamed(graph, id)?.index === index ? id : String(index);
}

/** Bake takes letters, digits, `_` and `-`. */
export function targetId({ id }: Stage, ordinal: number): string {
  return `t${ordinal + 1}-${id.replace(/[^a-z0-9-]/g, "-").slice(0, 60)}`;
}

/** The stage of a name or number as BuildKit finds it: the last one of that name. */
export function stageNamed({ stages }: Pick<BuildGraph, "stages">, name: string): Stage | undefined {
  const wanted = name.toLowerCase();
  return stages.findLast(({ id }) => id === wanted) ?? stages.find(({ index }) => String(index) === wanted);
}
