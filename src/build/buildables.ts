import { targetsFor } from "../check/judge-dockerfile.ts";
import { buildGraph } from "../graph/build-graph.ts";
import type { Change } from "../model/change.ts";
import type { Policy } from "../model/policy.ts";
import { sourceFile } from "../model/source.ts";
import { parseDockerfile } from "../parse/parse-dockerfile.ts";
import { matchesAny } from "../policy/glob.ts";
import { FactsByDockerfile } from "../repository/dockerfile-facts.ts";
import { readRepositoryFacts } from "../repository/read-repository.ts";
import type { Buildable } from "./plan-builds.ts";

/** The Dockerfiles at the head that a policy judges, with what the repository says of how they are built. */
export function buildables(change: Change, policy: Policy): Buildable[] {
  const facts = change.repository && readRepositoryFacts(change.repository);
  const byDockerfile = facts && new FactsByDockerfile(facts);
  const isChosen = (path: string) => matchesAny(path, policy.files.include) && !matchesAny(path, policy.files.exclude);
  const buildable = (key: string, shownPath: string, text: string, inline: string | undefined): Buildable => {
    const dockerfile = parseDockerfile(sourceFile(key, text));
    const repository = byDockerfile?.of(key, dockerfile);
    const graph = buildGraph(dockerfile, { ...targetsFor(shownPath, policy, change.target), repository });
    return { graph, shownPath, inline };
  };
  const files = change.files.map(({ path, text }) => buildable(path, path, text, undefined));
  const inline = facts?.inlineDockerfiles ?? [];
  return [...files, ...inline.map(({ key, source, text }) => buildable(key, source.path, text, text))].filter(
    ({ shownPath }) => isChosen(shownPath),
  );
}

/** Paths that a change touches; undefined where it is compared with nothing, so that all is to be built. */
export function changedPaths({ base }: Change): ReadonlySet<string> | undefined {
  if (base === undefined) return undefined;
  return new Set(
    base.changed.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [path, previousPath])),
  );
}
