import { withoutSecretAssignments } from "../secrets/concealment.ts";
import { defineRule } from "./rule.ts";

export default defineRule({
  id: "invalid-dockerfile",
  level: "error",
  group: "stages",
  mandatory: true,
  summary: "A Dockerfile that BuildKit refuses.",
  why: `Nothing can be built from the file, so nothing else can be said of it. The message is BuildKit's own; the first one is
shown, as BuildKit stops there. A file that only lacks the value of an ARG is not broken, but what cannot be known cannot be
judged either: give the ARG a default, and the file can be built and judged as it stands.`,
  examples: [
    {
      title: "A misspelt instruction",
      dockerfile: "FROM alpine:3.20\nRUNN apk add curl\n",
      lines: [2],
    },
    {
      title: "An instruction swallowed by a heredoc without end",
      dockerfile: "FROM alpine:3.20\nRUN <<EOF\napk add curl\nUSER app\n",
      lines: [2],
    },
    {
      title: "An ARG without default decides what the image is made from (a notice)",
      dockerfile: "ARG BASE\nFROM ${BASE}\nCOPY app /app\n",
      lines: [2],
    },
    {
      title: "A default makes the file complete",
      dockerfile: "ARG BASE=alpine:3.20\nFROM ${BASE}\nCOPY app /app\n",
      lines: [],
    },
    {
      title: "A heredoc whose lines look like instructions, a comment within a RUN",
      dockerfile:
        "FROM alpine:3.20\nCOPY <<EOF /etc/notes\nRUNN is no instruction here\nEOF\nRUN apk add curl && \\\n  # not a part of the command\n  curl --version\n",
      lines: [],
    },
    {
      title: "Line ends that only look like continuations",
      dockerfile: "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nENV GOPATH=C:\\\\\nUSER app\n",
      lines: [],
    },
  ],
  *check({ rejections }) {
    const refusal = rejections.find(({ needsBuildArguments }) => !needsBuildArguments);
    if (refusal) {
      yield { at: refusal.span, message: `BuildKit refuses this file: ${withoutSecretAssignments(refusal.message)}.` };
      return;
    }
    for (const { span, message } of rejections) {
      yield {
        at: span,
        level: "notice",
        message: `Cannot be judged without build arguments: ${withoutSecretAssignments(message)}. Give the ARG a default, so that the file builds as it stands.`,
      };
    }
  },
});
