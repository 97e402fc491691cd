/**
 * An image reference, normalised as Docker does: `golang:1.21` is `docker.io/library/golang:1.21`.
 * Grammar: https://pkg.go.dev/github.com/distribution/reference
 */
export interface ImageReference {
  /** As written, after variable substitution. */
  readonly text: string;
  /** Registry host with port, for example `docker.io` or `localhost:5000`. */
  readonly registry: string;
  /** Path below the registry, for example `library/golang`. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const component = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const host = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const domain = `(?:${host}(?:\\.${host})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const referencePattern = new RegExp(
  `^(?:(${domain})/)?(${component}(?:/${component})*)(?::([\\w][\\w.-]{0,127}))?` +
    "(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$",
);

/** Undefined when Docker would refuse the text with "invalid reference format". */
export function parseImageReference(text: string): ImageReference | undefined {
  if (/^[a-f0-9]{64}$/.test(text)) return undefined;
  const { registry, remainder } = splitRegistry(text);
  const match = referencePattern.exec(`${registry}/${remainder}`);
  if (!match?.[2] || match[1] !== registry || match[2].length > 255) return undefined;
  return { text, registry, repository: match[2], tag: match[3], digest: match[4] };
}

/** `docker.io` unless the first component looks like a host: a dot, a colon, `localhost` or an upper-case letter in it. */
function splitRegistry(text: string): { registry: string; remainder: string } {
  const slash = text.indexOf("/");
  const first = slash === -1 ? "" : text.slice(0, slash);
  const isHost = first !== "" && (/[.:]/.test(first) || first === "localhost" || first.toLowerCase() !== first);
  let registry = isHost ? first : "docker.io";
  let remainder = isHost ? text.slice(slash + 1) : text;
  if (registry === "index.docker.io") registry = "docker.io";
  if (registry === "docker.io" && !remainder.split(/[@:]/, 1)[0]?.includes("/")) remainder = `library/${remainder}`;
  return { registry, remainder };
}

/** `docker.io/library/golang:1.21`; `:latest` is added as BuildKit does when there is neither tag nor digest. */
export function normalisedReference(image: ImageReference): string {
  const tag = image.tag ?? (image.digest ? undefined : "latest");
  return `${repositoryName(image)}${tag ? `:${tag}` : ""}${image.digest ? `@${image.digest}` : ""}`;
}

/** Registry and repository without tag or digest, for example `docker.io/library/golang`. */
function repositoryName(image: ImageReference): string {
  return `${image.registry}/${image.repository}`;
}

/** The shortest spelling that a person would use: `golang`, `bitnami/redis`, `ghcr.io/acme/app`. */
export function familiarName(image: ImageReference): string {
  if (image.registry !== "docker.io") return repositoryName(image);
  return image.repository.replace(/^library\//, "");
}
