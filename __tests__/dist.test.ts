import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readActionInputs, tokenInputs } from "../src/edge/action-inputs.ts";
import { version } from "../src/edge/version.ts";
import { builtPackage } from "./support/built-package.ts";
import { root, runProgram } from "./support/command-line.ts";
import { runJob } from "./support/fake-runner.ts";
import { tree } from "./support/tree.ts";

const bad = "FROM scratch\nCOPY a b /c/ # note\nUSER 65532\n";
const good = "FROM scratch\nCOPY app /app\nUSER 65532\n";

describe("what ships", () => {
  let built: ReturnType<typeof builtPackage>;
  beforeAll(() => {
    built = builtPackage();
  }, 300_000);
  afterAll(() => built?.remove());
  const file = (name: string) => join(built.folder, "dist", name);

  it("is two programs, the licences of what is in them, and the word that they are modules", () => {
    expect(readdirSync(join(built.folder, "dist")).sort()).toEqual([
      "cli.js",
      "index.js",
      "licenses.txt",
      "package.json",
    ]);
    expect(JSON.parse(readFileSync(file("package.json"), "utf8"))).toEqual({ type: "module" });
    const licences = readFileSync(file("licenses.txt"), "utf8");
    for (const name of [
      "@actions/core",
      "dockerfile-ast",
      "unbash",
      "valibot",
      "yaml",
      "ignore",
      "fastest-levenshtein",
    ]) {
      expect(licences).toContain(`${name}\n`);
    }
  });

  it("is readable and of a size that a runner loads in a moment", () => {
    const sizes = ["cli.js", "index.js"].map((name) => statSync(file(name)).size);
    expect(Math.max(...sizes)).toBeLessThan(6 * 1024 * 1024);
    expect(readFileSync(file("index.js"), "utf8")).toContain("function dockerfileName(");
  });

  it("has a command line that runs where nothing else is installed, and holds nothing of the action", async () => {
    const text = readFileSync(file("cli.js"), "utf8");
    expect(text.startsWith("#!/usr/bin/env node\n")).toBe(true);
    expect(text).not.toContain("ghadelimiter_");
    if (process.platform !== "win32") expect(statSync(file("cli.js")).mode & 0o111).toBe(0o111);
    const folder = tree({ "a/Dockerfile": bad, "b/Dockerfile": good });
    const run = (...args: string[]) => runProgram(file("cli.js"), args, { folder });
    expect(await run("--version")).toEqual({ exitStatus: 0, stdout: `${version}\n`, stderr: "" });
    expect(await run("check", "b")).toMatchObject({ exitStatus: 0, stderr: "" });
    const blocked = await run("check", "--policy", "strict");
    expect(blocked).toMatchObject({ exitStatus: 1, stderr: "" });
    expect(blocked.stdout).toContain("  error  mistaken-inline-comment");
    expect((await run("rules", "mistaken-inline-comment")).exitStatus).toBe(0);
    expect((await run("graph", "a/Dockerfile")).exitStatus).toBe(0);
  });

  const older = olderNode();
  it.skipIf(older === undefined)("has a command line that runs on the oldest Node that package.json names", () => {
    const folder = tree({ Dockerfile: bad });
    const run = (...args: string[]) =>
      spawnSync(older ?? "", [file("cli.js"), ...args], { cwd: folder, encoding: "utf8" });
    const blocked = run("check");
    expect([blocked.status, blocked.stderr]).toEqual([1, ""]);
    expect(blocked.stdout).toContain("mistaken-inline-comment");
    for (const format of ["json", "sarif", "markdown", "html"]) {
      expect(run("check", "--format", format), format).toMatchObject({ status: 1, stderr: "" });
    }
    for (const format of ["text", "json", "mermaid", "svg"]) {
      expect(run("graph", "--format", format, "Dockerfile"), format).toMatchObject({ status: 0, stderr: "" });
    }
    expect(run("fix", "--dry-run")).toMatchObject({ status: 0 });
    expect(run("fix", "--migrate", "--dry-run").stderr).not.toContain("TypeError");
    expect(run("completion", "bash")).toMatchObject({ status: 0, stderr: "" });
    expect(run("init", "--dry-run")).toMatchObject({ status: 0 });
  });

  it("has an action that runs on the Node of action.yml", async () => {
    expect(process.version).toMatch(/^v24\./);
    const run = (text: string) => runJob({ entry: file("index.js"), workspace: tree({ Dockerfile: text }) });
    expect(await run(good)).toMatchObject({ exitStatus: 0, outputs: { conclusion: "passed" }, stderr: "" });
    const blocked = await run(bad);
    expect(blocked).toMatchObject({ exitStatus: 1, outputs: { conclusion: "blocked", errors: "1" }, stderr: "" });
    expect(blocked.annotations[0]).toMatchObject({ level: "error", properties: { file: "Dockerfile", line: "2" } });
    expect(blocked.summary).toContain("```mermaid\n");
  });

  it("says so when its policies are not there", async () => {
    const folder = tree({ "dist/package.json": '{"type":"module"}', "dist/cli.js": readFileSync(file("cli.js")) });
    const { exitStatus, stderr } = await runProgram(join(folder, "dist/cli.js"), ["check"], { folder });
    expect(exitStatus).toBe(2);
    expect(stderr).toMatch(/policies\/recommended\.yml: Stagegate's own policy recommended is not where it belongs/);
  });
});

/** A Node 20 of this machine, beside that of the project; tests that need one skip without it, and say so. */
function olderNode(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  const found = folders
    .map((folder) => join(folder, "node"))
    .find((path) => existsSync(path) && spawnSync(path, ["--version"], { encoding: "utf8" }).stdout.startsWith("v20."));
  if (found === undefined) console.warn("no Node 20 on the PATH: the command line is not tried on it");
  return found;
}

describe("action.yml", () => {
  const action = parse(readFileSync(join(root, "action.yml"), "utf8"));

  it("describes every input that is read, and no other, without a default that would hide the policy's", () => {
    const names = new Set<string>(tokenInputs);
    readActionInputs((name) => {
      names.add(name);
      return "";
    });
    expect(Object.keys(action.inputs).sort()).toEqual([...names].sort());
    const defaults = { "github-token": `\${{ github.token }}` };
    for (const [name, input] of Object.entries<Record<string, unknown>>(action.inputs)) {
      const value = Object.entries(defaults).find(([own]) => own === name)?.[1];
      const usual = value === undefined ? {} : { default: value };
      expect(input).toEqual({ description: expect.stringMatching(/\S.*\.$/s), required: false, ...usual });
    }
  });

  it("names the outputs, the program and its Node", () => {
    expect(Object.keys(action.outputs)).toEqual([
      "conclusion",
      "errors",
      "warnings",
      "notices",
      "report",
      "sarif",
      "stages",
    ]);
    expect(action.runs).toEqual({ using: "node24", main: "dist/index.js" });
    expect(existsSync(join(root, "src/action.ts"))).toBe(true);
  });

  it("fits into the Marketplace", () => {
    expect(action.description.length).toBeLessThan(125);
    expect(Object.keys(action.branding)).toEqual(["icon", "color"]);
    expect(["white", "yellow", "blue", "green", "orange", "red", "purple", "gray-dark"]).toContain(
      action.branding.color,
    );
  });
});
