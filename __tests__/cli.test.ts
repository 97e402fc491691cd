import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { version } from "../src/edge/version.ts";
import { root, runProgram, stagegate, startProgram } from "./support/command-line.ts";
import { tree } from "./support/tree.ts";

const good =
  "FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nUSER 65532\n";
const bad = "FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nUSER 65532\nCMD /app\n";
const source = join(root, "src/cli.ts");

describe("stagegate check", () => {
  it("passes a good Dockerfile with status 0, and says nothing on standard error", async () => {
    const result = await stagegate(["check"], { folder: tree({ Dockerfile: good }) });
    expect(result).toMatchObject({ exitStatus: 0, stderr: "" });
    expect(result.stdout).toContain("passed");
  });

  it("blocks a bad one with status 1, names rule, file and line, in plain text", async () => {
    const { exitStatus, stdout } = await stagegate(["check"], { folder: tree({ "api/Dockerfile": bad }) });
    expect(exitStatus).toBe(1);
    expect(stdout).toContain("api/Dockerfile:4:5  error  single-stage-build");
    expect(stdout).toContain("blocked");
    expect(stdout).not.toContain("\u001b");
  });

  it("writes the JSON report with stable keys", async () => {
    const folder = tree({ Dockerfile: bad, "x/Dockerfile": good });
    const { exitStatus, stdout } = await stagegate(["check", "--format", "json"], { folder });
    const report = JSON.parse(stdout);
    expect(exitStatus).toBe(1);
    expect(Object.keys(report)).toEqual([
      "schema",
      "version",
      "policy",
      "head",
      "conclusion",
      "counts",
      "files",
      "problems",
    ]);
    expect(report).toMatchObject({
      schema: "stagegate/report@1",
      version,
      conclusion: "blocked",
      counts: { error: 1 },
    });
    expect(report.policy.source).toBe("recommended");
    expect(report.files.map((file: { path: string }) => file.path)).toEqual(["Dockerfile", "x/Dockerfile"]);
    expect(report.files[1].stages).toMatchObject([
      { name: "build", role: "contributes" },
      { role: "ships", needs: [0] },
    ]);
  });

  it("writes Markdown, and to a file when asked", async () => {
    const folder = tree({ Dockerfile: bad });
    const result = await stagegate(["check", "--format=markdown", "--output", "report.md"], { folder });
    expect(result).toEqual({ exitStatus: 1, stdout: "", stderr: "" });
    expect(readFileSync(join(folder, "report.md"), "utf8")).toContain("| `single-stage-build`: ");
  });

  it("takes several names, each file once, and names outside discovery", async () => {
    const folder = tree({ Dockerfile: good, "b/build.txt": good, "b/notes.txt": "no" });
    const { stdout } = await stagegate(["check", ".", "Dockerfile", "b/build.txt", "./b/build.txt", "--format=json"], {
      folder,
    });
    expect(JSON.parse(stdout).files.map((file: { path: string }) => file.path)).toEqual(["Dockerfile", "b/build.txt"]);
  });

  it("reads standard input as -", async () => {
    const { exitStatus, stdout } = await stagegate(["check", "-"], { folder: tree({}), stdin: bad });
    expect(exitStatus).toBe(1);
    expect(stdout).toContain("stdin:4:5");
  });

  it("shows paths from the current folder, and knows policies and fingerprints by those of the repository", async () => {
    const folder = tree({
      ".git/HEAD": "",
      ".github/stagegate.yml": "version: 1\ntargets:\n  - files: services/api/Dockerfile\n    ships: dev\n",
      "services/api/Dockerfile": `${bad.replace("FROM golang:1.25", "FROM golang:1.25 AS dev")}FROM scratch\n`,
    });
    const check = async (at: string) =>
      JSON.parse((await stagegate(["check", "--format=json"], { folder: join(folder, at) })).stdout);
    const [above, below] = [await check("."), await check("services/api")];
    expect(above.files[0].path).toBe("services/api/Dockerfile");
    expect(below.files[0].path).toBe("Dockerfile");
    expect(below.files[0].stages[0].role).toBe("ships");
    expect(below.files[0].findings).toEqual(above.files[0].findings);
    expect(below.policy).toEqual(above.policy);
  });

  it("takes the repository's own policy, a pack or a file, and judges what is named even if the policy leaves it out", async () => {
    const folder = tree({
      ".github/stagegate.yml":
        "version: 1\nextends: []\nfiles: { exclude: [Dockerfile] }\nrules: { root-final-user: error }\n",
      "lax.yml": "version: 1\nextends: []\n",
      Dockerfile: "FROM alpine:3.22\n",
    });
    const status = async (...args: string[]) => (await stagegate(["check", ...args], { folder })).exitStatus;
    expect(await status()).toBe(0);
    expect(await status("Dockerfile")).toBe(1);
    expect(await status("Dockerfile", "--policy", "lax.yml")).toBe(0);
    expect(await status("Dockerfile", "--policy", "strict")).toBe(1);
  });

  it("blocks at the level of --fail-on", async () => {
    const folder = tree({ Dockerfile: bad });
    const status = async (level: string) => (await stagegate(["check", "--fail-on", level], { folder })).exitStatus;
    expect(await status("never")).toBe(0);
    expect(await status("error")).toBe(1);
    const warned = tree({ Dockerfile: "FROM alpine:latest\nUSER 65532\n" });
    expect((await stagegate(["check"], { folder: warned })).exitStatus).toBe(0);
    expect((await stagegate(["check", "--fail-on=warning"], { folder: warned })).exitStatus).toBe(1);
  });

  it("judges what ships by --target", async () => {
    const folder = tree({
      Dockerfile: `${bad.replace("FROM golang:1.25", "FROM golang:1.25 AS all")}FROM scratch\nUSER 1\n`,
    });
    const check = (...args: string[]) => stagegate(["check", ...args], { folder });
    expect((await check()).exitStatus).toBe(0);
    expect((await check("--target", "ALL")).exitStatus).toBe(1);
    expect((await check("--target", "0")).exitStatus).toBe(1);
    expect(await check("--target", "al")).toMatchObject({ exitStatus: 2, stdout: "" });
    expect((await check("--target", "al")).stderr).toBe(
      'stagegate: No Dockerfile here has the target "al". Did you mean all?\n',
    );
  });

  it("goes on past a Dockerfile that BuildKit refuses", async () => {
    const { exitStatus, stdout } = await stagegate(["check"], {
      folder: tree({ "a.Dockerfile": "FRM x\n", Dockerfile: bad }),
    });
    expect(exitStatus).toBe(1);
    expect(stdout).toContain("invalid-dockerfile");
    expect(stdout).toContain("single-stage-build");
  });

  it("leaves the run incomplete when a file could not be judged, and blocked when another blocks as well", async () => {
    const binary = { "b.Dockerfile": new Uint8Array([0]) };
    const incomplete = await stagegate(["check"], { folder: tree({ ...binary, Dockerfile: good }) });
    expect(incomplete.exitStatus).toBe(2);
    expect(incomplete.stdout).toMatch(/b\.Dockerfile {2}problem {2}file-not-text[\s\S]*incomplete/);
    const blocked = await stagegate(["check"], { folder: tree({ ...binary, Dockerfile: bad }) });
    expect(blocked.exitStatus).toBe(1);
  });

  it("colours for a terminal only, unless told otherwise", async () => {
    const folder = tree({ Dockerfile: bad });
    const coloured = async (args: string[], environment: Record<string, string>, terminal?: number) => {
      const options = { folder, environment, ...(terminal === undefined ? {} : { terminal }) };
      return (await stagegate(["check", ...args], options)).stdout.includes("\u001b[31m");
    };
    expect(await coloured([], {}, 80)).toBe(true);
    expect(await coloured([], {})).toBe(false);
    expect(await coloured([], { NO_COLOR: "1" }, 80)).toBe(false);
    expect(await coloured([], { TERM: "dumb" }, 80)).toBe(false);
    expect(await coloured(["--no-color"], { FORCE_COLOR: "1" }, 80)).toBe(false);
    expect(await coloured([], { FORCE_COLOR: "1" })).toBe(true);
    expect(await coloured([], { FORCE_COLOR: "0" }, 80)).toBe(false);
  });

  it("shows progress on a terminal only", async () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${index}.Dockerfile`, good]));
    const folder = tree(many);
    expect((await stagegate(["check"], { folder, terminal: 80 })).stderr).toContain(
      "judging 100 Dockerfiles\r\u001b[K",
    );
    expect((await stagegate(["check"], { folder })).stderr).toBe("");
  });
});

describe("stagegate rules and graph", () => {
  it("lists the rules with level and summary, also as JSON", async () => {
    const folder = tree({});
    expect((await stagegate(["rules"], { folder })).stdout).toMatch(
      /^root-final-user +warning +A shipped stage runs as root\.$/m,
    );
    const json = JSON.parse((await stagegate(["rules", "--format", "json"], { folder })).stdout);
    expect(json).toContainEqual(expect.objectContaining({ id: "single-stage-build", level: "error", group: "ships" }));
  });

  it("explains a rule with its examples", async () => {
    const { exitStatus, stdout } = await stagegate(["rules", "floating-base-tag"], { folder: tree({}) });
    expect(exitStatus).toBe(0);
    expect(stdout).toMatch(/^floating-base-tag[\s\S]*Avoid[\s\S]*Prefer/);
  });

  it("draws the stage graph as text, JSON, Mermaid and SVG", async () => {
    const folder = tree({ Dockerfile: good });
    const draw = async (...args: string[]) => (await stagegate(["graph", "Dockerfile", ...args], { folder })).stdout;
    expect(await draw()).toMatch(/build +○ contributes[\s\S]*● ships[^\n]*\n +copies \/app from build/);
    expect(JSON.parse(await draw("--format", "json"))).toMatchObject({
      path: "Dockerfile",
      edges: [{ stage: 1, needs: 0 }],
    });
    expect(await draw("--format", "mermaid")).toMatch(/^flowchart /);
    expect(await draw("--format", "svg")).toMatch(
      /^<svg xmlns="[^"]+" class="stages"[^>]*>[\s\S]*build[\s\S]*<\/svg>\n$/,
    );
    expect(JSON.parse(await draw("--format", "json", "--target", "build")).stages[0].role).toBe("ships");
  });
});

describe("help and version", () => {
  it("prints the version of the package", async () => {
    const { stdout } = await stagegate(["--version"], { folder: tree({}) });
    expect(stdout).toBe(`${JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version}\n`);
  });

  it.each(["check", "rules", "graph"])("explains %s with its options and examples", async (name) => {
    const { exitStatus, stdout } = await stagegate([name, "--help"], { folder: tree({}) });
    expect(exitStatus).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`^Usage: stagegate ${name} [\\s\\S]*--output FILE[\\s\\S]*\\n {2}stagegate ${name}`),
    );
    expect(await stagegate([name, "-h"], { folder: tree({}) })).toMatchObject({ stdout });
    expect(await stagegate(["help", name], { folder: tree({}) })).toMatchObject({ stdout });
  });

  it("does not pass when no command is given", async () => {
    const { exitStatus, stdout, stderr } = await stagegate([], { folder: tree({}) });
    expect({ exitStatus, stdout }).toEqual({ exitStatus: 2, stdout: "" });
    expect(stderr).toBe((await stagegate(["--help"], { folder: tree({}) })).stdout);
  });
});

describe("the program", () => {
  it("sets the exit status", async () => {
    const folder = tree({ Dockerfile: bad });
    expect(await runProgram(source, ["check"], { folder })).toMatchObject({ exitStatus: 1, stderr: "" });
    expect(await runProgram(source, ["chek"], { folder })).toMatchObject({ exitStatus: 2, stdout: "" });
  });

  it("keeps its verdict when the reader goes away", async () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}.Dockerfile`, bad]));
    const child = startProgram(source, ["check"], { folder: tree(files) });
    child.stdout.destroy();
    const errors: Buffer[] = [];
    child.stderr.on("data", (chunk) => errors.push(chunk));
    const status = await new Promise((resolve) => child.on("close", resolve));
    expect(Buffer.concat(errors).toString()).toBe("");
    expect(status).toBe(1);
  });

  it.skipIf(process.platform !== "linux")("reads a pipe of the shell", () => {
    const folder = tree({});
    const command = `"$0" "$1" check <(printf 'FROM alpine:latest\\nUSER 1\\n')`;
    const output = execFileSync("bash", ["-c", command, process.execPath, source], { cwd: folder, encoding: "utf8" });
    expect(output).toContain("floating-base-tag");
  });
});
