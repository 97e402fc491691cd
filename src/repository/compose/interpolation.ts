import { type FactValue, joinedValues, knownValue } from "../../model/repository-facts.ts";

/** Defaults within defaults: nobody nests more, and the call stack is finite. */
const deepestDefault = 16;

/**
 * A text of a compose file with its variables: `$X`, `${X}`, `${X-y}`, `${X:-y}`, `${X:?message}`, `${X:+y}`; `$$` is a dollar sign.
 * `variables` are those of the .env file. Source: Compose specification, "Interpolation".
 */
export function interpolated(text: string, variables: ReadonlyMap<string, string>, depth = 0): FactValue {
  const parts: FactValue[] = [];
  let done = 0;
  for (let index = text.indexOf("$"); index !== -1; index = text.indexOf("$", Math.max(done, index + 1))) {
    const next = text.charAt(index + 1);
    if (next === "$") {
      parts.push(knownValue(`${text.slice(done, index)}$`));
      done = index + 2;
      continue;
    }
    const end = next === "{" ? closingBrace(text, index + 2) : undefined;
    const name = next === "{" ? undefined : nameAt(text, index + 1);
    if (end === undefined && name === undefined) continue;
    parts.push(knownValue(text.slice(done, index)));
    if (end === undefined) {
      parts.push(variable(name ?? "", variables));
      done = index + 1 + (name ?? "").length;
    } else {
      parts.push(substitution(text.slice(index + 2, end), variables, depth));
      done = end + 1;
    }
  }
  parts.push(knownValue(text.slice(done)));
  return joinedValues(parts);
}

function substitution(inside: string, variables: ReadonlyMap<string, string>, depth: number): FactValue {
  const name = nameAt(inside, 0);
  const unknown: FactValue = { text: undefined, variables: name === undefined ? [] : [name], secrets: [] };
  if (name === undefined || depth >= deepestDefault) return unknown;
  const rest = inside.slice(name.length);
  const value = variable(name, variables);
  const operator = /^:?[-?+]/.exec(rest)?.[0];
  if (rest === "" || operator === undefined || operator.endsWith("?")) return value;
  const word = interpolated(rest.slice(operator.length), variables, depth + 1);
  const all = joinedValues([unknown, word]);
  // Whether it is set is known only when it is built.
  if (operator.endsWith("+")) return { ...all, text: undefined };
  const isUnset = value.text === undefined || (operator === ":-" && value.text === "");
  return { ...all, text: isUnset ? word.text : value.text };
}

function variable(name: string, variables: ReadonlyMap<string, string>): FactValue {
  return { text: variables.get(name), variables: [name], secrets: [] };
}

function nameAt(text: string, start: number): string | undefined {
  const name = /^[A-Za-z_]\w*/.exec(text.slice(start, start + 256))?.[0];
  return name;
}

/** The brace that closes one opened in front of `start`. Undefined without one. */
function closingBrace(text: string, start: number): number | undefined {
  let open = 1;
  for (let index = start; index < text.length; index++) {
    if (text.startsWith("${", index)) {
      open++;
      index++;
    } else if (text.charAt(index) === "}" && --open === 0) return index;
  }
  return undefined;
}

/** The variables of a .env file, as far as they are plain. */
export function readEnvironmentFile(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.split("\n")) {
    const match = /^(?:export )?([A-Za-z_]\w*)=(.*)$/.exec(line.trim());
    if (!match?.[1]) continue;
    variables.set(match[1], unquoted((match[2] ?? "").trim()));
  }
  return variables;
}

function unquoted(value: string): string {
  const quote = value.charAt(0);
  if (quote === '"' || quote === "'") {
    const end = value.indexOf(quote, 1);
    return end === -1 ? value : value.slice(1, end);
  }
  const comment = value.search(/\s#/);
  return comment === -1 ? value : value.slice(0, comment).trimEnd();
}
