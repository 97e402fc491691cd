import { findSecretLiterals } from "../knowledge/secret-literals.ts";
import { isSecretName, wordsOf } from "../knowledge/secret-names.ts";
import { credentialsInUrl } from "../knowledge/secret-urls.ts";
import { judgeSecretValue, secretConfidence } from "../knowledge/secret-values.ts";
import { BROWSER_PREFIXES, PUBLIC_PREFIXES } from "../knowledge/secret-words.ts";
import type { Origin, SecretArgument } from "../model/repository-facts.ts";
import type { KnownText } from "./known-text.ts";

/**
 * The secret that a build argument hands over, if it does: one of the CI service's store, whatever its name; else what the name
 * of the argument, of the variable that it comes from, or its value says.
 */
export function secretArgument(name: string, given: KnownText, origin: Origin): SecretArgument | undefined {
  const found = { name, ...origin };
  const [secret] = given.secrets;
  if (secret !== undefined) {
    return { ...found, from: "store", source: secret, confidence: isPublicName(name) ? "medium" : "high" };
  }
  if (given.variables.length > 0 || given.value === undefined) return fromEnvironment(name, given, origin);
  const confidence = literalConfidence(name, given.value);
  return confidence && { ...found, from: "literal", source: undefined, confidence };
}

function fromEnvironment(name: string, given: KnownText, origin: Origin): SecretArgument | undefined {
  const byName = isSecretName(name);
  const variable = given.variables.find((each) => isSecretName(each) !== undefined);
  const match = byName ?? (variable === undefined ? undefined : isSecretName(variable));
  if (match === undefined || (byName === undefined && isReplacedName(name))) return undefined;
  const source = variable ?? given.variables[0] ?? name;
  if (match.strength === "weak") return { name, ...origin, from: "environment", source, confidence: "low" };
  const fallback = given.value === undefined || given.value === "" ? undefined : judgeSecretValue(given.value);
  const isStandIn = fallback === "default-password" || fallback === "placeholder";
  return { name, ...origin, from: "environment", source, confidence: isStandIn ? "medium" : "high" };
}

/** A file name, an id or a switch made with the help of a secret's name: `TOKEN_FILE=$TOKEN_DIR/x`. */
function isReplacedName(name: string): boolean {
  return /(?:^|_)(?:file|path|dir|id|name|url|version)$/i.test(name);
}

function literalConfidence(name: string, value: string): SecretArgument["confidence"] | undefined {
  if (findSecretLiterals(value).length > 0) return "high";
  const inUrl = credentialsInUrl(value).some(({ value: kind }) => kind === "literal" || kind === "random");
  if (inUrl) return "high";
  const kind = judgeSecretValue(value);
  if (kind === "empty" || kind === "boolean" || kind === "placeholder" || kind === "number") return undefined;
  return secretConfidence("ARG", name, value);
}

/** What its name promises to put into the page of every visitor. */
function isPublicName(name: string): boolean {
  const phrase = `${wordsOf(name).join("_")}_`;
  return [...PUBLIC_PREFIXES, ...BROWSER_PREFIXES].some((prefix) => phrase.startsWith(`${prefix}_`));
}
