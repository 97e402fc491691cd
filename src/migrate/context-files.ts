import type { MigrationScene } from "./migration.ts";

/** The text of a manifest: where a COPY takes it from, else at the root of the build context. */
export function manifestText({ parts, readContext }: MigrationScene, name: string): string | undefined {
  const sources = parts.flatMap(({ step }) => (step.copy?.from.kind === "context" ? step.copy.sources : []));
  const named = sources.find(({ path }) => path === name || path.endsWith(`/${name}`));
  const folder = sources.find(({ path }) => path.endsWith("/package*.json") && name === "package.json");
  const path = named?.path ?? (folder ? folder.path.replace(/package\*\.json$/, name) : name);
  return path.includes("$") ? undefined : readContext(path);
}
