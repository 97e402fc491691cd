import { type InstallSettings, readInstallSetting } from "../knowledge/dependency-installs/settings.ts";
import type { BuildGraph, Stage, Step } from "../model/graph.ts";
import type { ShellCommand } from "../model/shell.ts";
import type { WorkBudget } from "../shell/work-budget.ts";
import { Scope } from "./scope.ts";

/**
 * What ENV, ARG, `export` and the settings of package managers say at a place of a stage. Names are looked up in upper case;
 * `has` with an undefined value means that it is set, but not known.
 */
export class InstallVariables {
  private readonly scope: Scope;
  private readonly graph: BuildGraph;
  /** What a RUN has written to settings files: it lasts. */
  private readonly saved: Map<string, string | undefined>;
  /** Of the RUN that is being read. */
  private readonly exported = new Map<string, string | undefined>();
  /** Names as ENV and ARG write them, by their upper case. */
  private readonly spellings: Map<string, string>;

  constructor(graph: BuildGraph, stage: Stage, below: InstallVariables | undefined, budget: WorkBudget) {
    const base = stage.base.kind === "stage" ? graph.stages[stage.base.index] : undefined;
    this.graph = graph;
    this.scope = new Scope(base?.end.environment, graph.dockerfile.directives.escape, budget);
    this.saved = new Map(below?.saved);
    this.spellings = new Map(below?.spellings);
  }

  /** To be told of every instruction in turn. */
  enter({ instruction }: Step): void {
    this.exported.clear();
    if (instruction.keyword !== "ENV" && instruction.keyword !== "ARG") return;
    for (const { key, value } of instruction.pairs) {
      this.spellings.set(key.toUpperCase(), key);
      if (instruction.keyword === "ENV") this.scope.environment.set(key, this.scope.substitute(value ?? ""));
      else this.scope.declare(key, value === undefined ? this.graph.globalArguments.get(key) : this.scope.value(value));
    }
  }

  /** To be told of every command of a RUN behind what was asked for it. */
  pass(command: ShellCommand): void {
    const setting = readInstallSetting(command);
    if (setting) this.saved.set(setting.name, setting.value);
    if (command.name === "export") {
      for (const { value, text } of command.arguments) {
        const [name = "", written] = (value ?? text).split("=", 2);
        this.exported.set(name.toUpperCase(), value === undefined ? undefined : written);
      }
    }
    // An assignment alone; of a variable that is exported already it changes what programs see.
    if (command.name === "" || command.name === "export") this.assign(command, this.exported);
  }

  /** As the command sees them, what stands before it included. */
  of(command: ShellCommand): InstallSettings {
    const own = new Map<string, string | undefined>();
    this.assign(command, own);
    return {
      has: (name) => own.has(name) || this.exported.has(name) || this.saved.has(name) || this.isInScope(name),
      get: (name) => {
        for (const values of [own, this.exported]) if (values.has(name)) return values.get(name);
        if (this.isInScope(name)) return this.inScope(name);
        return this.saved.get(name);
      },
    };
  }

  private assign({ assignments }: ShellCommand, values: Map<string, string | undefined>): void {
    for (const { name, value } of assignments) values.set(name.toUpperCase(), value === undefined ? "" : value.value);
  }

  private isInScope(name: string): boolean {
    const spelling = this.spellings.get(name);
    return spelling !== undefined && this.scope.has(spelling);
  }

  private inScope(name: string): string | undefined {
    const value = this.scope.get(this.spellings.get(name) ?? name);
    return value?.includes("$") ? undefined : value;
  }
}
