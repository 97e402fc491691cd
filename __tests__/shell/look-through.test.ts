import { describe, expect, it } from "vitest";
import { commandsOf, lineOf, linesOf, readInstruction, writtenAt } from "./script-reader.ts";

describe("wrappers", () => {
  it.each([
    ["sudo apt-get install x", "sudo", "apt-get install x"],
    ["sudo -E -u root -- apt-get install x", "sudo", "apt-get install x"],
    ["sudo -Eu root --chdir /x A=1 make", "sudo", "make"],
    ["sudo --user=root make", "sudo", "make"],
    ["/usr/bin/sudo env DEBIAN_FRONTEND=x apt-get update", "sudo env", "apt-get update"],
    ["doas -u app make", "doas", "make"],
    ["env -i -u HOME A=1 B='c d' make all", "env", "make all"],
    ["env - PATH=/bin make", "env", "make"],
    ["gosu app:app make", "gosu", "make"],
    ["su-exec 1000 make", "su-exec", "make"],
    ["runuser -u app -- make x", "runuser", "make x"],
    ["setpriv --reuid 1000 --clear-groups make", "setpriv", "make"],
    ["time -p make", "time", "make"],
    ["/usr/bin/time -f %e make", "time", "make"],
    ["nice -n 10 make", "nice", "make"],
    ["nice -10 make", "nice", "make"],
    ["ionice -c2 -n 7 make", "ionice", "make"],
    ["nohup make", "nohup", "make"],
    ["exec -a x make", "exec", "make"],
    ["command -p make", "command", "make"],
    ["builtin cd x", "builtin", "cd x"],
    ["timeout -k 5 --signal KILL 10m make", "timeout", "make"],
    ["chroot --userspec=x /mnt make", "chroot", "make"],
    ["setarch i386 -R make", "setarch", "make"],
    ["linux32 make", "linux32", "make"],
    ["fakeroot -- make", "fakeroot", "make"],
    ["stdbuf -oL -e 0 make", "stdbuf", "make"],
    ["unbuffer make", "unbuffer", "make"],
    ["tini -g -- make", "tini", "make"],
    ["/usr/bin/dumb-init -r 15:3 -- make", "dumb-init", "make"],
    ["busybox wget x", "busybox", "wget x"],
    ["xvfb-run -a --server-args '-screen 0' make", "xvfb-run", "make"],
    ["strace -f -o log make", "strace", "make"],
    ["sudo nice timeout 5 nohup make", "sudo nice timeout nohup", "make"],
    ["sudo sh -c 'make'", "sudo sh", "make"],
    ["! sudo make", "sudo", "make"],
    ["SUDO=sudo; $SUDO make", "sudo", "make"],
    ["GOSU='gosu app'; $GOSU make x", "gosu", "make x"],
    ["EMPTY=; $EMPTY make", "", "make"],
    ["ls | xargs -0 -r -n1 -P 4 rm -f", "xargs", "rm -f"],
    ["xargs -I{} --max-procs 2 cp {} /x", "xargs", "cp {} /x"],
    ["xargs -I {} sh -c 'cp {} /x'", "xargs sh", "cp {} /x"],
    ["$SUDO apt-get update", "$SUDO", "apt-get update"],
    ["${MAYBE:+env X=1} ./configure", "${MAYBE:+env X=1}", "configure"],
    ["$(which sudo) make", "$(which sudo)", "make"],
    ["sudo $ARGS make", "sudo $ARGS", "make"],
  ])("looks through %s", (script, wrappers, line) => {
    const command = commandsOf(script).find(({ within, name }) => within.length === 0 && name !== "ls" && name !== "");
    expect(command && [command.wrappers.join(" "), lineOf(command)]).toEqual([wrappers, line]);
  });

  it.each([
    ["sudo -l"],
    ["env"],
    ["env A=1"],
    ["env -S 'bash x'"],
    ["command -v make"],
    ["exec"],
    ["su app"],
    ["xargs -0"],
    ["chroot /mnt"],
    ["busybox --install -s"],
    ["sh script.sh -c x"],
    ["bash -x ./build.sh"],
    ['sh -c "$CODE"'],
    ['eval "$(ssh-agent)"'],
    ["sh -c ''"],
    [". ./env.sh"],
    ["source x"],
    ["$CC -o x x.c"],
    ['"$@"'],
  ])("leaves %s as it is", (script) => {
    const [command] = commandsOf(script);
    expect(command?.wrappers).toEqual([]);
    const word = command?.word?.value;
    expect(word === undefined || script.includes(word)).toBe(true);
  });

  it("gives assignments of env and sudo to the command", () => {
    const { source, script } = readInstruction("RUN A=1 env B=2 C=\"$D\" sudo E='f g' make");
    expect(script.commands).toHaveLength(1);
    expect(
      script.commands[0]?.assignments.map((each) => [
        each.name,
        each.value?.value,
        writtenAt(source, each),
        each.value && writtenAt(source, each.value),
      ]),
    ).toEqual([
      ["A", "1", "A=1", "1"],
      ["B", "2", "B=2", "2"],
      ["C", undefined, 'C="$D"', '"$D"'],
      ["E", "f g", "E='f g'", "'f g'"],
    ]);
  });
});

describe("scripts in strings", () => {
  it.each([
    ["sh -c 'a; b'", ["sh"]],
    ['bash -lc "a && b"', ["bash"]],
    ["bash -euxo pipefail -c 'a; b' zero one", ["bash"]],
    ["bash --login -o errexit -c 'a; b'", ["bash"]],
    ["/bin/ash -c 'a; b'", ["ash"]],
    ["busybox sh -c 'a; b'", ["busybox", "sh"]],
    ["bash $OPTIONS -c 'a; b'", ["bash"]],
    ["eval 'a; b'", ["eval"]],
    ["eval a ';' b", ["eval"]],
    ["eval 'a;' b $UNKNOWN", ["eval"]],
    ["su - app -c 'a; b'", ["su"]],
    ["su -c 'a; b' app", ["su"]],
    ["su -s /bin/sh app --command 'a; b'", ["su"]],
    ["runuser -l app -c 'a; b'", ["runuser"]],
    ["trap 'a; b' EXIT", ["trap"]],
    ["sh -c \"sh -c 'a; b'\"", ["sh", "sh"]],
    ["sudo -u x bash -c 'a; b'", ["sudo", "bash"]],
    ["bash <<< 'a; b'", ["bash"]],
  ])("reads %s", (script, wrappers) => {
    const commands = commandsOf(script);
    expect(commands.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(commands.map((command) => command.wrappers)).toEqual([wrappers, wrappers]);
  });

  it("stands where the words are written", () => {
    const { source, script } = readInstruction(
      'RUN sh -c \'apt-get install -y "gcc"\' && \\\n  bash -c "echo \\"x\\" y"',
    );
    const written = script.commands.flatMap((command) => command.arguments.map((word) => writtenAt(source, word)));
    expect(written).toEqual(["install", "-y", '"gcc"', '\\"x\\"', "y"]);
    expect(script.commands.map((command) => writtenAt(source, command))).toEqual([
      'apt-get install -y "gcc"',
      'echo \\"x\\" y',
    ]);
  });

  it("expands what the outer shell expands, and marks what it does not know", () => {
    const [known, unknown] = commandsOf('sh -c "apt-get install $DEPS"; sh -c "x; curl \'$TOKEN\' $(y)"', {
      DEPS: "gcc make",
    });
    expect(known?.arguments.map(({ value, variables }) => [value, variables])).toEqual([
      ["install", []],
      ["gcc", ["DEPS"]],
      ["make", ["DEPS"]],
    ]);
    expect(unknown?.name).toBe("x");
    const commands = commandsOf("sh -c \"x; curl '$TOKEN' $(y)\"");
    expect(commands.map(lineOf)).toEqual(["x", "curl ? ?", "y"]);
    expect(commands[1]?.arguments[0]?.variables).toEqual(["TOKEN"]);
  });

  it("hides from a child what is not exported", () => {
    const script = "A=1; export B=2; C=3 sh -c 'x $A $B $C $D'; sh -c 'B=9'; y $B";
    expect(linesOf("unset D; D=5; sh -c 'x $D'", { D: "4" }).at(-1)).toBe("x ?");
    expect(linesOf(script, { D: "4" }).slice(2)).toEqual(["x ? 2 3 4", "? ", "y 2"].map((line) => line.trim()));
  });

  it("keeps what eval assigns", () => {
    expect(linesOf("eval 'A=1; B=2'; x $A").at(-1)).toBe("x 1");
  });

  it("gives assignments to the first command and redirections to the last", () => {
    const commands = commandsOf("A=1 sh -c 'a; b' > f");
    expect(commands.map(({ assignments }) => assignments.length)).toEqual([1, 0]);
    expect(commands.map(({ redirections }) => redirections.length)).toEqual([0, 1]);
  });
});

describe("find", () => {
  it("lists the commands of -exec behind it", () => {
    const { source, script } = readInstruction(
      "RUN find / -name '*.pyc' -exec rm -rf {} + -o -type d -execdir sh -c 'a; b' \\; && c",
    );
    expect(script.commands.map((command) => [command.wrappers.join(" "), writtenAt(source, command)])).toEqual([
      ["", "find / -name '*.pyc' -exec rm -rf {} + -o -type d -execdir sh -c 'a; b' \\;"],
      ["find", "rm -rf {}"],
      ["find sh", "a"],
      ["find sh", "b"],
      ["", "c"],
    ]);
    expect(script.commands[1]?.arguments.map(({ value }) => value)).toEqual(["-rf", "{}"]);
    expect(script.commands.at(-1)?.operator).toBe("&&");
  });
});
