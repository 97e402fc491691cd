import { NewStageNames, usableName } from "../graph/new-stage-name.ts";
import type { Fix } from "../model/finding.ts";
import { type BuildGraph, type Edge, type Stage, stageTitle } from "../model/graph.ts";
import { positionAt, textIn } from "../model/source.ts";
import { defineRule } from "./rule.ts";

export default defineRule({
  id: "unnamed-stage-reference",
  level: "notice",
  group: "stages",
  summary: "A stage is copied from by its number.",
  why: `A stage put in front of it, or one taken away, silently makes the number mean another stage: the build goes on and the files
come from elsewhere. A name says what is taken, and moves with its stage.`,
  examples: [
    {
      title: "A stage without a name, copied from twice",
      dockerfile:
        "FROM golang:1.23\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=0 /app /app\nCOPY --from=0 /etc/ssl/certs /etc/ssl/certs\n",
      lines: [5, 6],
      fixed:
        "FROM golang:1.23 AS builder\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=builder /app /app\nCOPY --from=builder /etc/ssl/certs /etc/ssl/certs\n",
    },
    {
      title: "It has a name that nobody uses",
      dockerfile:
        "FROM node:22 AS Assets\nRUN npm ci && npm run build\n\nFROM nginx:1.27\nCOPY --chown=nginx --from=0 /dist /usr/share/nginx/html\n",
      lines: [5],
      fixed:
        "FROM node:22 AS Assets\nRUN npm ci && npm run build\n\nFROM nginx:1.27\nCOPY --chown=nginx --from=Assets /dist /usr/share/nginx/html\n",
    },
    {
      title: "Several stages, a FROM on two lines, a name that is taken",
      dockerfile:
        "from --platform=$BUILDPLATFORM \\\n  golang:1.23\nrun go build -o /app .\n\nfrom node:22\nrun npm ci && npm run build\n\nfrom alpine:3.20 as builder\ncopy --from=1 /dist /dist\ncopy --from=0 /app /app\n",
      lines: [9, 10],
      fixed:
        "from --platform=$BUILDPLATFORM \\\n  golang:1.23 as go-builder\nrun go build -o /app .\n\nfrom node:22 as node-builder\nrun npm ci && npm run build\n\nfrom alpine:3.20 as builder\ncopy --from=node-builder /dist /dist\ncopy --from=go-builder /app /app\n",
    },
    {
      title: "Two stages of one name: the first has only its number",
      dockerfile:
        "FROM golang:1.23 AS build\nRUN go build -o /a .\n\nFROM golang:1.23 AS build\nRUN go build -o /b .\n\nFROM scratch\nCOPY --from=0 /a /a\nCOPY --from=build /b /b\n",
      lines: [8],
    },
    {
      title: "By name",
      dockerfile: "FROM golang:1.23 AS build\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=build /app /app\n",
      lines: [],
    },
    {
      title: "A stage whose name is a number of its own",
      dockerfile:
        "FROM golang:1.23 AS go1.23\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=go1.23 /app /app\nCOPY --from=nginx:1 /etc/nginx /etc/nginx\n",
      lines: [],
    },
    {
      title: "An image called 0 is no stage",
      dockerfile: "FROM golang:1.23\nRUN --mount=from=0,target=/x ls /x\n",
      lines: [],
    },
    {
      title: "An ONBUILD counts the stages of another file",
      dockerfile: "FROM golang:1.23 AS build\n\nFROM alpine:3.20\nONBUILD COPY --from=0 /app /app\n",
      lines: [],
    },
  ],
  *check(graph) {
    const references = graph.edges.filter((edge) => edge.via === "copy" && /^[+-]?\d+$/.test(textOf(graph, edge)));
    const names = namesFor(graph, references);
    for (const reference of references) {
      const source = graph.stages[reference.source];
      const name = names.get(reference.source);
      if (source) {
        yield {
          at: reference.span,
          stage: reference.stage,
          message: messageFor(textOf(graph, reference), source, name),
          related: [{ message: "this stage is meant", span: source.from.span }],
          fix: name && fixFor(graph, reference, source, name),
        };
      }
    }
  },
});

interface Naming {
  readonly name: string;
  readonly isNew: boolean;
}

function textOf({ dockerfile }: BuildGraph, { span }: Edge): string {
  return textIn(dockerfile.source, span);
}

/** One name for each stage that is meant, whoever copies from it, so that the fixes of all findings go together. */
function namesFor(graph: BuildGraph, references: readonly Edge[]): Map<number, Naming> {
  const fresh = new NewStageNames(graph);
  const names = new Map<number, Naming>();
  for (const index of [...new Set(references.map(({ source }) => source))].sort((a, b) => a - b)) {
    const stage = graph.stages[index];
    if (!stage) continue;
    const name = usableName(graph, stage);
    if (name !== undefined) names.set(index, { name, isNew: false });
    else if (stage.name === undefined) names.set(index, { name: fresh.nameFor(stage), isNew: true });
  }
  return names;
}

function messageFor(number: string, source: Stage, naming: Naming | undefined): string {
  const risk = `\`--from=${number}\` counts stages, so a stage put in front silently makes it another one`;
  if (!naming) return `${risk}. Give ${stageTitle(source)} a name that no other stage has, and copy from that.`;
  const { name, isNew } = naming;
  return isNew
    ? `${risk}. Write \`AS ${name}\` behind its FROM in line ${source.from.span.start.line}, and \`--from=${name}\` here.`
    : `${risk}. Write \`--from=${name}\`, as the stage is called already.`;
}

/** A name changes nothing in what is built. */
function fixFor({ dockerfile }: BuildGraph, { span }: Edge, source: Stage, { name, isNew }: Naming): Fix {
  const reference = { span, text: name };
  if (!isNew) return { title: `Copy from ${name}`, safe: true, edits: [reference] };
  const { image, keywordSpan } = source.from;
  const isLower = textIn(dockerfile.source, keywordSpan) === "from";
  const end = positionAt(dockerfile.source, image.span.end.offset);
  const naming = { span: { start: end, end }, text: ` ${isLower ? "as" : "AS"} ${name}` };
  return { title: `Name the stage ${name}`, safe: true, edits: [naming, reference] };
}
