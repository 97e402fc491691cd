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

/**
 * What `--target` names the stage by: its name, where no later stage has the same; empty for the last stage, which needs none.
 * Undefined for a stage that BuildKit cannot be asked for: it takes no numbers. Source: `findStateByName` in dockerfile2llb.
 */
export function targetName({ stages }: Pick<BuildGraph, "stages">, stage: Stage): string | undefined {
  if (stage.name !== undefined && stages.findLast(({ id }) => id === stage.id) === stage) return stage.id;
  return stage === stages.at(-1) ? "" : undefined;
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
