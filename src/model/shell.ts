import type { Span } from "./source.ts";

/** A word of a shell command, as written and as far as its value is known before the command runs. */
export interface ShellWord {
  /** Source text, quotes and variables included. */
  readonly text: string;
  /** Value after quote removal and after expanding variables whose value is known; undefined when it depends on run time. */
  readonly value: string | undefined;
  /** What the shell makes of it: an unquoted variable can become several words, an empty one none. Undefined with `value`, except for the variable of a loop over known items. */
  readonly fields: readonly string[] | undefined;
  /** Names of the variables that the word uses. */
  readonly variables: readonly string[];
  readonly span: Span;
}

/** `NAME=value`, before a command or alone. */
export interface ShellAssignment {
  readonly name: string;
  readonly value: ShellWord | undefined;
  readonly span: Span;
}

/** A redirection of a command, here-strings and here-documents included. */
export interface Redirection {
  readonly operator: string;
  readonly fileDescriptor: number | undefined;
  /** The file, the duplicated descriptor, or the here-string. */
  readonly target: ShellWord | undefined;
  /** Text of a here-document. */
  readonly body: ShellWord | undefined;
  readonly span: Span;
}

/**
 * One simple command that the shell would start, wrappers such as `sudo`, `env X=y` or `sh -c '…'` looked through.
 * Commands come in the order in which they are written, flat: where each stands is told by `within`.
 */
export interface ShellCommand {
  /** Last path component of the command word (`/usr/bin/npm` gives `npm`); empty for assignments alone or an unknown word. */
  readonly name: string;
  /** The command word; undefined when there are only assignments or redirections. */
  readonly word: ShellWord | undefined;
  /** Arguments behind the command word. */
  readonly arguments: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirections: readonly Redirection[];
  /** Names of the wrappers that were looked through, outermost first. */
  readonly wrappers: readonly string[];
  /** How the command hangs on the one before it in its list; undefined for the first. */
  readonly operator: "&&" | "||" | ";" | "|" | "&" | undefined;
  /** Index, in the script's `commands`, of the command whose output is piped into this one. */
  readonly pipedFrom: number | undefined;
  /** Constructs around the command, outermost first. */
  readonly within: readonly ShellConstruct[];
  readonly span: Span;
}

export type ShellConstruct =
  | "subshell"
  | "group"
  | "loop"
  | "condition"
  | "branch"
  | "function"
  | "substitution"
  | "background";

/** A RUN body (or the shell form of CMD, ENTRYPOINT, HEALTHCHECK) as the shell would read it. */
export interface ShellScript {
  /** Interpreter by the SHELL in force or the heredoc's shebang. Only `posix` scripts are parsed. */
  readonly dialect: "posix" | "powershell" | "cmd" | "other";
  readonly commands: readonly ShellCommand[];
  /** False when a part was left out because of its size or depth: nobody can say what it does. */
  readonly complete: boolean;
  /** What the parser could not make sense of; the commands read so far stay. */
  readonly syntaxErrors: readonly { readonly message: string; readonly span: Span }[];
}

/** The argument words of a command that are neither options nor unknown, expanded: `apk add $A -q b` gives A's words and `b`. */
export function knownFields(words: readonly ShellWord[]): string[] {
  return words.flatMap((word) => word.fields ?? []);
}
