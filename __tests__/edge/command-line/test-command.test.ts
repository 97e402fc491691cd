import { describe, expect, it } from "vitest";
import { stagegate } from "../../support/command-line.ts";
import { tree } from "../../support/tree.ts";

const custom = `version: 1
extends: recommended
custom:
  - id: acme/own-registry
    level: error
    each: stage
    assert: glob(stage.base.reference, "ghcr.io/acme/**")
    message: "{stage.name} must come from our registry."
  - { id: acme/no-worker, level: warning, each: stage, assert: 'stage.name != "worker"', message: no worker }
`;

function test(tests: string, files: Record<string, string> = {}) {
  const folder = tree({ ".github/stagegate.yml": `${custom}tests:\n${tests}`, ...files });
  return stagegate(["test", ...(files["p.yml"] === undefined ? [] : ["p.yml"])], { folder });
}

describe("stagegate test", () => {
  it("passes where what is expected is found, and nothing else blocks", async () => {
    const result = await test(`
  - { name: ours, dockerfile: "FROM ghcr.io/acme/base:1\\nUSER 1", expect: [] }
  - { name: theirs, dockerfile: "FROM alpine:3.23", expect: [acme/own-registry, { rule: root-final-user, line: 1 }] }
  - { name: worker, dockerfile: "FROM ghcr.io/acme/base:1 AS worker\\nUSER 1", expect: [acme/no-worker] }
`);
    expect(result).toEqual({ exitStatus: 0, stdout: ".github/stagegate.yml: 3 tests passed, 0 failed\n", stderr: "" });
  });

  it("tells what differs, and which custom rules no test has seen", async () => {
    const result = await test(`
  - name: theirs
    dockerfile: |
      FROM alpine:3.23
      ADD http://files.example/a.tar /a
    expect:
      - { rule: unverified-download, line: 3 }
      - { rule: root-final-user, status: waived }
    never: [root-final-user]
`);
    expect(result.exitStatus).toBe(1);
    const lines = result.stdout.split("\n");
    expect(lines.filter((line) => /^(?:✗| {2}[-+])/.test(line))).toEqual([
      "✗ theirs",
      "  - unverified-download on line 3  expected, and not found",
      "  - root-final-user (waived)  expected, and not found",
      "  + acme/own-registry on line 1  found, and not expected (error)",
      "  + root-final-user on line 1  found, and not expected (warning)",
    ]);
    expect(result.stdout).toContain("\n      stage-0 must come from our registry.\n");
    expect(lines.slice(-5)).toEqual([
      "No test has a finding of acme/no-worker. A rule that was never seen to find anything may never",
      "do.",
      "",
      ".github/stagegate.yml: 0 tests passed, 1 failed",
      "",
    ]);
  });

  it("judges files beside the policy, at the path and on the day that a test names", async () => {
    const waived = `# stagegate: waive acme/own-registry until 2027-01-31 -- moves in January\nFROM alpine:3.23\nUSER 1\n`;
    const policy = `${custom}targets: [{ files: "apps/**", ships: [api] }]
tests:
  - { name: in time, file: cases/Dockerfile, today: 2027-01-31, expect: [{ rule: acme/own-registry, status: waived }] }
  - { name: too late, file: cases/Dockerfile, today: 2027-02-01, expect: [acme/own-registry, expired-waiver] }
`;
    const folder = tree({ "policies/web.yml": policy, "policies/cases/Dockerfile": waived });
    const result = await stagegate(["test", "policies/web.yml"], { folder });
    expect(result.stderr).toBe("");
    expect(result.stdout).toContain("policies/web.yml: 2 tests passed, 0 failed");
  });

  it.each([
    ["no tests", "  []\n", /^\.github\/stagegate\.yml: The policy has no tests/],
    [
      "a misspelt rule",
      '  - { name: a, dockerfile: "FROM a", expect: [root-finl-user] }\n',
      /:11:\d+: .*Did you mean `root-final-user`\?/,
    ],
    [
      "a rule of nobody",
      '  - { name: a, dockerfile: "FROM a", expect: [acme/x] }\n',
      /:11:5: no test can find `acme\/x`/,
    ],
    [
      "two Dockerfiles",
      '  - { name: a, dockerfile: "FROM a", file: b, expect: [] }\n',
      /:11:5: .*either `dockerfile`, a text, or `file`, a path/,
    ],
    [
      "a file that is not there",
      "  - { name: a, file: b, expect: [] }\n",
      /^b: The Dockerfile of a test cannot be used/,
    ],
  ])("says what is wrong: %s", async (_name, tests, expected) => {
    const result = await test(tests);
    expect(result.exitStatus).toBe(2);
    expect(result.stderr).toMatch(expected);
  });
});
