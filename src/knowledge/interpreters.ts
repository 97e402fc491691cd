import type { ShellCommand, ShellWord } from "../model/shell.ts";

/** Where an interpreter takes the code from that it runs. */
export type CodeSource =
  | { readonly kind: "input" }
  /** The code itself, or the file that holds it. */
  | { readonly kind: "word"; readonly word: ShellWord };

interface Interpreter {
  /** Letters of options whose value is code. */
  readonly code: string;
  /** Options with a value that is neither code nor a script. */
  readonly valued: readonly string[];
  /** Letters of options whose value names something installed: a module. */
  readonly module?: string;
  /** Long options whose value is code. */
  readonly longCode?: readonly string[];
  /** Letter of the option that makes it read its standard input, whatever follows. */
  readonly input?: string;
}

const shell: Interpreter = { code: "c", valued: ["-o", "+o", "-O", "+O", "--rcfile", "--init-file"], input: "s" };
const python: Interpreter = { code: "c", module: "m", valued: ["-W", "-X"] };

const interpreters: ReadonlyMap<string, Interpreter> = new Map<string, Interpreter>([
  ...["sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "yash", "fish"].map((name) => [name, shell] as const),
  ["python", python],
  ["pypy", python],
  ["perl", { code: "eE", valued: ["-I"] }],
  ["ruby", { code: "e", valued: ["-I", "-r", "-C"] }],
  ["node", { code: "ep", longCode: ["--eval", "--print"], valued: ["-r", "--require", "--import"] }],
  ["php", { code: "rBRFE", valued: ["-d", "-c", "-z"] }],
  ["lua", { code: "e", valued: ["-l"] }],
]);

/**
 * The code that a command runs: what comes on its standard input, a word, or the file that a word names. Undefined for what is
 * no interpreter, and for one whose code is neither.
 */
export function codeSource({ name, arguments: words }: ShellCommand): CodeSource | undefined {
  const [first] = words;
  if (name === "." || name === "source" || name === "eval") return first && { kind: "word", word: first };
  const interpreter = interpreters.get(name.replace(/^(python|pypy|lua|php|ruby)\d[\d.]*$/, "$1"));
  return interpreter && sourceFor(interpreter, words);
}

function sourceFor(interpreter: Interpreter, words: readonly ShellWord[]): CodeSource | undefined {
  let isCode = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    const value = word?.value;
    if (word === undefined) break;
    if (isCode) return { kind: "word", word };
    if (value === "-" || value === "--" || value === "/dev/stdin") return endOfOptions(words, index);
    if (value === undefined || !/^[-+]/.test(value)) return { kind: "word", word };
    if (interpreter.longCode?.includes(value)) isCode = true;
    else if (interpreter.valued.includes(value)) index++;
    else if (hasLetter(value, interpreter.module ?? "")) return undefined;
    else if (hasLetter(value, interpreter.input ?? "")) return { kind: "input" };
    else isCode = hasLetter(value, interpreter.code);
  }
  return isCode ? undefined : { kind: "input" };
}

/** `bash -` and `php --` read their input; behind `bash --` a script may follow. */
function endOfOptions(words: readonly ShellWord[], index: number): CodeSource {
  const next = words[index + 1];
  const isScript = words[index]?.value === "--" && next?.value !== undefined && !next.value.startsWith("-");
  return isScript ? { kind: "word", word: next } : { kind: "input" };
}

/** Whether one of the letters stands among bundled options: `c` in `-euxc`. */
function hasLetter(option: string, letters: string): boolean {
  return /^-[A-Za-z]+$/.test(option) && [...letters].some((letter) => option.includes(letter));
}
