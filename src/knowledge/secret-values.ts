import { isSecretName, type SecretNameMatch } from "./secret-names.ts";

/**
 * What a value, as far as the file tells, is. `reference`: made of variables, command output or a template, judged by those.
 * `placeholder`: says itself that it is none. `default-password`: a word that everybody tries first. `digest`: hexadecimal or
 * base64 of a checksum's length. `random`: long and mixed as generated keys are. `literal`: anything else. A `url` is judged by
 * `credentialsInUrl`.
 */
export type SecretValue =
  | "empty"
  | "boolean"
  | "number"
  | "reference"
  | "path"
  | "url"
  | "placeholder"
  | "default-password"
  | "digest"
  | "random"
  | "literal";

/** How sure it is that a name and its value together are a secret: `high` as good as certain, `low` a hint worth a notice. */
export type SecretConfidence = "high" | "medium" | "low";

const BOOLEANS = new Set(
  "true false yes no on off none null nil undefined unset enabled disabled required optional auto".split(" "),
);

const DEFAULT_PASSWORDS = new Set(
  `password passwd pass passw0rd secret secretpassword admin administrator root toor postgres postgresql mysql mariadb mongo
  mongodb redis rabbitmq minio minioadmin guest user username test testing testpass demo dev docker vagrant jenkins default
  changeme changeit changethis letmein welcome qwerty hunter2 letmein123 password1 password123 admin123 secret123 pass123
  postgrespassword rootpassword rootpass mypassword mysecretpassword mysecret supersecret topsecret foobar keycloak
  jovyan`.split(/\s+/),
);

/** Words that say that a value only stands in for a secret. */
const STAND_INS = new Set(
  `dummy placeholder fake example sample mock unused notasecret todo fixme redacted removed insert replace replaceme your
  xxxx xxxxx xxxxxxxx notused noop nothing invalid cafebabe deadbeef precompile buildtime temporary`.split(/\s+/),
);

/** The kind of a value as written behind `=` in ARG, ENV or a file of settings; quotes around it do not count. */
export function judgeSecretValue(value: string): SecretValue {
  const text = unquoted(value.trim());
  if (text === "") return "empty";
  const fallback = /^\$\{\w+:?-([^${}]*)\}$/.exec(text)?.[1];
  if (fallback !== undefined && fallback !== "") return judgeSecretValue(fallback);
  if (/\$[\w({]|`|\{\{|<%|#\{|^%\w+%$/.test(text)) return "reference";
  const plain = text.toLowerCase().replace(/[\s_.-]/g, "");
  if (BOOLEANS.has(plain) || plain === "0" || plain === "1") return "boolean";
  if (/^[0-9]{1,20}$/.test(plain)) return "number";
  if (DEFAULT_PASSWORDS.has(plain) || plain.startsWith("changeme")) return "default-password";
  if (isPath(text)) return "path";
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return "url";
  if (isStandIn(text)) return "placeholder";
  if (isDigest(text)) return "digest";
  return isRandom(text) ? "random" : "literal";
}

/**
 * Whether ARG or ENV with this name and value hands a secret to the build, and how sure that is; undefined when it does not.
 * An ARG without value is given one by whoever builds; an ENV without value holds none. `value` is as written.
 */
export function secretConfidence(
  keyword: "ARG" | "ENV",
  name: string,
  value: string | undefined,
): SecretConfidence | undefined {
  const match = isSecretName(name);
  if (match === undefined) return undefined;
  const kind = judgeSecretValue(value ?? "");
  if (kind === "path" || kind === "url") return undefined;
  if (kind === "empty") return keyword === "ENV" ? undefined : byStrength(match, "high", "low");
  // `ARG TOKEN=none` is still there to be overridden; `ENV TOKEN=none` is what it says.
  if (kind === "boolean") return keyword === "ENV" ? undefined : byStrength(match, "low", undefined);
  if (kind === "number")
    return match.kind === "password" ? byStrength(match, "medium", "low") : byStrength(match, "low", undefined);
  if (kind === "placeholder") return byStrength(match, "low", undefined);
  if (kind === "default-password") return byStrength(match, "medium", "low");
  if (kind === "digest") return byStrength(match, "high", undefined);
  if (kind === "random") return byStrength(match, "high", "medium");
  return byStrength(match, "high", "low");
}

function byStrength<Strong, Weak>(match: SecretNameMatch, strong: Strong, weak: Weak): Strong | Weak {
  return match.strength === "strong" ? strong : weak;
}

function unquoted(text: string): string {
  const quote = text[0];
  return (quote === '"' || quote === "'") && text.length > 1 && text.endsWith(quote) ? text.slice(1, -1).trim() : text;
}

function isStandIn(text: string): boolean {
  if (/^<[^<>]*>$/.test(text) || /^[x*.?_-]+$/i.test(text)) return true;
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return words.some((word) => STAND_INS.has(word)) || /(?<![a-z])not[ _-](?:a|real|the)(?![a-z])/i.test(text);
}

/** Base64 may begin with a slash too: a path has ordinary names between its slashes, and no `+` or `=`. */
function isPath(text: string): boolean {
  if (/^[a-z]:\\/i.test(text) || /^file:/i.test(text)) return true;
  if (
    /^[\w./@~-]+\.(?:pem|key|crt|cer|der|json|ya?ml|toml|ini|conf|txt|env|p12|pfx|jks|keystore|asc|gpg|pub)$/i.test(
      text,
    )
  )
    return true;
  if (!/^(?:\/|\.{1,2}\/|~\/)[\w./@-]*$/.test(text)) return false;
  return text.split("/").every((segment) => segment.length <= 32 || /[._-]/.test(segment));
}

/** Checksums, commits and OpenPGP fingerprints, several of them too; also subresource integrity hashes. */
function isDigest(text: string): boolean {
  if (/^sha(?:1|256|384|512)[-:]/i.test(text)) return true;
  return text
    .split(/[\s,]+/)
    .every(
      (word) =>
        /^(?:0x)?[0-9a-f]+$/i.test(word) && [16, 32, 40, 56, 64, 96, 128].includes(word.replace(/^0x/i, "").length),
    );
}

function isRandom(text: string): boolean {
  return (
    text.length >= 16 &&
    /^[\w+/=.~-]+$/.test(text) &&
    /[0-9]/.test(text) &&
    /[a-z]/i.test(text) &&
    new Set(text).size >= 8
  );
}
