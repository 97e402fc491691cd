import { leftToLinters, type Peer } from "./peer-rule.ts";

export const tally: Peer = {
  name: "tally",
  version: "0.45",
  moving: `\`# tally ignore=rule\` becomes a waiver with reason and date; levels and options of .tally.toml become those under \`rules\`.
tally and Stagegate go together: one for the form of a line, the other for what a build ships.`,
  rules: [
    {
      id: "tally/no-unreachable-stages",
      offence: "A stage that nothing needs",
      ours: ["unreachable-stage"],
      remark: "Targets of bake, compose and workflows are needed.",
      example: "FROM alpine:3.22 AS left\nRUN true\nFROM alpine:3.22\nUSER 1\n",
    },
    {
      id: "tally/circular-stage-deps",
      offence: "Stages need each other",
      ours: ["invalid-stage-reference"],
      example: "FROM alpine:3.22 AS a\nCOPY --from=b /x /x\nFROM alpine:3.22 AS b\nCOPY --from=a /x /x\nUSER 1\n",
    },
    {
      id: "tally/prefer-multi-stage-build",
      offence: "One stage that compiles and ships",
      ours: ["single-stage-build"],
      remark:
        "Also in files of several stages, and with a form to start from (`fix --migrate`) that no model has to write.",
      example: 'FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nCMD ["/app"]\n',
    },
    {
      id: "tally/secrets-in-code",
      offence: "A literal secret",
      ours: ["secret-outside-mount"],
      example: "FROM alpine:3.22\nENV DB_PASSWORD=hunter2hunter2\nUSER 1\n",
    },
    {
      id: "tally/require-secret-mounts",
      offence: "A command that needs a secret has no mount",
      ours: [],
      remark: "A rule of your own: [recipe 13](cookbook.md#13-the-registrys-token-by-a-mount-under-one-name).",
    },
    {
      id: "tally/php/composer-no-dev-in-production",
      offence: "Development packages in what ships",
      ours: ["dev-dependencies-in-final-stage"],
      remark: "For npm, yarn, pnpm, bun, pip, poetry, uv and bundler as well, and through copies from a builder.",
      example:
        "FROM composer:2 AS vendor\nWORKDIR /app\nCOPY composer.json composer.lock ./\nRUN composer install\nFROM php:8.4-fpm-alpine\nCOPY --from=vendor /app/vendor /app/vendor\nUSER 1\n",
    },
    {
      id: "tally/ruby/eol-ruby-version",
      offence: "A release that gets no more updates",
      ours: ["end-of-life-base"],
      example: "FROM ruby:2.7-slim\nUSER 1\n",
    },
    {
      id: "buildkit/* and hadolint/*",
      offence: "See their own tables",
      ours: [],
      remark: "The two tables above hold for tally's versions of them.",
    },
    { id: "All others", offence: "Form, idioms, labels, signals, GPU, PowerShell", ours: [], remark: leftToLinters },
  ],
};
