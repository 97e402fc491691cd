import { type Glob, matchesSegments, parseSegments } from "./glob-segments.ts";

const longestGlob = 256;
const mostAlternatives = 32;

/**
 * Whether one of the globs matches a repository-relative POSIX path. `*` and `?` stay within a folder, `**` between slashes
 * stands for any number of folders, `[a-z]` and `[!a-z]` for a character, `{a,b}` for either; names with a leading dot are
 * names like any other, and case counts. Time grows with path times glob, whatever they hold.
 * @throws RangeError for a glob that {@link globProblem} refuses.
 */
export function matchesAny(path: string, globs: readonly string[]): boolean {
  const segments = path.split("/");
  return globs.some((glob) =>
    isPlainPath(glob) ? glob === path : parseGlob(glob).some((pattern) => matchesSegments(pattern, segments)),
  );
}

/** A policy may name thousands of files one by one: those need no parsing. */
function isPlainPath(glob: string): boolean {
  return glob.length <= longestGlob && /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/.test(glob);
}

/**
 * A glob for one file: its path, with `?` for what means something in a glob. Undefined for a path that no glob can say, such as
 * one that is too long.
 */
export function literalGlob(path: string): string | undefined {
  const glob = path.replace(/[*?[\]{}!(\\]/g, "?");
  return globProblem(glob) === undefined && matchesAny(path, [glob]) ? glob : undefined;
}

/** What is wrong with a glob, as the end of a sentence that starts with its name; undefined when it can be used. */
export function globProblem(glob: string): string | undefined {
  try {
    parseGlob(glob);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function parseGlob(glob: string): Glob[] {
  if (glob === "") throw new RangeError("must not be empty; `**` matches every file");
  if (glob.startsWith("!"))
    throw new RangeError("cannot be negated with `!`; write it under `exclude` without the `!`");
  if (glob.startsWith("/"))
    throw new RangeError("must be relative to the root of the repository, without `/` in front");
  if (glob.endsWith("/")) throw new RangeError(`must match files; write \`${glob}**\` for everything in a folder`);
  return expandBraces(glob).map((alternative) => {
    for (const segment of alternative.split("/")) checkFolder(segment);
    return parseSegments(alternative);
  });
}

function checkFolder(segment: string): void {
  if (segment === "") throw new RangeError("has two slashes in a row");
  if (segment === "." || segment === "..") {
    throw new RangeError(`must be relative to the root of the repository, without \`${segment}\``);
  }
}

/**
 * The patterns that `{a,b}` and nested braces stand for, in the order written.
 * @throws RangeError for braces that do not pair, and for a text or a number of patterns past the limits.
 */
export function expandBraces(text: string): string[] {
  if (text.length > longestGlob) throw new RangeError(`must have at most ${longestGlob} characters`);
  const finished: string[] = [];
  const unfinished = [text];
  for (let next = unfinished.pop(); next !== undefined; next = unfinished.pop()) {
    const alternatives = expandFirstBrace(next);
    if (alternatives === undefined) finished.push(next);
    else unfinished.push(...alternatives.reverse());
    if (finished.length + unfinished.length > mostAlternatives) {
      throw new RangeError(`must not stand for more than ${mostAlternatives} patterns; list them one by one`);
    }
  }
  return finished;
}

/** Undefined when there is no brace. */
function expandFirstBrace(text: string): string[] | undefined {
  const open = text.search(/[{}]/);
  if (open === -1) return undefined;
  const alternatives: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let index = open; index < text.length; index++) {
    const character = text[index];
    if (character === "{") depth++;
    else if (character === "}") depth--;
    if (depth < 0) break;
    if (depth > 1 || (depth === 1 && character !== ",")) continue;
    alternatives.push(text.slice(start, index));
    start = index + 1;
    if (depth > 0) continue;
    if (alternatives.length < 2) throw new RangeError("needs two choices or more in its braces, as in `{a,b}`");
    return alternatives.map((alternative) => text.slice(0, open) + alternative + text.slice(start));
  }
  throw new RangeError("has a brace without its partner");
}
