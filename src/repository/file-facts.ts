import type { BuildFact, SecretArgument } from "../model/repository-facts.ts";

/** What one file says. */
export interface FileFacts {
  readonly builds: readonly BuildFact[];
  readonly secretArguments: readonly SecretArgument[];
}

export const noFacts: FileFacts = { builds: [], secretArguments: [] };

/** Builds that one file can ask for; a matrix of a workflow has 256 at most. */
const mostBuilds = 1_024;

export function joinFacts(facts: readonly FileFacts[]): FileFacts {
  return {
    builds: distinct(facts.flatMap(({ builds }) => builds)).slice(0, mostBuilds),
    secretArguments: distinct(facts.flatMap(({ secretArguments }) => secretArguments)).slice(0, mostBuilds),
  };
}

/** A matrix asks for the same build many times where its values say nothing of it. */
function distinct<Fact>(facts: readonly Fact[]): Fact[] {
  return [...new Map(facts.map((fact) => [JSON.stringify(fact, withMaps), fact])).values()];
}

function withMaps(_key: string, value: unknown): unknown {
  return value instanceof Map ? [...value].map(([name, each]) => [name, each ?? null]) : value;
}
