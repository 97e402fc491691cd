import { describe, expect, it } from "vitest";
import { stagegate } from "../../support/command-line.ts";
import { GitRepository } from "../../support/git-repository.ts";
import { tree } from "../../support/tree.ts";

const policy = `version: 1
extends: recommended
rules:
  root-final-user: error
custom:
  - id: acme/own-registry
    level: error
    each: stage
    assert: glob(stage.base.reference, "ghcr.io/acme/**")
    message: "{stage.name} must come from our registry."
waivers:
  - { rule: root-final-user, files: "api/**", reason: "needs port 80", expires: 2027-03-31 }
`;
const api = "FROM debian:12\n# stagegate: waive acme/own-registry in file until 2027-02-01 -- moves\nCOPY a /a\n";
const files = {
  ".git/HEAD": "",
  ".github/stagegate.yml": policy,
  "api/Dockerfile": api,
  "web/Dockerfile": "FROM x AS\n",
};

/** The findings by their heads, each with the reasons below it. */
function explained(text: string): Record<string, string[]> {
  const blocks = text.split("\n\n").filter((block) => /^\S+:\d+:\d+ {2}/.test(block));
  return Object.fromEntries(
    blocks.map((block) => {
      const lines = block.split("\n");
      const reasons = lines.flatMap((line) => /^ +=\s(.*)$/.exec(line)?.[1] ?? []);
      return [lines[0] ?? "", reasons.filter((reason) => !reason.startsWith("more:"))];
    }),
  );
}

describe("stagegate check --explain", () => {
  it("names the policy with its digest, its files, and from where on it blocks", async () => {
    const { stdout } = await stagegate(["check", "--explain"], { folder: tree(files) });
    expect(stdout.split("\n\n")[0]?.replace(/sha256:[\da-f]{64}$/m, "sha256:…")).toBe(
      [
        "policy  .github/stagegate.yml",
        "digest  sha256:…",
        "files   policies/recommended.yml",
        "        .github/stagegate.yml  where they differ, the last one wins",
        "blocks  at error (the default)",
      ].join("\n"),
    );
  });

  it("says what set each level and what waived a finding, which it lists too", async () => {
    const { stdout, exitStatus } = await stagegate(["check", "--explain"], { folder: tree(files) });
    expect(exitStatus).toBe(1);
    expect(explained(stdout)).toEqual({
      "api/Dockerfile:1:1  error  acme/own-registry  (waived)": [
        "error, set by .github/stagegate.yml:7:12",
        "waived by the comment at api/Dockerfile:2 until 2027-02-01: moves",
      ],
      "api/Dockerfile:1:1  error  root-final-user  (waived)": [
        "error, set by .github/stagegate.yml:4:20",
        "waived by .github/stagegate.yml:12 until 2027-03-31: needs port 80",
      ],
      "api/Dockerfile:1:6  warning  non-minimal-final-base": [
        expect.stringMatching(
          /^warning: the rule gives at most warning here \(error, set by policies\/recommended\.yml:\d+:\d+\)$/,
        ),
      ],
      "web/Dockerfile:1:1  error  invalid-dockerfile": ["error, which no policy changes"],
    });
  });

  it("shows no reasons, and no settled findings, unless it is asked to", async () => {
    const { stdout } = await stagegate(["check"], { folder: tree(files) });
    expect(Object.keys(explained(stdout))).toEqual([
      "api/Dockerfile:1:6  warning  non-minimal-final-base",
      "web/Dockerfile:1:1  error  invalid-dockerfile",
    ]);
    expect(stdout).not.toMatch(/set by|digest/);
  });

  it("names files as they are seen from the current folder", async () => {
    const folder = tree({ ...files, ".github/stagegate.yml": policy.replace("2027-03-31", "2026-12-01") });
    const { stdout } = await stagegate(["check", "--explain", "--fail-on", "warning", "."], {
      folder: `${folder}/api`,
    });
    expect(stdout).toContain("        ../.github/stagegate.yml  where");
    expect(stdout).toContain("blocks  from warning on (--fail-on)");
    expect(explained(stdout)).toMatchObject({
      "../.github/stagegate.yml:12:5  notice  expired-waiver": [
        "notice: the rule gives at most notice here (error, which no policy changes)",
      ],
      "Dockerfile:1:1  error  acme/own-registry  (waived)": [
        "error, set by ../.github/stagegate.yml:7:12",
        "waived by the comment at Dockerfile:2 until 2027-02-01: moves",
      ],
    });
  });

  it("says of a finding that it was there before", async () => {
    const repository = new GitRepository({ Dockerfile: "FROM alpine:3.23\n" });
    const { stdout, exitStatus } = await stagegate(["check", "--since", "HEAD", "--explain"], repository);
    expect(exitStatus).toBe(0);
    expect(explained(stdout)).toEqual({
      "Dockerfile:1:1  warning  root-final-user  (existing)": [
        expect.stringMatching(/^warning, set by policies\/recommended\.yml:\d+:\d+$/),
        "existing: it was there before the change",
      ],
    });
    expect(stdout).toMatch(/^policy {2}recommended\n.*\nfiles {3}policies\/recommended\.yml\nblocks {2}at error/);
  });

  it("is for text only", async () => {
    const result = await stagegate(["check", "--explain", "--format", "json"], { folder: tree(files) });
    expect(result).toEqual({
      exitStatus: 2,
      stdout: "",
      stderr: "stagegate: --explain is for people: it goes with --format text, not with json.\n",
    });
  });
});
