import { isCredentialContent } from "../knowledge/secret-contents.ts";
import { isSecretFile, type SecretFile } from "../knowledge/secret-files.ts";
import { type BuildGraph, type Stage, type Step, stageTitle } from "../model/graph.ts";
import type { Span } from "../model/source.ts";
import { secretFilesInContext } from "../secrets/context-secrets.ts";
import { copiedTo } from "../secrets/copied-secrets.ts";
import { secretFlow } from "../secrets/flow.ts";
import { contentOf, levelOf, remedyFor } from "../secrets/secret-file-judgement.ts";
import { type LeakReach, reachOf, type SecretLeak, shippedUpon } from "../secrets/secret-leak.ts";
import { secretTexts } from "../secrets/secret-texts.ts";
import { type Draft, defineRule } from "./rule.ts";

export default defineRule({
  id: "secret-file-in-image",
  level: "error",
  group: "secrets",
  summary: "COPY or ADD takes a file that holds secrets by its name: .npmrc, .netrc, .env, a key, a kubeconfig.",
  why: `What is copied stays in the layer, whatever a later step removes, and whoever pulls the image reads it. In a builder stage it is
still in the build cache, and goes wherever that is pushed. Mount the file in the step that needs it, or give it to the container
when it starts. Examples and templates are none. A name that may well hold no secret, such as settings.xml or server.pem, is a notice where it ships;
in a builder stage, in a folder of tests and out of another stage the finding is one level lighter.`,
  examples: [
    {
      title: "npm credentials and the environment",
      dockerfile: "FROM node:22-alpine\nWORKDIR /app\nCOPY package.json .npmrc ./\nCOPY .env .\nRUN npm ci\n",
      lines: [3, 4],
    },
    {
      title: "In a builder, and taken along with its folder",
      dockerfile:
        "FROM node:22 AS builder\nWORKDIR /app\nCOPY . .\nCOPY deploy/.env.production .env\nRUN npm run build && rm -f .npmrc\n\nFROM node:22-slim\nCOPY --from=builder /app /app\n",
      lines: [4],
    },
    {
      title: "In the stage below, removed too late, as a pattern, in the JSON form",
      dockerfile:
        'FROM debian:12-slim AS base\nADD ["id_rs[a]", "/root/.ssh/"]\nRUN git clone git@git.example.com:app.git && rm -rf /root/.ssh\n\nFROM base\nCMD ["/app"]\n',
      lines: [2],
    },
    {
      title: "A here-document with a password in it",
      dockerfile:
        "FROM alpine:3.20\nCOPY <<EOF /root/.netrc\nmachine git.example.com\nlogin ci\npassword tr0ub4dor-and-3\nEOF\n",
      lines: [3],
    },
    {
      title: "Out of a stage that nobody saw it get into",
      dockerfile:
        "FROM acme/tools:3 AS tools\nRUN /setup.sh\n\nFROM alpine:3.20\nCOPY --from=tools /root/.ssh/id_ed25519 /root/.ssh/\n",
      lines: [5],
    },
    {
      title: "Taken along with its folder: the file is in the repository, and .dockerignore lets it in",
      dockerfile: "FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nRUN npm ci\n",
      files: {
        "compose.yaml": "services:\n  app:\n    build: .\n",
        ".dockerignore": "node_modules\n*.md\n",
        ".npmrc": "//npm.example.com/:_authToken=s3cr3tV4lue9x8y7w6\n",
      },
      lines: [3],
    },
    {
      title: ".dockerignore keeps it out, and a file of settings is no secret",
      dockerfile: "FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nRUN npm ci\n",
      files: {
        ".dockerignore": "**/.env*\n",
        ".npmrc": "save-exact=true\n",
        "config/.env": "DB_PASSWORD=tr0ub4dor-and-3-horses\n",
      },
      lines: [],
    },
    {
      title: "Examples, public keys, certificates",
      dockerfile:
        "FROM alpine:3.20\nCOPY .env.example .env\nCOPY id_rsa.pub /root/.ssh/authorized_keys\nCOPY certs/ca.pem /etc/ssl/certs/\nCOPY nodesource.gpg.key /etc/apt/keyrings/\nADD https://packages.example.com/release.key /etc/apk/keys/\n",
      lines: [],
    },
    {
      title: "Mounted, not copied",
      dockerfile:
        "FROM node:22-alpine\nRUN --mount=type=bind,source=.npmrc,target=/root/.npmrc --mount=type=secret,id=env,target=/app/.env npm ci\n",
      lines: [],
    },
    {
      title: "A here-document that takes the token from the environment",
      dockerfile:
        'FROM node:22-alpine\nCOPY <<"EOF" /root/.npmrc\n//npm.example.com/:_authToken=${NPM_TOKEN}\nsave-exact=true\nEOF\n',
      lines: [],
    },
  ],
  *check(graph) {
    const { leaks } = secretFlow(graph, ["file"]);
    const shipped = shippedUpon(graph);
    const followed = new Set<Span>();
    for (const leak of leaks) {
      for (const { span } of leak.copies) followed.add(span);
      const [source] = leak.sources;
      const file = source?.kind === "file" ? isSecretFile(source.name) : undefined;
      if (source && file) yield* copyDraft(graph, { ...leak, name: source.name, file, reach: reachOf(leak, shipped) });
    }
    for (const stage of graph.stages) {
      for (const step of stage.steps) {
        yield* contextFiles(graph, stage, step, shipped);
        yield* hereDocuments(graph, stage, step, shipped);
        yield* otherStages(graph, stage, step, shipped, followed);
      }
    }
  },
});

/** A file that a COPY or ADD leaves in a layer. */
interface CopiedFile extends Pick<SecretLeak, "span" | "stage" | "step" | "path" | "copies" | "removal"> {
  /** As it is called where it comes from. */
  readonly name: string;
  readonly file: SecretFile;
  /** Whether its text was read and holds a credential. */
  readonly isRead?: boolean;
  readonly reach: LeakReach | undefined;
}

function* copyDraft(graph: BuildGraph, copied: CopiedFile): Iterable<Draft> {
  const { span, stage, step, copies, removal, name, file, reach, isRead = false } = copied;
  const { copy, instruction } = step;
  // Nobody can tell what a pattern stands for: then the folder is named.
  const path = /[*?[]/.test(name) && copy ? copy.destination : copied.path;
  const level = levelOf({
    ...{ name, file, path: copied.path, dockerfile: graph.dockerfile.source.path },
    isShipped: reach !== undefined && !reach.image.workbench,
    isFromStage: copy?.from.kind === "stage" || copy?.from.kind === "image",
    isRead,
  });
  if (level === undefined) return;
  const late = removal ? " A later step removes it, but the layer keeps it." : "";
  yield {
    at: span,
    stage,
    level,
    message: `${name} ${isRead ? "holds a credential" : contentOf(file)}, and ${instruction.keyword} puts it at ${path}${placeOf(graph, stage, reach)}.${late} ${remedyFor(file, name, path)}`,
    related: [
      ...(removal ? [{ message: "removed here, in a layer above", span: removal }] : []),
      ...copies.slice(0, 3).map((each) => ({ message: `copied to ${each.path} here`, span: each.span })),
    ],
  };
}

function placeOf(graph: BuildGraph, index: number, reach: LeakReach | undefined): string {
  if (reach?.copy) {
    return `, from where line ${reach.copy.span.start.line} takes it into the shipped image of ${stageTitle(reach.image)}`;
  }
  if (reach) return ` in the shipped image of ${stageTitle(reach.image)}`;
  const stage = graph.stages[index];
  return ` in a layer of ${stage ? stageTitle(stage) : "its stage"}, and so in every build cache that is pushed`;
}

/** Secret files of the build context that a COPY takes along with their folder. One that it names has its finding already. */
function* contextFiles(
  graph: BuildGraph,
  stage: Stage,
  step: Step,
  shipped: ReadonlyMap<number, Stage>,
): Iterable<Draft> {
  const context = graph.repository?.context;
  const { copy, instruction } = step;
  if (!context || copy?.from.kind !== "context" || copy.from.name !== undefined || excludes(instruction)) return;
  const image = shipped.get(stage.index);
  for (const { path: source, kind, span } of copy.sources) {
    if (kind !== "file" || /\$/.test(source) || isSecretFile(source)) continue;
    const found = secretFilesInContext(source, context.listing, (path) => context.readText(path));
    for (const { path: name, file, isRead } of found.slice(0, mostOfOneCopy)) {
      const folder = source.replace(/^(?:\.?\/)+/, "").replace(/(?<!\/)\/+$/, "");
      const below = folder !== "" && name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : name;
      const reach = image && { image, copy: undefined };
      const path = `${copy.destination.replace(/(?<!\/)\/+$/, "")}/${below}`;
      yield* copyDraft(graph, {
        ...{ name, file, path, span, step, isRead, reach },
        ...{ stage: stage.index, copies: [], removal: undefined },
      });
    }
  }
}

/** Files that one COPY is told of; more say nothing new. */
const mostOfOneCopy = 20;

/** `--exclude` and `--parents` take other files than those of the folder. */
function excludes({ flags }: Step["instruction"]): boolean {
  return flags.some(({ name }) => name === "exclude");
}

/** What is written down in the Dockerfile itself; a token of a known format there is secret-outside-mount's. */
function* hereDocuments(
  graph: BuildGraph,
  stage: Stage,
  step: Step,
  shipped: ReadonlyMap<number, Stage>,
): Iterable<Draft> {
  const { copy, instruction } = step;
  if (copy?.from.kind !== "context" || instruction.heredocs.length === 0) return;
  for (const heredoc of instruction.heredocs) {
    const isFolder = copy.destination.endsWith("/");
    const path = isFolder ? `${copy.destination}${heredoc.name}` : copy.destination;
    const image = shipped.get(stage.index);
    const isKnown = secretTexts(graph, step).some(
      ({ span }) => heredoc.span.start.offset <= span.start.offset && span.end.offset <= heredoc.span.end.offset,
    );
    if (isKnown || !isSecretFile(path) || !isCredentialContent(path, heredoc.content)) continue;
    yield {
      at: heredoc.span,
      stage: stage.index,
      level: image && !image.workbench ? "error" : "warning",
      message: `This here-document writes a credential to ${path}${placeOf(graph, stage.index, image && { image, copy: undefined })}, and it stands in the repository. Revoke it, and mount the file with the new one: \`RUN --mount=type=secret,target=${path}\`.`,
    };
  }
}

/** Secret files that come out of a stage or an image, where it cannot be seen how they got into it. */
function* otherStages(
  graph: BuildGraph,
  stage: Stage,
  step: Step,
  shipped: ReadonlyMap<number, Stage>,
  followed: ReadonlySet<Span>,
): Iterable<Draft> {
  const { copy } = step;
  if (copy?.from.kind !== "stage" && copy?.from.kind !== "image") return;
  const image = shipped.get(stage.index);
  for (const { path: name, kind, span } of copy.sources) {
    const file = kind === "file" && !followed.has(span) ? isSecretFile(name) : undefined;
    if (!file || file.holds === "sometimes") continue;
    const path = copiedTo(copy, name);
    const reach = image && { image, copy: undefined };
    yield* copyDraft(graph, {
      name,
      file,
      path,
      span,
      step,
      stage: stage.index,
      copies: [],
      removal: undefined,
      reach,
    });
  }
}
