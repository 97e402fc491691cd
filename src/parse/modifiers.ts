import { Refusal } from "./refusal.ts";
import { trimPrefix, trimSuffix } from "./shell-pattern.ts";

/** What `${name:-word}` and its like give. `value` is undefined when the variable is not set. */
export function applyModifier(
  name: string,
  modifier: string,
  word: string,
  value: string | undefined,
  emptyIsUnset: boolean,
): string {
  const missing = value === undefined || (emptyIsUnset && value === "");
  switch (modifier) {
    case "-":
      return missing ? word : value;
    case "+":
      return missing ? "" : word;
    case "?":
      if (!missing) return value;
      throw new Refusal(`${name}: ${word || `is not allowed to be ${value === undefined ? "unset" : "empty"}`}`);
    case "#":
      return trimPrefix(word, value ?? "");
    default:
      return trimSuffix(word, value ?? "");
  }
}
