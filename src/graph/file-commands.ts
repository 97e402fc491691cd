import type { Step } from "../model/graph.ts";
import type { ShellCommand, ShellWord } from "../model/shell.ts";
import type { FileChange } from "./artifacts.ts";
import { absolutePath } from "./paths.ts";

/** The commands of a RUN in order, each with the folder that it works in; undefined where a `cd` before it is not known. */
export function* commandsWithFolders({ script, before }: Step): Iterable<[ShellCommand, string | undefined]> {
  // The working directory of each shell that is open, the outermost first.
  const folders: (string | undefined)[] = [before.workdir];
  for (const command of script?.commands ?? []) {
    let depth = 1;
    for (const each of command.within) if (each === "subshell" || each === "substitution") depth++;
    while (folders.length > depth) folders.pop();
    while (folders.length < depth) folders.push(folders.at(-1));
    yield [command, folders.at(-1)];
    if (command.name === "cd" || command.name === "pushd") {
      folders[depth - 1] = seenFrom(folders.at(-1), command.arguments.find((word) => word.value !== "-P")?.value);
    } else if (command.name === "popd") folders[depth - 1] = undefined;
  }
}

/** What the usual commands for files do to folders: rm, cp, mv. */
export function* fileChanges(command: ShellCommand, folder: string | undefined): Iterable<FileChange<never>> {
  switch (command.name) {
    case "rm":
      for (const word of operandsOf(command)) {
        for (const path of pathsOf(word, folder)) yield { kind: "removed", pattern: path };
      }
      return;
    case "cp":
    case "mv":
    case "rsync": {
      const operands = operandsOf(command);
      const to = operands.at(-1);
      const [target] = to ? pathsOf(to, folder) : [];
      if (target === undefined) return;
      for (const word of operands.slice(0, -1)) {
        for (const from of pathsOf(word, folder)) {
          const kind = command.name === "mv" ? "moved" : "copied";
          yield { kind, from, to: landing(from, target, word, to, command) };
        }
      }
      return;
    }
    default:
  }
}

function operandsOf(command: ShellCommand): ShellWord[] {
  return command.arguments.filter((word) => !(word.value ?? word.text).startsWith("-"));
}

/** `cp -r node_modules prod_node_modules` gives it a new name, `cp -r node_modules /srv/app` puts it inside. */
function landing(
  from: string,
  target: string,
  source: ShellWord,
  to: ShellWord | undefined,
  command: ShellCommand,
): string {
  const name = from.slice(from.lastIndexOf("/") + 1);
  const isContent = /\/\.["']?$/.test(source.text) || (command.name === "rsync" && /\/["']?$/.test(source.text));
  const isRenamed = !/\/\.?["']?$/.test(to?.text ?? "") && target.slice(target.lastIndexOf("/") + 1).includes(name);
  return isContent || isRenamed || name.includes("*") ? target : absolutePath(target, name);
}

function pathsOf(word: ShellWord, folder: string | undefined): string[] {
  const values = word.fields ?? (word.value === undefined ? [] : [word.value]);
  return values.flatMap((value) => (value === "" ? [] : (seenFrom(folder, value) ?? [])));
}

/** Absolute; undefined where it begins in a folder that is not known. */
export function seenFrom(folder: string | undefined, path: string | undefined): string | undefined {
  if (path === undefined || path.startsWith("~")) return undefined;
  if (!path.startsWith("/") && folder === undefined) return undefined;
  return absolutePath(folder ?? "/", path);
}
