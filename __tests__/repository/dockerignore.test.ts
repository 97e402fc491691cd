import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDockerignore } from "../../src/repository/dockerignore.ts";

/** The cases of moby/patternmatcher's own semantics: pattern, path, whether it stays outside. */
const cases: readonly [pattern: string, path: string, isIgnored: boolean][] = [
  ["**", "file", true],
  ["**", "dir/file", true],
  ["**/", "dir/file", true],
  ["**/**", "dir/file", true],
  ["dir/**", "dir/file", true],
  ["dir/**", "dir/dir2/file", true],
  ["**/dir", "dir", true],
  ["**/dir2/*", "dir/dir2/file", true],
  ["**/dir2/*", "dir/dir2/dir2/file", true],
  ["**/dir2/**", "dir/dir2/dir2/file", true],
  ["**file", "file", true],
  ["**file", "dir/file", true],
  ["**/file", "dir/file", true],
  ["**/file", "dirfile", false],
  ["**file", "dirfile", true],
  ["**/file", "dir/file.txt", false],
  ["**file*", "dir/file.txt", true],
  ["**file*", "file.txt", true],
  ["**/**/*.txt", "dir/dir/file.txt", true],
  ["**/**/*.txt", "file.txt", true],
  ["**/**/*.txt2", "file.txt", false],
  ["**/*.txt", "file.txt", true],
  ["a**/*.txt", "a/file.txt", true],
  ["a**/*.txt", "a/dir/dir/file.txt", true],
  ["a/*.txt", "a/dir/file.txt", false],
  ["a/*.txt", "a/file.txt", true],
  ["a[b-d]e", "ae", false],
  ["a[b-d]e", "ace", true],
  ["a[^b-d]e", "aze", true],
  [".*", ".foo", true],
  [".*", "foo", false],
  ["abc.def", "abcXdef", false],
  ["abc?def", "abcZdef", true],
  ["abc?def", "abc/def", false],
  ["a\\*b", "a*b", true],
  ["a\\*b", "axb", false],
  ["docs", "docs/a/b.md", true],
  ["docs", "src/docs/a.md", false],
  ["/docs/", "docs/a.md", true],
  ["./docs", "docs/a.md", true],
  ["a/../docs", "docs/a.md", true],
  ["*/temp*", "a/temporary/b", true],
  ["*/temp*", "a/b/temp", false],
  ["(a|b)+$", "(a|b)+$", true],
  ["a]b", "a]b", true],
];

describe("a .dockerignore", () => {
  it.each(cases)("with %s leaves %s outside: %s", (pattern, path, isIgnored) => {
    expect(readDockerignore(pattern)(path)).toBe(isIgnored);
  });

  it("takes the last line that matches", () => {
    const ignores = readDockerignore(
      "\uFEFF# nothing but the sources\n*\n!src\n!README*.md\nREADME-secret.md\nsrc/**/*.pem\r\n",
    );
    expect(["src/a.ts", "README.md", "README-secret.md", "src/keys/a.pem", ".npmrc"].map(ignores)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it("lets a file in again whose folder is left outside", () => {
    const ignores = readDockerignore("node_modules\n!node_modules/keep/index.js\n");
    expect(["node_modules/a/b.js", "node_modules/keep/index.js"].map(ignores)).toEqual([true, false]);
  });

  it("has no use for a sign alone, and none for a comment that is indented", () => {
    const ignores = readDockerignore("!\n  # odd\n\n[\n");
    expect([".npmrc", "# odd", "["].map(ignores)).toEqual([false, true, false]);
  });

  it("matches as the regular expression that Docker makes of it", () => {
    const segment = fc.stringMatching(/^[ab*?]{1,3}$/);
    const pattern = fc
      .array(fc.oneof(segment, fc.constant("**")), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join("/"));
    const path = fc
      .array(fc.stringMatching(/^[ab]{1,3}$/), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join("/"));
    fc.assert(
      fc.property(pattern, path, (written, name) => {
        const parents = name.split("/").map((_, index, parts) => parts.slice(0, index + 1).join("/"));
        const regex = regexOf(written);
        expect(readDockerignore(written)(name)).toBe(parents.some((parent) => regex.test(parent)));
      }),
      { numRuns: 2_000 },
    );
  });

  it("never throws, and takes what it takes from the text alone", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (text, path) => {
        expect(readDockerignore(text)(path)).toBe(readDockerignore(text)(path));
      }),
    );
  });

  it("is not slowed down by patterns made for that", () => {
    const ignores = readDockerignore(`${"**/*a".repeat(100)}b\n${"*a".repeat(300)}b`);
    expect(ignores("a".repeat(2_000))).toBe(false);
  });
});

/** The expression of moby/patternmatcher, for patterns of letters, `*`, `?` and `/`; a leading `**` is a suffix there. */
function regexOf(pattern: string): RegExp {
  let expression = "";
  for (let index = 0; index < pattern.length; index++) {
    if (pattern.startsWith("**", index)) {
      index++;
      if (pattern[index + 1] === "/") index++;
      expression += index + 1 >= pattern.length ? ".*" : "(.*/)?";
    } else if (pattern[index] === "*") expression += "[^/]*";
    else expression += pattern[index] === "?" ? "[^/]" : pattern[index];
  }
  const suffix = /^\*\*([ab/]+)$/.exec(pattern)?.[1];
  if (suffix !== undefined) return new RegExp(suffix.startsWith("/") ? `(^|/)${suffix.slice(1)}$` : `${suffix}$`);
  return new RegExp(`^${expression}$`);
}
