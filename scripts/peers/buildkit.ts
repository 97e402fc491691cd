import type { Peer } from "./peer-rule.ts";

const shown = "With `build: test` BuildKit's own findings are shown as `buildkit/<Rule>` at their lines.";

export const buildkit: Peer = {
  name: "BuildKit's checks",
  version: "dockerfile 1.21",
  moving: `\`# check=skip=DuplicateStageName\` becomes a waiver with reason and date. The directive goes on to work for BuildKit itself, and is
an author's own: it changes nothing here. Nothing is lost: with \`build: test\` its own findings are shown as \`buildkit/<Rule>\`.`,
  rules: [
    {
      id: "DuplicateStageName",
      offence: "Two stages of one name",
      ours: ["duplicate-stage-name"],
      example: "FROM alpine:3.22 AS a\nFROM alpine:3.22 AS A\nUSER 1\n",
    },
    {
      id: "SecretsUsedInArgOrEnv",
      offence: "ARG or ENV that sounds like a secret",
      ours: ["secret-outside-mount"],
      remark: "Also literals, URLs and options, whatever their names.",
      example: "FROM alpine:3.22\nENV DB_PASSWORD=hunter2hunter2\nUSER 1\n",
    },
    {
      id: "InvalidDefaultArgInFrom, UndefinedArgInFrom",
      offence: "FROM has no image with the defaults",
      ours: ["invalid-dockerfile"],
      remark: "A notice: a build may bring the value.",
      example: "ARG TAG\nFROM ${TAG}\nUSER 1\n",
    },
    {
      id: "FromPlatformFlagConstDisallowed",
      offence: "A constant platform",
      ours: [],
      remark: "A rule of your own: [recipe 15](cookbook.md#15-a-pinned-frontend-and-no-constant-platforms).",
    },
    { id: "The other eighteen", offence: "Casing, old forms, paths, platforms, variables", ours: [], remark: shown },
  ],
};
