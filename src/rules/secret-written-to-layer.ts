import { isTestData } from "../graph/test-data.ts";
import type { RelatedSpan } from "../model/finding.ts";
import { type BuildGraph, type Stage, stageTitle } from "../model/graph.ts";
import { secretFlow } from "../secrets/flow.ts";
import { type LeakReach, reachOf, type SecretLeak, type SecretPrint, shippedUpon } from "../secrets/secret-leak.ts";
import type { SecretSource } from "../secrets/taint.ts";
import { targetFix } from "../secrets/target-fix.ts";
import { type Draft, defineRule } from "./rule.ts";

export default defineRule({
  id: "secret-written-to-layer",
  level: "error",
  group: "secrets",
  summary:
    "A mounted secret is written, copied, echoed or configured into a file that stays, or printed to the build log.",
  why: `A secret mount leaves nothing behind, but what a step does with the secret can: a copy of the file, an .npmrc or .netrc made
from it, a setting that a tool saves, the URL of a clone in .git/config. All that is in the layer of that RUN, whatever a later
step removes. Files under a cache or tmpfs mount, files that the same RUN removes, and secrets that only authenticate a command are
fine. What is printed stays in the log of the build.`,
  examples: [
    {
      title: "The file is copied to where the tool looks for it",
      dockerfile:
        "FROM node:22-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN --mount=type=secret,id=npmrc cp /run/secrets/npmrc /root/.npmrc && npm ci --omit=dev\nCOPY . .\n",
      lines: [4],
      fixed:
        "FROM node:22-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci --omit=dev\nCOPY . .\n",
    },
    {
      title: "Through a variable into a file, removed a step too late, and taken along by COPY",
      dockerfile:
        'FROM node:22 AS builder\nWORKDIR /app\nRUN --mount=type=secret,id=npm_token \\\n    TOKEN="$(cat /run/secrets/npm_token)" \\\n    && echo "//npm.example.com/:_authToken=$TOKEN" > .npmrc \\\n    && npm ci\nRUN npm run build\n\nFROM node:22-slim\nCOPY --from=builder /app /app\n',
      lines: [5],
    },
    {
      title: "In a here-document, in a stage that ships by FROM, removed a step too late",
      dockerfile:
        'FROM debian:12-slim AS base\nRUN --mount=type=secret,id=login,env=PASSWORD <<EOF\ncat > ~/.netrc <<END\nmachine git.example.com login ci password $PASSWORD\nEND\ncurl --netrc -o /data https://git.example.com/data\nEOF\nRUN rm /root/.netrc\n\nFROM base\nCMD ["serve"]\n',
      lines: [3],
    },
    {
      title: "A tool saves it, and a clone keeps its URL",
      dockerfile:
        'FROM golang:1.23 AS build\nRUN --mount=type=secret,id=gh,env=GH git config --global url."https://x:$GH@git.example.com/".insteadOf https://git.example.com/ && go mod download\nRUN --mount=type=secret,id=gh git clone "https://x:$(cat /run/secrets/gh)@git.example.com/app.git" /src\n\nFROM scratch\nCOPY --from=build /src/LICENSE /\n',
      lines: [2, 3],
    },
    {
      title: "Printed to the build log, as output and by `set -x`",
      dockerfile:
        'FROM alpine:3.20\nRUN --mount=type=secret,id=token cat /run/secrets/token\nRUN --mount=type=secret,id=token set -ex; curl -H "X-Token: $(cat /run/secrets/token)" -o /data https://data.example.com\n',
      lines: [2, 3],
    },
    {
      title: "It only authenticates commands",
      dockerfile:
        'FROM node:22 AS builder\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\nRUN --mount=type=secret,id=token curl -H "X-Token: $(cat /run/secrets/token)" https://data.example.com > /data\nRUN --mount=type=secret,id=gh,env=GH git -c http.extraHeader="Authorization: Bearer $GH" clone https://git.example.com/app.git\nRUN --mount=type=secret,id=hub cat /run/secrets/hub | base64 -d | helm pull --password-stdin oci://hub.example.com/chart\n',
      lines: [],
    },
    {
      title: "Removed or taken back in the same RUN",
      dockerfile:
        'FROM node:22 AS builder\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN echo "//npm.example.com/:_authToken=$NPM_TOKEN" > .npmrc && npm ci && rm -f .npmrc\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm config set //npm.example.com/:_authToken "$NPM_TOKEN" && npm ci; npm config delete //npm.example.com/:_authToken\nRUN --mount=type=secret,id=gh,env=GH git clone "https://x:$GH@git.example.com/app.git" && rm -rf app/.git\n',
      lines: [],
    },
    {
      title: "The name of a variable, its length, a path: no value",
      dockerfile:
        "FROM node:22\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN echo '//npm.example.com/:_authToken=${NPM_TOKEN}' > .npmrc && echo \"token of ${#NPM_TOKEN} characters\" && npm ci\nRUN --mount=type=secret,id=ca npm config set cafile /run/secrets/ca && sha256sum /run/secrets/ca > /ca.sum\n",
      lines: [],
    },
    {
      title: "Written where no layer keeps it, and a certificate",
      dockerfile:
        "FROM maven:3-eclipse-temurin-21 AS build\nRUN --mount=type=secret,id=settings --mount=type=cache,target=/root/.m2 cp /run/secrets/settings /root/.m2/settings.xml && mvn package\nRUN --mount=type=secret,id=key cp /run/secrets/key /dev/shm/key && ssh-add /dev/shm/key\nRUN --mount=type=secret,id=ca.crt cp /run/secrets/ca.crt /usr/local/share/ca-certificates/ && update-ca-certificates\n",
      lines: [],
    },
  ],
  *check(graph) {
    const { leaks, prints } = secretFlow(graph, ["mount"]);
    const shipped = shippedUpon(graph);
    const byDeed = new Map<string, SecretLeak[]>();
    for (const leak of leaks.filter((each) => mountsOf(each).length > 0)) {
      const key = `${leak.step.instruction.span.start.offset} ${leak.stage} ${leak.command}`;
      byDeed.set(key, [...(byDeed.get(key) ?? []), leak]);
    }
    for (const together of byDeed.values()) yield* leakDraft(graph, together, shipped);
    const told = new Set<SecretPrint["step"]>();
    for (const print of prints) {
      if (mountsOf(print).length === 0 || told.has(print.step)) continue;
      told.add(print.step);
      yield printDraft(graph, print);
    }
  },
});

function mountsOf({ sources }: { readonly sources: readonly SecretSource[] }): readonly SecretSource[] {
  return sources.filter(({ kind }) => kind === "mount");
}

/** What one command of a RUN does several times is one finding, at the first file, or at the first that ships. */
function* leakDraft(
  graph: BuildGraph,
  leaks: readonly SecretLeak[],
  shipped: ReadonlyMap<number, Stage>,
): Iterable<Draft> {
  const leak = leaks.find((each) => reachOf(each, shipped)) ?? leaks[0];
  if (!leak) return;
  const others = leaks.filter((each) => each !== leak);
  const mounts = [...new Set(leaks.flatMap(mountsOf))];
  const late = leak.removal ? " A later step removes the file, but the layer keeps it." : "";
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  yield {
    at: leak.span,
    stage: leak.stage,
    ...(isMadeUp(graph, leak.stage) ? { level: "warning" as const } : {}),
    message: `${deedOf(leak, named(mounts))}${more}, ${placeOf(graph.stages[leak.stage], reachOf(leak, shipped))}.${late} ${remedyFor(leak)}`,
    related: [
      ...mounts.map(mountedHere),
      ...others.slice(0, 3).map(({ path, span }) => ({ message: `written to ${path} here`, span })),
      ...afterwards(graph, leak),
    ],
    fix: others.length > 0 ? undefined : targetFix(graph, leak),
  };
}

function deedOf({ command, manner, path }: SecretLeak, secret: string): string {
  switch (manner) {
    case "setting":
      return `\`${command}\` saves ${secret} in ${path}`;
    case "clone":
      return `\`${command}\` keeps the URL with ${secret} in ${path}`;
    default:
      return `\`${command}\` writes ${secret} to ${path}`;
  }
}

function placeOf(stage: Stage | undefined, reach: LeakReach | undefined): string {
  if (reach?.copy)
    return `and line ${reach.copy.span.start.line} copies it into the shipped image of ${stageTitle(reach.image)}`;
  if (reach) return `which stays in the shipped image of ${stageTitle(reach.image)}`;
  return `which stays in a layer of ${stage ? stageTitle(stage) : "its stage"} and in every build cache that is pushed`;
}

function remedyFor({ manner, path, span, step }: SecretLeak): string {
  const target = path.startsWith("/") ? `\`target=${path}\`` : undefined;
  const isLast = step.script?.commands.every((command) => command.span.start.offset <= span.end.offset);
  if (isLast && (manner === "whole" || manner === "text")) {
    return `Give it to the container when it starts${target ? `, or mount it with ${target} in the step that needs it` : ""}.`;
  }
  switch (manner) {
    case "whole":
      return target
        ? `Mount it there with ${target}, or remove the file in this same RUN.`
        : "Remove the file in this same RUN.";
    case "text":
      return `Remove the file in this same RUN${target ? `, or mount the finished file with ${target}` : ""}.`;
    case "setting":
      return `Take it back in this same RUN${target ? `, or mount the finished file with ${target}` : ""}.`;
    case "clone":
      return "Clone over `--mount=type=ssh`, or give the token by `git -c http.extraHeader=…` in front of `clone`, which saves nothing.";
  }
}

function afterwards(graph: BuildGraph, { copies, removal }: SecretLeak): RelatedSpan[] {
  const copied = copies.slice(0, 3).map(({ stage, span, path }) => {
    const into = graph.stages[stage];
    return { message: `copied to ${path}${into ? ` of ${stageTitle(into)}` : ""} here`, span };
  });
  return removal ? [{ message: "removed here, in a layer above", span: removal }, ...copied] : copied;
}

/** The secrets of a test that is about secrets are made up, unless the policy says that the stage ships. */
function isMadeUp(graph: BuildGraph, stage: number): boolean {
  return isTestData(graph, graph.stages[stage]);
}

function printDraft(graph: BuildGraph, { sources, span, stage, command, manner }: SecretPrint): Draft {
  const mounts = mountsOf({ sources });
  return {
    at: span,
    stage,
    level: isMadeUp(graph, stage) ? "notice" : "warning",
    message:
      manner === "trace"
        ? `The shell's \`-x\` shows ${named(mounts)} in the build log when it runs this command. Put \`set +x\` in front, or leave the trace out.`
        : `\`${command}\` prints ${named(mounts)} to the build log, which is kept and read by more people than the secret. Leave it out, or hand the output to the command that needs it.`,
    related: mounts.map(mountedHere),
  };
}

function named(mounts: readonly SecretSource[]): string {
  const names = [...new Set(mounts.map(({ name }) => name))];
  return `the mounted ${names.length > 1 ? "secrets" : "secret"} ${names.join(", ")}`;
}

function mountedHere({ name, span }: SecretSource): RelatedSpan {
  return { message: `${name} is mounted here`, span };
}
