import type { BuildFact, FactValue } from "../../src/model/repository-facts.ts";
import { readRepositoryFacts } from "../../src/repository/read-repository.ts";

/** The facts of a repository with these files; others of the listing are there without a text. */
export function factsOf(files: Readonly<Record<string, string>>, others: readonly string[] = []) {
  const texts = new Map(Object.entries(files));
  return readRepositoryFacts({ listing: [...texts.keys(), ...others], texts });
}

/** One line for each build: what builds which stage of which Dockerfile. */
export function buildLines(files: Readonly<Record<string, string>>, others: readonly string[] = []): string[] {
  return factsOf(files, others).builds.map(buildLine);
}

function buildLine({
  path,
  span,
  name,
  dockerfile,
  context,
  target,
  ships,
  buildArguments,
  ...rest
}: BuildFact): string {
  const stage = target.kind === "named" ? ` target ${target.name}` : target.kind === "unknown" ? " target ?" : "";
  const given = buildArguments.map((argument) => ` ${argument.name}=${valueText(argument.value)}`).join("");
  const named = rest.namedContexts.map((named) => ` ${named.name}:=${valueText(named.value)}`).join("");
  const place = rest.isElsewhere ? "elsewhere" : `${(dockerfile ?? "?").replace("\0", "#")} in ${context ?? "?"}`;
  return `${path}:${span.start.line} ${name}: ${place}${stage}${given}${named}${ships ? ", ships" : ""}`;
}

function valueText({ text, variables, secrets }: FactValue): string {
  const from = [...secrets, ...variables.map((name) => `$${name}`)].join(" ");
  return `${text ?? "?"}${from === "" ? "" : ` (${from})`}`;
}
