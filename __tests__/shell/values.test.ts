import { describe, expect, it } from "vitest";
import { commandsOf, lastArguments, linesOf, readInstruction } from "./script-reader.ts";

const environment = { V: "1.2.3", P: "/usr/lib/libx.so.1", LIST: " gcc  make ", EMPTY: "", ARGUMENT: undefined };

/** Value and fields of the only argument of the last command. */
function wordValue(script: string) {
  const [word] = lastArguments(script, environment);
  return word && { value: word.value, fields: word.fields };
}

describe("a word", () => {
  it.each([
    ["x abc", "abc"],
    ["x a'b c'\"d e\"", "ab cd e"],
    ["x a\\ b\\$V", "a b$V"],
    ['x "a\\"b\\$V\\n\\\\"', 'a"b$V\\n\\'],
    ["x $'a\\tb\\x41'", "a\tbA"],
    ["x '$V'", "$V"],
    ["x $V", "1.2.3"],
    ["x v${V}-x", "v1.2.3-x"],
    ["x '*.tar'", "*.tar"],
    ["x *.tar", "*.tar"],
    ["x [a-c]?", "[a-c]?"],
    ["x ~/a", "~/a"],
    ["x a$ ", "a$"],
    ["x $", "$"],
    ["x ''", ""],
    ["x ${V:-d}", "1.2.3"],
    ["x ${EMPTY:-d}", "d"],
    ["x ${EMPTY-d}x", "x"],
    ["x ${V:+y}", "y"],
    ["x a${EMPTY:+y}", "a"],
    ["x ${V:?no}", "1.2.3"],
    ["unset V; x ${V-d}", "d"],
    ["x ${EMPTY:-$V}", "1.2.3"],
    ['x "${EMPTY:-"a b"}"', "a b"],
    ["x ${V%.*}", "1.2"],
    ["x ${V%%.*}", "1"],
    ["x ${V#*.}", "2.3"],
    ["x ${P##*/}", "libx.so.1"],
    ["x ${P%/lib*}", "/usr/lib"],
    ["x ${V%.[0-9]}", "1.2"],
    ["x ${V%.?}", "1.2"],
    ["x ${V#v}", "1.2.3"],
    ["x ${V/./_}", "1_2.3"],
    ["x ${V//./_}", "1_2_3"],
    ["x ${V//./}", "123"],
    ["x ${P/lib*so/y}", "/usr/y.1"],
    ["x ${#V}", "5"],
    ["x ${V:0:3}", "1.2"],
    ["x ${V:2}", "2.3"],
    ["x ${V: -1}", "3"],
    ["W=aBc; x ${W^^}${W,,}${W^}", "ABCabcABc"],
    ["set -- a; x ${V@Q}", undefined],
    ["x ${!V}", undefined],
    ["x $UNKNOWN", undefined],
    ["x a$UNKNOWN", undefined],
    ["x ${UNKNOWN:-d}", undefined],
    ["x $ARGUMENT", undefined],
    ["x ${ARGUMENT:-d}", undefined],
    ["x $(y)", undefined],
    ["x $((1 + 2))", undefined],
    ["x <(y)", undefined],
    ["x $1 ", undefined],
    ['x "$@"', undefined],
    ["x *.$UNKNOWN", undefined],
  ])("%s has the value %j", (script, value) => {
    expect(wordValue(script)?.value).toBe(value);
  });

  it.each([
    ["x $LIST", ["gcc", "make"]],
    ['x "$LIST"', [" gcc  make "]],
    ["x lib$LIST-dev", ["lib", "gcc", "make", "-dev"]],
    ["x $EMPTY", []],
    ['x "$EMPTY"', [""]],
    ["x $EMPTY''", [""]],
    ["x ${EMPTY:-a b}", ["a", "b"]],
    ['x ${EMPTY:-"a b"}', ["a b"]],
    ['x ${LIST-"d e"}', ["gcc", "make"]],
    ['x ${EMPTY-"d e"}', []],
    ["x l{a,$V,c}m", undefined],
    ["x l{a,${V},c}m", ["lam", "l1.2.3m", "lcm"]],
    ["x lib{a,b}", ["liba", "libb"]],
    ["x {a,{b,c}d}", ["a", "bd", "cd"]],
    ["x {a,b}{1..3}", ["a1", "a2", "a3", "b1", "b2", "b3"]],
    ["x {08..10}", ["08", "09", "10"]],
    ["x {e..a..2}", ["e", "c", "a"]],
    ["x lib{$V,'b c'}", ["lib1.2.3", "libb c"]],
    ["x {a}", ["{a}"]],
    ["x '{a,b}'", ["{a,b}"]],
    ["x {a,$UNKNOWN}", undefined],
    ["a=(gcc 'b c'); x \"${a[@]}\"", ["gcc", "b c"]],
    ["a=(gcc 'b c'); x ${a[@]}", ["gcc", "b", "c"]],
    ["a=(gcc); a+=(make); x -${a[*]}", ["-gcc", "make"]],
    ["a=(gcc make); x ${a[1]}", ["make"]],
    ["a=(gcc $UNKNOWN); x ${a[@]}", undefined],
    ["IFS=:; x $LIST", undefined],
  ])("%s has the fields %j", (script, fields) => {
    expect(wordValue(script)?.fields).toEqual(fields);
  });

  it("names the variables that it uses, known or not", () => {
    const [{ arguments: [word] = [] } = {}] = commandsOf('x "$A-${B:-$C}$(y $D)$((E + 1))${F#$G}$1$A"');
    expect(word?.variables).toEqual(["A", "B", "C", "E", "F", "G"]);
  });

  it("can become very many fields", () => {
    expect(wordValue(`A='${"a b ".repeat(10_000)}'; x ${"$A".repeat(10)}`)?.fields).toHaveLength(200_000);
  });

  it("gives up instead of growing without end", () => {
    expect(wordValue(`X=aaaaaaaa; ${'X="$X$X";'.repeat(60)} x "$X"`)?.value).toBeUndefined();
    expect(wordValue(`x ${"{a,b}".repeat(20)}`)?.fields).toBeUndefined();
    expect(wordValue("x {1..100000}")?.fields).toBeUndefined();
  });
});

describe("assignments", () => {
  it.each([
    ["A=1; x $A", "1"],
    ["A=1 B=$A; x $B", "1"],
    ['A=1; A="$A 2"; x "$A"', "1 2"],
    ["A=1; A+=2; x $A", "12"],
    ["export A=1; x $A", "1"],
    ["readonly A=1 && x $A", "1"],
    ['unset A; : "${A:=d}"; x "$A"', "d"],
    [': "${A:=d}"; x "$A"', undefined],
    ["unset B; : ${B:=e}; x $B", "e"],
    ["A=1; A=2 y; x $A", "1"],
    ["A=1 x $A", undefined],
    ["A=1; y $UNKNOWN ${UNKNOWN:-${A:=2}}; x $A", undefined],
    ["A=; while y; do z ${A:=n}; done; x $A", undefined],
    ["A={a,b}; x $A", "{a,b}"],
    ["A=$(y); x $A", undefined],
    ["A=1; read A; x $A", undefined],
    ["A=1; read -r B A < f; x $A", undefined],
    ["A=1; printf -v A y; x $A", undefined],
    ["A=1; A[2]=3; x $A", undefined],
    ["A=1; (( A++ )); x $A", undefined],
    ["A=1; y $((A += 1)); x $A", undefined],
    ["A=1; let A=2; x $A", undefined],
    ["V=1; . /etc/os-release; VERSION=2; x $V$VERSION", "12"],
    ["VERSION=2; . /etc/os-release; x $VERSION", undefined],
  ])("%s gives %j", (script, value) => {
    expect(wordValue(script)?.value).toBe(value);
  });

  it.each([
    // Not certain to run.
    ["A=1; if y; then A=2; fi; x $A", undefined],
    ["A=1; if y; then A=1; fi; x $A", "1"],
    ["if y; then A=1; else A=1; fi; x $A", "1"],
    ["if y; then A=1; else A=2; fi; x $A", undefined],
    ["A=1; if y; then B=2; fi; x $A", "1"],
    ["A=1; if y; then A=2; x $A; fi", "2"],
    ["case $y in a) A=1 ;; *) A=1 ;; esac; x $A", "1"],
    ["A=0; case $y in a) A=1 ;; b) A=1 ;; esac; x $A", undefined],
    ["A=1; while y; do A=2; done; x $A", undefined],
    ["A=1; while y; do x $A; A=2; done; :", undefined],
    ["A=1; while y; do A=2; x $A; done", "2"],
    ["A=1; y && A=2; x $A", undefined],
    ["A=1; y && A=2 && x $A", "2"],
    ["A=1; y || A=2; x $A", undefined],
    ["A=1; y || A=1; x $A", "1"],
    ["set -e && A=1; x $A", "1"],
    // Elsewhere.
    ["A=1; (A=2); x $A", "1"],
    ["A=1; (A=2; x $A)", "2"],
    ["A=1; y $(A=2); x $A", "1"],
    ["A=1; A=2 & x $A", "1"],
    ["A=1; A=2 | y; x $A", "1"],
    ["A=1; y | read A; x $A", undefined],
    ["A=1; { A=2; }; x $A", "2"],
    // At an unknown time.
    ["A=1; f() { A=2; }; f; x $A", undefined],
    ["A=1; f() { x $A; }; A=2; f", undefined],
    ["A=1; f() { x $A; }; f", "1"],
    ["f() { A=2; x $A; }", "2"],
    ["A=1; trap 'x $A' EXIT; A=2", undefined],
  ])("knows what is certain in %s", (script, value) => {
    const command = commandsOf(script, environment).find(({ name }) => name === "x");
    expect(command?.arguments[0]?.value).toBe(value);
  });
});

describe("loops over known items", () => {
  it("gives the fields of all items, and no value", () => {
    const [word] = lastArguments("for p in a b $LIST; do x lib$p-dev; done", environment);
    expect(word?.value).toBeUndefined();
    expect(word?.fields).toEqual(["liba-dev", "libb-dev", "libgcc-dev", "libmake-dev"]);
    expect(word?.variables).toEqual(["p"]);
  });

  it.each([
    ['for p in a "b c"; do x "$p"; done', ["a", "b c"]],
    ["for p in a b; do q=lib$p; x $q; done", ["liba", "libb"]],
    ["for p in a; do x $p; done", ["a"]],
    ["for p in a b; do p=c; x $p; done", ["c"]],
    ["for p in a b; do :; done; x $p", undefined],
    ["for p in a b; do for q in 1 2; do x $p$q; done; done", undefined],
    ["for p in *.tar b; do x $p; done", undefined],
    ["for p in $UNKNOWN b; do x $p; done", undefined],
    ["for p; do x $p; done", undefined],
    ["for p in a b; do read p; x $p; done", undefined],
  ])("%s gives %j", (script, fields) => {
    const command = commandsOf(script, environment).find(({ name }) => name === "x");
    expect(command?.arguments[0]?.fields).toEqual(fields);
  });

  it("leaves the command unnamed where the loop's variable is its name", () => {
    expect(commandsOf("for p in a b; do $p -x; done").map(({ name }) => name)).toEqual([""]);
  });
});

describe("a here-document's body", () => {
  it("is expanded unless its terminator is quoted", () => {
    const { script } = readInstruction("RUN cat <<A <<'B'\n$V \\$V `y` $((1))\nA\n$V \\$V `y`\nB", environment);
    expect(script.commands.map(({ name }) => name)).toEqual(["cat", "y"]);
    const { script: known } = readInstruction("RUN cat <<A <<'B'\n$V \\$V 'q' \"q\"\nA\n$V \\$V\nB", environment);
    expect(known.commands[0]?.redirections.map(({ body }) => body?.value)).toEqual([
      "1.2.3 $V 'q' \"q\"\n",
      "$V \\$V\n",
    ]);
    expect(known.commands[0]?.redirections.map(({ body }) => body?.variables)).toEqual([["V"], []]);
  });

  it("uses variables of the script", () => {
    expect(linesOf("A=1 && echo $A")).toEqual(["?", "echo 1"]);
    const { script } = readInstruction("RUN A=1 && cat <<X\n$A\nX");
    expect(script.commands[1]?.redirections[0]?.body?.value).toBe("1\n");
  });
});
