import type { CommandState, Stage } from "../model/graph.ts";
import type { ShellCommand } from "../model/shell.ts";
import type { Part } from "./stage-parts.ts";

/** What starts when a container does. */
export interface StartCommand {
  /** The program and its arguments, without shells and init programs in front; empty where nothing is started or nobody knows. */
  readonly words: readonly string[];
  /** True where a shell must be there. */
  readonly needsShell: boolean;
  /** The same as one array, where the file has a shell start it without need; undefined where the file's own text will do. */
  readonly execForm: readonly string[] | undefined;
}

const shells = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a|z)?sh$/;
/** Programs that only start another one. */
const inits = /^(?:\/(?:usr\/)?s?bin\/)?(?:tini|dumb-init|tini-static)$/;

export function readStartCommand({ end }: Stage, parts: readonly Part[]): StartCommand {
  const { entrypoint, command } = end;
  const [first, second] = entrypoint ? [entrypoint, command] : [command, undefined];
  if (!first) return { words: [], needsShell: false, execForm: undefined };
  if (first.form === "shell") return ofShell(first, parts, second !== undefined);
  const words = [...first.words, ...(second?.form === "exec" ? second.words : [])];
  const started = behindInits(words);
  const isShell = shells.test(started[0] ?? "");
  if (isShell && started[1] === "-c") {
    const commands = commandsOf(
      second && first.words.length < words.length && shells.test(first.words[0] ?? "") ? second : first,
      parts,
    );
    return { words: wordsOf(commands.at(-1)), needsShell: true, execForm: undefined };
  }
  const isScript =
    isShell || /\.sh$/.test(started[0] ?? "") || /(?:^|\/)(?:docker-)?entrypoint$/.test(started[0] ?? "");
  const inner = isShell ? started.slice(1) : started;
  return { words: inner, needsShell: isScript || second?.form === "shell", execForm: undefined };
}

function ofShell(state: CommandState, parts: readonly Part[], hasMore: boolean): StartCommand {
  const commands = commandsOf(state, parts);
  const words = behindInits(wordsOf(commands.at(-1)));
  const [only] = commands;
  if (hasMore || commands.length !== 1 || !only || !isPlain(only, state)) {
    return { words, needsShell: true, execForm: undefined };
  }
  return { words, needsShell: false, execForm: wordsOf(only) };
}

/** A command that means the same without a shell: no variables, patterns, settings or redirections. */
function isPlain(
  { word, arguments: words, assignments, redirections, wrappers, operator }: ShellCommand,
  state: CommandState,
): boolean {
  if (
    assignments.length + redirections.length > 0 ||
    operator !== undefined ||
    wrappers.some((each) => each !== "exec")
  ) {
    return false;
  }
  const script = state.words[0] ?? "";
  if (/[$`*?;&|<>~]/.test(script)) return false;
  return [word, ...words].every((each) => each?.value !== undefined);
}

function commandsOf({ span }: CommandState, parts: readonly Part[]): readonly ShellCommand[] {
  const part = parts.find(({ instruction }) => instruction.span.start.offset === span.start.offset);
  return (part?.step.script?.commands ?? []).filter(
    ({ name, within }) => name !== "" && !within.includes("substitution"),
  );
}

function wordsOf(command: ShellCommand | undefined): string[] {
  if (!command) return [];
  return [command.word, ...command.arguments].flatMap((word) => (word ? [word.value ?? word.text] : []));
}

function behindInits(words: readonly string[]): readonly string[] {
  if (!inits.test(words[0] ?? "")) return words;
  const start = words.findIndex((word, index) => index > 0 && !word.startsWith("-"));
  return start === -1 ? [] : words.slice(start);
}
