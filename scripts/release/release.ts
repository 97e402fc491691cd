/**
 * Makes a release: `npm run release [-- --dry-run] [-- --version X.Y.Z]`. Version and changelog come from the commits since the
 * last release. It builds and checks everything, commits, tags vX.Y.Z, which never moves, and moves the branch vX to it. Nothing
 * leaves the machine: the last lines say what to push, and the release workflow does the rest on the tag.
 * With --dry-run all of it happens in a temporary clone that is removed.
 */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { releaseNotes, withRelease } from "./changelog.ts";
import { type ConventionalCommit, conventionalCommit, nextVersion } from "./conventional-commit.ts";
import { packInto } from "./package.ts";

const { values } = parseArgs({ options: { "dry-run": { type: "boolean" }, version: { type: "string" } } });
const project = join(import.meta.dirname, "../..");

try {
  if (values["dry-run"]) inTemporaryClone(release);
  else release(project);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function release(root: string): void {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  const npm = (...args: string[]) => execFileSync("npm", args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if (git("status", "--porcelain") !== "") throw new Error("The working tree has changes: commit or stash them first.");
  const last = git("tag", "--list", "v*.*.*", "--sort=-v:refname").split("\n")[0] || undefined;
  const commits = commitsSince(last, git);
  if (commits.length === 0) throw new Error(`There is nothing to release since ${last}.`);
  const version = values.version ?? (last === undefined ? "1.0.0" : nextVersion(last.slice(1), commits));
  if (git("tag", "--list", `v${version}`) !== "") throw new Error(`There is a tag v${version} already.`);
  const date = new Date().toISOString().slice(0, 10);
  const notes = releaseNotes(version, date, commits);

  step(`Version ${version}, from ${commits.length} commits since ${last ?? "the beginning"}`);
  const changelog = join(root, "CHANGELOG.md");
  writeFileSync(changelog, withRelease(readFileSync(changelog, "utf8"), version, notes));
  npm("version", version, "--no-git-tag-version", "--allow-same-version");

  step("Build, then all checks");
  npm("run", "build");
  npm("run", "generate");
  npm("run", "check");
  npm("test");

  step("Package");
  const folder = mkdtempSync(join(tmpdir(), "stagegate-release-"));
  try {
    const path = packInto(folder, root);
    execFileSync(join(root, "node_modules/.bin/publint"), [path, "--strict"], { stdio: "inherit" });
    execFileSync("tar", ["-tzf", path], { stdio: "inherit" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }

  step("Commit, tag and branch");
  const major = `v${version.split(".")[0]}`;
  git("add", "--all");
  git("commit", "--quiet", "--message", `chore(release): v${version}`);
  git("tag", "--annotate", `v${version}`, "--message", notes);
  git("branch", "--force", major, `v${version}^{commit}`);
  console.log(git("show", "--stat", "--format=%s", "HEAD"));

  step("Notes");
  console.log(notes);
  console.log(`To publish: git push --atomic origin HEAD v${version} +${major}`);
}

function commitsSince(tag: string | undefined, git: (...args: string[]) => string): ConventionalCommit[] {
  const range = tag === undefined ? "HEAD" : `${tag}..HEAD`;
  const log = git("log", "--no-merges", "--format=%H%n%B%x00", range);
  return log.split("\0").flatMap((text) => {
    const [hash = "", ...message] = text.trim().split("\n");
    return conventionalCommit(hash, message.join("\n")) ?? [];
  });
}

function inTemporaryClone(action: (root: string) => void): void {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stagegate-release-")));
  const root = join(folder, "stagegate");
  try {
    execFileSync("git", ["clone", "--quiet", project, root], { stdio: "inherit" });
    for (const key of ["user.name", "user.email"]) {
      execFileSync("git", ["config", key, "Release rehearsal"], { cwd: root });
    }
    const modules = join(project, "node_modules");
    if (!existsSync(modules)) throw new Error("There is no node_modules: run `npm ci` first.");
    symlinkSync(modules, join(root, "node_modules"));
    // .gitignore means the folder, and this is a link.
    appendFileSync(join(root, ".git/info/exclude"), "node_modules\n");
    action(root);
    console.log("This was a rehearsal: nothing here has changed.");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function step(text: string): void {
  console.log(`\n== ${text}`);
}
