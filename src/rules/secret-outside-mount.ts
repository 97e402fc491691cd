import type { SecretConfidence } from "../knowledge/secret-values.ts";
import type { KeyValue } from "../model/dockerfile.ts";
import type { RelatedSpan } from "../model/finding.ts";
import { type BuildGraph, type Stage, type Step, stageTitle } from "../model/graph.ts";
import type { FindingLevel } from "../model/level.ts";
import type { Span } from "../model/source.ts";
import { destinationOf } from "../secrets/destination.ts";
import { restsBySource, secretFlow } from "../secrets/flow.ts";
import { secretMountFix } from "../secrets/mount-fix.ts";
import { type LeakReach, reachOf, type SecretLeak, shippedUpon } from "../secrets/secret-leak.ts";
import { type SecretText, secretTexts, secretTextsOutsideStages } from "../secrets/secret-texts.ts";
import { buildVariables, handedOnByEnv, type SecretVariable, secretVariables } from "../secrets/secret-variables.ts";
import { type Draft, defineRule } from "./rule.ts";

export default defineRule({
  id: "secret-outside-mount",
  level: "error",
  group: "secrets",
  summary: "A secret reaches the build by ARG, ENV, a literal, a URL or a command line instead of a secret mount.",
  why: `Only \`RUN --mount=type=secret\` (or \`type=ssh\`) gives a step a secret without keeping it. A build argument stays in the
history of the image and in the provenance of the build, whichever stage declares it; ENV stays in the image's configuration; what
stands in the file is in the repository, the cache and the history. Values are never shown, only places.`,
  examples: [
    {
      title: "A token as build argument, written to a file",
      dockerfile:
        'FROM node:22 AS builder\nARG NPM_TOKEN\nRUN echo "//npm.example.com/:_authToken=${NPM_TOKEN}" > .npmrc\nRUN npm ci\n',
      lines: [2],
      fixed: "FROM node:22 AS builder\nRUN --mount=type=secret,id=npmrc,target=/.npmrc npm ci\n",
    },
    {
      title: "A token as build argument, used by a command",
      dockerfile:
        'FROM alpine:3.20 AS fetch\nARG GITHUB_TOKEN\nRUN curl -H "Authorization: Bearer $GITHUB_TOKEN" https://api.example.com/x -o /x\n\nFROM scratch\nCOPY --from=fetch /x /x\n',
      lines: [2],
      fixed:
        'FROM alpine:3.20 AS fetch\nRUN --mount=type=secret,id=github_token,env=GITHUB_TOKEN curl -H "Authorization: Bearer $GITHUB_TOKEN" https://api.example.com/x -o /x\n\nFROM scratch\nCOPY --from=fetch /x /x\n',
    },
    {
      title: "A token written to a file that another stage takes along",
      dockerfile:
        "FROM node:22 AS builder\nWORKDIR /app\nARG NPM_TOKEN\nRUN npm config set -L project //npm.example.com/:_authToken $NPM_TOKEN && npm ci\n\nFROM node:22-slim\nCOPY --from=builder /app /app\n",
      lines: [3],
    },
    {
      title: "A password in the environment of the image",
      dockerfile: "FROM postgres:17\nENV POSTGRES_PASSWORD=Tr0ub4dor-and-3\n",
      lines: [2],
    },
    {
      title: "Credentials in a URL, in a heredoc",
      dockerfile:
        "FROM python:3.12-slim\nRUN <<EOF\npip install --index-url https://ci:s3cr3tV4lue9@pypi.example.com/simple app\nEOF\n",
      lines: [3],
    },
    {
      title: "A build argument whose name tells nothing, used as a credential",
      dockerfile:
        "FROM alpine/git:2.45.2 AS source\nARG GH\nRUN git clone https://x-access-token:${GH}@git.example.com/app.git\n",
      lines: [3],
    },
    {
      title: "Secret mounts",
      dockerfile:
        'FROM node:22 AS builder\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\nRUN --mount=type=secret,id=token,env=GITHUB_TOKEN curl -H "Authorization: Bearer $GITHUB_TOKEN" https://api.example.com/x -o /x\nRUN --mount=type=secret,id=key curl --header "X-Api-Key: $(cat /run/secrets/key)" https://api.example.com/y -o /y\n',
      lines: [],
    },
    {
      title: "Names that only sound like secrets",
      dockerfile:
        "FROM python:3.12-slim\nENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D\nARG TOKENIZERS_PARALLELISM=false\nENV PASSWORD_FILE=/run/secrets/password\nENV API_KEY=\nENV MAX_TOKENS=4096\n",
      lines: [],
    },
    {
      title: "A private repository over ssh",
      dockerfile: "FROM alpine/git:2.45.2 AS source\nRUN --mount=type=ssh git clone git@git.example.com:acme/app.git\n",
      lines: [],
    },
  ],
  *check(graph) {
    const named = secretVariables(graph);
    const rests = restsBySource(secretFlow(graph, ["argument", "environment", "text"]));
    const shipped = shippedUpon(graph);
    const restsAt = ({ start }: Span) => rests.get(start.offset) ?? { leaks: [], prints: [] };
    const copied: CopyFinder = (span) => copyOf(restsAt(span).leaks, shipped);
    for (const [index, variable] of named.entries()) {
      const { span } = variable.pair;
      const fix = index < mostFixes ? secretMountFix(graph, variable, restsAt(span)) : undefined;
      yield { ...variableDraft(graph, variable, copied(span)), fix };
    }
    for (const { text, stage } of secretTextsOutsideStages(graph)) yield* literalDraft(graph, text, stage, copied);
    const globalNames = new Set(named.filter(({ stage }) => !stage).map(({ pair }) => pair.key));
    for (const stage of graph.stages) {
      const ownNames = named.filter((variable) => variable.stage === stage).map(({ pair }) => pair.key);
      const reported = new Set([...globalNames, ...ownNames]);
      const variables = buildVariables(stage);
      for (const step of stage.steps) yield* stepDrafts(graph, stage, step, { reported, variables, copied });
    }
  },
});

/** Each fix reads the rest of its stage: a file with more secrets than this is not one that a click repairs. */
const mostFixes = 100;

const levels: Record<SecretConfidence, FindingLevel> = { high: "error", medium: "warning", low: "notice" };

/** Finds the copy by which a file with the secret that stands at a place gets out of its stage into a shipped one. */
type CopyFinder = (place: Span) => LeakReach | undefined;

/** What the steps of a stage are judged with. */
interface StageContext {
  /** Names of variables that have their own finding. */
  readonly reported: ReadonlySet<string>;
  /** All variables of ARG and ENV. */
  readonly variables: ReadonlyMap<string, KeyValue>;
  readonly copied: CopyFinder;
}

function copyOf(leaks: readonly SecretLeak[], shipped: ReadonlyMap<number, Stage>): LeakReach | undefined {
  return leaks.map((leak) => reachOf(leak, shipped)).find((reach) => reach?.copy);
}

function variableDraft(graph: BuildGraph, variable: SecretVariable, copied: LeakReach | undefined): Draft {
  const { keyword, pair, stage, confidence } = variable;
  const env = keyword === "ARG" ? handedOnByEnv(variable) : undefined;
  const destination = destinationOf(
    graph,
    stage,
    keyword === "ENV" ? "environment" : env ? "kept-argument" : "argument",
  );
  const verb = keyword === "ENV" ? "is set by ENV" : `is passed as a build argument${env ? " and kept by ENV" : ""}`;
  return {
    at: pair.span,
    stage: stage?.index,
    level: levels[confidence],
    message: `${pair.key} ${verb}, so its value ends up in ${destination}${inFile(copied)}. ${remedyFor(variable)}`,
    related: [...(env ? [{ message: "ENV keeps the value here", span: env.span }] : []), ...copiedHere(copied)],
  };
}

function inFile(copied: LeakReach | undefined): string {
  return copied?.copy ? `, and in ${copied.copy.path} of the shipped image of ${stageTitle(copied.image)}` : "";
}

function copiedHere(copied: LeakReach | undefined): RelatedSpan[] {
  return copied?.copy ? [{ message: "a file that holds it is copied here", span: copied.copy.span }] : [];
}

function remedyFor({ keyword, pair }: SecretVariable): string {
  const mount = `RUN --mount=type=secret,id=${pair.key.toLowerCase()},env=${pair.key}`;
  return keyword === "ARG"
    ? `Use \`${mount}\` in the step that needs it.`
    : `Set it when the container starts, or use \`${mount}\` in the step that needs it.`;
}

function* stepDrafts(
  graph: BuildGraph,
  stage: Stage,
  step: Step,
  { reported, variables, copied }: StageContext,
): Iterable<Draft> {
  for (const text of secretTexts(graph, step)) {
    if (isInReportedPair(step, text, reported)) continue;
    if (text.variables.length === 0) {
      yield* literalDraft(graph, text, stage, copied);
      continue;
    }
    if (text.variables.some((name) => reported.has(name))) continue;
    const name = text.variables.find((variable) => variables.has(variable) && !isMounted(step, variable));
    const pair = name === undefined ? undefined : variables.get(name);
    if (name === undefined || !pair) continue;
    yield {
      at: text.span,
      stage: stage.index,
      message: `${text.what} comes from the build variable ${name}, so it ends up in ${destinationOf(graph, stage, "argument")}. Use \`RUN --mount=type=secret,id=${name.toLowerCase()},env=${name}\` here instead.`,
      related: [{ message: `${name} is declared here`, span: pair.span }],
    };
  }
}

/** ENV PASSWORD=… is one finding, by its name or by its value. */
function isInReportedPair({ instruction }: Step, text: SecretText, reported: ReadonlySet<string>): boolean {
  if (instruction.keyword !== "ARG" && instruction.keyword !== "ENV") return false;
  return instruction.pairs.some(
    ({ key, span }) =>
      reported.has(key) && span.start.offset <= text.span.start.offset && text.span.start.offset < span.end.offset,
  );
}

function isMounted({ instruction }: Step, name: string): boolean {
  return instruction.keyword === "RUN" && instruction.mounts.some((mount) => mount.environment === name);
}

/** What everybody tries first, and what says of itself that it is none, is no secret that somebody could lose. */
function* literalDraft(
  graph: BuildGraph,
  text: SecretText,
  stage: Stage | undefined,
  copied: CopyFinder,
): Iterable<Draft> {
  if (text.value !== "token" && text.value !== "random" && text.value !== "literal") return;
  const copy = copied(text.span);
  yield {
    at: text.span,
    stage: stage?.index,
    level: text.value === "literal" ? "warning" : "error",
    message: `${text.what} stands in the file, so it is in ${destinationOf(graph, stage, "text")}${inFile(copy)}. Revoke it, and give the new one to the step by \`RUN --mount=type=secret\`.`,
    related: copiedHere(copy),
  };
}
