import { SECRET_FORMATS, type SecretFormat } from "./secret-formats.ts";
import { formatsMarkedIn } from "./secret-marks.ts";

/** A credential that stands in a text; offsets are into the text, the end behind the last character. */
export interface SecretLiteral {
  /** For example `GitHub token`. */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/** Fewer different characters than this are filling: `ghp_xxxx…`, `sk_live_0000…`. */
const FEWEST_CHARACTERS = 8;

/**
 * Credentials of known formats and private keys in a text, in its order. What the documentation of a provider shows as an
 * example, and what is plainly filled in, is none; checksums, commits and fingerprints have no such format.
 */
export function findSecretLiterals(text: string, formats = formatsMarkedIn(text)): SecretLiteral[] {
  const found = privateKeys(text);
  for (const format of formats) found.push(...matchesOf(format, text));
  if (found.length === 0) return found;
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  let covered = 0;
  return found.filter((literal) => {
    if (literal.start < covered) return false;
    covered = literal.end;
    return true;
  });
}

function isMarked({ marks }: SecretFormat, text: string): boolean {
  for (const mark of marks) if (text.includes(mark)) return true;
  return false;
}

function matchesOf(format: SecretFormat, text: string): SecretLiteral[] {
  if (!isMarked(format, text)) return [];
  const found: SecretLiteral[] = [];
  for (const match of text.matchAll(format.pattern)) {
    const [start, end] = match.indices?.[1] ?? match.indices?.[0] ?? [match.index, match.index + match[0].length];
    const secret = text.slice(start, end);
    if (format.contains !== undefined && !secret.includes(format.contains)) continue;
    if (!isFilledIn(secret)) found.push({ kind: format.kind, start, end });
  }
  return found;
}

function isFilledIn(secret: string): boolean {
  if (/example|xxxx|\*\*\*|\.\.\.|0{8}|12345678901234567890|placeholder|dummy|changeme/i.test(secret)) return true;
  // The last underscore ends the prefix of most formats, whose letters say nothing.
  const body = secret.slice(secret.lastIndexOf("_", secret.length - 20) + 1);
  return new Set(body).size < Math.min(FEWEST_CHARACTERS, body.length / 2);
}

/** A key has at least this much base64; less is a mention such as `grep "BEGIN PRIVATE KEY"`. */
const SHORTEST_KEY = 60;

const privateKey = "private key";
const keyHeader = /-----BEGIN (?:[A-Z0-9]{1,16} ){0,2}PRIVATE KEY(?: BLOCK)?-----/g;

/** Private keys in PEM and OpenPGP armour (RFC 7468, RFC 9580), also with line ends written as `\n`. */
function privateKeys(text: string): SecretLiteral[] {
  const found: SecretLiteral[] = [];
  if (!text.includes("PRIVATE KEY")) return found;
  for (const match of text.matchAll(keyHeader)) {
    const bodyStart = match.index + match[0].length;
    const bodyEnd = text.indexOf("-----", bodyStart);
    const body = text.slice(bodyStart, bodyEnd === -1 ? text.length : bodyEnd);
    const base64 = body.replace(/\\[nr]/g, "").replace(/[^A-Za-z0-9+/=]/g, "");
    if (base64.length < SHORTEST_KEY || new Set(base64).size < 2 * FEWEST_CHARACTERS) continue;
    const footer = /^-----END (?:[A-Z0-9]{1,16} ){0,2}PRIVATE KEY(?: BLOCK)?-----/.exec(
      text.slice(bodyStart + body.length, bodyStart + body.length + 80),
    );
    found.push({ kind: privateKey, start: match.index, end: bodyStart + body.length + (footer?.[0].length ?? 0) });
  }
  return found;
}

/**
 * What is hidden from output although it need not be a credential: all that {@link findSecretLiterals} finds, tokens cut short,
 * and whatever stands between the armour of a private key. In the order of the formats; stretches may overlap.
 */
export function concealableIn(text: string): Pick<SecretLiteral, "start" | "end">[] {
  const loose = SECRET_FORMATS.flatMap(({ loosePattern }) => (loosePattern ? [...text.matchAll(loosePattern)] : []));
  return [
    ...findSecretLiterals(text).filter(({ kind }) => kind !== privateKey),
    ...loose.map((match) => {
      const hidden = match[1] ?? match[0];
      const start = match.index + match[0].length - hidden.length;
      return { start, end: start + hidden.length };
    }),
    ...keyBodies(text),
  ];
}

function keyBodies(text: string): { start: number; end: number }[] {
  const ends = [...text.matchAll(/-----END (?:[A-Z0-9]{1,16} ){0,2}PRIVATE KEY(?: BLOCK)?-----/g)].map(
    ({ index }) => index,
  );
  let next = 0;
  return [...text.matchAll(keyHeader)].map((match) => {
    const start = match.index + match[0].length;
    while ((ends[next] ?? Number.POSITIVE_INFINITY) < start) next += 1;
    return { start, end: ends[next] ?? text.length };
  });
}
