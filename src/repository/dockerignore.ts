import { compileIgnorePattern, type PathMatcher } from "./ignore-pattern.ts";
import { cleanPath } from "./repository-path.ts";

interface IgnoreRule {
  /** `!` in front: the file is let in again. */
  readonly isException: boolean;
  readonly matches: PathMatcher;
}

const mostRules = 1_000;

/**
 * Reads a .dockerignore and tells of a path (from the context's root) whether it stays outside of the build. As BuildKit does: a line
 * that begins with `#` is a comment, the last pattern that matches wins, and a pattern that matches a folder matches what is in it.
 * Source: moby/patternmatcher and its ignorefile. Of a file that Docker refuses the lines that it can take are used.
 */
export function readDockerignore(text: string): PathMatcher {
  const rules = text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .slice(0, mostRules)
    .flatMap(ruleOf);
  const folders = new Map<string, readonly boolean[]>();

  /** Which rules match a path, or a folder above it. */
  function matched(path: string): readonly boolean[] {
    const slash = path.lastIndexOf("/");
    const folder = slash === -1 ? undefined : path.slice(0, slash);
    let above: readonly boolean[] | undefined;
    if (folder !== undefined) {
      above = folders.get(folder) ?? matched(folder);
      folders.set(folder, above);
    }
    return rules.map((rule, index) => above?.[index] === true || rule.matches(path));
  }

  return (path) => {
    const last = matched(path).lastIndexOf(true);
    return last !== -1 && rules[last]?.isException === false;
  };
}

function ruleOf(line: string): IgnoreRule[] {
  if (line.startsWith("#")) return [];
  const written = line.trim();
  const isException = written.startsWith("!");
  const body = isException ? written.slice(1).trim() : written;
  if (body === "") return [];
  const clean = cleanPath(body);
  const matches = compileIgnorePattern(clean.length > 1 && clean.startsWith("/") ? clean.slice(1) : clean);
  return matches ? [{ isException, matches }] : [];
}
