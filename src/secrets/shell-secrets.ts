import { isSecretName } from "../knowledge/secret-names.ts";
import type { ShellCommand, ShellWord } from "../model/shell.ts";
import { mergedTaint, type Taint, valueVariables } from "./taint.ts";

const declaring = new Set(["export", "declare", "typeset", "local", "readonly"]);

/** What the parts of a command hold. */
export interface HeldByCommand {
  /** By its assignments, in their order. */
  readonly assigned: readonly (Taint | undefined)[];
  /** By its arguments, in their order. */
  readonly words: readonly (Taint | undefined)[];
  readonly input: Taint | undefined;
  /** By the file of assignments that it reads. */
  readonly sourced: Taint | undefined;
}

/** The variables of a script that hold secrets. */
export class ShellSecrets {
  private readonly variables: Map<string, Taint>;
  private readonly exported: Set<string>;
  /** What a script or a list of assignments was read from, whose variables have names that nobody can tell. */
  private sourced: Taint | undefined;

  constructor(environment: ReadonlyMap<string, Taint>) {
    this.variables = new Map(environment);
    this.exported = new Set(environment.keys());
  }

  /** What the variables in a word hold. */
  taintOf(word: ShellWord): Taint | undefined {
    let taint: Taint | undefined;
    for (const name of valueVariables(word))
      taint = mergedTaint(taint, this.variables.get(name) ?? this.sourcedTaint(name));
    return taint;
  }

  /** A variable that the file itself does not set and that has the name of a secret. */
  private sourcedTaint(name: string): Taint | undefined {
    return this.sourced && isSecretName(name)?.strength === "strong" ? this.sourced : undefined;
  }

  /** What the environment of a command holds: all of it, or the variables named. */
  exportedTaint(names: "all" | readonly string[]): Taint | undefined {
    let taint = this.sourced && names === "all" ? this.sourced : undefined;
    for (const name of names === "all" ? this.exported : names) taint = mergedTaint(taint, this.variables.get(name));
    return taint;
  }

  /** Whether the assignments of a command outlast it: in front of another command they are for that command alone. */
  keeps({ word, name }: ShellCommand): boolean {
    return word === undefined || declaring.has(name);
  }

  /** What a command sets, exports, reads and unsets; one that may be passed over clears nothing. */
  assign(command: ShellCommand, { assigned, words, input, sourced }: HeldByCommand, isConditional: boolean): void {
    const { name, assignments, arguments: operands } = command;
    const exports = name === "export" || operands.some(({ value }) => /^-\w*x/.test(value ?? ""));
    this.sourced = mergedTaint(this.sourced, sourced);
    if (this.keeps(command)) {
      for (const [index, { name: variable }] of assignments.entries()) {
        if (assigned[index] || !isConditional) this.set(variable, assigned[index]);
        if (exports && assigned[index]) this.exported.add(variable);
      }
    }
    if (declaring.has(name) || name === "eval") {
      for (const [index, { value, text }] of operands.entries()) {
        if (exports && value !== undefined && this.variables.has(value)) this.exported.add(value);
        if (!/^\w+\+?=/.test(text)) this.sourced = mergedTaint(this.sourced, words[index]);
      }
    }
    if (name === "unset" && !isConditional)
      for (const { value } of operands) if (value !== undefined) this.set(value, undefined);
    if (name === "read" || name === "mapfile" || name === "readarray") this.read(operands, input);
  }

  private read(operands: readonly ShellWord[], input: Taint | undefined): void {
    for (const { value } of operands) if (value !== undefined && /^[A-Za-z_]\w*$/.test(value)) this.set(value, input);
  }

  private set(name: string, taint: Taint | undefined): void {
    if (taint) this.variables.set(name, taint);
    else this.variables.delete(name);
  }
}
