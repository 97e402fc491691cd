import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { stagegate } from "../../support/command-line.ts";
import { GitRepository } from "../../support/git-repository.ts";
import { tree } from "../../support/tree.ts";

const policyPath = ".github/stagegate.yml";
const workflowPath = ".github/workflows/stagegate.yml";
const good =
  "FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nUSER 65532\n";
const bad = "FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nCMD /app\n";
const root = "FROM alpine:3.23\nCOPY a /a\n";
const two = `FROM golang:1.25 AS build\nRUN go build -o /a .
FROM alpine:3.23 AS worker\nCOPY --from=build /a /a\nUSER 1
FROM alpine:3.23 AS api\nCOPY --from=build /a /a\nUSER 1\n`;

const repository = (files: Record<string, string>) => tree({ ".git/HEAD": "", ...files });
const textAt = (folder: string, path: string) => readFileSync(join(folder, path), "utf8");

describe("stagegate init", () => {
  it("writes a policy and a workflow, and says what the gate says today", async () => {
    const folder = repository({ "api/Dockerfile": bad, "web/Dockerfile": root, "ok/Dockerfile": good });
    const { exitStatus, stdout, stderr } = await stagegate(["init"], { folder });
    expect({ exitStatus, stderr }).toEqual({ exitStatus: 0, stderr: "" });
    const [written, title, counts, first, outcome, next] = stdout.split("\n\n");
    expect(written).toBe(`Written: ${policyPath}\nWritten: ${workflowPath}`);
    expect(title).toBe("What the gate says today:");
    expect(counts).toBe("  1  error    single-stage-build\n  2  warning  root-final-user");
    expect(first).toMatch(/^ {2}api\/Dockerfile:4:5 {2}error {2}single-stage-build\n {4}`go build` runs in .{60,}…\n/);
    expect(outcome).toBe("1 error, 2 warnings in 2 of 3 files · blocked");
    expect(next).toContain("make the check dockerfile-policy required");
    expect(parse(textAt(folder, policyPath))).toEqual({ version: 1, extends: "recommended" });
    expect(parse(textAt(folder, workflowPath)).name).toBe("Stagegate");
  });

  it("says the same as a check afterwards", async () => {
    const folder = repository({ Dockerfile: bad, "x/Dockerfile": two });
    const { stdout } = await stagegate(["init"], { folder });
    const check = await stagegate(["check"], { folder });
    expect(stdout).toContain(check.stdout.trimEnd().split("\n").at(-1));
    expect((await stagegate(["check", "--policy", policyPath], { folder })).stdout).toBe(check.stdout);
  });

  it.each([[policyPath], [workflowPath], [".github/stagegate.yaml"]])("overwrites nothing: %s", async (path) => {
    const folder = repository({ [path]: "version: 1 # mine\n", Dockerfile: good });
    const result = await stagegate(["init"], { folder });
    expect(result).toEqual({
      exitStatus: 2,
      stdout: "",
      stderr: `${path}: is there already. Nothing was written; --force overwrites.\n`,
    });
    expect(textAt(folder, path)).toBe("version: 1 # mine\n");
    expect([policyPath, workflowPath].filter((each) => each !== path && existsSync(join(folder, each)))).toEqual([]);

    expect((await stagegate(["init", "--force"], { folder })).exitStatus).toBe(0);
    expect(textAt(folder, path)).not.toContain("mine");
    if (path.endsWith(".yaml")) expect(existsSync(join(folder, policyPath))).toBe(false);
  });

  it("accepts what is there until a day, after which a check passes", async () => {
    const folder = repository({ "api/Dockerfile": bad, "w [1]/Dockerfile": root, "ok/Dockerfile": good });
    expect((await stagegate(["check"], { folder })).exitStatus).toBe(1);
    const { stdout } = await stagegate(["init", "--accept-existing", "2027-03-31", "--reason", 'a: "#1"'], { folder });
    expect(stdout).toContain("What the gate says today, with what was accepted:\n\n3 Dockerfiles, no open findings");
    expect(stdout).toContain("Accepted until 2027-03-31: 3 findings, by 2 waivers in the policy.");
    const terms = { reason: 'a: "#1"', expires: "2027-03-31" };
    expect(parse(textAt(folder, policyPath)).waivers).toEqual([
      { rule: "root-final-user", ...terms, files: ["api/Dockerfile", "w ?1?/Dockerfile"] },
      { rule: "single-stage-build", ...terms, files: ["api/Dockerfile"] },
    ]);
    const check = (today: string) => stagegate(["check", "--fail-on", "notice"], { folder }, { today });
    expect(await check("2026-11-24")).toMatchObject({ exitStatus: 0, stderr: "" });
    expect(await check("2027-04-01")).toMatchObject({ exitStatus: 1 });
    expect((await check("2027-04-01")).stdout).toContain(`${policyPath}:`);
  });

  it("gives a reason of its own, and says what no waiver covers", async () => {
    const folder = repository({ Dockerfile: root, "x.Dockerfile": "FRO x\n" });
    const { stdout, exitStatus } = await stagegate(["init", "--accept-existing", "2027-03-31"], { folder });
    expect(exitStatus).toBe(0);
    expect(parse(textAt(folder, policyPath)).waivers).toMatchObject([
      { reason: "accepted when Stagegate was introduced" },
    ]);
    expect(stdout).toContain(
      "1 finding cannot be waived. Fix what is wrong there, or exclude the files:\n  x.Dockerfile:1:1  error  invalid-dockerfile",
    );
    expect((await stagegate(["check"], { folder })).exitStatus).toBe(1);
  });

  it("says that there was nothing to accept", async () => {
    const folder = repository({ Dockerfile: good });
    const { stdout } = await stagegate(["init", "--accept-existing", "2027-03-31"], { folder });
    expect(stdout).toContain("There was nothing to accept.");
    expect(parse(textAt(folder, policyPath)).waivers).toBeUndefined();
  });

  it("accepts in as many entries as one of two hundred files needs", async () => {
    const files = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`s${index}/Dockerfile`, root]));
    const folder = repository(files);
    await stagegate(["init", "--accept-existing", "2027-03-31"], { folder });
    const { waivers } = parse(textAt(folder, policyPath));
    expect(waivers.map((waiver: { files: string[] }) => waiver.files.length)).toEqual([200, 1]);
    expect((await stagegate(["check", "--fail-on", "notice"], { folder })).exitStatus).toBe(0);
  });

  it("says so when more is found than a policy can hold", async () => {
    const deep = `${"d".repeat(100)}/${"e".repeat(100)}`;
    const text = "FROM alpine:latest\nCOPY a /a\n";
    const files = Object.fromEntries(Array.from({ length: 700 }, (_, index) => [`${deep}/${index}/Dockerfile`, text]));
    const folder = repository(files);
    const { stderr, exitStatus } = await stagegate(["init", "--accept-existing", "2027-03-31"], { folder });
    expect(exitStatus).toBe(2);
    expect(stderr).toBe(
      "stagegate: Too much is found to accept it file by file: 1400 findings do not fit into a policy of 256 KiB. Leave " +
        "--accept-existing out: in a pull request only what is new counts.\n",
    );
    expect(existsSync(join(folder, ".github"))).toBe(false);
  });

  it("asks what ships where nothing tells, and changes no verdict by it", async () => {
    const folder = repository({ "a/Dockerfile": two, "b/Dockerfile": good, ".devcontainer/Dockerfile": two });
    const before = await stagegate(["check"], { folder });
    await stagegate(["init"], { folder });
    expect(textAt(folder, policyPath)).toContain("  # In question: worker\n");
    expect(parse(textAt(folder, policyPath)).targets).toEqual([{ files: "a/Dockerfile", ships: ["api"] }]);
    expect(await stagegate(["check"], { folder })).toEqual(before);
  });

  it("knows what else in the repository says of its targets, as a check does", async () => {
    const compose = "services:\n  w:\n    build: { context: ., dockerfile: a/Dockerfile, target: worker }\n";
    const folder = repository({ "a/Dockerfile": two, "compose.yaml": compose });
    const before = await stagegate(["check"], { folder });
    const { stdout } = await stagegate(["init"], { folder });
    expect(stdout).toContain(before.stdout.trimEnd().split("\n").at(-1));
    expect(parse(textAt(folder, policyPath)).targets).toBeUndefined();
  });

  it("prints the files instead, whatever is there", async () => {
    const folder = repository({ Dockerfile: root, [policyPath]: "version: 1 # mine\n" });
    const { stdout, exitStatus } = await stagegate(["init", "--dry-run"], { folder });
    expect(exitStatus).toBe(0);
    expect(stdout).toMatch(/^# \.github\/stagegate\.yml\n# yaml-language-server:.*\n/);
    expect(stdout).toContain(`\n# ${workflowPath}\n# Judges `);
    expect(stdout).toContain("1 warning in 1 file · passed");
    expect(textAt(folder, policyPath)).toBe("version: 1 # mine\n");
    expect(existsSync(join(folder, workflowPath))).toBe(false);
  });

  it("is for the whole repository from any of its folders, and knows its default branch", async () => {
    const own = new GitRepository({ "api/Dockerfile": good, "web/Dockerfile": root });
    own.git("switch", "--quiet", "--create", "topic");
    const { stdout } = await stagegate(["init"], { folder: join(own.folder, "api") });
    expect(stdout).toContain("Written: ../.github/stagegate.yml\n");
    expect(stdout).toContain("1 warning in 1 of 2 files");
    expect(parse(textAt(own.folder, workflowPath)).on.push.branches).toEqual(["main"]);

    const other = new GitRepository({ Dockerfile: good });
    other.git("update-ref", "refs/remotes/origin/production", "HEAD");
    other.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/production");
    await stagegate(["init"], other);
    expect(parse(textAt(other.folder, workflowPath)).on.push.branches).toEqual(["production"]);
  });

  it("writes nothing outside of the repository", async () => {
    const outside = tree({});
    const folder = tree({ ".git/HEAD": "", Dockerfile: good, ".github": { link: outside } });
    const { stderr, exitStatus } = await stagegate(["init"], { folder });
    expect(exitStatus).toBe(2);
    expect(stderr).toBe(`${policyPath}: was not written: its folder is a link that leaves the repository.\n`);
    expect(existsSync(join(outside, "stagegate.yml"))).toBe(false);

    const linked = tree({ ".git/HEAD": "", Dockerfile: good, [policyPath]: { link: join(outside, "x") } });
    expect((await stagegate(["init"], { folder: linked })).exitStatus).toBe(2);
    expect((await stagegate(["init", "--force"], { folder: linked })).stderr).toContain(
      "it is a link. Remove it first.",
    );
    expect(existsSync(join(outside, "x"))).toBe(false);
  });

  it.each([
    [["x"], "stagegate: stagegate init takes no file"],
    [["--accept-existing", "soon"], 'stagegate: --accept-existing needs a day, written YYYY-MM-DD, not "soon"'],
    [["--accept-existing", "2027-02-30"], "stagegate: --accept-existing needs a day"],
    [["--accept-existing", "2026-11-23"], "stagegate: --accept-existing 2026-11-23 is over"],
    [["--accept-existing", "2027-01-01", "--reason", " "], "stagegate: --reason is empty"],
    [["--accept-existing", "2027-01-01", "--reason", "x".repeat(501)], "stagegate: --reason is longer than 500"],
    [["--reason", "why"], "stagegate: --reason says why findings are accepted"],
  ])("says what is wrong with %j, and writes nothing", async (args, message) => {
    const folder = repository({ Dockerfile: root });
    const { stderr, exitStatus, stdout } = await stagegate(["init", ...args], { folder });
    expect({ exitStatus, stdout }).toEqual({ exitStatus: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(existsSync(join(folder, ".github"))).toBe(false);
  });
});
