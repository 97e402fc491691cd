import { leftToLinters, type Peer } from "./peer-rule.ts";

export const hadolint: Peer = {
  name: "hadolint",
  version: "2.15",
  moving: `\`# hadolint ignore=DL3002\` becomes \`# stagegate: waive root-final-user until 2027-03-31 -- the reason\`. \`ignored\` in
.hadolint.yaml becomes \`rules: { id: off }\`, \`override\` a level, \`trustedRegistries\` the \`allow\` of \`untrusted-registry\`,
\`failure-threshold\` the key \`fail-on\`.`,
  rules: [
    {
      id: "DL3002",
      offence: "The last user is root",
      ours: ["root-final-user"],
      remark: "Only of what ships, along FROM, with what is known of the base image.",
      example: "FROM alpine:3.22\nUSER app\nUSER root\n",
    },
    {
      id: "DL3004",
      offence: "sudo",
      ours: [],
      remark: 'A rule of your own: `assert: !instruction.text.contains("sudo ")`.',
    },
    { id: "DL3006", offence: "No tag", ours: ["floating-base-tag"], example: "FROM alpine\nUSER 1\n" },
    { id: "DL3007", offence: "latest", ours: ["floating-base-tag"], example: "FROM alpine:latest\nUSER 1\n" },
    {
      id: "DL3008, DL3013, DL3016, DL3018, DL3028, DL3033, DL3037, DL3041, DL3062",
      offence: "Packages without a version",
      ours: [],
      remark:
        "Distributions take old versions away, so that pins break builds; pin the base by its digest (`unpinned-base-image`).",
    },
    {
      id: "DL3009, DL3019, DL3032, DL3036, DL3040, DL3042, DL3060",
      offence: "Caches and lists of package managers stay",
      ours: ["uncleaned-package-cache"],
      remark: "Only where the stage ships, and not behind a cache mount.",
      example: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y nginx\nUSER 1\n",
    },
    {
      id: "DL3010, DL3020",
      offence: "ADD in place of COPY, COPY in place of ADD",
      ours: [],
      remark: "An ADD from a URL without checksum is `unverified-download`.",
    },
    {
      id: "DL3022",
      offence: "COPY --from names no earlier stage",
      ours: ["invalid-stage-reference"],
      remark: "Only where it is a misspelt or later stage; an image is a fair source.",
      example: "FROM golang:1.26 AS builder\nFROM scratch\nCOPY --from=bulder /app /app\nUSER 1\n",
    },
    {
      id: "DL3023",
      offence: "COPY --from names its own stage",
      ours: ["invalid-stage-reference"],
      example: "FROM alpine:3.22 AS app\nCOPY --from=app /a /b\nUSER 1\n",
    },
    {
      id: "DL3024",
      offence: "Two stages of one name",
      ours: ["duplicate-stage-name"],
      example: "FROM alpine:3.22 AS a\nFROM alpine:3.22 AS a\nUSER 1\n",
    },
    {
      id: "DL3026",
      offence: "A registry that is not allowed",
      ours: ["untrusted-registry"],
      remark:
        "As soon as a list is given: [recipe 1](cookbook.md#1-images-from-our-registry-only). Also of COPY --from, mounts and the frontend.",
    },
    {
      id: "DL3064",
      offence: "ARG or ENV that sounds like a secret",
      ours: ["secret-outside-mount"],
      remark: "Follows the value, and says where it ends up.",
      example:
        'FROM alpine:3.22\nARG API_TOKEN\nRUN curl -H "Authorization: $API_TOKEN" https://api.example/\nUSER 1\n',
    },
    {
      id: "DL3067",
      offence: "A whole file system is copied from another stage",
      ours: ["broad-stage-copy"],
      remark: "Also a working directory or home that holds sources, caches or tools.",
      example:
        "FROM golang:1.26 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o app .\nFROM alpine:3.22\nCOPY --from=build / /\nUSER 1\n",
    },
    {
      id: "DL3057",
      offence: "No HEALTHCHECK",
      ours: [],
      remark: "A rule of your own: [recipe 8](cookbook.md#8-a-health-check-for-services).",
    },
    {
      id: "DL3049 to DL3058",
      offence: "Labels",
      ours: [],
      remark: "A rule of your own: [recipe 7](cookbook.md#7-labels-that-say-whose-image-it-is).",
    },
    {
      id: "DL3029",
      offence: "A constant platform",
      ours: [],
      remark: "A rule of your own: [recipe 15](cookbook.md#15-a-pinned-frontend-and-no-constant-platforms).",
    },
    {
      id: "DL3061, DL3043, DL4004 and syntax errors",
      offence: "What BuildKit refuses",
      ours: ["invalid-dockerfile"],
      remark: "BuildKit's own verdict, and no more: a second ENTRYPOINT is none.",
      example: "RUN true\nFROM scratch\n",
    },
    {
      id: "All others, and ShellCheck's",
      offence: "Style of instructions and scripts",
      ours: [],
      remark: leftToLinters,
    },
  ],
};
