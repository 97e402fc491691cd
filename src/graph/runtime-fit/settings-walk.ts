import { type BuildSettings, isBuildSetting } from "../../knowledge/build-settings.ts";
import type { BuildGraph, Stage, Step } from "../../model/graph.ts";
import type { ShellCommand } from "../../model/shell.ts";

/** The settings of builds along a stage: ENV and ARG up to an instruction, then what a script exports, then what a command is given. */
export class SettingsWalk {
  private readonly environment: Map<string, string | undefined>;
  private readonly buildArguments = new Map<string, string | undefined>();
  private readonly graph: BuildGraph;
  private readonly stage: Stage;

  constructor(graph: BuildGraph, stage: Stage, inherited: BuildSettings) {
    this.graph = graph;
    this.stage = stage;
    this.environment = new Map(inherited);
  }

  /** Takes in an ENV or ARG. */
  apply({ instruction }: Step): void {
    if (instruction.keyword === "ENV") {
      for (const { key } of instruction.pairs) {
        if (isBuildSetting(key)) this.environment.set(key, known(this.stage.end.environment.get(key)));
      }
    }
    if (instruction.keyword !== "ARG") return;
    for (const { key, value } of instruction.pairs) {
      if (!isBuildSetting(key)) continue;
      const text = value === undefined ? this.graph.globalArguments.get(key) : value.replace(/^(["'])(.*)\1$/, "$2");
      this.buildArguments.set(key, known(text));
    }
  }

  /** What ENV gives the stages that stand on this one. */
  end(): BuildSettings {
    return this.environment;
  }

  /** What a script starts with. */
  before(): Map<string, string | undefined> {
    return new Map([...this.buildArguments, ...this.environment]);
  }
}

function known(text: string | undefined): string | undefined {
  return text === undefined || text.includes("$") ? undefined : text;
}

/** Takes in what a command changes for those behind it: `export X=y`, `X=y`, `go env -w X=y`. */
export function applyCommand(
  { name, assignments, arguments: words }: ShellCommand,
  settings: Map<string, string | undefined>,
) {
  const isAlone = name === "";
  const isExport = name === "export" || name === "declare" || (name === "go" && words[0]?.value === "env");
  if (isAlone) {
    for (const { name: key, value } of assignments)
      if (isBuildSetting(key)) settings.set(key, value?.value ?? (value ? undefined : ""));
  }
  if (!isExport) return;
  for (const { value, text } of words) {
    const equals = (value ?? text).indexOf("=");
    const key = equals === -1 ? "" : (value ?? text).slice(0, equals);
    if (isBuildSetting(key)) settings.set(key, value?.slice(equals + 1));
  }
}

/** The settings that a command itself sees. */
export function settingsOf({ assignments }: ShellCommand, settings: BuildSettings): BuildSettings {
  const own = assignments.filter(({ name }) => isBuildSetting(name));
  return own.length === 0
    ? settings
    : new Map([...settings, ...own.map(({ name, value }) => [name, value?.value] as const)]);
}
