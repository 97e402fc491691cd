import type { ParameterExpansionPart, ParameterOperation, Word } from "unbash";
import { globPattern, matchLengths } from "./glob-pattern.ts";
import type { Known } from "./variables.ts";
import type { WorkBudget } from "./work-budget.ts";

/**
 * What `${…}` gives. `items`: the elements of an array, a field each. `isOperand`: the text is that of the operand, as in
 * `${X:-d}`. `assigns`: the variable gets the text, too.
 */
export type ParameterResult =
  | { readonly kind: "text"; readonly text: string; readonly isOperand: boolean; readonly assigns: boolean }
  | { readonly kind: "items"; readonly items: readonly string[] };

export interface OperandReader {
  /** Value of an operand such as `d` in `${X:-d}`; undefined when not known. */
  value(word: Word): string | undefined;
  readonly budget: WorkBudget;
}

/** Undefined when the result depends on run time, or is a form that is rare in Dockerfiles (`${!X}`, `${X@Q}`). */
export function parameterResult(
  part: ParameterExpansionPart,
  known: Known,
  reader: OperandReader,
): ParameterResult | undefined {
  if (known.kind === "unknown" || known.kind === "choice" || part.prefix === "!") return undefined;
  const { operation } = part;
  if (part.prefix === "#") return operation || part.index ? undefined : text(lengthOf(known));
  if (known.kind === "array" && isWhole(part.index) && !operation) return { kind: "items", items: known.items };
  const value = element(known, part.index);
  if (value === false) return undefined;
  if (!operation) return text(value ?? "");
  if (operation.type === "Default") return defaulted(operation.operator, operation.operand, value, reader);
  if (value === undefined) return text("");
  const changed = changedValue(operation, value, reader);
  return changed === undefined ? undefined : text(changed);
}

function text(value: string): ParameterResult {
  return { kind: "text", text: value, isOperand: false, assigns: false };
}

function isWhole(index: Word | undefined): boolean {
  return index?.text === "@" || index?.text === "*";
}

function lengthOf(known: Known): string {
  if (known.kind === "scalar") return String([...known.value].length);
  return known.kind === "array" ? String([...(known.items[0] ?? "")].length) : "0";
}

/** Undefined: unset. False: not known. */
function element(known: Known, index: Word | undefined): string | undefined | false {
  if (known.kind === "unset") return undefined;
  if (known.kind !== "scalar" && known.kind !== "array") return false;
  if (index !== undefined && !/^\d{1,6}$/.test(index.text))
    return known.kind === "scalar" && isWhole(index) && known.value;
  const number = Number(index?.text ?? 0);
  if (known.kind === "array") return known.items[number];
  return number === 0 ? known.value : undefined;
}

function defaulted(
  operator: string,
  operand: Word,
  value: string | undefined,
  reader: OperandReader,
): ParameterResult | undefined {
  const present = operator.startsWith(":") ? value !== undefined && value !== "" : value !== undefined;
  const kind = operator.slice(-1);
  if (kind === "+" ? !present : present) return text(kind === "+" ? "" : (value ?? ""));
  if (kind === "?") return undefined;
  const other = reader.value(operand);
  return other === undefined ? undefined : { kind: "text", text: other, isOperand: true, assigns: kind === "=" };
}

function changedValue(operation: ParameterOperation, value: string, reader: OperandReader): string | undefined {
  switch (operation.type) {
    case "Remove":
      return removed(operation.operator, operation.operand, value, reader);
    case "Replace":
      return replaced(operation, value, reader);
    case "Slice":
      return sliced(value, reader.value(operation.offset), operation.length && reader.value(operation.length));
    case "CaseModification":
      if (operation.operand && operation.operand.text !== "") return undefined;
      if (operation.operator === "^^") return value.toUpperCase();
      if (operation.operator === ",,") return value.toLowerCase();
      return (
        (operation.operator === "^" ? value.charAt(0).toUpperCase() : value.charAt(0).toLowerCase()) + value.slice(1)
      );
    default:
      return undefined;
  }
}

/** `${X#p}`, `${X##p}`, `${X%p}`, `${X%%p}`. */
function removed(operator: string, operand: Word, value: string, reader: OperandReader): string | undefined {
  const pattern = patternOf(operand, reader);
  if (pattern === undefined || !reader.budget.spend(value.length * (pattern.length + 1))) return undefined;
  const fromStart = operator.startsWith("#");
  const characters = [...value];
  if (!fromStart) characters.reverse();
  const lengths = matchLengths(fromStart ? pattern : [...pattern].reverse(), characters, 0);
  if (lengths === undefined) return value;
  const rest = characters.slice(operator.length === 2 ? lengths.longest : lengths.shortest);
  return (fromStart ? rest : rest.reverse()).join("");
}

function patternOf(word: Word, reader: OperandReader) {
  const pattern = globPattern(word);
  if (pattern !== undefined) return pattern;
  const value = reader.value(word);
  // A variable's value may hold wildcards of its own: those are rare enough to be left unknown.
  if (value === undefined || /[*?[\\]/.test(value)) return undefined;
  return [...value].map((character) => ({ kind: "literal" as const, character }));
}

/** `${X/p/r}`, `${X//p/r}`, `${X/#p/r}`, `${X/%p/r}`. */
function replaced(
  operation: Extract<ParameterOperation, { type: "Replace" }>,
  value: string,
  reader: OperandReader,
): string | undefined {
  const pattern = patternOf(operation.pattern, reader);
  const replacement = reader.value(operation.replacement);
  if (pattern === undefined || replacement === undefined || operation.operator === "/%") return undefined;
  if (pattern.length === 0) return value;
  const characters = [...value];
  if (!reader.budget.spend(characters.length * (characters.length * pattern.length + replacement.length)))
    return undefined;
  let result = "";
  let index = 0;
  while (index < characters.length) {
    const length = matchLengths(pattern, characters, index)?.longest ?? 0;
    if (length > 0) {
      result += replacement;
      index += length;
      if (operation.operator !== "//") break;
    } else {
      if (operation.operator === "/#") break;
      result += characters[index++] ?? "";
    }
  }
  return result + characters.slice(index).join("");
}

/** `${X:offset}` and `${X:offset:length}` with plain numbers. */
function sliced(value: string, offset: string | undefined, length: string | undefined): string | undefined {
  const from = wholeNumber(offset ?? "");
  const count = length === undefined ? Number.POSITIVE_INFINITY : wholeNumber(length);
  if (from === undefined || count === undefined || count < 0) return undefined;
  const characters = [...value];
  const start = from < 0 ? characters.length + from : from;
  return start < 0 ? "" : characters.slice(start, start + count).join("");
}

function wholeNumber(text: string): number | undefined {
  return /^\s*-?\d{1,6}\s*$/.test(text) ? Number(text) : undefined;
}
