import { mayBringFolder, standsOnScratch, startedProgram } from "../graph/root-file-system.ts";
import {
  bringsCertificates,
  certificateFile,
  hasCertificates,
  isNetworkProgram,
  isWebPort,
  namesCertificates,
  namesTlsAddress,
  speaksTlsItself,
} from "../knowledge/certificates.ts";
import { type BuildGraph, chainOf, type Stage, type Step, shippedStages, stageTitle } from "../model/graph.ts";
import { type Draft, defineRule } from "./rule.ts";

export default defineRule({
  id: "missing-ca-certificates",
  level: "notice",
  group: "ships",
  summary: "A program that is likely to speak TLS ships on scratch without CA certificates.",
  why: `Scratch is empty: there are no certificates to check others by, so each HTTPS call fails with an unknown authority, and only
once it runs. Copy ${certificateFile} from a stage that has it, or stand on distroless/static, which does. Signs of TLS are an address
with https, a port for HTTP, the name of the program, and certificates that a builder installs. A program that brings its own
certificates can waive this.`,
  examples: [
    {
      title: "A server on scratch",
      dockerfile:
        'FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\n\nFROM scratch\nCOPY --from=build /app /app\nEXPOSE 8080\nUSER 65532\nENTRYPOINT ["/app"]\n',
      lines: [7],
      fixed:
        'FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\n\nFROM scratch\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt\nCOPY --from=build /app /app\nEXPOSE 8080\nUSER 65532\nENTRYPOINT ["/app"]\n',
    },
    {
      title: "A client, by an address in its environment",
      dockerfile:
        'FROM rust:1.84-alpine AS build\nCOPY . .\nRUN cargo build --release\n\nFROM scratch\nENV TICKER_URL="https://example.com/v1"\nCOPY --from=0 /target/release/ticker /ticker\nCMD ["/ticker"]\n',
      lines: [7],
      fixed:
        'FROM rust:1.84-alpine AS build\nCOPY . .\nRUN cargo build --release\n\nFROM scratch\nENV TICKER_URL="https://example.com/v1"\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt\nCOPY --from=0 /target/release/ticker /ticker\nCMD ["/ticker"]\n',
    },
    {
      title: "In disguise: installed in the builder and not copied, by way of a stage of files and a base stage",
      dockerfile:
        'FROM debian:12-slim AS build\nRUN apt-get update && apt-get install -y ca-certificates golang\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /out/tool .\n\nFROM scratch AS files\nCOPY --from=build /out/tool /tool\n\nFROM scratch AS base\nCOPY --from=files /tool /usr/bin/tool\n\nFROM base\nENTRYPOINT ["/usr/bin/tool"]\n',
      lines: [10],
      fixed:
        'FROM debian:12-slim AS build\nRUN apt-get update && apt-get install -y ca-certificates golang\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /out/tool .\n\nFROM scratch AS files\nCOPY --from=build /out/tool /tool\n\nFROM scratch AS base\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt\nCOPY --from=files /tool /usr/bin/tool\n\nFROM base\nENTRYPOINT ["/usr/bin/tool"]\n',
    },
    {
      title: "Built outside",
      dockerfile:
        'FROM scratch\nARG TARGETARCH\nCOPY bin/metrics-exporter-${TARGETARCH} /metrics-exporter\nENTRYPOINT ["/metrics-exporter"]\n',
      lines: [3],
    },
    {
      title: "The certificates from an image of their own, below another name",
      dockerfile:
        'FROM alpine:3.21 AS certs\n\nFROM golang:1.24 AS build\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server .\n\nFROM scratch\nCOPY --from=certs /etc/ssl/cert.pem /etc/ssl/\nCOPY --from=build /server /server\nEXPOSE 443\nCMD ["/server"]\n',
      lines: [],
    },
    {
      title: "A root put together in the builder",
      dockerfile:
        'FROM golang:1.24 AS build\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /rootfs/server . && cp -a --parents /etc/ssl/certs /rootfs\n\nFROM scratch\nCOPY --from=build /rootfs/ /\nEXPOSE 8443\nCMD ["/server"]\n',
      lines: [],
    },
    {
      title: "Files only: a plugin, a frontend, an export",
      dockerfile:
        "FROM golang:1.24 AS build\nCOPY . .\nRUN go build -o /out/api-server .\n\nFROM scratch\nCOPY --from=build /out/api-server /\n",
      lines: [],
    },
    {
      title: "Distroless has them",
      dockerfile:
        'FROM golang:1.24 AS build\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server .\n\nFROM gcr.io/distroless/static-debian12:nonroot\nCOPY --from=build /server /server\nCMD ["/server"]\n',
      lines: [],
    },
    {
      title: "A program that only computes",
      dockerfile:
        'FROM golang:1.24 AS build\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /fractal .\n\nFROM scratch\nCOPY --from=build /fractal /fractal\nENTRYPOINT ["/fractal"]\n',
      lines: [],
    },
  ],
  *check(graph) {
    const reported = new Set<Step>();
    for (const stage of shippedStages(graph)) {
      const program = startedProgram(stage);
      if (program === undefined || program.endsWith(".wasm") || stage.workbench || !standsOnScratch(graph, stage))
        continue;
      const steps = chainOf(graph, stage)
        .reverse()
        .flatMap((link) => link.steps);
      if (mayHaveCertificates(graph, stage, steps, program)) continue;
      const step = programCopy(steps, program);
      const builders = step ? sourcesOf(graph, step) : [];
      const sign = signOfTls(stage, steps, program, builders);
      if (sign === undefined || (step && reported.has(step))) continue;
      if (step) reported.add(step);
      yield draftFor(stage, { step, builders, sign, program });
    }
  },
});

function mayHaveCertificates(graph: BuildGraph, stage: Stage, steps: readonly Step[], program: string): boolean {
  const { environment } = stage.end;
  if (environment.get("SSL_CERT_FILE") !== undefined || environment.get("SSL_CERT_DIR") !== undefined) return true;
  return steps.some((step) => {
    const { copy, instruction } = step;
    // What a RUN does on scratch is done by a program that was copied there.
    if (instruction.keyword === "RUN") return true;
    if (instruction.keyword === "VOLUME") return namesCertificates(instruction.text);
    if (!copy) return false;
    if (namesCertificates(copy.destination) || copy.sources.some(({ path }) => namesCertificates(path))) return true;
    if (copy.from.kind === "stage" && namesCertificates(graph.stages[copy.from.index]?.id ?? "")) return true;
    return mayBringFolder(step, "/etc/ssl/certs", program);
  });
}

/** The copy that brings the program: by its name, or the first from a stage. */
function programCopy(steps: readonly Step[], program: string): Step | undefined {
  const name = program.slice(program.lastIndexOf("/") + 1);
  const copies = steps.filter(({ copy }) => copy !== undefined);
  return (
    copies.find(({ copy }) => copy?.destination.endsWith(`/${name}`)) ??
    copies.find(({ copy }) => copy?.sources.some(({ path }) => path.slice(path.lastIndexOf("/") + 1) === name)) ??
    copies.find(({ copy }) => copy?.from.kind === "stage")
  );
}

/** Stages that the program has come through, nearest first, each with those below it. */
function sourcesOf(graph: BuildGraph, step: Step): Stage[] {
  const found: Stage[] = [];
  const wanted = [step];
  for (let current = wanted.pop(); current && found.length < graph.stages.length; current = wanted.pop()) {
    const source = current.copy?.from.kind === "stage" ? graph.stages[current.copy.from.index] : undefined;
    if (!source || found.includes(source)) continue;
    const links = chainOf(graph, source);
    found.push(...links.filter((link) => !found.includes(link)));
    const isBuilt = links.some((link) =>
      link.steps.some(({ builds }) => builds.some(({ kind }) => kind === "compile")),
    );
    if (!isBuilt) wanted.push(...links.flatMap((link) => link.steps.filter(({ copy }) => copy?.from.kind === "stage")));
  }
  return found;
}

/** Why the program is taken to speak TLS, as the start of a sentence; undefined where nothing says so. */
function signOfTls(
  stage: Stage,
  steps: readonly Step[],
  program: string,
  builders: readonly Stage[],
): string | undefined {
  const languages = builders.flatMap(({ root, steps: built }) => [
    ...(root?.language === undefined ? [] : [root.language]),
    ...built.flatMap(({ builds }) => builds.flatMap(({ language }) => language ?? [])),
  ]);
  if (builders.length > 0 && !languages.some(speaksTlsItself)) return undefined;
  const words = [...(stage.end.entrypoint?.words ?? []), ...(stage.end.command?.words ?? [])];
  if (words.some(namesTlsAddress)) return "Its command names an address that is reached by TLS";
  for (const { instruction } of steps) {
    if (instruction.keyword === "ENV" || instruction.keyword === "ARG") {
      const pair = instruction.pairs.find(({ value }) => namesTlsAddress((value ?? "").replace(/^["']/, "")));
      if (pair) return `${pair.key} holds an address that is reached by TLS`;
    }
  }
  const installer = builders.find((builder) =>
    builder.steps.some(({ packages }) => packages.some(isCertificatePackage)),
  );
  if (installer) return `${capital(stageTitle(installer))} installs CA certificates`;
  const port = steps.flatMap(({ instruction }) => (instruction.keyword === "EXPOSE" ? instruction.words : []));
  const web = port.find(({ text }) => isWebPort(Number.parseInt(text, 10)) && !text.endsWith("/udp"));
  if (web) return `It serves port ${Number.parseInt(web.text, 10)}`;
  const name = program.slice(program.lastIndexOf("/") + 1);
  return isNetworkProgram(name) ? `By its name ${name} talks to others` : undefined;
}

function isCertificatePackage({ name, change }: Step["packages"][number]): boolean {
  return change === "added" && bringsCertificates(name);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

interface Found {
  readonly step: Step | undefined;
  readonly builders: readonly Stage[];
  readonly sign: string;
  readonly program: string;
}

function draftFor(stage: Stage, { step, builders, sign, program }: Found): Draft {
  const owner = builders.find(
    ({ rootImage, root, steps }) =>
      hasCertificates(rootImage, root) || steps.some(({ packages }) => packages.some(isCertificatePackage)),
  );
  const text = owner && `COPY --from=${owner.name ?? owner.index} ${certificateFile} ${certificateFile}`;
  const start = step?.instruction.span.start;
  return {
    at: step?.instruction.span ?? stage.from.span,
    stage: stage.index,
    message: `${sign}, and ${stageTitle(stage)} is made on scratch without CA certificates: HTTPS calls of ${program} fail with an unknown authority. ${
      text === undefined ? `Copy ${certificateFile} from a stage that has it.` : `Add \`${text}\`.`
    }`,
    fix:
      owner === undefined || start === undefined
        ? undefined
        : {
            title: `Copy the CA certificates from ${stageTitle(owner)}`,
            safe: true,
            edits: [{ span: { start, end: start }, text: `${text}\n` }],
          },
  };
}
