import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { stagegate } from "../../support/command-line.ts";
import { GitRepository, gitIn } from "../../support/git-repository.ts";
import { tree } from "../../support/tree.ts";

const good =
  "FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nUSER 65532\n";
const bad = "FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nUSER 65532\nCMD /app\n";

/** Findings of one rule as `path: rule status`, and what else a report says. */
async function since(folder: string, ref: string, ...args: readonly string[]) {
  const { exitStatus, stdout, stderr } = await stagegate(["check", "--since", ref, "--format=json", ...args], {
    folder,
  });
  const report = stdout === "" ? undefined : JSON.parse(stdout);
  const findings: string[] = (report?.files ?? []).flatMap(
    (file: { path: string; findings: readonly { rule: string; status: string }[] }) =>
      file.findings
        .filter(({ rule }) => rule === "single-stage-build")
        .map(({ rule, status }) => `${file.path}: ${rule} ${status}`),
  );
  return { exitStatus, stderr, findings, report };
}

describe("stagegate check --since", () => {
  it("counts only what the branch brings, compared with where it began", async () => {
    const repository = new GitRepository({ "old/Dockerfile": bad, "new/Dockerfile": good });
    repository.git("switch", "--quiet", "--create", "topic");
    repository.commit({ "new/Dockerfile": bad, "old/Dockerfile": `# moved\n\n${bad}` });
    repository.git("switch", "--quiet", "main");
    repository.commit({ "new/Dockerfile": `${bad}# later\n` });
    repository.git("switch", "--quiet", "topic");
    const { exitStatus, findings } = await since(repository.folder, "main");
    expect(findings).toEqual([
      "new/Dockerfile: single-stage-build open",
      "old/Dockerfile: single-stage-build existing",
    ]);
    expect(exitStatus).toBe(1);
  });

  it("knows how the base built its files: what a compose file ships anew is new", async () => {
    const two = good.replace(
      "FROM scratch",
      "FROM golang:1.25 AS api\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nUSER 1\nFROM scratch",
    );
    const compose = (target: string) => `services:\n  web:\n    build: { context: ., target: ${target} }\n`;
    const shipped = "FROM scratch AS web";
    const repository = new GitRepository({
      Dockerfile: two.replace("FROM scratch", shipped),
      "compose.yaml": compose("web"),
    });
    repository.commit({ "README.md": "x" });
    expect((await since(repository.folder, "HEAD")).findings).toEqual([]);
    repository.write({ "compose.yaml": compose("api") });
    expect((await since(repository.folder, "HEAD")).findings).toEqual(["Dockerfile: single-stage-build open"]);
    repository.commit({ "compose.yaml": compose("api") });
    repository.write({ "compose.yaml": `# note\n${compose("api")}` });
    expect((await since(repository.folder, "HEAD")).findings).toEqual(["Dockerfile: single-stage-build existing"]);
  });

  it("passes where nothing is new", async () => {
    const repository = new GitRepository({ Dockerfile: bad });
    repository.commit({ "README.md": "x" });
    for (const ref of ["HEAD", "main", "HEAD~1"]) {
      expect(await since(repository.folder, ref)).toMatchObject({
        exitStatus: 0,
        findings: ["Dockerfile: single-stage-build existing"],
      });
    }
  });

  it("reads the files as they are on disk, committed or not, tracked or not", async () => {
    const repository = new GitRepository({ Dockerfile: good });
    repository.write({ Dockerfile: bad, "untracked/Dockerfile": bad });
    repository.write({ "staged/Dockerfile": bad });
    repository.git("add", "staged");
    const { findings } = await since(repository.folder, "HEAD");
    expect(findings).toEqual([
      "Dockerfile: single-stage-build open",
      "staged/Dockerfile: single-stage-build open",
      "untracked/Dockerfile: single-stage-build open",
    ]);
  });

  it("follows a renamed Dockerfile; a file that was none is new", async () => {
    const more = "RUN echo 1\n".repeat(20);
    const repository = new GitRepository({ "a/Dockerfile": `${bad}${more}`, "notes.txt": `${bad}# notes\n${more}` });
    repository.commit({
      "a/Dockerfile": null,
      "b/Dockerfile": `# here now\n${bad}${more}`,
      "notes.txt": null,
      "c/Dockerfile": `${bad}# notes\n${more}`,
    });
    const { findings } = await since(repository.folder, "HEAD~1");
    expect(findings).toEqual(["b/Dockerfile: single-stage-build existing", "c/Dockerfile: single-stage-build open"]);
  });

  it("counts what is gone, in the folders that were asked about", async () => {
    const repository = new GitRepository({ "a/Dockerfile": bad, "b/Dockerfile": bad, "c/Dockerfile": good });
    repository.commit({ "a/Dockerfile": null, "b/Dockerfile": null });
    const all = await since(repository.folder, "HEAD~1");
    const some = await since(repository.folder, "HEAD~1", "a", "c");
    expect(all.report.files.map(({ path }: { path: string }) => path)).toEqual(["c/Dockerfile"]);
    expect(all.exitStatus).toBe(0);
    const text = async (...names: readonly string[]) =>
      (await stagegate(["check", "--since", "HEAD~1", ...names], { folder: repository.folder })).stdout;
    const fixed = (output: string) => Number(/(\d+) fixed/.exec(output)?.[1] ?? 0);
    expect(fixed(await text())).toBe(2 * fixed(await text("a", "c")));
    expect(fixed(await text("a", "c"))).toBeGreaterThan(0);
    expect(some.exitStatus).toBe(0);
  });

  it("sees through links to what they point to", async () => {
    const repository = new GitRepository({
      "docker/app.txt": bad,
      "docker/other.txt": good,
      "a/Dockerfile": { link: "../docker/app.txt" },
      "b/Dockerfile": { link: "../docker/other.txt" },
    });
    repository.commit({ "docker/other.txt": bad });
    const { findings } = await since(repository.folder, "HEAD~1");
    expect(findings).toEqual(["a/Dockerfile: single-stage-build existing", "b/Dockerfile: single-stage-build open"]);
  });

  it("compares a file that is named, whatever its name, and takes one from elsewhere as new", async () => {
    const repository = new GitRepository({ "build.txt": bad });
    const elsewhere = tree({ Dockerfile: bad });
    const { findings } = await since(repository.folder, "HEAD", "build.txt", join(elsewhere, "Dockerfile"));
    expect(findings.filter((finding) => finding.endsWith("existing"))).toEqual([
      "build.txt: single-stage-build existing",
    ]);
    expect(findings.filter((finding) => finding.endsWith("open"))).toHaveLength(1);
    const typed = await stagegate(["check", "--since=HEAD", "-"], { folder: repository.folder, stdin: bad });
    expect(typed.stdout).toContain("blocked");
  });

  it("works from a folder below, and with names as odd as git allows", async () => {
    const repository = new GitRepository({
      "sub/a\nb/Dockerfile": bad,
      'sub/"q" \t/Dockerfile': good,
      "sub/한글/Dockerfile": bad,
    });
    repository.commit({ 'sub/"q" \t/Dockerfile': bad });
    const { findings } = await since(join(repository.folder, "sub"), "HEAD~1");
    expect(findings.filter((finding) => finding.endsWith("open"))).toEqual([
      '"q" \t/Dockerfile: single-stage-build open',
    ]);
    expect(findings).toHaveLength(3);
  });
});

describe("stagegate check --since, where it cannot be carried out", () => {
  it("says which ref may be meant", async () => {
    const repository = new GitRepository({ Dockerfile: good });
    repository.git("branch", "release");
    const { exitStatus, stderr } = await since(repository.folder, "relese");
    expect(exitStatus).toBe(2);
    expect(stderr).toBe("stagegate: --since relese: git knows no such commit, branch or tag. Did you mean release?\n");
    repository.git("update-ref", "refs/remotes/origin/develop", "HEAD");
    expect((await since(repository.folder, "develop")).stderr).toContain("Did you mean origin/develop?");
    expect((await since(repository.folder, "HEAD:Dockerfile")).exitStatus).toBe(2);
  });

  it("says so outside a repository, and in one without a commit", async () => {
    expect(await since(tree({ Dockerfile: good }), "main")).toMatchObject({
      exitStatus: 2,
      stderr: "stagegate: --since compares commits: this folder is in no git repository.\n",
    });
    const folder = tree({ Dockerfile: good });
    gitIn(folder, "init", "--quiet");
    expect((await since(folder, "HEAD")).exitStatus).toBe(2);
  });

  it("says how to fetch more of a history that is too short", async () => {
    const repository = new GitRepository({ Dockerfile: good });
    repository.git("switch", "--quiet", "--create", "topic");
    repository.commit({ Dockerfile: bad });
    repository.git("switch", "--quiet", "main");
    repository.commit({ "README.md": "x" });
    const folder = tree({});
    const address = pathToFileURL(repository.folder).href;
    gitIn(folder, "clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=topic", address, "shallow");
    const { exitStatus, stderr } = await since(join(folder, "shallow"), "origin/main");
    expect(exitStatus).toBe(2);
    expect(stderr).toContain("`fetch-depth: 0` for actions/checkout");
  });

  it("starts no program that the repository's settings name", async () => {
    const repository = new GitRepository({ Dockerfile: good, ".gitattributes": "* diff=evil\n" });
    repository.commit({ Dockerfile: bad });
    const mark = join(repository.folder, "started");
    for (const setting of [
      "core.fsmonitor",
      "diff.external",
      "diff.evil.command",
      "diff.evil.textconv",
      "core.pager",
    ]) {
      repository.git("config", setting, `touch ${mark}; cat`);
    }
    rmSync(mark, { force: true });
    expect((await since(repository.folder, "HEAD~1")).exitStatus).toBe(1);
    expect(existsSync(mark)).toBe(false);
  });
});
