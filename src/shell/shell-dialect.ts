import type { ShellScript } from "../model/shell.ts";

type Dialect = ShellScript["dialect"];

const posixShells = new Set(["sh", "bash", "ash", "dash", "ksh", "mksh", "yash", "zsh", "rbash"]);
const otherDialects: ReadonlyMap<string, Dialect> = new Map([
  ["powershell", "powershell"],
  ["pwsh", "powershell"],
  ["cmd", "cmd"],
]);

/** Whether a command of this name reads scripts as sh does. */
export function isPosixShell(name: string): boolean {
  return posixShells.has(name);
}

/**
 * The language of the scripts that a command line runs, by the first shell in it: `["/bin/bash", "-o", "pipefail", "-c"]`,
 * `["conda", "run", "-n", "env", "bash", "-c"]`. `other` when there is none.
 */
export function dialectOf(commandLine: readonly string[]): Dialect {
  for (const word of commandLine) {
    const name = programName(word);
    if (posixShells.has(name)) return "posix";
    const dialect = otherDialects.get(name);
    if (dialect) return dialect;
  }
  return "other";
}

/** The language that `#!…` asks for; undefined when the text starts with no such line. */
export function shebangDialect(text: string): Dialect | undefined {
  if (!text.startsWith("#!")) return undefined;
  const end = text.indexOf("\n");
  const words = text
    .slice(2, end === -1 ? undefined : end)
    .split(/[ \t\r]+/)
    .filter((word) => word !== "");
  const program = words[0] ?? "";
  if (programName(program) !== "env") return dialectOf([program]);
  return dialectOf(words.slice(1).filter((word) => !word.startsWith("-") && !word.includes("=")));
}

/** `bash` of `/usr/bin/bash`, `cmd` of `C:\Windows\System32\CMD.EXE`. */
function programName(word: string): string {
  const name = word.slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1).toLowerCase();
  return name.endsWith(".exe") ? name.slice(0, -4) : name;
}
