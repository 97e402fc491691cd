import type { BuildCommandInScript, BuildKind } from "../model/build-command.ts";
import type { MigrationScene } from "./migration.ts";

/** The commands of a scene that do one of the kinds, in order. */
export function buildsOf({ parts }: MigrationScene, ...kinds: readonly BuildKind[]): BuildCommandInScript[] {
  return parts.flatMap(({ step }) => step.builds).filter(({ kind }) => kinds.includes(kind));
}

/** Names of the system packages that a scene adds. */
export function packagesOf({ parts }: MigrationScene): string[] {
  return parts.flatMap(({ step }) => step.packages.flatMap(({ change, name }) => (change === "added" ? [name] : [])));
}
