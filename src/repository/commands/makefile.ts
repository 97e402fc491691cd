import type { SourceFile } from "../../model/source.ts";
import { type ScriptText, ScriptTextBuilder } from "../../shell/script-text.ts";

/** The recipe of one rule. */
export interface Recipe {
  readonly target: string;
  readonly script: ScriptText;
  /** Offsets in the file at which make starts a new shell: at each line. */
  readonly shellStarts: readonly number[];
}

/** Variables within variables: deeper ones go in a circle. */
const deepestVariable = 16;
const longestValue = 4_096;
const longestRecipe = 65_536;

/**
 * The recipes of a Makefile as the shell gets them: variables of the Makefile put in where each is assigned once and plainly, and as
 * variables of the shell where only make knows them. Functions of make are not carried out.
 */
export function readRecipes(source: SourceFile): Recipe[] {
  const lines = logicalLines(source);
  const variables = plainVariables(lines.filter(({ text }) => !text.startsWith("\t")).map(({ text }) => text));
  const recipes: Recipe[] = [];
  let target: string | undefined;
  let builder = new ScriptTextBuilder(source);
  let length = 0;
  let shellStarts: number[] = [];
  const finish = () => {
    if (target !== undefined && length > 0) recipes.push({ target, script: builder.finish(), shellStarts });
    builder = new ScriptTextBuilder(source);
    length = 0;
    shellStarts = [];
  };
  for (const { text, start } of lines) {
    if (text.startsWith("\t")) {
      if (target === undefined || length >= longestRecipe) continue;
      length += addRecipeLine(builder, text, start, variables);
      shellStarts.push(start);
      continue;
    }
    const rule = /^([^\s:#=][^:#=]*)::?(?![=:])/.exec(text.slice(0, 1_000));
    if (!rule) continue;
    finish();
    target = rule[1]?.trimEnd();
  }
  finish();
  return recipes;
}

interface Line {
  readonly text: string;
  /** Offset of its first character. */
  readonly start: number;
}

/** Lines, those that end in a backslash together with the next. */
function logicalLines({ text }: SourceFile): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf("\n", start);
    while (end !== -1 && /\\\r?$/.test(text.slice(Math.max(start, end - 2), end))) end = text.indexOf("\n", end + 1);
    const stop = end === -1 ? text.length : end;
    lines.push({ text: text.slice(start, stop), start });
    start = stop + 1;
  }
  return lines;
}

/** Undefined for one that is assigned more than once, or added to. */
function plainVariables(lines: readonly string[]): Map<string, string | undefined> {
  const variables = new Map<string, string | undefined>();
  for (const line of lines) {
    const match = /^(?:export +|override +)?([A-Za-z_][\w.-]*)[ \t]*(\+?=|[:?]?=|::=|!=)/.exec(line.slice(0, 1_000));
    if (!match?.[1]) continue;
    const value = line
      .slice(match[0].length)
      .replace(/\\\r?\n/g, " ")
      .replace(/(?:^|\s)#.*$/s, "")
      .trim();
    const isPlain = match[2] !== "+=" && match[2] !== "!=" && value.length <= longestValue;
    const known = variables.get(match[1]);
    variables.set(match[1], isPlain && (!variables.has(match[1]) || known === value) ? value : undefined);
  }
  return variables;
}

/** @returns the number of characters added. */
function addRecipeLine(
  builder: ScriptTextBuilder,
  text: string,
  start: number,
  variables: ReadonlyMap<string, string | undefined>,
): number {
  let index = 1;
  while (/[@+ \t-]/.test(text.charAt(index))) index++;
  const first = index;
  const add = (part: string, from: number, to: number) => builder.add(part, start + from, start + to);
  for (let dollar = text.indexOf("$", index); dollar !== -1; dollar = text.indexOf("$", index)) {
    add(text.slice(index, dollar), index, dollar);
    const reference = referenceAt(text, dollar);
    add(reference.isShell ? "$" : expanded(reference.inside, variables, 0), dollar, reference.end);
    index = reference.end;
  }
  add(text.slice(index), index, text.length);
  builder.add("\n", start + text.length, start + text.length);
  return text.length - first + 1;
}

/** `$$`, `$(NAME)`, `${NAME}`, `$@`. */
function referenceAt(text: string, dollar: number): { inside: string; end: number; isShell: boolean } {
  const next = text.charAt(dollar + 1);
  if (next === "$" || next === "") return { inside: "", end: Math.min(dollar + 2, text.length), isShell: true };
  const close = next === "(" ? ")" : next === "{" ? "}" : undefined;
  if (close === undefined) return { inside: next, end: dollar + 2, isShell: false };
  let open = 0;
  const limit = Math.min(text.length, dollar + longestValue);
  for (let index = dollar + 1; index < limit; index++) {
    if (text.charAt(index) === next) open++;
    else if (text.charAt(index) === close && --open === 0) {
      return { inside: text.slice(dollar + 2, index), end: index + 1, isShell: false };
    }
  }
  return { inside: "?", end: text.length, isShell: false };
}

/** The text of a variable; a variable of the shell where it is not known. */
function expanded(name: string, variables: ReadonlyMap<string, string | undefined>, depth: number): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) return "${MAKE_EXPRESSION}";
  const value = variables.get(name);
  if (value === undefined || depth > deepestVariable) return `\${${name}}`;
  let text = "";
  let index = 0;
  for (let dollar = value.indexOf("$"); dollar !== -1; dollar = value.indexOf("$", index)) {
    const reference = referenceAt(value, dollar);
    text += value.slice(index, dollar) + (reference.isShell ? "$" : expanded(reference.inside, variables, depth + 1));
    index = reference.end;
    if (text.length > longestValue) return `\${${name}}`;
  }
  return text + value.slice(index);
}
