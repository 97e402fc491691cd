import { describe, expect, it } from "vitest";
import { PolicyError } from "../../src/policy/policy-error.ts";
import { mistakesIn, readSample } from "./sample-policies.ts";

describe("a mistake is one sentence with its place", () => {
  it.each([
    ["", "1:1: the policy is empty; start with `version: 1`"],
    ["# nothing\n", "1:1: the policy is empty; start with `version: 1`"],
    ["- a", "1:1: a policy must be a mapping, not a list. Write `key: value`, without `- ` or brackets"],
    ["recommended", "1:1: a policy must be a mapping, not `recommended`"],
    ["scope: all", "1:1: a policy needs `version` (Version of this format; always 1)"],
    ["version: 2", "1:10: `version` must be 1, not the number 2"],
    ["version: '1'", "1:10: `version` must be 1, not `1`. Remove the quotes"],
    ["version: .inf", "1:10: `.inf` is no number that a policy can use"],
    ["# a\nversion: 1\nversion: 1", "3:1: `version` is given twice here; keep one"],
  ])("the file: %j", (text, line) => {
    expect(mistakesIn(text)).toEqual([line]);
  });

  it.each([
    ["scope: [all", "2:12: a `[` above must be closed with `]` before this"],
    ["\tscope: all", "2:1: a tab indents this line; YAML takes spaces only"],
    ["scope: a: b", "2:8: a second `key:` on this line; start a new line for it, or put the value in quotes"],
    ["scope: @all", "2:8: this is not valid YAML: a value cannot start with @; put it in quotes"],
    ["scope: 'all", "2:12: a text that opens with a quote above must be closed with one"],
    ["---\nversion: 1", "2:1: a policy is one YAML document; remove this `---` and what follows it"],
    ["? [a]\n: b", "2:3: a key must be a plain word"],
    ["<<: { scope: all }", "2:1: merge keys (`<<`) are not supported; use `extends`"],
    [
      "scope: !!js/function 'x'",
      "2:8: `!!js/function` reads as a YAML tag, which a policy has no use for; put a value that starts with `!` in quotes",
    ],
    [
      "files: { include: [!a] }",
      "2:20: `!a` reads as a YAML tag, which a policy has no use for; put a value that starts with `!` in quotes",
    ],
    [
      "files: { include: [**/Dockerfile] }",
      "2:20: `**/Dockerfile` reads as a YAML alias, and nothing above has that name; put a glob in quotes",
    ],
  ])("YAML: %j", (text, line) => {
    expect(mistakesIn(`version: 1\n${text}`)).toEqual([line]);
  });

  it.each([
    [
      "fail-on: eror",
      "2:10: `fail-on` must be one of error, warning, notice, never, not `eror`. Did you mean `error`?",
    ],
    ["failOn: error", "2:1: a policy has no key `failOn`. Did you mean `fail-on`?"],
    ["target: []", "2:1: a policy has no key `target`. Did you mean `targets`?"],
    ["files: '**'", "2:8: `files` must be a mapping, not `**`"],
    ["files: { include: '**' }", "2:19: `files.include` must be a list, not `**`. Put it in brackets: `[…]`"],
    [
      "files: { include: ['!a'] }",
      "2:20: `files.include[0]` cannot be negated with `!`; write it under `exclude` without the `!`",
    ],
    ["tighten-only: yes", "2:15: `tighten-only` must be true or false, not `yes`. Write `true`"],
    ["extends: [strict, 3]", "2:19: `extends[1]` must be text, not the number 3. Put it in quotes"],
    ["targets: [{ files: a }]", "2:11: `targets[0]` needs `ships`, `test` or `budget`, or several of them"],
    [
      "targets: [{ files: a, ships: 0 }]",
      "2:30: `targets[0].ships` must be text or a list, not the number 0. Put it in quotes",
    ],
    ["targets: [{ ships: a }]", "2:11: `targets[0]` needs `files` (Globs of the Dockerfiles that this is about)"],
    ["build: { budget: { max: 0 MB } }", "2:25: `build.budget.max` must be more than nothing"],
    [
      "targets: [{ files: a, budget: { growth: 10 } }]",
      "2:41: `targets[0].budget.growth` must be a percentage or a size with its unit, as in `10%` or `20MB`",
    ],
    [
      "targets: [{ files: a, budget: { maxx: 1MB } }]",
      "2:33: `targets[0].budget` has no key `maxx`. Did you mean `max`?",
    ],
    ["build: { budget: { max: 200 apples } }", "2:25: `build.budget.max` must be a size with its unit, as in `200MB`"],
    ["constructor: 1", expect.stringMatching(/^2:1: a policy has no key `constructor`; it takes `version`, /)],
    ["__proto__: { scope: all }", expect.stringMatching(/^2:1: a policy has no key `__proto__`; it takes `version`, /)],
  ])("fields: %s", (text, line) => {
    expect(mistakesIn(`version: 1\n${text}`)).toEqual([line]);
  });

  it.each([
    ["root-user: error", "2:10: no rule is called `root-user`. Did you mean `root-final-user`?"],
    ["constructor: error", "2:10: no rule is called `constructor`; `stagegate rules` lists them all"],
    ["acme/own: off", "2:10: `acme/own` cannot be set here; a rule under `custom` has its level there"],
    ["invalid-dockerfile: off", "2:30: `rules.invalid-dockerfile` is always error; no policy changes that"],
    [
      "root-final-user: eror",
      "2:27: `rules.root-final-user` must be one of error, warning, notice, off or a mapping, not `eror`. Did you mean `error`?",
    ],
    [
      "root-final-user: false",
      "2:27: `rules.root-final-user` must be one of error, warning, notice, off or a mapping, not `false`. Did you mean `off`?",
    ],
    [
      "root-final-user:",
      "2:10: `rules.root-final-user` is empty; it must be one of error, warning, notice, off or a mapping",
    ],
    ["root-final-user: { allow: [] }", "2:29: `root-final-user` has no option `allow`; it takes `level`"],
    ["unreachable-stage: { usedby: {} }", "2:31: `unreachable-stage` has no option `usedby`. Did you mean `used-by`?"],
    [
      "unreachable-stage: { used-by: [a] }",
      "2:40: `rules.unreachable-stage.used-by` must be a mapping, not a list. Write `key: value`, without `- ` or brackets",
    ],
    [
      "unreachable-stage: { used-by: { a: b } }",
      "2:45: `rules.unreachable-stage.used-by.a` must be a list, not `b`. Put it in brackets: `[…]`",
    ],
    [
      "non-minimal-final-base: { unknown: warning }",
      "2:45: `rules.non-minimal-final-base.unknown` must be one of allow, warn, deny, not `warning`",
    ],
    [
      "non-minimal-final-base: { allow: ['https://ghcr.io'] }",
      "2:44: `rules.non-minimal-final-base.allow[0]` must be an image reference without a scheme such as `https://`",
    ],
  ])("rules: %s", (text, line) => {
    expect(mistakesIn(`version: 1\nrules: { ${text} }`)).toEqual([line]);
  });

  it.each([
    [
      "rule: root-final-usr",
      "must be the name of a rule; none is called `root-final-usr`. Did you mean `root-final-user`?",
    ],
    ["rule: invalid-dockerfile", "names `invalid-dockerfile`, which cannot be waived"],
    ["rule: expired-waiver", "names `expired-waiver`, which cannot be waived"],
    ["reason: ' '", "must not be empty"],
    ["expires: 2027-02-29", "must be a day of the calendar; there is no 2027-02-29"],
    ["expires: next year", "must be a date, written YYYY-MM-DD"],
    ["files: 'a/'", "must match files; write `a/**` for everything in a folder"],
  ])("waivers: %s", (field, problem) => {
    const fields = new Map([
      ["rule", "rule: root-final-user"],
      ["files", "files: a"],
      ["reason", "reason: a"],
      ["expires", "expires: 2028-02-29"],
    ]);
    const name = field.slice(0, field.indexOf(":"));
    const text = (all: ReadonlyMap<string, string>) => `version: 1\nwaivers: [{ ${[...all.values()].join(", ")} }]`;
    expect(mistakesIn(text(fields))).toEqual([]);
    expect(mistakesIn(text(new Map(fields).set(name, field)))).toEqual([
      expect.stringMatching(new RegExp(`^2:\\d+: \`waivers\\[0\\]\\.${name}\` `)),
    ]);
    expect(mistakesIn(text(new Map(fields).set(name, field)))[0]).toContain(problem);
    fields.delete(name);
    expect(mistakesIn(text(fields))[0]).toContain(`\`waivers[0]\` needs \`${name}\``);
  });

  it("refuses custom rules with one id", () => {
    const rule = "{ id: acme/a, level: error, each: stage, assert: 'true', message: m }";
    expect(mistakesIn(`version: 1\ncustom:\n  - ${rule}\n  - ${rule}`)).toEqual([
      "4:5: `custom[1]` has the `id` of a custom rule above it; every rule needs its own",
    ]);
  });

  it("tells all mistakes of a file in its order, and counts those that it does not show", () => {
    expect(mistakesIn("version: 1\nscope: nwe\nrules:\n  root-usr: error\nfiles: []\n")).toEqual([
      "2:8: `scope` must be one of new, changed, all, not `nwe`. Did you mean `new`?",
      "4:3: no rule is called `root-usr`; `stagegate rules` lists them all",
      "5:8: `files` must be a mapping, not a list. Write `key: value`, without `- ` or brackets",
    ]);
    const many = mistakesIn(`version: 1\n${Array.from({ length: 30 }, (_, index) => `x${index}: 1\n`).join("")}`);
    expect(many).toHaveLength(21);
    expect(many.at(-1)).toBe("and 10 more mistakes in the policy");
  });

  it("has the first mistake and the number of others as its message, for places with room for one", () => {
    expect.assertions(3);
    try {
      readSample("version: 1\nscope: nwe\nfail-on: x\nbuild: x");
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      expect(error.message).toMatch(/^`scope` must be .* \(and 2 more\)$/);
      expect(error.place).toEqual({ path: "policy.yml", line: 2, column: 8 });
      expect(error.mistakes.map((mistake) => mistake.place?.line)).toEqual([2, 3, 4]);
    }
  });

  it("writes no line, colour or turned text of the file's own", () => {
    const hostile = '"\\n::error::owned\\e[31m\\u202e\\u2028"';
    for (const text of [
      `version: 1\nscope: ${hostile}`,
      `version: 1\n${hostile}: 1`,
      `version: 1\nrules: { ${hostile}: off }`,
    ]) {
      const lines = mistakesIn(text);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain("\\u{a}::error::owned\\u{1b}[31m\\u{202e}\\u{2028}");
    }
  });
});
