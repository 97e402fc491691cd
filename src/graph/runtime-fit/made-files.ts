import type { BuildSettings } from "../../knowledge/build-settings.ts";
import { type PythonEnvironment, readPythonEnvironment } from "../../knowledge/python-environments.ts";
import type { BuildCommandInScript } from "../../model/build-command.ts";
import type { BuildGraph, Copy, Stage, Step } from "../../model/graph.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { absolutePath } from "../paths.ts";
import { outputsOf } from "./outputs.ts";
import { ScriptFolder } from "./script-folders.ts";
import { applyCommand, SettingsWalk, settingsOf } from "./settings-walk.ts";

/** Something that a command of a stage makes, and where. */
export interface MadeFile {
  readonly stage: Stage;
  readonly step: Step;
  readonly command: ShellCommand;
  readonly settings: BuildSettings;
  /** A file, or a folder with what was made in it; absolute. */
  readonly path: string;
  /** True where the command names the file after the project: a file right in the folder `path`, nobody knows which. */
  readonly namedByProject: boolean;
  /** What of the folder is meant, where not all of it. */
  readonly only: RegExp | undefined;
  readonly build: BuildCommandInScript | undefined;
  readonly environment: PythonEnvironment | undefined;
}

/** What happens to files in a stage, in order. */
export type FileEvent =
  | { readonly kind: "made"; readonly made: MadeFile }
  | { readonly kind: "moved"; readonly from: string; readonly to: string }
  | { readonly kind: "copied"; readonly copy: Copy };

/** With these as its environment, a tool installs beside the interpreter. */
const systemFolders: ReadonlySet<string> = new Set(["/usr", "/usr/local"]);

/** More of them than any Dockerfile has: what comes later is not followed. */
const mostEvents = 20_000;

/** The events of each stage's own instructions, by index of the stage. */
export function fileEvents(graph: BuildGraph): ReadonlyMap<number, readonly FileEvent[]> {
  const found = new Map<number, FileEvent[]>();
  const ends = new Map<number, BuildSettings>();
  let left = mostEvents;
  for (const stage of graph.stages) {
    const inherited = stage.base.kind === "stage" ? ends.get(stage.base.index) : undefined;
    const walk = new SettingsWalk(graph, stage, inherited ?? new Map());
    const events: FileEvent[] = [];
    for (const step of stage.steps) {
      if (left <= 0) break;
      walk.apply(step);
      const before = events.length;
      if (step.copy?.from.kind === "stage") events.push({ kind: "copied", copy: step.copy });
      else if (step.script && step.instruction.keyword === "RUN") addScript(stage, step, walk.before(), events);
      left -= events.length - before;
    }
    ends.set(stage.index, walk.end());
    found.set(stage.index, events);
  }
  return found;
}

function addScript(stage: Stage, step: Step, settings: Map<string, string | undefined>, events: FileEvent[]): void {
  const folders = new ScriptFolder(step.before.workdir);
  const builds = new Map(step.builds.map((build) => [build.command, build]));
  for (const command of step.script?.commands ?? []) {
    const folder = folders.at(command);
    const own = settingsOf(command, settings);
    const build = builds.get(command);
    const common = { stage, step, command, settings: own, build } as const;
    const environment = readPythonEnvironment(command, build, own);
    if (
      environment &&
      !systemFolders.has(environment.path) &&
      (folder !== undefined || environment.path.startsWith("/"))
    ) {
      const path = absolutePath(folder ?? "/", environment.path);
      events.push({ kind: "made", made: { ...common, environment, path, namedByProject: false, only: undefined } });
    } else if (build) {
      for (const output of outputsOf(build, own, folder, stage.root)) {
        events.push({ kind: "made", made: { ...common, environment: undefined, ...output } });
      }
    } else addMoves(command, folder, events);
    applyCommand(command, settings);
  }
}

/** `cp a b`, `mv a b` and `install a b`: b comes from a. */
function addMoves({ name, arguments: words }: ShellCommand, folder: string | undefined, events: FileEvent[]): void {
  if (name !== "cp" && name !== "mv" && name !== "install") return;
  const operands = words.filter(
    (word, index) => !word.text.startsWith("-") && !/^-[mogt]$/.test(words[index - 1]?.text ?? ""),
  );
  const last = operands.at(-1)?.value;
  if (last === undefined || (folder === undefined && !last.startsWith("/"))) return;
  for (const { value } of operands.slice(0, -1)) {
    if (value === undefined || (folder === undefined && !value.startsWith("/"))) continue;
    events.push({ kind: "moved", from: absolutePath(folder ?? "/", value), to: absolutePath(folder ?? "/", last) });
  }
}
