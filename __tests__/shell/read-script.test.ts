import { describe, expect, it } from "vitest";
import { lineOf, readInstruction, writtenAt } from "./script-reader.ts";

const lines = (text: string, shell?: readonly string[]) => readInstruction(text, {}, shell).script.commands.map(lineOf);

describe("shell form", () => {
  it("reads across continuations and comments, every word where it stands", () => {
    const { source, script } = readInstruction(
      'RUN --mount=type=cache,target=/x \\\n  # first\n  apt-get update && \\\n\n  apt-get \\\n    install -y \\\n  # second\n    "a b" \\\n    g\\\ncc',
    );
    expect(script.commands.map(lineOf)).toEqual(["apt-get update", "apt-get install -y a b gcc"]);
    expect(script.commands[1]?.arguments.map((word) => [writtenAt(source, word), word.span.start.line])).toEqual([
      ["install", 7],
      ["-y", 7],
      ['"a b"', 9],
      ["g\\\ncc", 10],
    ]);
  });

  it("ends at a comment of the shell", () => {
    expect(lines("RUN a # b && c")).toEqual(["a"]);
  });

  it.each([
    ["CMD npm start", ["npm start"]],
    ["ENTRYPOINT exec node x", ["node x"]],
    ["HEALTHCHECK --interval=5s CMD curl -f http://localhost || exit 1", ["curl -f http://localhost", "exit 1"]],
    ["HEALTHCHECK NONE", []],
    ["CMD []", []],
    ['SHELL ["/bin/bash", "-c"]', []],
    ["CMD ['node', 'x']", ["[node, x]"]],
  ])("reads %s", (text, expected) => {
    expect(lines(text)).toEqual(expected);
  });
});

describe("exec form", () => {
  it("is one command, nothing expanded", () => {
    const { source, script } = readInstruction('RUN ["apt-get", "install", \\\n "$X", "a b"]', { X: "y" });
    expect(script).toMatchObject({ dialect: "posix", syntaxErrors: [] });
    expect(script.commands.map(lineOf)).toEqual(["apt-get install $X a b"]);
    expect(script.commands[0]?.arguments.map((word) => [word.text, word.fields, writtenAt(source, word)])).toEqual([
      ['"install"', ["install"], '"install"'],
      ['"$X"', ["$X"], '"$X"'],
      ['"a b"', ["a b"], '"a b"'],
    ]);
  });

  it.each([
    ['CMD ["sh", "-c", "a && exec b $X"]', ["a", "b y"], ["sh"]],
    ['ENTRYPOINT ["/bin/bash", "-lc", "a; b"]', ["a", "b"], ["bash"]],
    ['ENTRYPOINT ["/sbin/tini", "--", "/usr/bin/node", "x"]', ["node x"], ["tini"]],
    ['CMD ["env", "A=1", "node"]', ["node"], ["env"]],
    ['HEALTHCHECK CMD ["curl", "-f", "x"]', ["curl -f x"], []],
  ])("looks through %s", (text, expected, wrappers) => {
    const { script } = readInstruction(text, { X: "y" });
    expect(script.commands.map(lineOf)).toEqual(expected);
    expect(script.commands[0]?.wrappers).toEqual(wrappers);
  });

  it("stands where the strings are written, escapes included", () => {
    const { source, script } = readInstruction('RUN ["sh", "-c", "echo \\"a\\\\u0062\\" \\u0063d && \\\n make all"]');
    expect(script.commands.map(lineOf)).toEqual(["echo a\\u0062 cd", "make all"]);
    expect(script.commands.flatMap((command) => command.arguments.map((word) => writtenAt(source, word)))).toEqual([
      '\\"a\\\\u0062\\"',
      "\\u0063d",
      "all",
    ]);
    const { source: env, script: assigned } = readInstruction('RUN ["env", "A=b c", "make"]');
    expect(assigned.commands[0]?.assignments.map(({ name, value }) => [name, value && writtenAt(env, value)])).toEqual([
      ["A", "b c"],
    ]);
  });
});

describe("heredocs", () => {
  it.each([
    ["RUN <<EOF", "EOF"],
    ["RUN <<'EOF'", "EOF"],
    ['RUN <<"E F"', "E F"],
    ["RUN << EOF", "EOF"],
    ["RUN 3<<EOF", "EOF"],
    ["RUN --mount=type=secret,id=x <<EOF", "EOF"],
  ])("%s runs its content", (head, terminator) => {
    const { source, script } = readInstruction(`${head}\nset -e\nif a; then\n  b "c"\nfi\n${terminator}`);
    expect(script.commands.map(lineOf)).toEqual(["set -e", "a", "b c"]);
    expect(script.commands.map(({ span }) => span.start.line)).toEqual([3, 4, 5]);
    expect(script.commands[2]?.arguments.map((word) => writtenAt(source, word))).toEqual(['"c"']);
  });

  it("takes leading tabs away for <<-, and BuildKit's own with them", () => {
    const { source, script } = readInstruction("RUN <<-EOF\n\ta <<X\n\t\tbody\n\tX\n\tb\tc\n\tEOF");
    expect(script.syntaxErrors).toEqual([]);
    expect(script.commands.map(lineOf)).toEqual(["a", "b c"]);
    expect(script.commands[0]?.redirections[0]?.body?.value).toBe("body\n");
    expect(script.commands[1]?.arguments.map((word) => writtenAt(source, word))).toEqual(["c"]);
  });

  it.each([
    ["#!/bin/bash", "posix", ["a"]],
    ["#!/usr/bin/env bash", "posix", ["a"]],
    ["#!/usr/bin/env -S X=1 bash -e", "posix", ["a"]],
    ["#! /bin/sh -eux", "posix", ["a"]],
    ["#!/usr/bin/env python3", "other", []],
    ["#!/usr/bin/perl", "other", []],
    ["#!/usr/bin/env pwsh", "powershell", []],
    [" #!/usr/bin/env python3", "posix", ["a"]],
  ])("runs it by its shebang %s", (shebang, dialect, expected) => {
    const { script } = readInstruction(`RUN <<EOF\n${shebang}\na\nEOF`);
    expect(script.dialect).toBe(dialect);
    expect(script.commands.map(lineOf)).toEqual(expected);
  });

  it.each([
    ["RUN cat <<EOF > /f && b", ["cat", "b"]],
    ["RUN python3 <<EOF", ["python3"]],
    ["RUN <<EOF cat | b", ["cat", "b"]],
    ["RUN <<EOF cat && \\\n b", ["cat", "b"]],
  ])("%s leaves the heredoc to the shell", (head, expected) => {
    const { source, script } = readInstruction(`${head}\nx = "y"\nEOF`);
    expect(script.commands.map(lineOf)).toEqual(expected);
    const body = script.commands[0]?.redirections[0]?.body;
    expect(body && writtenAt(source, body)).toBe('x = "y"\n');
  });

  it.each([
    ["RUN bash <<EOF", "EOF"],
    ["RUN <<EOF bash -ex", "EOF"],
    ["RUN <<-'EOF' sudo sh -s x", "\tEOF"],
    ["RUN <<A cat && bash <<EOF\nA", "EOF"],
  ])("%s hands commands to a shell", (head, terminator) => {
    const { source, script } = readInstruction(`${head}\n\tapt-get update\n\tmake "$X" all\n${terminator}`);
    const commands = script.commands.filter(({ name }) => name !== "cat");
    expect(commands.map(({ name }) => name)).toEqual(["apt-get", "make"]);
    expect(commands[1]?.arguments.map((word) => writtenAt(source, word))).toEqual(['"$X"', "all"]);
    expect(commands.every(({ redirections }) => redirections.length === 0)).toBe(true);
  });

  it("does not take a script file's input for commands", () => {
    expect(lines("RUN bash x.sh <<EOF\ny\nEOF")).toEqual(["bash x.sh"]);
  });

  it("reads several in their order", () => {
    const { source, script } = readInstruction("RUN cat <<A > /a && cat <<'B' > /b\n1 $X\nA\n2 $X\nB", { X: "y" });
    const bodies = script.commands.map(({ redirections }) => redirections[0]?.body);
    expect(bodies.map((body) => body?.value)).toEqual(["1 y\n", "2 $X\n"]);
    expect(bodies.map((body) => body && writtenAt(source, body))).toEqual(["1 $X\n", "2 $X\n"]);
  });

  it("is not confused by CRLF", () => {
    const { script } = readInstruction("RUN <<EOF\r\napk add gcc\r\nif a; then\r\nb\r\nfi\r\nEOF\r");
    expect(script.syntaxErrors).toEqual([]);
    expect(script.commands.map(lineOf)).toEqual(["apk add gcc", "a", "b"]);
  });
});

describe("SHELL in force", () => {
  it.each([
    [["/bin/bash", "-o", "pipefail", "-c"], "posix"],
    [["/bin/ash", "-eo", "pipefail", "-c"], "posix"],
    [["/busybox/sh", "-c"], "posix"],
    [["busybox", "sh", "-c"], "posix"],
    [["ksh", "-c"], "posix"],
    [["zsh", "-c"], "posix"],
    [["dash", "-c"], "posix"],
    [["/usr/bin/env", "bash", "-c"], "posix"],
    [["conda", "run", "-n", "x", "/bin/bash", "-c"], "posix"],
    [["powershell", "-Command", "$ErrorActionPreference = 'Stop';"], "powershell"],
    [["C:\\Program Files\\PowerShell\\pwsh.exe", "-Command"], "powershell"],
    [["cmd", "/S", "/C"], "cmd"],
    [["C:\\Windows\\System32\\CMD.EXE", "/S", "/C"], "cmd"],
    [["/usr/bin/python3", "-c"], "other"],
    [["fish", "-c"], "other"],
  ] as const)("%j is %s", (shell, dialect) => {
    const { script } = readInstruction("RUN make all", {}, shell);
    expect(script.dialect).toBe(dialect);
    expect(script.commands.map(lineOf)).toEqual(dialect === "posix" ? ["make all"] : []);
  });

  it("does not matter for the exec form", () => {
    const { script } = readInstruction('RUN ["make", "all"]', {}, ["powershell", "-Command"]);
    expect(script).toMatchObject({ dialect: "posix", commands: [{ name: "make" }] });
    const powershell = readInstruction('RUN ["powershell", "-Command", "x"]').script;
    expect(powershell).toMatchObject({ dialect: "powershell", commands: [{ name: "powershell" }] });
  });
});
