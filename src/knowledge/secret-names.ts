import {
  ACCOUNT_WORDS,
  BROWSER_PREFIXES,
  CREDENTIAL_WORDS,
  FORGE_WORDS,
  GLUED_ENDINGS,
  HARMLESS_KEY_WORDS,
  HARMLESS_TOKEN_WORDS,
  OPEN_WORDS,
  PASSWORD_WORDS,
  PROPERTY_WORDS,
  PUBLIC_PREFIXES,
  QUESTION_WORDS,
  SECRET_AUTH_WORDS,
  SECRET_KEY_WORDS,
  SECRET_PHRASES,
  SHORT_PASSWORD_WORDS,
  STAND_IN_WORDS,
  SWITCH_WORDS,
} from "./secret-words.ts";

export type SecretKind = "password" | "token" | "key" | "secret" | "credentials";

/** A name that says that its value is a secret. */
export interface SecretNameMatch {
  readonly kind: SecretKind;
  /** `weak`: such a name holds something harmless as often as a secret, so that the value has to speak. */
  readonly strength: "strong" | "weak";
}

/** Longer names are judged by their end: that is where their noun stands. */
const LONGEST_NAME = 256;

/**
 * Whether the name of a variable, an option or a key says that its value is a secret, read word by word: `DB_PASSWORD`,
 * `npmAuthToken` and `--api-key` do; `TOKEN_FILE`, `KEYSERVER` and `NEXT_PUBLIC_API_KEY` do not. Names whose value alone can
 * tell, such as DATABASE_URL or SENTRY_DSN, are for `credentialsInUrl`.
 */
export function isSecretName(name: string): SecretNameMatch | undefined {
  const words = wordsOf(name);
  const phrase = words.join("_");
  if (words.some((word) => STAND_IN_WORDS.has(word)) || startsWithOne(phrase, PUBLIC_PREFIXES)) return undefined;
  if (SECRET_PHRASES.some((each) => phrase === each || phrase.endsWith(`_${each}`))) return strong("credentials");
  // Bundler reads the credentials of a gem server from BUNDLE_<HOST>, dots written as two underscores.
  if (/^BUNDLE_[A-Z0-9_]*__(?:COM|DEV|IO|NET|ORG)$/.test(name)) return strong("credentials");
  for (let index = words.length - 1; index >= 0; index--) {
    const found = secretWordAt(words, index);
    if (found === undefined) continue;
    if (found === "harmless" || isProperty(words, index)) return undefined;
    return startsWithOne(phrase, BROWSER_PREFIXES) ? inBrowser(found, words) : found;
  }
  return undefined;
}

/** The lower-case words of a name: split at everything that is no letter or digit, and where the case changes. */
export function wordsOf(name: string): string[] {
  const pieces = name.slice(-LONGEST_NAME).match(/[A-Z]+[0-9]*(?![a-z])|[A-Z]?[a-z]+[0-9]*|[0-9]+/g) ?? [];
  return pieces.flatMap((piece) => unglued(piece.toLowerCase()));
}

function unglued(piece: string): readonly string[] {
  const word = /^[a-z]{3,}[0-9]+$/.test(piece) && !PROPERTY_WORDS.has(piece) ? piece.replace(/[0-9]/g, "") : piece;
  for (const [ending, words] of GLUED_ENDINGS) {
    if (word === ending) return words;
    if (word.endsWith(ending)) return [word.slice(0, -ending.length), ...words];
  }
  return [word];
}

/** What the word at `index`, together with the one before it, says; `harmless` ends the search. */
function secretWordAt(words: readonly string[], index: number): SecretNameMatch | "harmless" | undefined {
  const word = words[index] ?? "";
  const before = words[index - 1] ?? "";
  const last = index === words.length - 1;
  if (PASSWORD_WORDS.has(word)) return strong("password");
  if (word === "secret") return strong("secret");
  // GOOGLE_APPLICATION_CREDENTIALS is the path of a file, but some put the file's text there.
  if (CREDENTIAL_WORDS.has(word)) return words.includes("application") ? weak("credentials") : strong("credentials");
  if (word === "secrets") return last ? weak("secret") : undefined;
  if (word === "token") return HARMLESS_TOKEN_WORDS.has(before) ? "harmless" : strong("token");
  if (word === "tokens") return last && SECRET_KEY_WORDS.has(before) ? strong("token") : undefined;
  if (word === "key" || word === "keys") return keyAt(words, index);
  if (!last) return undefined;
  if (SHORT_PASSWORD_WORDS.has(word)) {
    if (words.slice(0, index).some((each) => ACCOUNT_WORDS.has(each))) return strong("password");
    return word === "pwd" ? undefined : weak("password");
  }
  if (word === "pat") return words.some((each) => FORGE_WORDS.has(each)) ? strong("token") : weak("token");
  if (word === "auth" && before !== "")
    return SECRET_AUTH_WORDS.has(before) ? strong("credentials") : weak("credentials");
  return undefined;
}

function keyAt(words: readonly string[], index: number): SecretNameMatch | "harmless" | undefined {
  const before = words[index - 1] ?? "";
  if (SECRET_KEY_WORDS.has(before)) return strong("key");
  if (words.slice(0, index).some((word) => word === "private" || word === "secret" || word === "encryption")) {
    return strong("key");
  }
  if (HARMLESS_KEY_WORDS.has(before)) return "harmless";
  const known = words[index] === "key" && index === words.length - 1 && /^[a-z]/.test(before);
  return known ? weak("key") : undefined;
}

function isProperty(words: readonly string[], index: number): boolean {
  return (
    words.slice(index + 1).some((word) => PROPERTY_WORDS.has(word)) ||
    words.slice(0, index).some((word) => SWITCH_WORDS.has(word)) ||
    words.slice(Math.max(0, index - 2), index).some((word) => OPEN_WORDS.has(word)) ||
    (index > 0 && QUESTION_WORDS.has(words[0] ?? ""))
  );
}

/** The build writes the value into what every browser downloads: a key there is meant to be seen, a private one is a mistake. */
function inBrowser(found: SecretNameMatch, words: readonly string[]): SecretNameMatch | undefined {
  const meantSecret =
    found.kind === "password" || found.kind === "secret" || words.some((word) => /^(secret|private)$/.test(word));
  return meantSecret ? weak(found.kind) : undefined;
}

function startsWithOne(phrase: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => phrase.startsWith(`${prefix}_`));
}

function strong(kind: SecretKind): SecretNameMatch {
  return { kind, strength: "strong" };
}

function weak(kind: SecretKind): SecretNameMatch {
  return { kind, strength: "weak" };
}

/** Whether a name says that its value is meant to be seen: `NEXT_PUBLIC_API_KEY`, and what a build writes for every browser. */
export function isPublicName(name: string): boolean {
  const phrase = wordsOf(name).join("_");
  return startsWithOne(phrase, PUBLIC_PREFIXES) || startsWithOne(phrase, BROWSER_PREFIXES);
}
