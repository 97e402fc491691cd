// What BuildKit makes of files on which readers of Dockerfiles are known to go wrong: a case a root cause.
export const buildKitTraps: readonly { title: string; dockerfile: string; reading: string }[] = [
  {
    title: "escaped escape at end of line",
    dockerfile: "FROM a\nENV P=C:\\\\\nFROM b\nUSER root\n",
    reading: 'FROM@1; ENV@2; FROM@3; USER@4 | bases ["a","b"] | keys [["P=C:\\\\\\\\"]]',
  },
  {
    title: "<< inside quotes",
    dockerfile: 'FROM a\nRUN echo "x <<EOF"\nFROM b\nUSER root\n',
    reading: 'FROM@1; RUN@2; FROM@3; USER@4 | bases ["a","b"]',
  },
  {
    title: "heredoc with file descriptor: body lines become instructions",
    dockerfile: "FROM a\nRUN 3<<EOF cat\nUSER app\nEOF\n",
    reading: 'FROM@1; RUN@2-4 | bases ["a"]',
  },
  {
    title: '"<< EOF" with a space',
    dockerfile: "FROM a\nRUN << EOF\nUSER app\nEOF\n",
    reading: 'FROM@1; RUN@2-4 | bases ["a"]',
  },
  {
    title: "heredoc word with blank in quotes",
    dockerfile: 'FROM a\nRUN <<"E F"\nUSER app\nE F\n',
    reading: 'FROM@1; RUN@2-4 | bases ["a"]',
  },
  {
    title: "heredoc word partly quoted/escaped: swallows to end of file",
    dockerfile: "FROM a\nRUN <<e'o'f\nx\neof\nFROM b\n",
    reading: 'FROM@1; RUN@2-4; FROM@5 | bases ["a","b"]',
  },
  {
    title: "a lone CR is taken for a line end",
    dockerfile: "FROM a\nRUN echo a\rUSER app\n",
    reading: 'FROM@1; RUN@2 | bases ["a"]',
  },
  {
    title: "line with only the escape character before an instruction",
    dockerfile: "FROM a\n\\\nFROM b\n",
    reading: 'FROM@1; FROM@2-3 | bases ["a","b"]',
  },
  {
    title: "escape, blank, escape at end of line: continuation lost",
    dockerfile: "FROM a\nRUN x \\ \\\n && y\n",
    reading: 'FROM@1; RUN@2-3 | bases ["a"]',
  },
  {
    title: "unknown directive before escape",
    dockerfile: "# foo=bar\n# escape=`\nFROM a\nRUN x \\\n && y\n",
    reading: 'FROM@3; RUN@4-5 | bases ["a"]',
  },
  {
    title: "backslash in a comment inside a continuation (0.7.1, issue #123)",
    dockerfile: "FROM a\nRUN --mount=type=secret,id=s \\\n # C:\\x\n cmd\n",
    reading: 'FROM@1; RUN@2-4 --mount=type=secret,id=s | bases ["a"]',
  },
  {
    title: "unknown directive before escape, used to hide a stage",
    dockerfile: "# foo=bar\n# escape=`\nFROM a\nRUN x `\nFROM b\nUSER root\n",
    reading: 'FROM@3; RUN@4; FROM@5; USER@6 | bases ["a","b"]',
  },
  {
    title: "flag after a comment with a backslash",
    dockerfile: "FROM a\nRUN \\\n # C:\\x\n --mount=type=secret,id=s cmd\n",
    reading: 'FROM@1; RUN@2-4 --mount=type=secret,id=s | bases ["a"]',
  },
  {
    title: "FROM with a comment with a backslash",
    dockerfile: "FROM a AS \\\n# x\\y\n b\nFROM b\n",
    reading: 'FROM@1-3; FROM@4 | bases ["a","b"]',
  },
  {
    title: "getHeredocs throws (issue #123)",
    dockerfile: "FROM a\nRUN \\\n# comment\\comment\n echo a\n",
    reading: 'FROM@1; RUN@2-4 | bases ["a"]',
  },
  {
    title: "heredoc with stray keyword lines in a JSON RUN",
    dockerfile: 'FROM a\nRUN ["cat", "<<EOF"]\nUSER x\n',
    reading: 'FROM@1; RUN@2; USER@3 | bases ["a"]',
  },
  {
    title: "stage name kept in the written case",
    dockerfile: "FROM a AS Build\nFROM build\n",
    reading: 'FROM@1; FROM@2 | bases ["a","build"]',
  },
  {
    title: 'flag after an operand holding "--"',
    dockerfile: "FROM a AS b\nFROM c\nCOPY a--b --from=b /y\n",
    reading: 'FROM@1; FROM@2; COPY@3 | bases ["a","c"]',
  },
  {
    title: '"--" ends the flags',
    dockerfile: "FROM a AS b\nFROM c\nCOPY -- --from=b /y\n",
    reading: 'FROM@1; FROM@2; COPY@3 | bases ["a","c"]',
  },
  {
    title: "quotes in flag values stay",
    dockerfile: 'FROM a AS b\nFROM c\nCOPY --from="b" /x /y\n',
    reading: 'FROM@1; FROM@2; COPY@3 --from=b | bases ["a","c"]',
  },
  {
    title: "quoted mount",
    dockerfile: 'FROM a\nRUN --mount="type=secret,id=s" x\n',
    reading: 'FROM@1; RUN@2 --mount=type=secret,id=s | bases ["a"]',
  },
  {
    title: "mount CSV quoting",
    dockerfile: "FROM a\nRUN --mount=type=bind,'\"source=/x,y\"',target=/y x\n",
    reading: 'FROM@1; RUN@2 --mount=type=bind,"source=/x,y",target=/y | bases ["a"]',
  },
  {
    title: "getFromFlag() with a second flag",
    dockerfile: "FROM a AS b\nFROM c\nCOPY --chown=1 --from=b /x /y\n",
    reading: 'FROM@1; FROM@2; COPY@3 --chown=1 --from=b | bases ["a","c"]',
  },
  {
    title: "ARG with several names",
    dockerfile: "ARG A=1 B=2\nFROM a\n",
    reading: 'ARG@1; FROM@2 | bases ["a"] | keys [["A=1","B=2"]]',
  },
  {
    title: "ARG with several bare names",
    dockerfile: "ARG A B\nFROM a\n",
    reading: 'ARG@1; FROM@2 | bases ["a"] | keys [["A=null","B=null"]]',
  },
  {
    title: "getArgumentsContent keeps indented comments",
    dockerfile: "FROM a\nRUN x \\\n  # sudo rm\n  && y\n",
    reading: 'FROM@1; RUN@2-4 | bases ["a"]',
  },
  {
    title: "COPY heredoc: body among the arguments",
    dockerfile: "FROM a\nCOPY <<EOF /f\nUSER x\nEOF\n",
    reading: 'FROM@1; COPY@2-4 | bases ["a"]',
  },
  {
    title: "JSON form guessed from brackets",
    dockerfile: 'FROM a\nCMD ["a"] x\n',
    reading: 'FROM@1; CMD@2 | bases ["a"]',
  },
  {
    title: "nested ARG default",
    dockerfile: "ARG V=3\nARG I=alpine:$V\nFROM $I\n",
    reading: 'ARG@1; ARG@2; FROM@3 | bases ["alpine:3"] | keys [["V=3"],["I=alpine:$V"]]',
  },
  {
    title: "ARG without default",
    dockerfile: "ARG V\nFROM alpine$V\n",
    reading: 'ARG@1; FROM@2 | bases ["alpine"] | keys [["V=null"]]',
  },
  { title: "modifier", dockerfile: "FROM alpine${V:-x}\n", reading: 'FROM@1 | bases ["alpinex"]' },
  {
    title: "platform ARG",
    dockerfile: "FROM a AS b-linux\nFROM b-$TARGETOS\n",
    reading: 'FROM@1; FROM@2 | bases ["a","b-linux"]',
  },
  { title: "quotes around the base", dockerfile: 'FROM "alpine" AS b\n', reading: 'FROM@1 | bases ["alpine"]' },
  { title: "undeclared variable", dockerfile: "FROM alpine$V\n", reading: 'FROM@1 | bases ["alpine"]' },
  {
    title: "form feed / VT / NBSP",
    dockerfile: "FROM alpine AS b\f\nFROM b\n",
    reading: 'FROM@1; FROM@2 | bases ["alpine","b"]',
  },
  { title: "escape at end of file", dockerfile: "FROM a\nRUN x \\\n", reading: 'FROM@1; RUN@2 | bases ["a"]' },
  {
    title: "directive value with blanks",
    dockerfile: "# check=skip=A // why\nFROM a\n",
    reading: 'FROM@2 | bases ["a"]',
  },
  {
    title: "second escape directive (an error for BuildKit)",
    dockerfile: "# escape=`\n# escape=\\\nFROM a\n",
    reading: "ERROR only one escape parser directive can be used | bases []",
  },
  {
    title: "unterminated heredoc (an error for BuildKit)",
    dockerfile: "FROM a\nRUN <<EOF\nx\nFROM b\n",
    reading: "ERROR unterminated heredoc | bases []",
  },
  {
    title: "unknown instruction",
    dockerfile: "FROM a\nRUNN x\n",
    reading:
      "ERROR dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?) | FROM@1; RUNN@2 | bases []",
  },
  {
    title: "COPY --from without value",
    dockerfile: "FROM a\nCOPY --from b /x /y\n",
    reading:
      "ERROR dockerfile parse error on line 2: missing a value on flag: --from | FROM@1; COPY@2 --from | bases []",
  },
  { title: "no FROM", dockerfile: "RUN x\n", reading: "ERROR no build stage in current context | RUN@1 | bases []" },
  { title: "empty", dockerfile: "# only a comment\n", reading: "ERROR file with no instructions | bases []" },
  {
    title: "escaped blank in ENV value",
    dockerfile: "FROM a\nENV A=x\\ y B=z\n",
    reading: 'FROM@1; ENV@2 | bases ["a"] | keys [["A=x\\\\ y","B=z"]]',
  },
  {
    title: "heredoc plus continuation line",
    dockerfile: "FROM a\nRUN <<EOF cat && \\\n echo\nx\nEOF\n",
    reading: 'FROM@1; RUN@2-5 | bases ["a"]',
  },
  {
    title: "JSON with single quotes",
    dockerfile: "FROM a\nENTRYPOINT ['a']\n",
    reading: 'FROM@1; ENTRYPOINT@2 | bases ["a"]',
  },
];
