import { isDependencyManifest, isSourceTree } from "../knowledge/source-files.ts";
import type { MigrationScene } from "./migration.ts";
import type { Part } from "./stage-parts.ts";

/**
 * The COPY of the manifests alone, in place of one that brings the whole context to an install that needs no more of it; undefined
 * where the file copies them itself, or names them in a way that no COPY of theirs could follow.
 */
export function manifestCopy({ parts }: MigrationScene, part: Part): string | undefined {
  const { step, instruction } = part;
  const { copy } = step;
  if (!copy || (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") || instruction.sources.length !== 1)
    return undefined;
  if (copy.from.kind !== "context" || !copy.sources.every(({ path }) => isSourceTree(path))) return undefined;
  if (parts.some((other) => other.step.copy?.sources.some(({ path }) => isDependencyManifest(path)))) return undefined;
  const behind = parts.slice(parts.indexOf(part));
  const manifests = behind.flatMap(({ step: { builds } }) =>
    builds.flatMap((build) => (build.kind === "install" ? build.manifests : [])),
  );
  const folder = `${copy.destination.replace(/\/$/, "")}/`;
  const names = manifests.map((name) =>
    name.startsWith(folder) ? name.slice(folder.length) : name.replace(/^\.\//, ""),
  );
  if (names.length === 0 || names.some((name) => /^\/|\.\.|[$\s]/.test(name))) return undefined;
  const above = names.find((name) => name.includes("/"))?.split("/")[0];
  const destination = instruction.destination.text.replace(/\/?$/, "/");
  if (above !== undefined) return `COPY ${above} ${destination}${above}/`;
  return `COPY ${sourcesOf(names).join(" ")} ${destination}`;
}

/** Whether the install would miss its manifests without this copy: nothing else brings them. */
export function bringsManifests({ parts }: MigrationScene, { step }: Part): boolean {
  const isTree = step.copy?.from.kind === "context" && step.copy.sources.some(({ path }) => isSourceTree(path));
  return isTree && !parts.some((other) => other.step.copy?.sources.some(({ path }) => isDependencyManifest(path)));
}

/** The first must be there; the others may be, as a wildcard says that matches nothing. */
function sourcesOf(names: readonly string[]): string[] {
  if (names.includes("package-lock.json")) return ["package*.json"];
  if (names[0] === "Gemfile") return ["Gemfile", "Gemfile.lock*"];
  return [...new Set(names)].map((name, index) => (index === 0 || name.includes("*") ? name : `${name}*`));
}
