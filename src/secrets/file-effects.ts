import type { ShellCommand, ShellWord } from "../model/shell.ts";
import type { ContainerPaths } from "./container-paths.ts";
import type { HeldFile, SecretFileTable } from "./secret-file-table.ts";
import type { WriteManner } from "./secret-leak.ts";
import { mergedTaint, type Taint } from "./taint.ts";

/** What a command does to a file; a write without taint takes out what was there. */
export type FileEffect =
  | { readonly kind: "write"; readonly path: string; readonly taint: Taint; readonly manner: WriteManner }
  | { readonly kind: "remove"; readonly pattern: string };

/** A command with what flows into it. */
export interface CommandInFlow {
  readonly command: ShellCommand;
  readonly paths: ContainerPaths;
  readonly files: SecretFileTable;
  /** What the words of the command hold, by their place among its arguments. */
  readonly words: readonly (Taint | undefined)[];
  /** What it reads from standard input. */
  readonly input: Taint | undefined;
}

/** What the usual commands for files do: copying, removing, editing in place. */
export function fileEffects(flow: CommandInFlow): FileEffect[] {
  const { command, paths, input } = flow;
  switch (command.name) {
    case "cp":
    case "mv":
    case "install":
    case "rsync":
      return copies(flow);
    case "dd":
      return blockCopies(flow);
    case "tee":
    case "sponge":
      return operandsOf(command).flatMap((word) =>
        paths.of(word).flatMap((path) => written(path, input, "whole") ?? []),
      );
    case "sed":
    case "perl":
    case "yq":
      return edits(flow);
    case "rm":
    case "unlink":
    case "shred":
      return operandsOf(command).flatMap((word) => paths.of(word).map((pattern) => ({ kind: "remove", pattern })));
    case "truncate":
      return operandsOf(command, /^-[sr]$/).flatMap((word) =>
        paths.of(word).map((pattern) => ({ kind: "remove", pattern })),
      );
    case "find":
      return foundFiles(flow);
    default:
      return [];
  }
}

/** The words that are no options, and no values of the options given. */
function operandsOf({ arguments: words }: ShellCommand, valued?: RegExp): ShellWord[] {
  const operands: ShellWord[] = [];
  let isOver = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    const text = word?.value ?? word?.text ?? "";
    if (word === undefined) continue;
    if (isOver || !text.startsWith("-") || text === "-") operands.push(word);
    else if (text === "--") isOver = true;
    else if (valued?.test(text)) index++;
  }
  return operands;
}

function written(path: string, taint: Taint | undefined, manner: WriteManner): FileEffect | undefined {
  return taint && { kind: "write", path, taint, manner };
}

function copies({ command, paths, files }: CommandInFlow): FileEffect[] {
  const valued =
    command.name === "install" ? /^-[mogtS]$/ : command.name === "rsync" ? /^(?:-e|-f|--\w[\w-]*from)$/ : /^-[tS]$/;
  const operands = operandsOf(command, valued);
  if (command.name === "install" && command.arguments.some(({ value }) => /^-\w*d/.test(value ?? ""))) return [];
  const folder = targetFolder(command, paths);
  const last = folder === undefined ? operands.at(-1) : undefined;
  const sources = folder === undefined ? operands.slice(0, -1) : operands;
  const [target = folder] = last ? paths.of(last) : [];
  if (target === undefined) return [];
  const isInside =
    folder !== undefined || sources.length > 1 || /\/\.?["']?$/.test(last?.text ?? "") || paths.isFolder(target);
  return sources.flatMap((word) =>
    paths.of(word).flatMap((pattern) =>
      files.at(pattern).flatMap(({ file, part }): FileEffect[] => {
        // `cp -r a/. b` copies what is in it, as do rsync's `a/`.
        const isContent = /\/\.["']?$/.test(word.text) || (command.name === "rsync" && /\/["']?$/.test(word.text));
        const kept = isInside && !isContent ? part.slice(0, part.lastIndexOf("/")) : part;
        const path = `${target === "/" ? "" : target}${file.path.slice(kept.length)}`;
        const copy: FileEffect = { kind: "write", path, taint: file.taint, manner: file.written?.manner ?? "whole" };
        return command.name === "mv" ? [copy, { kind: "remove", pattern: file.path }] : [copy];
      }),
    ),
  );
}

function targetFolder({ arguments: words }: ShellCommand, paths: ContainerPaths): string | undefined {
  for (const [index, { value }] of words.entries()) {
    const next = words[index + 1];
    if ((value === "-t" || value === "--target-directory") && next) return paths.of(next)[0];
    if (value?.startsWith("--target-directory=")) return paths.resolve(value.slice("--target-directory=".length));
  }
  return undefined;
}

function blockCopies({ command, paths, files, input }: CommandInFlow): FileEffect[] {
  const operand = (name: string) => {
    const word = command.arguments.find(({ text }) => text.replace(/^["']/, "").startsWith(name));
    const text = word && (word.value ?? word.text.replace(/["']/g, ""));
    return text === undefined ? undefined : paths.resolve(text.slice(name.length));
  };
  const source = operand("if=");
  const target = operand("of=");
  const taint = source === undefined ? input : files.get(source)?.taint;
  return target === undefined ? [] : [written(target, taint, "whole") ?? { kind: "remove", pattern: target }];
}

/** `sed -i "s/@TOKEN@/$TOKEN/" file` writes it, `sed -i /_authToken/d file` takes it out. */
function edits({ command, paths, files, words }: CommandInFlow): FileEffect[] {
  const isInPlace = command.arguments.some(({ value }) => /^-[a-zA-Z]*i|^--in-?place/.test(value ?? ""));
  if (!isInPlace) return [];
  const expressions = /^-[a-zA-Z]*[ef]$|^--(?:expression|file)$/;
  const hasOption = command.arguments.some(({ value }) => /^-[a-zA-Z]*[ef]|^--expression/.test(value ?? ""));
  const operands = operandsOf(command, expressions).slice(hasOption ? 0 : 1);
  const edited = new Set(operands);
  let taint: Taint | undefined;
  for (const [index, word] of command.arguments.entries())
    if (!edited.has(word)) taint = mergedTaint(taint, words[index]);
  const deletes = command.arguments.some((word) => !edited.has(word) && /d["']?$/.test(word.text));
  return operands.flatMap((word) =>
    paths.of(word).flatMap((path): FileEffect[] => {
      const held = files.at(path).length > 0;
      if (held && (deletes || taint)) return [{ kind: "remove", pattern: path }];
      return taint && !held ? [{ kind: "write", path, taint, manner: "text" }] : [];
    }),
  );
}

/** `find . -name .npmrc -delete` and `-exec rm`: by the name of the file or of a folder around it. */
function foundFiles({ command, paths, files }: CommandInFlow): FileEffect[] {
  const values = command.arguments.map(({ value, text }) => value ?? text);
  if (!values.includes("-delete") && !values.includes("rm")) return [];
  const options = values.findIndex((value) => /^[-(!]/.test(value));
  const roots = command.arguments.slice(0, options === -1 ? values.length : options);
  const names = values.flatMap((value, index) => (/^-i?name$/.test(value) ? (values[index + 1] ?? []) : []));
  return (roots.length > 0 ? roots : ["."]).flatMap((root) =>
    (typeof root === "string" ? [paths.resolve(root)] : paths.of(root)).flatMap((folder) =>
      files.at(folder).flatMap(({ file }): FileEffect[] => {
        const isFound = names.length === 0 || names.some((name) => hasSegment(file, folder, name));
        return isFound ? [{ kind: "remove", pattern: file.path }] : [];
      }),
    ),
  );
}

function hasSegment(file: HeldFile, folder: string, name: string): boolean {
  const start = name.replace(/\*.*$/s, "");
  return file.path
    .slice(folder.length)
    .split("/")
    .some((segment) => (start === name ? segment === name : segment.startsWith(start) && segment !== ""));
}
