import { isSecretFile, type SecretFileFormat } from "./secret-files.ts";
import { findSecretLiterals } from "./secret-literals.ts";
import { isSecretName } from "./secret-names.ts";
import { credentialsInUrl } from "./secret-urls.ts";
import { judgeSecretValue, type SecretValue } from "./secret-values.ts";

/**
 * Whether a file that was read really holds a credential. An .npmrc with settings only, or with `_authToken=${NPM_TOKEN}`,
 * holds none; nor does a certificate called `server.pem`. The path tells how to read the text; any file is searched for
 * tokens of known formats, private keys and URLs with credentials. A binary file holds what its name says.
 */
export function isCredentialContent(path: string, text: string): boolean {
  const file = isSecretFile(path);
  if (file !== undefined && text.includes("\0")) return true;
  if (findSecretLiterals(text).length > 0) return true;
  if (credentialsInUrl(text).some((credential) => isGiven(credential.value))) return true;
  return file !== undefined && READERS[file.format](text);
}

/** A value that somebody could use: no reference, no stand-in, and not a switch or a path. */
function isGiven(value: SecretValue): boolean {
  return (
    value === "literal" ||
    value === "random" ||
    value === "digest" ||
    value === "default-password" ||
    value === "number"
  );
}

const READERS: Readonly<Record<SecretFileFormat, (text: string) => boolean>> = {
  npmrc: (text) =>
    text.split("\n").some((line) => {
      const [, value] = /^[^#;=][^=]*_(?:authToken|auth|password)[ \t]*=(.*)$/.exec(line.trim()) ?? [];
      return value !== undefined && isGiven(judgeSecretValue(value));
    }),
  netrc: (text) => {
    const words = text.split(/\s+/);
    return words.some((word, index) => word === "password" && isGiven(judgeSecretValue(words[index + 1] ?? "")));
  },
  settings: (text) => pairs(text).some(([key, value]) => isSecretSetting(key) && isGiven(judgeSecretValue(value))),
  urls: () => false,
  // What has no armour is the key itself, in a form of its own: PuTTY's, DER, or a bare string.
  "private-key": (text) => /^PuTTY-User-Key-File/.test(text) || (!text.includes("-----BEGIN") && isBareSecret(text)),
  hashes: (text) => /^[^:#\s][^:\r\n\u2028\u2029]*:\S/m.test(text),
  xml: (text) =>
    [...text.matchAll(/<(password|passphrase|privateKey|token|apiKey)>([^<]*)</gi)].some((match) =>
      isGiven(judgeSecretValue(match[2] ?? "")),
    ) || addedKeys(text).some(([key, value]) => isSecretSetting(key) && isGiven(judgeSecretValue(value))),
  opaque: (text) => text.trim() !== "",
};

/** Keys that in these files, and only there, hold credentials: of Docker, kubeconfig, gcloud and Composer. */
function isSecretSetting(key: string): boolean {
  return (
    isSecretName(key)?.strength === "strong" ||
    /^(?:auth|identitytoken|registrytoken|client-key-data|npmAuthIdent)$/.test(key)
  );
}

/** `key = value`, `key: value` and `export KEY=value`; comments, and a comma behind the value, are left out. */
function settings(text: string): [key: string, value: string][] {
  const found: [string, string][] = [];
  for (const line of text.split("\n")) {
    const setting = line.trim().replace(/^(?:export[ \t]|-[ \t]|:)/, "");
    const end = setting.search(/[=:]/);
    const key = setting.slice(0, Math.max(0, end)).replace(/["'\s]/g, "");
    if (key === "" || /^[#;]/.test(key)) continue;
    const [value = ""] = setting.slice(end + 1).split(" #", 1);
    found.push([key, value.trim().replace(/,$/, "")]);
  }
  return found;
}

/** Like {@link settings}; of JSON every string with its key, or with the key of the object around it for Composer's tokens. */
function pairs(text: string): [key: string, value: string][] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return settings(text);
  }
  const found: [string, string][] = [];
  const open: [key: string, value: unknown][] = [["", document]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [key, value] = next;
    if (typeof value === "string") found.push([key, value]);
    if (typeof value !== "object" || value === null) continue;
    const isTokenMap = /^(?:github-oauth|gitlab-oauth|gitlab-token|bearer)$/.test(key);
    for (const [name, inner] of Object.entries(value))
      open.push([Array.isArray(value) ? key : isTokenMap ? "token" : name, inner]);
  }
  return found;
}

/** `<add key="ClearTextPassword" value="…" />` of NuGet. */
function addedKeys(text: string): [key: string, value: string][] {
  return [...text.matchAll(/<add\s+key="([^"<>]*)"\s+value="([^"<>]*)"/gi)].map((match) => [
    match[1] ?? "",
    match[2] ?? "",
  ]);
}

function isBareSecret(text: string): boolean {
  const value = judgeSecretValue(text);
  return value === "random" || value === "digest";
}
