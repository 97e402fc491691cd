import type { BuildGraph, CopyOrigin } from "../model/graph.ts";

/** What one stage takes from another at one place. */
export interface Contribution {
  /** Index of the stage that takes. */
  readonly stage: number;
  /** Index of the stage that gives. */
  readonly source: number;
  readonly via: "copy" | "mount";
  /** Paths in the giving stage, as far as they are known. */
  readonly paths: readonly string[];
  /** Where they stand in the taking stage; undefined where the instruction does not say. */
  readonly destination: string | undefined;
}

/** Every COPY and every mount from another stage, in file order. */
export function contributions(graph: BuildGraph): Contribution[] {
  return graph.stages.flatMap(({ index: stage, steps }) =>
    steps.flatMap(({ copy, mounts }) => {
      const taken: Contribution[] = [];
      const source = copy && stageIndex(copy.from);
      if (copy && source !== undefined) {
        const paths = copy.sources.map(({ path }) => path);
        taken.push({ stage, source, via: "copy", paths, destination: copy.destination });
      }
      for (const { mount, from } of mounts) {
        const mounted = stageIndex(from);
        if (mounted === undefined) continue;
        const paths = [mount.source ?? "/"];
        taken.push({ stage, source: mounted, via: "mount", paths, destination: mount.target });
      }
      return taken;
    }),
  );
}

function stageIndex(origin: CopyOrigin): number | undefined {
  return origin.kind === "stage" ? origin.index : undefined;
}
