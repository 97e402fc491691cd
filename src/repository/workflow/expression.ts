import { isSecretName } from "../../knowledge/secret-names.ts";
import { type FactValue, joinedValues, knownValue, noValue } from "../../model/repository-facts.ts";

/** What expressions of a step can see. */
export interface ExpressionScope {
  readonly environment: ReadonlyMap<string, FactValue>;
  /** `matrix.image`, `matrix.image.file`, with their literal values. */
  readonly matrix: ReadonlyMap<string, string>;
}

/** A text cut at its expressions. */
export interface ExpressionPart {
  readonly start: number;
  readonly end: number;
  /** Undefined for text between expressions. */
  readonly value: FactValue | undefined;
}

/** The parts of a text with `${{ … }}`. */
export function expressionParts(text: string, scope: ExpressionScope): ExpressionPart[] {
  const parts: ExpressionPart[] = [];
  let done = 0;
  for (let start = text.indexOf("${{"); start !== -1; start = text.indexOf("${{", done)) {
    const end = text.indexOf("}}", start + 3);
    if (end === -1) break;
    if (start > done) parts.push({ start: done, end: start, value: undefined });
    parts.push({ start, end: end + 2, value: expressionValue(text.slice(start + 3, end).trim(), scope) });
    done = end + 2;
  }
  if (done < text.length) parts.push({ start: done, end: text.length, value: undefined });
  return parts;
}

/** What a text with expressions comes to. */
export function expandedText(text: string, scope: ExpressionScope): FactValue {
  return joinedValues(
    expressionParts(text, scope).map(({ start, end, value }) => value ?? knownValue(text.slice(start, end))),
  );
}

const name = "[A-Za-z_][\\w-]*";
const reference = new RegExp(`^(${name})((?:\\.${name}|\\['[^']*'\\])*)$`);
const references = new RegExp(`(?<![\\w-])${name}(?:\\.${name}|\\['[^']*'\\])+`, "g");

/** What is not a literal, a value of the matrix or a variable is known only when it runs. */
function expressionValue(expression: string, scope: ExpressionScope): FactValue {
  const literal = /^'((?:[^']|'')*)'$/.exec(expression)?.[1];
  if (literal !== undefined) return knownValue(literal.replaceAll("''", "'"));
  if (/^(?:true|false|-?\d+(?:\.\d+)?)$/.test(expression)) return knownValue(expression);
  const single = referenceValue(expression, scope);
  if (single) return single;
  // A comparison tells nothing of what it compares.
  if (/[=!]=|^!/.test(expression)) return noValue;
  const found: FactValue[] = [];
  const withoutTexts = expression.replace(/(?<!\[)'[^']*'/g, "''");
  for (const [word] of withoutTexts.matchAll(references)) {
    const value = referenceValue(word, scope);
    if (value) found.push(value);
  }
  return { ...joinedValues(found), text: undefined };
}

function referenceValue(expression: string, { environment, matrix }: ExpressionScope): FactValue | undefined {
  const match = reference.exec(expression);
  if (!match?.[1]) return undefined;
  const path = (match[2] ?? "").replace(/\['([^']*)'\]/g, ".$1");
  const last = path.slice(path.lastIndexOf(".") + 1);
  switch (match[1].toLowerCase()) {
    case "secrets":
      return { ...noValue, secrets: [`secrets${path}`] };
    case "github":
      return path === ".token" ? { ...noValue, secrets: ["github.token"] } : noValue;
    case "env":
      return environment.get(last) ?? { ...noValue, variables: [last] };
    case "matrix":
      return { ...noValue, text: matrix.get(path.slice(1)) };
    case "steps":
    case "inputs":
    case "needs":
      // An output or input of this name hands on what it says.
      return isSecretName(last)?.strength === "strong" ? { ...noValue, secrets: [match[1] + path] } : noValue;
    default:
      return noValue;
  }
}
