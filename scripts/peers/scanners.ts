import { leftToLinters, type Peer } from "./peer-rule.ts";

export const trivy: Peer = {
  name: "Trivy",
  version: "the 28 checks of trivy-checks in 2026",
  moving: `\`#trivy:ignore:DS-0002\` becomes a waiver with reason and date, .trivyignore entries become \`waivers\` of the policy,
\`--severity\` the key \`fail-on\`. Trivy's scan of images and packages is another matter: keep it.`,
  rules: [
    { id: "DS-0001", offence: "latest", ours: ["floating-base-tag"], example: "FROM alpine:latest\nUSER 1\n" },
    {
      id: "DS-0002",
      offence: "Root user",
      ours: ["root-final-user"],
      remark: "A builder's USER does not count for what ships; bases known not to be root do.",
      example: "FROM alpine:3.22 AS build\nUSER app\nFROM alpine:3.22\nCOPY --from=build /a /a\n",
    },
    {
      id: "DS-0006",
      offence: "COPY --from names its own stage",
      ours: ["invalid-stage-reference"],
      example: "FROM alpine:3.22 AS app\nCOPY --from=app /a /b\nUSER 1\n",
    },
    {
      id: "DS-0012",
      offence: "Two stages of one name",
      ours: ["duplicate-stage-name"],
      example: "FROM alpine:3.22 AS a\nFROM alpine:3.22 AS a\nUSER 1\n",
    },
    {
      id: "DS-0031",
      offence: "Secrets in ARG and ENV, or copied",
      ours: ["secret-outside-mount", "secret-file-in-image"],
      remark: "In every stage: build arguments reach provenance from a builder as well.",
      example:
        'FROM alpine:3.22\nARG API_TOKEN\nCOPY .netrc /root/.netrc\nRUN curl -H "X: $API_TOKEN" https://api.example/\nUSER 1\n',
    },
    {
      id: "DS-0015, DS-0019, DS-0020, DS-0025, DS-0027",
      offence: "Caches of package managers stay",
      ours: ["uncleaned-package-cache"],
      example: "FROM fedora:44\nRUN dnf install -y nginx\nUSER 1\n",
    },
    {
      id: "DS-0026",
      offence: "No HEALTHCHECK",
      ours: [],
      remark: "A rule of your own: [recipe 8](cookbook.md#8-a-health-check-for-services).",
    },
    { id: "The others", offence: "Style of instructions", ours: [], remark: leftToLinters },
  ],
};

export const checkov: Peer = {
  name: "Checkov",
  version: "3",
  moving: `\`#checkov:skip=CKV_DOCKER_3:reason\` becomes a waiver with the same reason and a date; \`--skip-check\` becomes
\`rules: { id: off }\`, a baseline is not needed: only what a pull request brings blocks.`,
  rules: [
    {
      id: "CKV_DOCKER_2",
      offence: "No HEALTHCHECK",
      ours: [],
      remark: "A rule of your own: [recipe 8](cookbook.md#8-a-health-check-for-services).",
    },
    {
      id: "CKV_DOCKER_3, CKV_DOCKER_8",
      offence: "No USER, or root",
      ours: ["root-final-user"],
      example: 'FROM alpine:3.22\nCMD ["sh"]\n',
    },
    {
      id: "CKV_DOCKER_4",
      offence: "ADD",
      ours: ["unverified-download"],
      remark: "Only from a URL without a checksum.",
      example: "FROM alpine:3.22\nADD https://files.example/a.tar.gz /a/\nUSER 1\n",
    },
    { id: "CKV_DOCKER_7", offence: "latest", ours: ["floating-base-tag"], example: "FROM alpine:latest\nUSER 1\n" },
    {
      id: "CKV_DOCKER_11",
      offence: "Two stages of one name",
      ours: ["duplicate-stage-name"],
      example: "FROM alpine:3.22 AS a\nFROM alpine:3.22 AS a\nUSER 1\n",
    },
    {
      id: "CKV2_DOCKER_2 to 16, but for packages without signatures",
      offence: "TLS checks switched off",
      ours: ["unverified-download"],
      example: "FROM alpine:3.22\nRUN curl -k https://files.example/a.sh | sh\nUSER 1\n",
    },
    {
      id: "CKV2_DOCKER_1, CKV2_DOCKER_17",
      offence: "sudo, chpasswd",
      ours: [],
      remark: 'Rules of your own: `assert: !instruction.text.contains("sudo ")`, and the same for `chpasswd`.',
    },
    { id: "The others", offence: "Style of instructions", ours: [], remark: leftToLinters },
  ],
};
