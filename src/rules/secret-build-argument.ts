import { findSecretLiterals } from "../knowledge/secret-literals.ts";
import { isPublicName, isSecretName } from "../knowledge/secret-names.ts";
import { secretConfidence } from "../knowledge/secret-values.ts";
import type { BuildGraph } from "../model/graph.ts";
import type { FindingLevel } from "../model/level.ts";
import type { BuildArgument, BuildFact } from "../model/repository-facts.ts";
import { defineRule, type RepositoryDraft } from "./rule.ts";

const dockerfile =
  'FROM node:22 AS build\nARG NPM_TOKEN\nRUN echo "//registry.acme.example/:_authToken=${NPM_TOKEN}" > .npmrc && npm ci\n\nFROM node:22-slim\nCOPY --from=build /app /app\n';

export default defineRule({
  id: "secret-build-argument",
  level: "error",
  group: "secrets",
  summary: "A workflow, bake or compose file that hands a secret to the build as a build argument.",
  why: `A build argument is no secret: its value is in the history of the image, in the provenance that is published with it, and in the
log of the build. Hand it over as a secret, \`secrets:\` of the action, \`secret\` of a bake target, \`build.secrets\` of compose, and
mount it in the step that needs it. What is meant to be seen, such as \`NEXT_PUBLIC_API_KEY\`, is no finding.`,
  examples: [
    {
      title: "A workflow passes on a secret",
      dockerfile,
      files: {
        ".github/workflows/image.yml":
          "on: push\njobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          push: true\n          build-args: |\n            VERSION=${{ github.ref_name }}\n            NPM_TOKEN=${{ secrets.NPM_TOKEN }}\n            GH=${{ github.token }}\n",
      },
      flagged: ".github/workflows/image.yml",
      lines: [10, 11],
    },
    {
      title: "By way of the environment of the step, in a command",
      dockerfile,
      files: {
        ".github/workflows/image.yml":
          "on: push\nenv:\n  TOKEN: ${{ secrets.NPM }}\njobs:\n  image:\n    steps:\n      - run: |\n          docker build \\\n            --build-arg NPM_TOKEN=$TOKEN \\\n            .\n",
      },
      flagged: ".github/workflows/image.yml",
      lines: [9],
    },
    {
      title: "Compose takes it from whoever builds",
      dockerfile,
      files: {
        "compose.yaml":
          "services:\n  app:\n    build:\n      context: .\n      args:\n        VERSION: ${VERSION:-1}\n        NPM_TOKEN: ${NPM_TOKEN:-}\n",
      },
      flagged: "compose.yaml",
      lines: [7],
    },
    {
      title: "A bake target inherits it",
      dockerfile,
      files: {
        "docker-bake.hcl":
          'variable "NPM_TOKEN" {\n  default = ""\n}\ntarget "_shared" {\n  args = {\n    NPM_TOKEN = "${NPM_TOKEN}"\n  }\n}\ntarget "default" {\n  inherits = ["_shared"]\n}\n',
      },
      flagged: "docker-bake.hcl",
      lines: [6],
    },
    {
      title: "As a secret of the build",
      dockerfile: "FROM node:22-slim\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci\n",
      files: {
        ".github/workflows/image.yml":
          'on: push\njobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          push: true\n          secrets: |\n            "npm_token=${{ secrets.NPM_TOKEN }}"\n',
      },
      flagged: ".github/workflows/image.yml",
      lines: [],
    },
    {
      title: "Meant to be seen, and names that only sound like secrets",
      dockerfile: "FROM node:22-slim\nARG NEXT_PUBLIC_API_KEY\nARG TOKENIZERS_PARALLELISM\n",
      files: {
        "compose.yaml":
          "services:\n  app:\n    build:\n      context: .\n      args:\n        - NEXT_PUBLIC_API_KEY\n        - TOKENIZERS_PARALLELISM=false\n        - SECRET_KEY_BASE=dummy\n        - HAS_TOKEN=${TOKEN:+yes}\n",
      },
      flagged: "compose.yaml",
      lines: [],
    },
    {
      title: "Whether there is a secret is none",
      dockerfile: "FROM node:22-slim\nARG SIGNED\n",
      files: {
        ".github/workflows/image.yml":
          "on: push\njobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          build-args: |\n            SIGNED=${{ secrets.SIGNING_KEY != '' }}\n            NEXT_PUBLIC_URL=${{ secrets.NEXT_PUBLIC_URL }}\n",
      },
      flagged: ".github/workflows/image.yml",
      lines: [],
    },
  ],
  *check() {
    // What it judges are the files that build Dockerfiles.
  },
  *checkRepository({ facts, graphs, isJudged }) {
    const seen = new Set<string>();
    for (const build of facts.builds) {
      const graph = build.dockerfile === undefined ? undefined : graphs.get(build.dockerfile);
      for (const argument of build.buildArguments) {
        if (!graph && !isJudged(argument.path)) continue;
        const place = `${argument.path}\0${argument.span.start.offset}`;
        if (seen.has(place)) continue;
        const draft = draftFor(argument, build, graph);
        if (!draft) continue;
        seen.add(place);
        yield draft;
      }
    }
  },
});

function draftFor(
  argument: BuildArgument,
  build: BuildFact,
  graph: BuildGraph | undefined,
): RepositoryDraft | undefined {
  const { name, value, path, span } = argument;
  const judged = judgement(argument);
  if (!judged) return undefined;
  const id = name.toLowerCase();
  const use = graph && useOf(graph, name);
  const [secret] = value.secrets;
  const given =
    build.source === "workflow" && secret !== undefined
      ? `Pass it in \`secrets:\` as \`${id}\``
      : `Pass it as a secret of the build, \`${id}\``;
  const from = secret === undefined ? "" : ` from \`${secret}\``;
  return {
    path,
    at: span,
    level: judged,
    subject: name,
    message: `${name} is handed to the build as a build argument${from}${use ?? ""}, so its value is in the history and the provenance of the image. ${given}, and use \`RUN --mount=type=secret,id=${id},env=${name}\` in the step that needs it.`,
  };
}

/** How heavy it weighs; undefined for a value that is no secret, or meant to be seen. */
function judgement({ name, value }: BuildArgument): FindingLevel | undefined {
  if (isPublicName(name)) return undefined;
  const match = isSecretName(name);
  if (value.secrets.length > 0) {
    const isNamed =
      match !== undefined || value.secrets.some((secret) => secret === "github.token" || isSecretName(secret));
    // What somebody keeps as a secret may be a setting.
    return isNamed ? "error" : "warning";
  }
  if (value.text !== undefined && value.text !== "") {
    if (findSecretLiterals(value.text).length > 0) return "error";
    const confidence = secretConfidence("ARG", name, value.text);
    return confidence === "high" ? "error" : confidence === "medium" ? "warning" : undefined;
  }
  // What the environment gives under such a name; an empty value that is written down is none.
  if (value.variables.length === 0 || !match) return undefined;
  return match.strength === "strong" ? "error" : "notice";
}

/** `, and line 3 of Dockerfile declares it` */
function useOf({ dockerfile, stages }: BuildGraph, name: string): string | undefined {
  const declarations = [...stages.flatMap(({ instructions }) => instructions), ...dockerfile.globalArgs].flatMap(
    (instruction) => (instruction.keyword === "ARG" ? instruction.pairs : []),
  );
  const declared = declarations.find(({ key }) => key === name);
  if (!declared) return undefined;
  const path = dockerfile.source.path.split("\0", 1)[0] ?? "";
  const line = dockerfile.source.path.includes("\0")
    ? "its inline Dockerfile"
    : `line ${declared.span.start.line} of ${path}`;
  return ` for ARG in ${line}`;
}
