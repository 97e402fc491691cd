import type { Redirection, ShellCommand, ShellScript, ShellWord } from "../model/shell.ts";
import type { Span } from "../model/source.ts";
import { CommandStreams } from "./command-outlets.ts";
import type { ContainerPaths } from "./container-paths.ts";
import { type FileEffect, fileEffects } from "./file-effects.ts";
import { passes, printedVariables } from "./passing-commands.ts";
import { PlaceSearch } from "./place-search.ts";
import { savedCredentials } from "./saved-credentials.ts";
import type { SecretFileTable } from "./secret-file-table.ts";
import type { SecretPrint } from "./secret-leak.ts";
import { ShellSecrets } from "./shell-secrets.ts";
import { mergedTaint, type Taint } from "./taint.ts";

/** What holds before a script runs. */
export interface ScriptStart {
  /** Secrets in its environment, by variable. */
  readonly variables: ReadonlyMap<string, Taint>;
  /** The files that hold secrets; the script changes it. */
  readonly files: SecretFileTable;
  readonly paths: ContainerPaths;
  /** Secrets that stand in its text, by place. */
  readonly texts: readonly { readonly span: Span; readonly taint: Taint }[];
  /** True where the shell shows every command before it runs (`-x`). */
  readonly traces: boolean;
}

export type ScriptPrint = Omit<SecretPrint, "stage" | "step">;

/** Follows the secrets through the commands of a RUN, in the order in which they run. */
export function followScript(script: ShellScript, start: ScriptStart): readonly ScriptPrint[] {
  return script.dialect === "posix" ? new ScriptFlow(script.commands, start).run() : [];
}

class ScriptFlow {
  private readonly commands: readonly ShellCommand[];
  private readonly start: ScriptStart;
  private readonly streams: CommandStreams;
  private readonly shell: ShellSecrets;
  private readonly reached = new Set<number>();
  /** What a command in a substitution puts out. */
  private readonly outputs = new Map<number, Taint>();
  /** What is piped into a command. */
  private readonly piped = new Map<number, Taint>();
  /** What is piped into a loop or group, for the commands in it that have no input of their own. */
  private around: { readonly taint: Taint; readonly depth: number } | undefined;
  private traces: boolean;
  private readonly search = new PlaceSearch();
  private readonly prints: ScriptPrint[] = [];

  constructor(commands: readonly ShellCommand[], start: ScriptStart) {
    this.commands = commands;
    this.start = start;
    this.streams = new CommandStreams(commands);
    this.shell = new ShellSecrets(start.variables);
    this.traces = start.traces;
  }

  run(): readonly ScriptPrint[] {
    // What `trap` names runs at the end.
    const last = this.commands.flatMap(({ wrappers }, index) => (wrappers.includes("trap") ? index : []));
    const later = new Set(last);
    for (const index of this.commands.keys()) if (!later.has(index)) this.follow(index);
    for (const index of last) this.follow(index);
    return this.prints;
  }

  private follow(index: number): void {
    const command = this.commands[index];
    if (command === undefined || this.reached.has(index)) return;
    this.reached.add(index);
    const { paths, files } = this.start;
    paths.enterShellOf(command);
    const words = command.arguments.map((word) => this.taintOf(word, command));
    const assigned = command.assignments.map(({ value }) => value && this.taintOf(value, command));
    const input = this.inputOf(index, command);
    if (this.traces) this.trace(command, [...words, ...assigned]);
    this.shell.assign(command, { assigned, words, input, sourced: this.sourcedBy(command) }, isConditional(command));
    paths.enterShellOf(command);
    if (this.shell.keeps(command)) for (const each of command.assignments) paths.assign(each);
    this.emit(index, command, this.outputOf(command, words, assigned, input));
    const flow = { command, paths, files, words, input };
    for (const effect of fileEffects(flow)) this.apply(effect, command, command.name);
    for (const effect of savedCredentials(flow)) this.apply(effect, command, effect.command ?? command.name);
    this.changeSurroundings(command);
  }

  private changeSurroundings({ name, arguments: words }: ShellCommand): void {
    const { paths } = this.start;
    const operand = words.find(({ text }) => !text.startsWith("-"));
    if (name === "cd" || name === "pushd") paths.changeFolder(operand ? (paths.of(operand)[0] ?? "/") : paths.home);
    else if (name === "mkdir") for (const word of words) for (const path of paths.of(word)) paths.makeFolder(path);
    else if (name === "set") {
      for (const { value = "" } of words) {
        if (/^-[a-zA-Z]*x/.test(value) || value === "xtrace") this.traces = true;
        if (/^\+[a-zA-Z]*x/.test(value)) this.traces = false;
      }
    }
  }

  private taintOf(word: ShellWord, around: ShellCommand): Taint | undefined {
    let taint = this.shell.taintOf(word);
    const depth = substitutionDepth(around) + 1;
    for (const index of this.search.startingWithin(this.commands, word.span)) {
      const inner = this.commands[index];
      if (inner === undefined || substitutionDepth(inner) !== depth) continue;
      this.follow(index);
      taint = mergedTaint(taint, this.outputs.get(index));
    }
    const { texts } = this.start;
    for (const index of this.search.startingWithin(texts, word.span)) taint = mergedTaint(taint, texts[index]?.taint);
    return taint;
  }

  private inputOf(index: number, command: ShellCommand): Taint | undefined {
    const depth = command.within.length;
    if (this.around && depth < this.around.depth) this.around = undefined;
    const [inlet] = this.streams.inletsOf(index);
    if (inlet) return this.inletTaint(inlet, command);
    const piped = this.piped.get(index);
    if (piped && command.pipedFrom !== undefined && depth > 0) this.around = { taint: piped, depth };
    return piped ?? (command.pipedFrom === undefined ? this.around?.taint : undefined);
  }

  private inletTaint({ operator, target, body }: Redirection, command: ShellCommand): Taint | undefined {
    if (body) return this.taintOf(body, command);
    if (!target) return undefined;
    return operator === "<<<" ? this.taintOf(target, command) : this.fileTaint(target);
  }

  private fileTaint(word: ShellWord): Taint | undefined {
    let taint: Taint | undefined;
    for (const path of this.start.paths.of(word)) {
      for (const { file, part } of this.start.files.at(path)) {
        if (part === file.path) taint = mergedTaint(taint, file.taint);
      }
    }
    return taint;
  }

  /** What `. file` reads. */
  private sourcedBy({ name, arguments: words }: ShellCommand): Taint | undefined {
    const [file] = words;
    return (name === "." || name === "source") && file ? this.fileTaint(file) : undefined;
  }

  private outputOf(
    command: ShellCommand,
    words: readonly (Taint | undefined)[],
    assigned: readonly (Taint | undefined)[],
    input: Taint | undefined,
  ): Taint | undefined {
    let taint: Taint | undefined;
    if (passes(command, "input")) taint = input;
    if (passes(command, "files")) {
      for (const [index, word] of command.arguments.entries()) {
        if (word.text.startsWith("-")) continue;
        taint = mergedTaint(taint, word.text.startsWith("<(") ? words[index] : this.fileTaint(word));
      }
    }
    if (passes(command, "arguments")) for (const each of words) taint = mergedTaint(taint, each);
    const printed = printedVariables(command);
    if (printed === undefined) return taint;
    for (const [index, { name }] of command.assignments.entries()) {
      if (printed === "all" || printed.includes(name)) taint = mergedTaint(taint, assigned[index]);
    }
    return mergedTaint(taint, this.shell.exportedTaint(printed));
  }

  private emit(index: number, command: ShellCommand, taint: Taint | undefined): void {
    const outlet = this.streams.outletOf(index);
    switch (outlet.kind) {
      case "pipe": {
        const all = mergedTaint(this.piped.get(outlet.index), taint);
        if (all) this.piped.set(outlet.index, all);
        return;
      }
      case "caller":
        if (taint) this.outputs.set(index, taint);
        return;
      case "log":
        if (taint) this.print(command, taint, "output");
        return;
      case "file":
        this.emitToFile(outlet.redirection, command, taint);
        // A redirection around several commands empties the file once, before the first of them.
        if (!taint && outlet.isOwn && !isConditional(command) && !this.search.isExhausted)
          this.clearFile(outlet.redirection);
    }
  }

  private emitToFile({ operator, target }: Redirection, command: ShellCommand, taint: Taint | undefined): void {
    const isDescriptor = operator === ">&" && /^\d$|^-$/.test(target?.value ?? "");
    const [path] = target && !isDescriptor ? this.start.paths.of(target) : [];
    if (
      taint &&
      (isDescriptor || /^\/dev\/(?:stdout|stderr|tty|fd\/[12])$|^\/proc\/(?:1|self)\/fd\/[12]$/.test(path ?? ""))
    ) {
      if (!command.within.includes("function")) this.print(command, taint, "output");
      return;
    }
    if (path === undefined || !taint) return;
    const isWhole = command.name === "" || passes(command, "input");
    this.apply({ kind: "write", path, taint, manner: isWhole ? "whole" : "text" }, command, command.name || "cat");
  }

  private clearFile({ operator, target }: Redirection): void {
    if (!target || operator.endsWith(">>") || operator === ">&") return;
    for (const path of this.start.paths.of(target)) this.start.files.remove(path);
  }

  private apply(effect: FileEffect, { span }: ShellCommand, command: string): void {
    const { files, paths } = this.start;
    if (effect.kind === "remove") files.remove(effect.pattern);
    else if (paths.isKept(effect.path)) {
      const { path, taint, manner } = effect;
      const there = files.get(path);
      // What the same script has begun to write is one file, told by where it begins.
      if (there?.written && !there.taint.leak) files.set({ ...there, taint: mergedTaint(there.taint, taint) ?? taint });
      else files.set({ path, taint, written: { span, command, manner } });
    }
  }

  private trace(command: ShellCommand, held: readonly (Taint | undefined)[]): void {
    const taint = held.find((each) => each !== undefined);
    if (taint) this.print(command, taint, "trace");
  }

  private print({ span, name }: ShellCommand, { sources }: Taint, manner: ScriptPrint["manner"]): void {
    this.prints.push({ sources, span, command: name || "cat", manner });
  }
}

function substitutionDepth({ within }: ShellCommand): number {
  return within.filter((each) => each === "substitution").length;
}

/** Whether the command may be passed over: what it clears, may not be cleared. */
function isConditional({ within, operator }: ShellCommand): boolean {
  return operator === "||" || within.some((each) => each === "branch" || each === "condition" || each === "function");
}
