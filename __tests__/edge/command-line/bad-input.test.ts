import { chmodSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { stagegate } from "../../support/command-line.ts";
import { tree } from "../../support/tree.ts";

const good = "FROM scratch\nUSER 65532\n";

describe("bad input", () => {
  const cases: readonly (readonly [string, readonly string[], string | RegExp])[] = [
    ["a misspelt command", ["chek"], 'stagegate: There is no command "chek". Did you mean stagegate check?'],
    [
      "an unknown command",
      ["frobnicate"],
      /There is no command "frobnicate"\. The commands are check, fix, rules, graph, test, init, build, completion\./,
    ],
    [
      "a misspelt option",
      ["check", "--polcy=x"],
      "stagegate: Unknown option --polcy of stagegate check. Did you mean --policy?",
    ],
    ["an unknown short option", ["check", "-x"], /Unknown option -x of stagegate check\. See stagegate check --help\./],
    ["a missing value", ["check", "--policy", "--no-color"], "stagegate: --policy needs a value: FILE|PACK."],
    ["a superfluous value", ["check", "--no-color=yes"], "stagegate: --no-color takes no value."],
    ["a wrong value", ["check", "--fail-on", "eror"], /--fail-on cannot be "eror".* Did you mean error\?/],
    ["a path that is not there", ["check", "nowhere"], "nowhere: cannot be read: it does not exist."],
    [
      "a misspelt pack",
      ["check", "--policy", "strct"],
      /There is no policy "strct", neither a file nor a pack\. Did you mean strict\?/,
    ],
    ["a policy that is not there", ["check", "--policy", "a/b.yml"], /^a\/b\.yml: .*it does not exist\.$/],
    ["a policy that is a folder", ["check", "--policy", "."], /folder/],
    [
      "a misspelt rule in a policy",
      ["check", "--policy", "misspelt.yml"],
      "misspelt.yml:3:3: no rule is called `root-finl-user`. Did you mean `root-final-user`?",
    ],
    ["a binary policy", ["check", "--policy", "binary.yml"], /^binary\.yml: .*binary/],
    [
      "an output that cannot be written",
      ["check", "--output", "no/such/folder"],
      "no/such/folder: cannot be written: it does not exist.",
    ],
    [
      "a misspelt rule",
      ["rules", "root-finl-user"],
      'stagegate: There is no rule "root-finl-user". Did you mean root-final-user?',
    ],
    ["two rules", ["rules", "a", "b"], "stagegate: stagegate rules explains one rule at a time."],
    ["no file for a graph", ["graph"], "stagegate: stagegate graph takes one Dockerfile."],
    ["a folder for a graph", ["graph", "."], ".: is a folder. Name a Dockerfile."],
    [
      "a graph of what BuildKit refuses",
      ["graph", "refused"],
      /^refused:2:1: BuildKit refuses this Dockerfile: unknown instruction/,
    ],
    ["a graph of a binary file", ["graph", "binary.yml"], "binary.yml: The file is binary, not text."],
    ["a name with control characters", ["check", "a\u001b[31m\nb"], /^a␛\[31m␊b: cannot be read/],
  ];

  it.each(cases)("%s is one clear line on standard error and status 2", async (_, args, line) => {
    const folder = tree({
      Dockerfile: good,
      "misspelt.yml": "version: 1\nrules:\n  root-finl-user: error\n",
      "binary.yml": new Uint8Array([0, 1, 2]),
      refused: "FROM scratch\nFRM x\n",
    });
    const { exitStatus, stdout, stderr } = await stagegate(args, { folder });
    expect(exitStatus).toBe(2);
    expect(stdout).toBe("");
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    if (typeof line === "string") expect(stderr).toBe(`${line}\n`);
    else expect(stderr.trimEnd()).toMatch(line);
  });

  it("is a folder without Dockerfiles: said, and no failure", async () => {
    const result = await stagegate(["check", "docs"], { folder: tree({ "docs/a.md": "" }) });
    expect(result).toMatchObject({ exitStatus: 0, stderr: "stagegate: no Dockerfiles under docs\n" });
  });

  it("is 1 MiB of text: judged up to there, a problem beyond", async () => {
    const line = `# ${"x".repeat(61)}\n`;
    const text = `FROM scratch\nUSER 1\n${line.repeat(16383)}`;
    const status = async (more: string) => stagegate(["check"], { folder: tree({ Dockerfile: text + more }) });
    expect((await status("")).exitStatus).toBe(0);
    const large = await status(line.repeat(2));
    expect(large.exitStatus).toBe(2);
    expect(large.stdout).toContain("file-too-large");
  });

  it("is a link out of the tree: a problem in a folder, the user's own choice when named", async () => {
    const outside = tree({ x: good });
    const folder = tree({ Dockerfile: { link: join(outside, "x") } });
    const found = await stagegate(["check"], { folder });
    expect(found.exitStatus).toBe(2);
    expect(found.stdout).toContain("link-outside");
    expect((await stagegate(["check", "Dockerfile"], { folder })).exitStatus).toBe(0);
  });

  it.skipIf(process.getuid?.() === 0)("is a file that may not be read", async () => {
    const folder = tree({ Dockerfile: good });
    chmodSync(join(folder, "Dockerfile"), 0);
    expect((await stagegate(["check"], { folder })).exitStatus).toBe(2);
    expect(await stagegate(["check", "Dockerfile"], { folder })).toMatchObject({
      exitStatus: 2,
      stdout: "",
      stderr: "Dockerfile: The file cannot be read: permission denied.\n",
    });
  });

  it("is a current folder that is gone", async () => {
    const { exitStatus, stderr } = await stagegate(["check"], { folder: join(tree({}), "gone") });
    expect(exitStatus).toBe(2);
    expect(stderr).toBe("stagegate: The current folder cannot be read: it does not exist.\n");
  });

  it("is none of the user's when Stagegate breaks: one line, and the stack on request", async () => {
    const broken = { stdout: brokenStream() };
    const options = { folder: tree({}) };
    const plain = await stagegate(["rules"], options, broken);
    expect(plain).toMatchObject({ exitStatus: 2, stderr: "stagegate: internal error: broken (please report)\n" });
    const stack = /internal error: broken \(please report\)\nError: broken\nin two lines\n {4}at /;
    expect((await stagegate(["rules", "--debug"], options, broken)).stderr).toMatch(stack);
    const environment = { STAGEGATE_DEBUG: "1" };
    expect((await stagegate(["rules"], { ...options, environment }, broken)).stderr).toMatch(stack);
  });
});

function brokenStream(): Writable {
  return Object.assign(new Writable(), {
    write: () => {
      throw new Error("broken\nin two lines");
    },
  });
}
