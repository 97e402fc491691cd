import { describe, expect, it } from "vitest";
import { commandsOf, linesOf, readInstruction, writtenAt } from "./script-reader.ts";

describe("lists and pipelines", () => {
  it("tells how each command hangs on the one before it", () => {
    const commands = commandsOf("set -eux; apt-get update && apt-get install -y gcc || exit 1; sleep 1 & make");
    expect(commands.map(({ name, operator }) => [operator, name])).toEqual([
      [undefined, "set"],
      [";", "apt-get"],
      ["&&", "apt-get"],
      ["||", "exit"],
      [";", "sleep"],
      ["&", "make"],
    ]);
  });

  it("tells whose output a command reads", () => {
    const commands = commandsOf("echo x; curl -fsSL https://example.com/i.sh | tee log |& bash");
    expect(commands.map(({ name, pipedFrom }) => [name, pipedFrom])).toEqual([
      ["echo", undefined],
      ["curl", undefined],
      ["tee", 1],
      ["bash", 2],
    ]);
  });

  it("pipes out of the last and into the first command of a construct", () => {
    const commands = commandsOf("{ a; b; } | (c; d) | while read x; do e; done | sh -c 'f; g' | h");
    expect(commands.map(({ name, pipedFrom }) => [name, pipedFrom])).toEqual([
      ["a", undefined],
      ["b", undefined],
      ["c", 1],
      ["d", undefined],
      ["read", 3],
      ["e", undefined],
      ["f", 5],
      ["g", undefined],
      ["h", 7],
    ]);
  });

  it("gives the operator of a construct to its first command", () => {
    const commands = commandsOf("a && (b; c) || if d; then e; fi");
    expect(commands.map(({ name, operator }) => [name, operator])).toEqual([
      ["a", undefined],
      ["b", "&&"],
      ["c", ";"],
      ["d", "||"],
      ["e", undefined],
    ]);
  });
});

describe("constructs", () => {
  it.each([
    ["(a)", "subshell"],
    ["{ a; }", "group"],
    ["for x in 1; do a; done", "loop"],
    ["for ((i=0;i<3;i++)); do a; done", "loop"],
    ["until a; do :; done", "loop condition"],
    ["while :; do a; done", "loop"],
    ["if a; then :; fi", "condition"],
    ["if :; then a; fi", "branch"],
    ["if :; then :; elif a; then :; fi", "branch condition"],
    ["if :; then :; elif :; then a; fi", "branch"],
    ["if :; then :; else a; fi", "branch"],
    ["case x in y) a ;; esac", "branch"],
    ["f() { a; }", "function group"],
    ["function f { a; }", "function group"],
    ["f() (a)", "function subshell"],
    ["a &", "background"],
    ["coproc a", "background"],
    ["echo $(a)", "substitution"],
    ["echo `a`", "substitution"],
    ['echo "x$(a)"', "substitution"],
    ["diff <(a) x", "substitution"],
    ["tee >(a)", "substitution"],
    ["X=$(a)", "substitution"],
    ["X=($(a))", "substitution"],
    ["export X=$(a)", "substitution"],
    ["echo > $(a)", "substitution"],
    ["echo $((1 + $(a)))", "substitution"],
    ["echo ${X:-$(a)}", "substitution"],
    ["for x in $(a); do :; done", "substitution"],
    ["case $(a) in x) ;; esac", "substitution"],
    ["[[ -n $(a) ]]", "substitution"],
    ["(( $(a) > 1 ))", "substitution"],
    ["echo `echo \\`a\\``", "substitution substitution"],
    ["(if x; then { a; }; fi)", "subshell branch group"],
    ["a && b", ""],
    ["! a", ""],
  ])("finds the command in %s", (script, within) => {
    const command = commandsOf(script).find(({ name }) => name === "a");
    expect(command?.within.join(" ")).toBe(within);
  });

  it("lists commands in written order, those of substitutions behind the command that uses them", () => {
    expect(linesOf('echo "$(a "$(b)")" `c` && d; sh -c "e $(f); g"')).toEqual([
      "echo ? ?",
      "a ?",
      "b",
      "c",
      "d",
      "e ?",
      "f",
      "g",
    ]);
  });

  it("lists tests and arithmetic as commands", () => {
    const commands = commandsOf('[[ -f "$HOME/x" && $A == b* ]] && (( i++ )) && a');
    expect(commands.map(({ name, arguments: words }) => [name, ...words.map(({ text }) => text)])).toEqual([
      ["[[", '"$HOME/x"', "$A", "b*"],
      ["(("],
      ["a"],
    ]);
  });
});

describe("a command", () => {
  it.each([
    ["/usr/bin/npm ci", "npm"],
    ["./configure --x", "configure"],
    ["apt\\-get x", "apt-get"],
    ["'a'\"pk\" add", "apk"],
    ["$UNSET_PREFIX/bin/pip install x", "pip"],
    ['"$GOROOT/bin/go" build', "go"],
    ["$PREFIX/$NAME x", "tool"],
    ["pip$UNKNOWN x", ""],
    ["X=1", ""],
    ["> f", ""],
  ])("is named by the last component of its word: %s", (script, name) => {
    expect(commandsOf(script, { NAME: "tool" })[0]?.name).toBe(name);
  });

  it("has assignments, arguments and redirections apart", () => {
    const { source, script } = readInstruction('RUN A=1 B="$C d" make -j4 X=y >out.log 2>&1 </dev/null 3<>f');
    const [command] = script.commands;
    expect(command?.name).toBe("make");
    expect(command?.assignments.map((each) => [each.name, each.value?.text, writtenAt(source, each)])).toEqual([
      ["A", "1", "A=1"],
      ["B", '"$C d"', 'B="$C d"'],
    ]);
    expect(command?.arguments.map(({ value }) => value)).toEqual(["-j4", "X=y"]);
    expect(command?.redirections.map((each) => [each.operator, each.fileDescriptor, each.target?.value])).toEqual([
      [">", undefined, "out.log"],
      [">&", 2, "1"],
      ["<", undefined, "/dev/null"],
      ["<>", 3, "f"],
    ]);
    expect(command && writtenAt(source, command)).toMatch(/^A=1 .* 3<>f$/);
  });

  it("has the arguments of export as assignments, too", () => {
    const [command] = commandsOf('export PATH="/x:$PATH" TOKEN=abc NAME');
    expect(command?.arguments.map(({ text }) => text)).toEqual(['PATH="/x:$PATH"', "TOKEN=abc", "NAME"]);
    expect(command?.assignments.map(({ name, value }) => [name, value?.value])).toEqual([
      ["PATH", undefined],
      ["TOKEN", "abc"],
    ]);
  });

  it("has here-strings and here-documents as redirections", () => {
    const { script } = readInstruction('RUN cat <<"A" <<-B 4<<<"$X" > /f\n$a\nA\n\tone $X\n\t\ttwo\n\tB', { X: "1" });
    expect(
      script.commands[0]?.redirections.map((each) => [each.operator, each.body?.value, each.target?.value]),
    ).toEqual([
      ["<<", "$a\n", undefined],
      ["<<-", "one 1\ntwo\n", undefined],
      ["<<<", undefined, "1"],
      [">", undefined, "/f"],
    ]);
  });

  it.each([
    ["(a; b) > f", "b"],
    ["{ a; b; } > f", "b"],
    ["for x in 1; do a; b; done > f", "b"],
    ["if a; then b; else c; fi > f", "c"],
    ["sh -c 'a; b' > f", "b"],
    ["{ { a; } > g; } > f", "a"],
    ["{ echo $(x); } > f", "echo"],
  ])("gets the redirection of the construct that it ends: %s", (script, name) => {
    const redirected = commandsOf(script).filter(({ redirections }) =>
      redirections.some(({ target }) => target?.value === "f"),
    );
    expect(redirected.map((command) => command.name)).toEqual([name]);
  });
});

describe("syntax errors", () => {
  it("carries what the parser says, at its place, and keeps the commands", () => {
    const { source, script } = readInstruction("RUN apt-get update && (make; if x; then y");
    expect(script.syntaxErrors.length).toBeGreaterThan(0);
    expect(script.syntaxErrors.map(({ message }) => message)).toContain("expected 'fi' to close 'if'");
    expect(script.syntaxErrors.every(({ span }) => span.end.offset <= source.text.length)).toBe(true);
    expect(script.commands.map(({ name }) => name)).toEqual(expect.arrayContaining(["apt-get", "make"]));
  });

  it("reports those of nested scripts and substitutions", () => {
    expect(readInstruction("RUN sh -c 'a; ('").script.syntaxErrors).toHaveLength(2);
    expect(readInstruction("RUN echo $(if)").script.syntaxErrors.length).toBeGreaterThan(0);
  });

  it.each([
    ["groups", `${"{ ".repeat(80)}a; ${"}; ".repeat(80)}`],
    ["substitutions", `echo ${"$(echo ".repeat(40)}a${")".repeat(40)}`],
    ["conditions", `${"if a; then ".repeat(80)}b; ${"fi; ".repeat(80)}`],
    ["eval", 'X=\'eval "$X"\'; eval "$X"'],
  ])("reports %s that are nested without end", (_, script) => {
    const { syntaxErrors } = readInstruction(`RUN ${script}`).script;
    expect(syntaxErrors.map(({ message }) => message)).toContain("nested too deeply to be read");
  });

  it("survives what the parser does not", () => {
    const { syntaxErrors } = readInstruction(`RUN ${"f() ".repeat(10_000)}`).script;
    expect(syntaxErrors.map(({ message }) => message)).toEqual(["the script cannot be read"]);
    const heredocs = readInstruction(`RUN true \\\n${`${"'<<A' ".repeat(1_000)}\\\n`.repeat(3)} x`).script;
    expect(heredocs.syntaxErrors.map(({ message }) => message)).toEqual(["too many here-documents to be read"]);
  });
});
