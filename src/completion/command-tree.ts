/** A command line as completions see it. */
export interface CommandTree {
  /** Name of the program. */
  readonly program: string;
  readonly commands: readonly CompletedCommand[];
  /** Options that stand without a command. */
  readonly general: readonly string[];
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** Words that it takes, where not files. */
  readonly words: readonly string[];
  readonly takesFiles: boolean;
}

export interface CompletedOption {
  readonly name: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** The values that it takes, where not any. */
  readonly choices: readonly string[];
}

/** A text between the single quotes of a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The first sentence, as a menu shows it. */
export function firstSentence(text: string): string {
  return /^.*?[.:](?= |$)/.exec(text)?.[0].replace(/[.:]$/, "") ?? text;
}
