import * as v from "valibot";
import type { ImageReference } from "../model/image-reference.ts";
import { expandBraces } from "./glob.ts";
import {
  type Glob,
  matchesSegment,
  matchesSegments,
  type Piece,
  parseSegment,
  parseSegments,
} from "./glob-segments.ts";

interface ImagePattern {
  /** Registry and path below it. */
  readonly name: Glob;
  readonly tag: readonly Piece[] | undefined;
  readonly digest: readonly Piece[] | undefined;
}

/**
 * Whether one of the patterns matches the whole normalised reference: `ghcr.io` (everything in a registry), `ghcr.io/acme/*`
 * (one path component), `ghcr.io/acme/**` (any depth), `python:*-slim` (short for `docker.io/library/python:*-slim`), `**`
 * (everything). A pattern without tag or digest takes any; one with a tag compares `latest` where the image has neither, and
 * matches no image that is given by digest alone.
 * @throws RangeError for a pattern that {@link imagePattern} refuses.
 */
export function matchesImage(image: ImageReference, patterns: readonly string[]): boolean {
  const name = [image.registry.toLowerCase(), ...image.repository.split("/")];
  const tag = image.tag ?? (image.digest === undefined ? "latest" : undefined);
  return patterns.some((text) =>
    parseImagePattern(text).some(
      (pattern) =>
        matchesSegments(pattern.name, name) &&
        matchesPart(pattern.tag, tag) &&
        matchesPart(pattern.digest, image.digest),
    ),
  );
}

/** Schema of a pattern, for the options of rules. */
export const imagePattern = v.pipe(
  v.string(),
  v.check(
    (text) => imagePatternProblem(text) === undefined,
    (issue) => imagePatternProblem(issue.input) ?? "",
  ),
);

/** What is wrong with a pattern, as the end of a sentence that starts with its name; undefined when it can be used. */
function imagePatternProblem(pattern: string): string | undefined {
  try {
    parseImagePattern(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function matchesPart(pattern: readonly Piece[] | undefined, part: string | undefined): boolean {
  return pattern === undefined || (part !== undefined && matchesSegment(pattern, part));
}

function parseImagePattern(text: string): ImagePattern[] {
  if (/\s/.test(text)) throw new RangeError("must not hold white space");
  if (text.includes("://")) throw new RangeError("must be an image reference without a scheme such as `https://`");
  return expandBraces(text).map(parseAlternative);
}

function parseAlternative(text: string): ImagePattern {
  const [tagged = "", digest, ...more] = text.split("@");
  if (more.length > 0) throw new RangeError("has more than one `@`");
  const registryOnly = isRegistry(tagged);
  const colon = registryOnly ? -1 : tagged.indexOf(":", tagged.lastIndexOf("/") + 1);
  const name = colon === -1 ? tagged : tagged.slice(0, colon);
  const tag = colon === -1 ? undefined : tagged.slice(colon + 1);
  if (name.split("/").includes("")) throw new RangeError("must name an image or a registry, as in `ghcr.io/acme/*`");
  if (tag === "" || digest === "") throw new RangeError("has nothing behind its `:` or `@`");
  return {
    name: parseSegments(registryOnly ? `${name.toLowerCase()}/**` : normalisedName(name)),
    tag: tag === undefined ? undefined : parseSegment(tag),
    digest: digest === undefined ? undefined : parseSegment(digest),
  };
}

/** `ghcr.io`, `*.acme.example`, `localhost:5000`; but `python:3.12` is an image, as it is for Docker. */
function isRegistry(text: string): boolean {
  if (text.includes("/")) return false;
  const [host = "", port, ...more] = text.split(":");
  return (
    (host.includes(".") || host === "localhost") && more.length === 0 && (port === undefined || /^\d+$/.test(port))
  );
}

/** The registry and `library/` filled in as Docker does for references, except where `**` already stands for them. */
function normalisedName(name: string): string {
  const [first = "", ...rest] = name.split("/");
  if (first === "**") return name;
  const named = rest.length > 0 && (/[.:]/.test(first) || first === "localhost" || first.toLowerCase() !== first);
  const registry = named && first !== "index.docker.io" ? first.toLowerCase() : "docker.io";
  const repository = named ? rest : [first, ...rest];
  const official = registry === "docker.io" && repository.length === 1 && repository[0] !== "**";
  return [registry, ...(official ? ["library"] : []), ...repository].join("/");
}
