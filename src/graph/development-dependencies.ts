import { type DependencyEffect, readDependencyEffect } from "../knowledge/dependency-installs.ts";
import type { BuildGraph, Stage, Step } from "../model/graph.ts";
import type { ShellCommand } from "../model/shell.ts";
import { fileBudget } from "../shell/work-budget.ts";
import { type Artifact, type FileChange, followArtifacts } from "./artifacts.ts";
import { commandsWithFolders, fileChanges, seenFrom } from "./file-commands.ts";
import { InstallVariables } from "./install-variables.ts";

/** An install that brings development dependencies too. */
export interface DevelopmentInstall {
  readonly effect: DependencyEffect;
  readonly command: ShellCommand;
  readonly step: Step;
  readonly stage: Stage;
}

type Change = FileChange<DevelopmentInstall>;

/** Folders with development dependencies that each stage has at its end, by its index, with how they came there. */
export function developmentDependencies(graph: BuildGraph): readonly (readonly Artifact<DevelopmentInstall>[])[] {
  const variables: InstallVariables[] = [];
  const budget = fileBudget(graph.dockerfile.source.text.length).expansion;
  return followArtifacts<DevelopmentInstall>(graph, (step, stage) => {
    const own = variables[stage.index] ?? new InstallVariables(graph, stage, variablesBelow(stage, variables), budget);
    variables[stage.index] = own;
    return changesOf(step, stage, own);
  });
}

function variablesBelow({ base }: Stage, variables: readonly InstallVariables[]): InstallVariables | undefined {
  return base.kind === "stage" ? variables[base.index] : undefined;
}

function* changesOf(step: Step, stage: Stage, variables: InstallVariables): Iterable<Change> {
  variables.enter(step);
  if (step.instruction.keyword !== "RUN") return;
  for (const [command, folder] of commandsWithFolders(step)) {
    yield* fileChanges(command, folder);
    const effect = readDependencyEffect(command, variables.of(command));
    if (effect && !isMounted(step, effect)) yield* effectChanges(effect, { command, step, stage }, folder);
    variables.pass(command);
  }
}

function* effectChanges(
  effect: DependencyEffect,
  install: Omit<DevelopmentInstall, "effect">,
  folder: string | undefined,
): Iterable<Change> {
  const home = effect.directory === undefined ? folder : seenFrom(folder, effect.directory);
  for (const each of effect.folders) {
    const path = seenFrom(home, each);
    if (path === undefined) continue;
    // What is installed for production takes the place of all that was there.
    if (effect.brings === "production") yield { kind: "removed", pattern: path };
    else yield { kind: "made", path, thing: { ...install, effect } };
  }
}

/** A folder of dependencies that is itself a cache mount is not in the image. */
function isMounted({ instruction }: Step, { folders }: DependencyEffect): boolean {
  return (
    instruction.keyword === "RUN" &&
    instruction.mounts.some(
      ({ type, target }) =>
        type !== "bind" && folders.some((folder) => target?.replace(/\/$/, "").endsWith(`/${folder}`)),
    )
  );
}
