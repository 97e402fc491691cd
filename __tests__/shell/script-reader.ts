import type { CommandInstruction, Instruction } from "../../src/model/dockerfile.ts";
import type { ShellCommand, ShellScript, ShellWord } from "../../src/model/shell.ts";
import { type SourceFile, sourceFile, textIn } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";
import { readScript, type ShellSurroundings } from "../../src/shell/read-script.ts";

export interface Reading {
  readonly source: SourceFile;
  readonly script: ShellScript;
}

type Variables = Readonly<Record<string, string | undefined>>;

export const surroundings = (variables: Variables = {}, shell: readonly string[] = ["/bin/sh", "-c"]) =>
  ({ shell, variables: new Map(Object.entries(variables)) }) satisfies ShellSurroundings;

function isCommand(instruction: Instruction): instruction is Extract<Instruction, CommandInstruction> {
  return "scriptStart" in instruction;
}

/** Reads the last instruction of a stage; the text is what stands behind FROM. */
export function readInstruction(text: string, variables?: Variables, shell?: readonly string[]): Reading {
  const source = sourceFile("Dockerfile", `FROM alpine\n${text}\n`);
  const file = parseDockerfile(source);
  const instruction = file.stages[0]?.instructions.at(-1);
  if (file.rejections.length > 0 || instruction === undefined || !isCommand(instruction)) {
    throw new Error(`no command: ${file.rejections.map(({ message }) => message).join()}`);
  }
  return { source, script: readScript(source, instruction, surroundings(variables, shell)) };
}

/** The commands of a one-line script. */
export function commandsOf(script: string, variables?: Variables): readonly ShellCommand[] {
  return readInstruction(`RUN ${script}`, variables).script.commands;
}

/** `name argument …` with values, `?` for what is not known. */
export function lineOf(command: ShellCommand): string {
  return [command.name || "?", ...command.arguments.map((word) => word.value ?? "?")].join(" ");
}

export function linesOf(script: string, variables?: Variables): string[] {
  return commandsOf(script, variables).map(lineOf);
}

/** The arguments of the last command. */
export function lastArguments(script: string, variables?: Variables): readonly ShellWord[] {
  return commandsOf(script, variables).at(-1)?.arguments ?? [];
}

/** Every span of a script, with the text that should stand there where that is certain. */
export function* spansOf(script: ShellScript) {
  for (const command of script.commands) {
    yield { span: command.span, text: undefined };
    const inString = command.wrappers.length > 0;
    for (const word of [command.word, ...command.arguments]) if (word) yield expected(word, inString);
    for (const { span, value } of command.assignments) {
      yield { span, text: undefined };
      if (value) yield expected(value, inString);
    }
    for (const { span, target, body } of command.redirections) {
      yield { span, text: undefined };
      for (const word of [target, body]) if (word) yield expected(word, inString);
    }
  }
  for (const { span } of script.syntaxErrors) yield { span, text: undefined };
}

function expected({ span, text }: ShellWord, inString: boolean) {
  return { span, text: inString ? undefined : text };
}

/** The source of a span, continuations joined as BuildKit joins them. */
export function writtenAt(source: SourceFile, { span }: { readonly span: ShellWord["span"] }): string {
  return textIn(source, span);
}
