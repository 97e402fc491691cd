import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { globProblem, literalGlob, matchesAny } from "../../src/policy/glob.ts";

describe("matchesAny", () => {
  it.each([
    ["**", "Dockerfile", true],
    ["**", "a/b/.hidden/Dockerfile", true],
    ["*", "Dockerfile", true],
    ["*", "a/Dockerfile", false],
    ["*", ".dockerignore", true],
    ["services/*/Dockerfile", "services/api/Dockerfile", true],
    ["services/*/Dockerfile", "services/api/web/Dockerfile", false],
    ["services/*/Dockerfile", "services/Dockerfile", false],
    ["services/**/Dockerfile", "services/Dockerfile", true],
    ["services/**/Dockerfile", "services/a/b/c/Dockerfile", true],
    ["third_party/**", "third_party/x/Dockerfile", true],
    ["third_party/**", "third_party", false],
    ["third_party/**", "third_party2/Dockerfile", false],
    ["**/Dockerfile", "Dockerfile", true],
    ["**/*.Dockerfile", "a/b/api.Dockerfile", true],
    ["**/test/**/Dockerfile*", "a/test/b/Dockerfile.dev", true],
    ["**/test/**/Dockerfile*", "a/tests/b/Dockerfile.dev", false],
    ["**/a/**/b/**/c", "x/a/b/a/y/b/z/c", true],
    ["Dockerfile{,.prod}", "Dockerfile", true],
    ["Dockerfile{,.prod}", "Dockerfile.prod", true],
    ["Dockerfile{,.prod}", "Dockerfile.dev", false],
    ["{a,b/{c,d}}/Dockerfile", "b/d/Dockerfile", true],
    ["{a,b/{c,d}}/Dockerfile", "b/Dockerfile", false],
    ["v[0-9]/Dockerfile", "v7/Dockerfile", true],
    ["v[!0-9]/Dockerfile", "v7/Dockerfile", false],
    ["v[]a]/x", "v]/x", true],
    ["v[a-]/x", "v-/x", true],
    ["?/Dockerfile", "é/Dockerfile", true],
    ["?/Dockerfile", "🐳/Dockerfile", true],
    ["dockerfile", "Dockerfile", false],
    ["a(b)/Dockerfile", "a(b)/Dockerfile", true],
  ])("%s on %s: %s", (glob, path, matches) => {
    expect(matchesAny(path, [glob])).toBe(matches);
  });

  it("needs one of several to match, and none of no globs", () => {
    expect(matchesAny("b", ["a", "b"])).toBe(true);
    expect(matchesAny("b", [])).toBe(false);
  });

  it("agrees with a translation into a regular expression", () => {
    const segment = fc.stringMatching(/^[ab*?]{1,4}$/).filter((text) => !text.includes("**"));
    const glob = fc
      .array(fc.oneof(segment, fc.constant("**")), { minLength: 1, maxLength: 4 })
      .map((all) => all.join("/"));
    const path = fc.array(fc.stringMatching(/^[ab]{1,4}$/), { minLength: 1, maxLength: 5 }).map((all) => all.join("/"));
    fc.assert(
      fc.property(glob, path, (pattern, text) => {
        expect(matchesAny(text, [pattern])).toBe(expressionFor(pattern).test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["*a*a*a*a*a*a*a*a*b", "a".repeat(4_000)],
    ["**/a/**/a/**/a/**/a/**/b", "a/".repeat(2_000)],
    ["{a,a*}{a,a*}{a,a*}{a,a*}{a,a*}b", "a".repeat(4_000)],
    ["**/*a*a*a*/**/*a*a*b", "aaaaaaaa/".repeat(400)],
  ])("answers for %s on a long path that it does not match", (glob, path) => {
    expect(matchesAny(path, [glob])).toBe(false);
  });
});

describe("globProblem", () => {
  it.each([
    ["", "must not be empty; `**` matches every file"],
    ["!a", "cannot be negated with `!`; write it under `exclude` without the `!`"],
    ["/a", "must be relative to the root of the repository, without `/` in front"],
    ["./a", "must be relative to the root of the repository, without `.`"],
    ["a/../b", "must be relative to the root of the repository, without `..`"],
    ["third_party/", "must match files; write `third_party/**` for everything in a folder"],
    ["a//b", "has two slashes in a row"],
    ["a\\b", "must separate folders with `/`, not with `\\`"],
    ["**.yml", "has `**` beside other characters; it stands alone between slashes, as in `a/**`"],
    ["{a", "has a brace without its partner"],
    ["a}", "has a brace without its partner"],
    ["{a}", "needs two choices or more in its braces, as in `{a,b}`"],
    ["[a", "has a `[` without `]`"],
    ["[!]", "has nothing between `[` and `]`"],
    ["[z-a]", "has the range `z-a` the wrong way round"],
    ["@(a|b)", "must write a choice as `{a,b}`, not with parentheses"],
    ["{a,b}".repeat(6), "must not stand for more than 32 patterns; list them one by one"],
    ["a".repeat(257), "must have at most 256 characters"],
  ])("%s", (glob, problem) => {
    expect(globProblem(glob)).toBe(problem);
    expect(() => matchesAny("a", [glob])).toThrow(RangeError);
  });

  it("takes or refuses any text, and what it takes can be matched", () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."*?[]{}!/,a-b\\.(@") }));
    fc.assert(
      fc.property(text, fc.string(), (glob, path) => {
        if (globProblem(glob) === undefined) expect(typeof matchesAny(path, [glob])).toBe("boolean");
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("literalGlob", () => {
  it.each([
    ["services/api/Dockerfile", "services/api/Dockerfile"],
    ["w [1]/Dockerfile", "w ?1?/Dockerfile"],
    ["{a,b}/*.Dockerfile", "?a,b?/?.Dockerfile"],
    ["!a@(b)", "?a@?b)"],
    ["c:\\d", "c:?d"],
    ["a".repeat(257), undefined],
    ["../Dockerfile", undefined],
  ])("%s", (path, glob) => {
    expect(literalGlob(path)).toBe(glob);
  });

  it("matches its own path, whatever that is", () => {
    const segment = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) => {
        const path = segments.join("/");
        const glob = literalGlob(path);
        if (glob !== undefined) expect(matchesAny(path, [glob])).toBe(true);
      }),
    );
  });
});

/** For globs of letters, `*`, `?` and `**`; exponential on hostile ones, which is why the source does without. */
function expressionFor(glob: string): RegExp {
  const segments = glob.split("/");
  const parts = segments.map((segment, index) => {
    const isLast = index === segments.length - 1;
    if (segment === "**") return isLast ? "[^/]+(?:/[^/]+)*" : "(?:[^/]+/)*";
    return segment.replaceAll("?", "[^/]").replaceAll("*", "[^/]*") + (isLast ? "" : "/");
  });
  return new RegExp(`^${parts.join("")}$`);
}
