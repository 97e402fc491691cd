import { describe, expect, it } from "vitest";
import { stagegate } from "../../support/command-line.ts";
import { tree } from "../../support/tree.ts";

/** What a person sees of a policy with this below its version. */
async function errorOf(body: string, version = "version: 1\n"): Promise<string> {
  const folder = tree({ Dockerfile: "FROM scratch\nCOPY a /a\n", "p.yml": version + body });
  const { exitStatus, stdout, stderr } = await stagegate(["check", "--policy", "p.yml"], { folder });
  expect({ exitStatus, stdout }).toEqual({ exitStatus: 2, stdout: "" });
  return stderr.trimEnd();
}

const waiver = (fields: string) => `waivers:\n  - { ${fields} }\n`;
const custom = (fields: string) => `custom:\n  - { ${fields} }\n`;
const rule = "id: a/b, level: error, each: stage, message: m";
const levels = "error, warning, notice, off";

describe("a mistake in a policy is told with file, line, column, and what to write instead", () => {
  it.each([
    ["an empty file", "", "", "p.yml:1:1: the policy is empty; start with `version: 1`"],
    ["no version", "", "rules: {}\n", "p.yml:1:1: a policy needs `version` (Version of this format; always 1)"],
    ["another version", "version: 2\n", "", "p.yml:1:10: `version` must be 1, not the number 2"],
    ["a version in quotes", 'version: "1"\n', "", "p.yml:1:10: `version` must be 1, not `1`. Remove the quotes"],
    [
      "two documents",
      "version: 1\n",
      "---\nversion: 1\n",
      /^p\.yml:2:1: a policy is one YAML document; remove this `---`/,
    ],
  ])("%s", async (_name, version, body, expected) => {
    const line = await errorOf(body, version);
    if (typeof expected === "string") expect(line).toBe(expected);
    else expect(line).toMatch(expected);
  });

  it.each([
    ["a tab", "rules:\n\troot-final-user: error\n", "3:1: a tab indents this line; YAML takes spaces only"],
    ["a duplicate key", "rules: {}\nrules: {}\n", "3:1: `rules` is given twice here; keep one"],
    [
      "keys that do not line up",
      "rules:\n  root-final-user: error\n floating-base-tag: error\n",
      "4:1: the keys of a mapping must start in the same column; indent this line like those above",
    ],
    ["an open bracket", "files: { exclude: [a\n", "3:1: a `[` above must be closed with `]` before this"],
    [
      "a glob without quotes",
      "files: { exclude: [**/x] }\n",
      "2:20: `**/x` reads as a YAML alias, and nothing above has that name; put a glob in quotes",
    ],
    [
      "a colon that is missing",
      "rules:\n  root-final-user error\n",
      "3:3: `rules` must be a mapping, not `root-final-user error`. Write `root-final-user: error`",
    ],
    [
      "a list of rules",
      "rules:\n  - root-final-user: error\n",
      "3:3: `rules` must be a mapping, not a list. Write `key: value`, without `- ` or brackets",
    ],
    ["an unknown key", "waiver: []\n", "2:1: a policy has no key `waiver`. Did you mean `waivers`?"],
    [
      "an unknown rule",
      "rules:\n  root-user: error\n",
      "3:3: no rule is called `root-user`. Did you mean `root-final-user`?",
    ],
    [
      "a rule of nobody",
      "rules:\n  no-such-offence: error\n",
      "3:3: no rule is called `no-such-offence`; `stagegate rules` lists them all",
    ],
    [
      "the level of another tool",
      "rules:\n  root-final-user: critical\n",
      `3:20: \`rules.root-final-user\` must be one of ${levels} or a mapping, not \`critical\`. Did you mean \`error\`?`,
    ],
    [
      "a level cut short",
      "rules:\n  root-final-user: { level: warn }\n",
      `3:29: \`rules.root-final-user.level\` must be one of ${levels}, not \`warn\`. Did you mean \`warning\`?`,
    ],
    [
      "a fixed level",
      "rules:\n  invalid-dockerfile: off\n",
      "3:23: `rules.invalid-dockerfile` is always error; no policy changes that",
    ],
    [
      "a rule about waivers",
      "rules:\n  expired-waiver: off\n",
      "3:3: `expired-waiver` is always error; no policy changes that",
    ],
    [
      "an unknown option",
      "rules:\n  non-minimal-final-base: { alow: [a] }\n",
      "3:29: `non-minimal-final-base` has no option `alow`. Did you mean `allow`?",
    ],
    [
      "an option of the wrong kind",
      "rules:\n  non-minimal-final-base: { allow: ghcr.io }\n",
      "3:36: `rules.non-minimal-final-base.allow` must be a list, not `ghcr.io`. Put it in brackets: `[…]`",
    ],
    [
      "the value of an option",
      "rules:\n  non-minimal-final-base: { unknown: dney }\n",
      "3:38: `rules.non-minimal-final-base.unknown` must be one of allow, warn, deny, not `dney`. Did you mean `deny`?",
    ],
    [
      "an image with a scheme",
      "rules:\n  untrusted-registry: { allow: ['https://ghcr.io'] }\n",
      "3:33: `rules.untrusted-registry.allow[0]` must be an image reference without a scheme such as `https://`",
    ],
    ["an old boolean", "tighten-only: yes\n", "2:15: `tighten-only` must be true or false, not `yes`. Write `true`"],
    [
      "a growth without its unit",
      "build: { budget: { growth: 10 } }\n",
      "2:28: `build.budget.growth` must be a percentage or a size with its unit, as in `10%` or `20MB`",
    ],
    [
      "a folder as a glob",
      "files: { exclude: ['legacy/'] }\n",
      "2:20: `files.exclude[0]` must match files; write `legacy/**` for everything in a folder",
    ],
    [
      "a negated glob",
      "files: { include: ['!legacy/**'] }\n",
      "2:20: `files.include[0]` cannot be negated with `!`; write it under `exclude` without the `!`",
    ],
    [
      "a target that says nothing",
      "targets:\n  - { files: a }\n",
      "3:5: `targets[0]` needs `ships`, `test` or `budget`, or several of them",
    ],
    [
      "a stage that cannot be",
      "targets:\n  - { files: a, ships: 'a b' }\n",
      "3:24: `targets[0].ships` must be the name of a stage: letters, digits, `.`, `_` and `-`",
    ],
    [
      "an unknown pack",
      "extends: recomended\n",
      "2:10: nothing that can be extended is called `recomended`. Did you mean `recommended`? (p.yml → recomended)",
    ],
    [
      "a pack that extends itself",
      "extends: [strict, p.yml]\n",
      "2:19: the policy extends itself: p.yml → p.yml; remove one of these steps",
    ],
    [
      "a waiver without a reason",
      waiver("rule: root-final-user, files: a, expires: 2027-01-01"),
      "3:5: `waivers[0]` needs `reason` (Why they are accepted)",
    ],
    [
      "a waiver without an end",
      waiver("rule: root-final-user, files: a, reason: x"),
      "3:5: `waivers[0]` needs `expires` (Last day on which they are, YYYY-MM-DD)",
    ],
    [
      "a day that is not in the calendar",
      waiver("rule: root-final-user, files: a, reason: x, expires: 2027-02-30"),
      "3:60: `waivers[0].expires` must be a day of the calendar; there is no 2027-02-30",
    ],
    [
      "a day in another order",
      waiver("rule: root-final-user, files: a, reason: x, expires: 31.03.2027"),
      "3:60: `waivers[0].expires` must be a date, written YYYY-MM-DD",
    ],
    [
      "a waiver of what cannot be waived",
      waiver("rule: invalid-dockerfile, files: a, reason: x, expires: 2027-02-28"),
      "3:13: `waivers[0].rule` names `invalid-dockerfile`, which cannot be waived",
    ],
    [
      "an expression without its end",
      custom(`${rule}, assert: 'stage.name =='`),
      "3:77: `custom[0].assert` cannot be used: the expression ends too early",
    ],
    [
      "a field that is not there",
      custom(`${rule}, assert: 'stage.nme == "a"'`),
      "3:70: `custom[0].assert` cannot be used: there is no field `nme`. Did you mean `name`?",
    ],
    [
      "a name of another `each`",
      custom(`${rule}, assert: 'instruction.keyword == "RUN"'`),
      "3:63: `custom[0].assert` cannot be used: `instruction` is not known here, only with `each: instruction`",
    ],
    [
      "a regular expression",
      custom(`${rule}, assert: 'stage.name.matches("a")'`),
      "3:63: `custom[0].assert` cannot be used: `matches` is not available: a regular expression can take forever. Use `glob(text, pattern)`",
    ],
    [
      "an id without a name in front",
      custom("id: own, level: error, each: stage, assert: 'true', message: m"),
      "3:11: `custom[0].id` must have your name in front of a slash, as in `acme/own-registry`",
    ],
    ["a rule that asserts nothing", custom(rule), "3:5: `custom[0]` needs `assert` (CEL expression: what must hold)"],
    [
      "a test of two Dockerfiles",
      "tests:\n  - { name: a, dockerfile: FROM a, file: b, expect: [] }\n",
      "3:5: `tests[0]` needs either `dockerfile`, a text, or `file`, a path",
    ],
    [
      "a test of a rule of nobody",
      "tests:\n  - { name: a, dockerfile: FROM a, expect: [root-user] }\n",
      "3:45: `tests[0].expect[0]` must be the name of a rule; none is called `root-user`. Did you mean `root-final-user`?",
    ],
  ])("%s", async (_name, body, expected) => {
    expect(await errorOf(body)).toBe(`p.yml:${expected}`);
  });

  it("all of them, in the order of the file, one a line", async () => {
    const lines = await errorOf(
      `files: []\n${waiver("rule: root-final-user, file: a, reason: x, expires: 2027-03-01")}`,
    );
    expect(lines.split("\n")).toEqual([
      "p.yml:2:8: `files` must be a mapping, not a list. Write `key: value`, without `- ` or brackets",
      "p.yml:4:5: `waivers[0]` needs `files` (Globs of the files in which they are)",
      "p.yml:4:30: `waivers[0]` has no key `file`. Did you mean `files`?",
    ]);
  });
});
