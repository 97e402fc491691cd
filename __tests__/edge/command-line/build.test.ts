import { chmodSync, existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { root, runProgram, stagegate, startProgram } from "../../support/command-line.ts";
import { findEngine, leftBehind, leftOvers } from "../../support/docker-engine.ts";
import { tree } from "../../support/tree.ts";

const engine = findEngine();
const environment = engine.environment ?? {};
const entry = join(root, "src/cli.ts");

/** A step that no earlier run has in its cache. */
let run = 0;
const unique = () => `echo run ${process.pid}-${Date.now()}-${++run}`;

const tested = (command: string) =>
  `FROM busybox:local AS build\nRUN ${unique()}\n\nFROM build AS test\nRUN ${command}\n\nFROM scratch\nCOPY --from=build /bin/sh /sh\n`;

function build(folder: string, args: readonly string[] = [], more: Readonly<Record<string, string>> = {}) {
  return stagegate(["build", ...args], { folder, environment: { ...environment, ...more } });
}

async function builtJson(folder: string, args: readonly string[] = [], more: Readonly<Record<string, string>> = {}) {
  const result = await build(folder, ["--format", "json", ...args], more);
  return { ...result, document: JSON.parse(result.stdout) };
}

describe.skipIf(engine.missing !== undefined)("stagegate build, on a real engine", { timeout: 120_000 }, () => {
  let before: ReadonlySet<string>;
  const temporary = () => readdirSync(tmpdir()).filter((name) => /stagegate-build|buildx/.test(name));
  let files: string[];
  beforeEach(() => {
    before = leftOvers(environment);
    files = temporary();
  });
  afterEach(async () => {
    expect(await leftBehind(environment, before), "no container, image, volume or builder").toEqual([]);
    expect(temporary()).toEqual(files);
  });

  it("builds the target that tests", async () => {
    const { exitStatus, stdout, stderr } = await build(tree({ Dockerfile: tested("test -x /bin/sh") }));
    expect(exitStatus).toBe(0);
    expect(stdout).toContain("Dockerfile: test: built");
    expect(stderr).toMatch(/\[test 1\/1\] RUN test -x \/bin\/sh {2}\d/);
  });

  it("points to the line that fails, with its exit status and the end of its log", async () => {
    const folder = tree({ Dockerfile: tested("for i in 1 2 3; do echo line $i; done; exit 7") });
    const { exitStatus, document } = await builtJson(folder);
    expect(exitStatus).toBe(1);
    expect(document.targets).toMatchObject([
      { outcome: "failed", failure: { startLine: 5, exitStatus: 7, log: ["line 1", "line 2", "line 3"] } },
    ]);
    const { stdout } = await build(folder);
    expect(stdout).toContain("Dockerfile:5:1  error  failed-test-stage");
    expect(stdout.replace(/\s+/g, " ")).toContain("ends with exit status 7");
    expect(stdout).toContain("> line 3");
  });

  it("keeps the last twenty lines", async () => {
    const folder = tree({ Dockerfile: tested("for i in $(seq 50); do echo line $i; done; false") });
    const { document } = await builtJson(folder);
    expect(document.targets[0].failure.log).toHaveLength(20);
    expect(document.targets[0].failure.log.at(-1)).toBe("line 50");
  });

  it("points to a heredoc, and to a step of the stage below", async () => {
    const heredoc = `FROM busybox:local AS build\nWORKDIR /a\nRUN <<EOF\n${unique()}\nexit 4\nEOF\n\nFROM build AS test\nRUN true\n`;
    const { exitStatus, document } = await builtJson(tree({ Dockerfile: heredoc }));
    expect(exitStatus).toBe(1);
    expect(document.targets[0].failure).toMatchObject({ startLine: 3, endLine: 6, exitStatus: 4 });
  });

  it("fails where a file is missing in the context", async () => {
    const { exitStatus, stdout } = await build(
      tree({ Dockerfile: "FROM busybox:local AS test\nCOPY not-there /\nRUN true\n" }),
    );
    expect(exitStatus).toBe(1);
    expect(stdout).toContain("Dockerfile:2:1  error  failed-test-stage");
  });

  it("builds several targets in one bake, and tells all of their outcomes though one fails", async () => {
    const folder = tree({
      "a/Dockerfile": tested("sleep 3; echo a"),
      "b/Dockerfile": tested("exit 3"),
      "c/Dockerfile": tested("sleep 3; echo c"),
    });
    const { exitStatus, document, stderr } = await builtJson(folder);
    expect(exitStatus).toBe(1);
    expect(document.targets.map(({ path, outcome }: Record<string, string>) => [path, outcome])).toEqual([
      ["a/Dockerfile", "built"],
      ["b/Dockerfile", "failed"],
      ["c/Dockerfile", "built"],
    ]);
    expect(document.targets[1].failure).toMatchObject({ startLine: 5, exitStatus: 3 });
    expect(stderr).toContain("a/Dockerfile: test | ");
  });

  it("builds as compose says: context, arguments, and no template of bake", async () => {
    const dockerfile =
      "FROM busybox:local AS test\nARG NOTE\nCOPY here /here\nRUN test \"$NOTE\" = '%{if} $${HOME} x'\n";
    const compose =
      "services:\n  one: &it\n    build:\n      context: ./app\n      dockerfile: ../docker/Dockerfile\n      target: test\n      args:\n        NOTE: '%{if} $$$${HOME} x'\n";
    const { exitStatus, stdout } = await build(
      tree({
        "compose.yaml": compose,
        "docker/Dockerfile": dockerfile,
        "app/here": "x",
        "other/Dockerfile": tested("true"),
      }),
    );
    expect(stdout).toContain("docker/Dockerfile: test: built");
    expect(exitStatus).toBe(0);
  });

  const linked = (base: string) => ({
    "docker-bake.hcl":
      'target "app" {\n  dockerfile = "app.Dockerfile"\n  target = "test"\n  contexts = { base = "target:base" }\n}\ntarget "base" {\n  dockerfile = "base.Dockerfile"\n}\n',
    "app.Dockerfile": "FROM base AS test\nRUN test -f /made-by-base\n",
    "base.Dockerfile": `FROM busybox:local\nRUN ${unique()}\nRUN ${base}\n`,
  });

  it("builds a target on another one of the bake file", async () => {
    const { exitStatus, document } = await builtJson(tree(linked("touch /made-by-base")));
    expect(document.targets.map(({ path, outcome }: Record<string, string>) => [path, outcome])).toEqual([
      ["base.Dockerfile", "built"],
      ["app.Dockerfile", "built"],
    ]);
    expect(exitStatus).toBe(0);
  });

  it("blames the target that fails, and not the one that stands on it", async () => {
    const { exitStatus, document } = await builtJson(tree(linked("exit 6")));
    expect(exitStatus).toBe(1);
    const [base, app] = document.targets;
    expect(base).toMatchObject({
      path: "base.Dockerfile",
      outcome: "failed",
      failure: { startLine: 3, exitStatus: 6 },
    });
    expect(app).toMatchObject({
      outcome: "unverified",
      reason: expect.stringContaining("its named context did not build"),
    });
  });

  /** A docker in front of the real one that has an older Buildx, which knows less. */
  const older = (version: string, refused: string) => {
    const folder = tree({
      docker: `#!/bin/sh\nif [ "$1 $2" = "buildx version" ]; then echo github.com/docker/buildx v${version} 0; exit; fi\nfor each; do case "$each" in ${refused}) echo "ERROR: unknown $each" >&2; exit 1;; esac; done\nPATH="\${PATH#*:}" exec docker "$@"\n`,
    });
    chmodSync(join(folder, "docker"), 0o755);
    return { PATH: `${folder}:${environment.PATH}` };
  };

  it.each([
    ["0.12.1", "--progress=rawjson"],
    ["0.7.1", "--progress=rawjson|bake"],
  ])("reads the plain progress of Buildx %s", async (version, refused) => {
    const files = {
      "a/Dockerfile": tested("echo fine"),
      "b/Dockerfile": tested("for i in 1 2; do echo line $i; done; exit 3"),
    };
    const { exitStatus, document } = await builtJson(tree(files), [], older(version, refused));
    expect(exitStatus).toBe(1);
    const [a, b] = document.targets;
    expect(a).toMatchObject({ outcome: "built", steps: expect.any(Number) });
    expect(a.steps).toBeGreaterThan(1);
    expect(b).toMatchObject({ outcome: "failed", failure: { startLine: 5, exitStatus: 3, log: ["line 1", "line 2"] } });
  });

  it("stops at the time limit, and does not call that passed", async () => {
    const { exitStatus, stdout } = await build(tree({ Dockerfile: tested("sleep 60") }), ["--time-limit", "3"]);
    expect(exitStatus).toBe(2);
    expect(stdout).toContain("could not verify");
    expect(stdout).toContain("the time limit of 3 s was reached during [test 1/1] RUN sleep 60");
  });

  it("gives a secret to the step that mounts it, and shows it nowhere", async () => {
    const folder = tree({
      Dockerfile: tested("--mount=type=secret,id=npm,required=true cat /run/secrets/npm && exit 9"),
    });
    const value = "s3cr3t-value-of-the-test";
    const { exitStatus, stdout, stderr } = await build(folder, ["--secret", "npm=MY_TOKEN"], { MY_TOKEN: value });
    expect(exitStatus).toBe(1);
    expect(stdout.replace(/\s+/g, " ")).toContain("ends with exit status 9");
    expect(stdout).toContain("> •••");
    expect(stdout + stderr).not.toContain(value);
  });

  it("says which secret is missing", async () => {
    const folder = tree({ Dockerfile: tested("--mount=type=secret,id=npm,required=true cat /run/secrets/npm") });
    const { exitStatus, stdout } = await build(folder);
    expect(exitStatus).toBe(2);
    expect(stdout).toContain("need the secret npm, which was not given");
    const unset = await build(folder, ["--secret", "npm=NOT_SET"]);
    expect(unset.exitStatus).toBe(2);
    expect(unset.stderr).toContain("the variable NOT_SET, which is not set");
  });

  it("could not verify what stands on an image that is not to be had", async () => {
    const { exitStatus, stdout } = await build(
      tree({ Dockerfile: "FROM nowhere.invalid/image:1 AS test\nRUN true\n" }),
    );
    expect(exitStatus).toBe(2);
    expect(stdout).toContain("could not verify");
  });

  it("refuses a target that is not there, and a builder that is not there", async () => {
    const folder = tree({ Dockerfile: tested("true") });
    const missing = await build(folder, ["--target", "tset"]);
    expect(missing.exitStatus).toBe(2);
    expect(missing.stderr).toContain('No Dockerfile here has the target "tset". Did you mean test?');
    const builder = await build(folder, ["--builder", "not-there"]);
    expect(builder.exitStatus).toBe(2);
    expect(builder.stderr).toContain('no builder "not-there" found');
  });

  it("says that the engine does not answer", async () => {
    const { exitStatus, stderr } = await build(tree({ Dockerfile: tested("true") }), [], {
      DOCKER_HOST: "unix:///nowhere/docker.sock",
    });
    expect(exitStatus).toBe(2);
    expect(stderr).toMatch(/^stagegate: Nothing was built: .*docker/im);
  });

  it("refuses a build context that a link leads out of the repository", async () => {
    const outside = tree({ secret: "x" });
    const folder = tree({
      ".git/HEAD": "",
      "compose.yaml":
        "services:\n  a:\n    build:\n      context: ctx\n      dockerfile: ../Dockerfile\n      target: test\n",
      Dockerfile: "FROM busybox:local AS test\nCOPY secret /\nRUN true\n",
      ctx: { link: outside },
    });
    const { exitStatus, stdout } = await build(folder);
    expect(exitStatus).toBe(2);
    expect(stdout).toContain("is outside the repository");
  });

  it.each(["SIGINT", "SIGTERM"] as const)("ends what runs at %s", async (signal) => {
    const marker = `sleep 61.${process.pid}${++run}`;
    const folder = tree({ Dockerfile: tested(marker) });
    const child = startProgram(entry, ["build"], { folder, environment });
    const output: string[] = [];
    child.stdout.on("data", (chunk) => output.push(String(chunk)));
    const status = new Promise((resolve) => child.on("close", resolve));
    await new Promise<void>((resolve) => {
      child.stderr.on("data", (chunk) => {
        if (String(chunk).includes("[build 2/2] RUN echo run")) resolve();
      });
    });
    child.kill(signal);
    expect(await status).toBe(2);
    expect(output.join("")).toContain("the run was cancelled");
  });
});

describe("stagegate build, without an engine", () => {
  it("says that Docker is not installed", async () => {
    const folder = tree({ Dockerfile: "FROM busybox AS test\nRUN true\n" });
    const { exitStatus, stderr } = await runProgram(entry, ["build"], {
      folder,
      environment: { PATH: join(folder, "nothing") },
    });
    expect(exitStatus).toBe(2);
    expect(stderr).toContain("Nothing was built: Docker cannot be started: it is not installed.");
    expect(existsSync(folder)).toBe(true);
  });

  it("says that nothing tests", async () => {
    const { exitStatus, stderr } = await stagegate(["build"], { folder: tree({ Dockerfile: "FROM scratch\n" }) });
    expect(exitStatus).toBe(2);
    expect(stderr).toContain("no stage here tests; name one with --target");
  });
});
