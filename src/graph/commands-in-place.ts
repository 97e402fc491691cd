import type { BuildVariables } from "../knowledge/build-variables.ts";
import type { BuildGraph, Stage, Step } from "../model/graph.ts";
import type { ShellAssignment, ShellCommand } from "../model/shell.ts";
import { absolutePath } from "./paths.ts";
import { Scope } from "./scope.ts";

/** A command of a RUN with where it runs and the variables that it sees there. */
export interface CommandInPlace {
  readonly command: ShellCommand;
  /** Working directory, `cd` of the same script followed; undefined where it is not known. */
  readonly folder: string | undefined;
  readonly variables: BuildVariables;
}

export interface StepInPlace {
  readonly step: Step;
  /** ENV and ARG in force at the step. */
  readonly variables: BuildVariables;
  readonly commands: Iterable<CommandInPlace>;
}

/**
 * The steps of a stage in order, each with ENV and ARG as they stand there: what a later ENV sets does not reach back. To be
 * read one after the other: the variables of a step or of a command are good until the next one is asked for.
 */
export function* stepsInPlace(graph: BuildGraph, stage: Stage): Generator<StepInPlace> {
  const parent = stage.base.kind === "stage" ? graph.stages[stage.base.index] : undefined;
  const scope = new Scope(parent?.end.environment, graph.dockerfile.directives.escape);
  const variables = buildVariables(scope);
  for (const step of stage.steps) {
    yield { step, variables, commands: commandsOf(step, variables) };
    const { instruction } = step;
    if (instruction.keyword === "ENV") {
      for (const { key, value } of instruction.pairs) scope.environment.set(key, scope.substitute(value ?? ""));
    } else if (instruction.keyword === "ARG") {
      for (const { key, value } of instruction.pairs) {
        scope.declare(key, value === undefined ? graph.globalArguments.get(key) : scope.value(value));
      }
    }
  }
}

/** An ENV whose value names a variable that is not known stands in the scope as written: here it has no known value. */
function buildVariables(scope: Scope): BuildVariables {
  return {
    has: (name) => scope.has(name),
    get: (name) => {
      const value = scope.get(name);
      return value?.includes("$") ? undefined : value;
    },
  };
}

function* commandsOf({ before, instruction, script }: Step, variables: BuildVariables): Generator<CommandInPlace> {
  if (instruction.keyword !== "RUN" || !script) return;
  const exported = new Map<string, string | undefined>();
  const folders = new FolderWalk(before.workdir);
  for (const command of script.commands) {
    const folder = folders.enter(command);
    const own = assignmentsOf(command.assignments);
    if (command.name === "cd" || command.name === "pushd") folders.change(command);
    yield { command, folder, variables: layered([own, exported], variables) };
    if (command.name !== "" && command.name !== "export") continue;
    for (const [name, value] of own) exported.set(name, value);
  }
}

function assignmentsOf(assignments: readonly ShellAssignment[]): Map<string, string | undefined> {
  return new Map(assignments.map(({ name, value }) => [name, value === undefined ? "" : value.value]));
}

function layered(layers: readonly ReadonlyMap<string, string | undefined>[], below: BuildVariables): BuildVariables {
  return {
    has: (name) => layers.some((layer) => layer.has(name)) || below.has(name),
    get: (name) => {
      const layer = layers.find((each) => each.has(name));
      return layer ? layer.get(name) : below.get(name);
    },
  };
}

/** Follows `cd` through a script; what a subshell changes ends with it. */
class FolderWalk {
  private readonly scopes: {
    readonly within: ShellCommand["within"];
    readonly depth: number;
    folder: string | undefined;
  }[];

  constructor(folder: string) {
    this.scopes = [{ within: [], depth: 0, folder }];
  }

  /** The folder in which the command runs. */
  enter({ within, wrappers }: ShellCommand): string | undefined {
    const depth =
      within.filter((construct) => construct === "subshell" || construct === "substitution").length +
      wrappers.filter((name) => /^(?:ba|da|z|k|a)?sh$/.test(name)).length;
    while (this.scopes.length > 1 && this.leaves(within, depth)) this.scopes.pop();
    const top = this.scopes.at(-1);
    if (top && depth > top.depth) this.scopes.push({ within, depth, folder: top.folder });
    return this.scopes.at(-1)?.folder;
  }

  /** Two subshells behind each other are told apart by their `within`, of which each has one of its own. */
  private leaves(within: ShellCommand["within"], depth: number): boolean {
    const top = this.scopes.at(-1);
    if (!top || depth !== top.depth) return top !== undefined && depth < top.depth;
    return within !== top.within && within.length === top.within.length;
  }

  change({ arguments: words }: ShellCommand): void {
    const top = this.scopes.at(-1);
    const target = words.find((word) => !word.value?.startsWith("-"));
    if (!top || !target) return;
    const path = target.value;
    const isKnown = path !== undefined && !/[$~*?[]/.test(path);
    if (!isKnown) top.folder = undefined;
    else if (path.startsWith("/") || top.folder !== undefined) top.folder = absolutePath(top.folder ?? "/", path);
  }
}
