import { findSecretLiterals } from "./secret-literals.ts";
import { isSecretName } from "./secret-names.ts";
import { judgeSecretValue, type SecretValue } from "./secret-values.ts";

/** The secret part of a URL; offsets are into the text that was searched, the end behind the last character. */
export interface UrlCredential {
  readonly start: number;
  readonly end: number;
  /** `user`: a token in the place of the user; `query`: a parameter such as `?access_token=`. */
  readonly kind: "password" | "user" | "query";
  /** Names of the variables that the secret part uses. */
  readonly variables: readonly string[];
  /** `reference` where it comes from variables or a command's output; else what its text looks like. */
  readonly value: SecretValue;
}

/** The longest `${…}` or `$(…)` that is read as one; keeps the search linear. */
const LONGEST_EXPANSION = 256;
const MOST_EXPANSIONS = 8;

/**
 * Passwords and tokens in the URLs of a text: `https://user:pass@host`, `https://token@host`, `redis://:pass@host`,
 * `…?access_token=…`. A user without password is none, unless it is a token by its form or by its variable's name.
 */
export function credentialsInUrl(text: string): UrlCredential[] {
  if (!text.includes("://")) return [];
  const found: UrlCredential[] = [];
  for (let at = text.indexOf("://"); at !== -1; at = text.indexOf("://", at + 3)) {
    const user = userInformation(text, at + 3);
    if (user === undefined || !isSchemeBefore(text, at)) continue;
    const credential = inUserInformation(text, at, user);
    if (credential !== undefined) found.push(credential);
  }
  return [...found, ...inQueries(text)].sort((a, b) => a.start - b.start);
}

/** User and password as they stand in URLs, whatever they are, without variables: what output hides as a whole. */
export function userInformationIn(text: string): Pick<UrlCredential, "start" | "end">[] {
  return [...text.matchAll(/:\/\/([^\s/@:"'$]{0,256}:[^\s/@"'$]{1,256})@/g)].map(({ index, 1: user = "" }) => {
    return { start: index + 3, end: index + 3 + user.length };
  });
}

interface UserInformation {
  readonly start: number;
  /** Index of the first `:` outside expansions. */
  readonly colon: number | undefined;
  /** Index of the `@`. */
  readonly end: number;
}

/** From `start` to the last `@` before the host ends; undefined when there is none. */
function userInformation(text: string, start: number): UserInformation | undefined {
  let colon: number | undefined;
  let end: number | undefined;
  let expansions = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index] ?? "";
    if (character === "$" || character === "`") {
      const close = expansionEnd(text, index);
      if (close !== undefined && ++expansions <= MOST_EXPANSIONS) index = close;
      else if (character === "`") break;
    } else if (character === "@") end = index;
    else if (character === ":" && end === undefined) colon ??= index;
    else if (/[\s/?#"'<>|\\,;(){}[\]]/.test(character)) break;
  }
  return end === undefined ? undefined : { start, colon, end };
}

/** Index of the last character of `${…}`, `$(…)` or a pair of backticks that begins at `start`. */
function expansionEnd(text: string, start: number): number | undefined {
  const opener = text[start] === "`" ? "`" : text[start + 1];
  if (opener !== "{" && opener !== "(" && opener !== "`") return undefined;
  const closer = opener === "{" ? "}" : opener === "(" ? ")" : "`";
  let depth = 1;
  const limit = Math.min(text.length, start + LONGEST_EXPANSION);
  for (let index = start + (opener === "`" ? 1 : 2); index < limit; index++) {
    if (text[index] === closer) depth -= 1;
    else if (text[index] === opener) depth += 1;
    if (depth === 0) return index;
  }
  return undefined;
}

/** A scheme ends here, and the `@` before it is not the delimiter of a sed command such as `s@http://a:1@http://b@`. */
function isSchemeBefore(text: string, colon: number): boolean {
  let start = colon;
  while (start > 0 && colon - start < 32 && /[a-z0-9+.-]/i.test(text[start - 1] ?? "")) start -= 1;
  return start < colon && text[start - 1] !== "@";
}

function inUserInformation(text: string, schemeEnd: number, part: UserInformation): UrlCredential | undefined {
  const host = /^(?:\[?[a-z0-9_.-]+|[$%{])/i.exec(text.slice(part.end + 1, part.end + 254))?.[0];
  if (host === undefined) return undefined;
  if (part.colon !== undefined) {
    const password = text.slice(part.colon + 1, part.end);
    // npm's and GitHub's way to send a token as the user.
    if (password !== "" && password !== "x-oauth-basic") return credential(text, part.colon + 1, part.end, "password");
  }
  const end = part.colon ?? part.end;
  const user = text.slice(part.start, end);
  const overHttp = /https?$/i.test(text.slice(Math.max(0, schemeEnd - 5), schemeEnd));
  // The user of a Sentry DSN is a public key by design.
  if (!overHttp || host.includes("sentry")) return undefined;
  const isToken =
    findSecretLiterals(user).length > 0 ||
    (part.colon !== undefined && part.colon + 1 < part.end) ||
    variablesIn(user).some((name) => isSecretName(name) !== undefined) ||
    (/^[\w-]{20,}$/.test(user) && /[0-9]/.test(user) && /[a-z]/i.test(user));
  return isToken ? credential(text, part.start, end, "user") : undefined;
}

function inQueries(text: string): UrlCredential[] {
  const found: UrlCredential[] = [];
  let searched = 0;
  let inUrl = false;
  for (const match of text.matchAll(/[?&]([A-Za-z0-9_.-]{1,64})=([^\s&#"'<>|;)]+)/g)) {
    const between = text.slice(searched, match.index);
    const breakAt = Math.max(...[" ", "\n", "\t", '"', "'"].map((each) => between.lastIndexOf(each)));
    inUrl = between.includes("://", breakAt + 1) || (inUrl && breakAt === -1);
    searched = match.index;
    const [whole, name = "", value = ""] = match;
    const named = isSecretName(name);
    if (!inUrl || (named?.strength !== "strong" && !/^(?:sig|x-amz-signature)$/i.test(name))) continue;
    const start = match.index + whole.length - value.length;
    found.push(credential(text, start, start + value.length, "query"));
  }
  return found;
}

function credential(text: string, start: number, end: number, kind: UrlCredential["kind"]): UrlCredential {
  const secret = text.slice(start, end);
  return { start, end, kind, variables: variablesIn(secret), value: judgeSecretValue(secret) };
}

/** Names of the shell or Dockerfile variables in a text, each once. */
export function variablesIn(text: string): string[] {
  if (!text.includes("$")) return [];
  return [...new Set([...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1] ?? ""))];
}
