import type { Dockerfile } from "../model/dockerfile.ts";
import type { BuildFact } from "../model/repository-facts.ts";

/** What the caller knows of the targets of a Dockerfile. Names are compared in lower case. */
export interface TargetOptions {
  /** Names of the targets that ship; undefined when nobody says. */
  readonly ships?: readonly string[] | undefined;
  /** Name of the target that tests. */
  readonly test?: string | undefined;
  /** Targets that something in the repository builds; lower case. */
  readonly built?: BuiltTargets | undefined;
}

export interface BuiltTargets {
  /** Those whose image is published, or is what runs. */
  readonly published: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
}

/** The targets that builds ask for by name. */
export function builtTargets(builds: readonly BuildFact[]): BuiltTargets {
  const named = (ships: boolean) =>
    new Set(
      builds.flatMap(({ target, ships: isPublished }) =>
        target.kind === "named" && isPublished === ships ? target.name.toLowerCase() : [],
      ),
    );
  return { published: named(true), others: named(false) };
}

/** Targets that comments of the Dockerfile tell people to build: `# docker build --target worker .`, `# docker buildx bake worker` */
export function documentedTargets(dockerfile: Dockerfile): Set<string> {
  const names = new Set<string>();
  for (const { text } of dockerfile.comments) {
    for (const match of text.matchAll(/(?:--target[= ] *|\bbuildx +bake +)["']?([A-Za-z][\w.-]*)/g)) {
      if (match[1]) names.add(match[1].toLowerCase());
    }
  }
  return names;
}
