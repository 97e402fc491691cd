import type { Dockerfile } from "../model/dockerfile.ts";

/** What the caller knows of the targets of a Dockerfile. Names are compared in lower case. */
export interface TargetOptions {
  /** Names of the targets that ship; undefined when nobody says. */
  readonly ships?: readonly string[] | undefined;
  /** Name of the target that tests. */
  readonly test?: string | undefined;
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
