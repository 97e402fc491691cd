import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packInto } from "../../scripts/release/package.ts";
import { root } from "../support/command-line.ts";

describe("the npm package", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stagegate-install-")));
  let tarball = "";
  beforeAll(() => {
    tarball = packInto(join(folder, "packed"), root);
    writeFileSync(join(folder, "package.json"), '{ "private": true }');
    execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], { cwd: folder, stdio: "pipe" });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("holds what runs and what it says, and brings no other package", () => {
    const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n").sort();
    expect(files).toEqual(
      [
        "LICENSE",
        "README.md",
        "action.yml",
        "dist/cli.js",
        "dist/index.js",
        "dist/licenses.txt",
        "dist/package.json",
        "package.json",
        ...readdirSync(join(root, "policies")).map((name) => `policies/${name}`),
      ]
        .map((name) => `package/${name}`)
        .sort(),
    );
    expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["stagegate"]);
  });

  it("passes publint without a remark", () => {
    const { status, stdout } = spawnSync(join(root, "node_modules/.bin/publint"), [tarball, "--strict"], {
      encoding: "utf8",
    });
    expect([status, stdout]).toEqual([0, expect.stringContaining("All good!")]);
  });

  it("runs where it was installed", () => {
    writeFileSync(join(folder, "Dockerfile"), "FROM scratch\nCOPY a b /c/ # note\nUSER 65532\n");
    const { status, stdout } = spawnSync("npx", ["--offline", "stagegate", "check", "Dockerfile"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout).toContain("mistaken-inline-comment");
    expect(status).toBe(1);
  });
});
