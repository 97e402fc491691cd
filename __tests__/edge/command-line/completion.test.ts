import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../../../src/edge/command-line/commands.ts";
import { stagegate } from "../../support/command-line.ts";
import { tree } from "../../support/tree.ts";

async function script(shell: string): Promise<string> {
  const { stdout, exitStatus } = await stagegate(["completion", shell], { folder: tree({}) });
  expect(exitStatus).toBe(0);
  return stdout;
}

function isThere(shell: string): boolean {
  return spawnSync(shell, ["-c", "true"]).status === 0;
}

describe.skipIf(!isThere("bash"))("in bash", () => {
  async function ask(...lines: readonly (readonly string[])[]): Promise<string[][]> {
    const folder = tree({ Dockerfile: "FROM scratch\n", "my file": "" });
    writeFileSync(join(folder, "completion"), await script("bash"));
    const asking = lines.map((words) => `ask ${words.map((word) => `'${word}'`).join(" ")}`).join("\n");
    const program = `set -u; source ./completion
ask() { COMP_WORDS=(stagegate "$@"); COMP_CWORD=$#; COMPREPLY=(); _stagegate; printf '%s\\t' "\${COMPREPLY[@]-}"; echo; }
${asking}
complete -p stagegate`;
    const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", program], { cwd: folder, encoding: "utf8" });
    expect(stderr).toBe("");
    const rows = stdout.trimEnd().split("\n");
    expect(rows.pop()).toBe("complete -F _stagegate stagegate");
    return rows.map((row) => row.split("\t").filter((word) => word !== ""));
  }

  it("completes commands, options, values, rules, shells and files", async () => {
    const [all, one, option, value, joined, rule, shells, file, space] = await ask(
      [""],
      ["che"],
      ["check", "--fo"],
      ["check", "--format", "s"],
      ["check", "--format", "=", "ma"],
      ["rules", "root-f"],
      ["completion", ""],
      ["check", "Dock"],
      ["check", "my"],
    );
    expect(all).toEqual([...commands.map(({ name }) => name), "help", "--help", "--version"]);
    expect(one).toEqual(["check"]);
    expect(option).toEqual(["--format"]);
    expect(value).toEqual(["sarif"]);
    expect(joined).toEqual(["markdown"]);
    expect(rule).toEqual(["root-final-user"]);
    expect(shells).toEqual(["bash", "zsh", "fish", "--help", "--debug"]);
    expect(file).toEqual(["Dockerfile"]);
    expect(space).toEqual(["my file"]);
  });

  it("knows every option of every command", async () => {
    const answers = await ask(...commands.map(({ name }) => [name, "--"]));
    for (const [index, { options }] of commands.entries()) {
      expect(answers[index]).toEqual(expect.arrayContaining(options.map(({ name }) => `--${name}`)));
    }
  });
});

describe.each(["zsh", "fish"])("for %s", (shell) => {
  it("names every command and option", async () => {
    const text = await script(shell);
    for (const { name, options } of commands) {
      expect(text).toContain(name);
      for (const option of options) expect(text).toContain(shell === "zsh" ? `--${option.name}` : `-l ${option.name} `);
    }
  });

  it.skipIf(!isThere(shell))("is a script that the shell can read", async () => {
    const file = join(tree({}), "completion");
    writeFileSync(file, await script(shell));
    expect(spawnSync(shell, ["-n", file], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  });
});

it("takes one shell that it knows, and suggests one", async () => {
  const { exitStatus, stderr } = await stagegate(["completion", "fisch"], { folder: tree({}) });
  expect({ exitStatus, stderr }).toEqual({
    exitStatus: 2,
    stderr: "stagegate: stagegate completion takes one shell: bash, zsh, fish. Did you mean fish?\n",
  });
});

describe.each(commands.map((command) => [command.name, command] as const))("stagegate %s --help", (name, command) => {
  it("has examples whose options are its own", async () => {
    const { stdout, exitStatus } = await stagegate([name, "--help"], { folder: tree({}) });
    expect(exitStatus).toBe(0);
    expect(command.examples.length).toBeGreaterThan(0);
    for (const [, line] of command.examples) {
      expect(stdout).toContain(line);
      for (const [, option] of line.matchAll(/ --([a-z-]+)/g)) {
        expect(command.options.map((each) => each.name)).toContain(option);
      }
    }
  });

  it("is suggested, and so are its options, where they are misspelt", async () => {
    const misspelt = await stagegate([`${name}x`], { folder: tree({}) });
    expect(misspelt.stderr).toContain(`Did you mean stagegate ${name}?`);
    for (const option of command.options) {
      const { stderr, exitStatus } = await stagegate([name, `--${option.name}x`], { folder: tree({}) });
      expect({ exitStatus, stderr }).toEqual({ exitStatus: 2, stderr: expect.stringContaining("Did you mean --") });
    }
  });
});
