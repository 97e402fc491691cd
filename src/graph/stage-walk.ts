import { readBuildCommand } from "../knowledge/build-commands.ts";
import type { Instruction, Mount } from "../model/dockerfile.ts";
import type {
  CommandState,
  CopyOrigin,
  PackageChange,
  StageState,
  Step,
  Surroundings,
  UserState,
} from "../model/graph.ts";
import type { ShellScript } from "../model/shell.ts";
import type { SourceFile } from "../model/source.ts";
import { readScript } from "../shell/read-script.ts";
import type { FileBudget } from "../shell/work-budget.ts";
import { readCopy } from "./copies.ts";
import { packageChanges } from "./packages.ts";
import { absolutePath } from "./paths.ts";
import { Scope } from "./scope.ts";

export interface WalkInput {
  readonly source: SourceFile;
  readonly escapeCharacter: "\\" | "`";
  readonly globalArguments: ReadonlyMap<string, string | undefined>;
  /** Where each COPY and mount of the stage takes its files from. */
  readonly origins: ReadonlyMap<Instruction | Mount, CopyOrigin>;
  readonly budget: FileBudget;
  /** What the stage starts with. */
  readonly start: StageState;
  /** Instructions of ONBUILD triggers that the base brings, then the stage's own. */
  readonly instructions: readonly Instruction[];
}

/** Follows a stage from its FROM to its end: one step for each instruction, and the state that comes out. */
export function walkStage(input: WalkInput): { readonly steps: readonly Step[]; readonly end: StageState } {
  const walk = new StageWalk(input);
  const steps = input.instructions.map((instruction) => walk.step(instruction));
  return { steps, end: walk.end() };
}

class StageWalk {
  private user: UserState;
  private workdir: string;
  private shell: readonly string[];
  private entrypoint: CommandState | undefined;
  private command: CommandState | undefined;
  private ownCommand = false;
  private surroundings: Surroundings | undefined;
  private readonly scope: Scope;
  private readonly input: WalkInput;

  constructor(input: WalkInput) {
    this.input = input;
    this.user = input.start.user;
    this.workdir = input.start.workdir;
    this.shell = input.start.shell;
    this.entrypoint = input.start.entrypoint;
    this.command = input.start.command;
    this.scope = new Scope(input.start.environment, input.escapeCharacter, input.budget.expansion);
  }

  step(instruction: Instruction): Step {
    this.surroundings ??= { user: this.user, workdir: this.workdir, shell: this.shell };
    const before = this.surroundings;
    const script = this.scriptOf(instruction);
    const step = {
      instruction,
      before,
      script,
      copy: this.copyOf(instruction),
      packages: instruction.keyword === "RUN" && script ? packageChanges(script) : noPackages,
      builds: instruction.keyword === "RUN" && script ? buildsOf(script) : noBuilds,
      mounts: this.mountsOf(instruction),
    };
    this.apply(instruction);
    return step;
  }

  end(): StageState {
    const { user, workdir, shell, entrypoint, command } = this;
    return { user, workdir, shell, entrypoint, command, environment: this.scope.environment };
  }

  private scriptOf(instruction: Instruction): ShellScript | undefined {
    switch (instruction.keyword) {
      case "RUN":
      case "CMD":
      case "ENTRYPOINT":
      case "HEALTHCHECK":
        if (instruction.form === "none") return undefined;
        return readScript(this.input.source, instruction, {
          shell: this.shell,
          variables: this.scope,
          budget: this.input.budget,
        });
      default:
        return undefined;
    }
  }

  private copyOf(instruction: Instruction): Step["copy"] {
    if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") return undefined;
    const unbound: CopyOrigin = instruction.from ? { kind: "unknown" } : { kind: "context", name: undefined };
    return readCopy(instruction, this.input.origins.get(instruction) ?? unbound, this.workdir, this.scope);
  }

  private mountsOf(instruction: Instruction): Step["mounts"] {
    if (instruction.keyword !== "RUN" || instruction.mounts.length === 0) return noMounts;
    return instruction.mounts.flatMap((mount) => {
      const from = this.input.origins.get(mount);
      return from ? { mount, from } : [];
    });
  }

  private apply(instruction: Instruction): void {
    switch (instruction.keyword) {
      case "ARG":
        for (const { key, value } of instruction.pairs) {
          this.scope.declare(key, value === undefined ? this.input.globalArguments.get(key) : this.scope.value(value));
        }
        break;
      case "ENV":
        for (const { key, value } of instruction.pairs)
          this.scope.environment.set(key, this.scope.substitute(value ?? ""));
        break;
      case "WORKDIR":
        this.workdir = absolutePath(this.workdir, this.scope.substitute(instruction.argument.text));
        this.surroundings = undefined;
        break;
      case "USER":
        this.user = {
          // A base image may set the variable, but whoever writes a default means it.
          name: this.scope.valueByDefault(instruction.argument.text)?.split(":", 1)[0],
          span: instruction.span,
        };
        this.surroundings = undefined;
        break;
      case "SHELL":
        this.shell = instruction.arguments.map((word) => word.text);
        this.surroundings = undefined;
        break;
      case "ENTRYPOINT":
        this.entrypoint = commandState(instruction);
        // BuildKit drops a CMD that was inherited once the stage sets an ENTRYPOINT of its own.
        if (!this.ownCommand) this.command = undefined;
        break;
      case "CMD":
        this.command = commandState(instruction);
        this.ownCommand = true;
        break;
      default:
    }
  }
}

const noBuilds: Step["builds"] = [];
const noPackages: readonly PackageChange[] = [];
const noMounts: Step["mounts"] = [];

function buildsOf(script: ShellScript): Step["builds"] {
  return script.commands.flatMap((command) => {
    const build = readBuildCommand(command);
    return build ? { ...build, command } : [];
  });
}

function commandState(instruction: Extract<Instruction, { scriptStart: number }>): CommandState | undefined {
  if (instruction.form === "none") return undefined;
  const words =
    instruction.form === "exec"
      ? instruction.arguments.map((word) => word.text)
      : [instruction.text.slice(instruction.scriptStart)];
  return { form: instruction.form, words, span: instruction.span };
}
