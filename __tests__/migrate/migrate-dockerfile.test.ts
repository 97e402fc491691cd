import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluate.ts";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { migratableStage } from "../../src/migrate/migratable.ts";
import { migrateStage } from "../../src/migrate/migrate-dockerfile.ts";
import type { ContextReader, Migration } from "../../src/migrate/migration.ts";
import { shippedStages } from "../../src/model/graph.ts";
import { sourceFile } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";
import { rules } from "../../src/rules/index.ts";
import { packPolicy } from "../support/pack-policy.ts";
import { singleStages } from "./single-stages.ts";

const policy = packPolicy("recommended");
const nothing: ContextReader = () => undefined;

function graphOf(text: string) {
  return buildGraph(parseDockerfile(sourceFile("Dockerfile", text)));
}

function judged(text: string) {
  const head = { sha: undefined, ref: undefined };
  const change = { head, files: [{ path: "Dockerfile", text }], problems: [], target: undefined };
  return evaluate(change, policy, rules, "0.0.0", "2026-11-24").files.flatMap(({ findings }) => findings);
}

function migrated(text: string, readContext = nothing): Migration {
  const graph = graphOf(text);
  const stage = shippedStages(graph)[0];
  const migration = stage && migrateStage(graph, stage, readContext);
  if (!migration || "reason" in migration) throw new Error(migration?.reason ?? "nothing ships");
  return migration;
}

function commentsIn(text: string): string[] {
  return graphOf(text)
    .dockerfile.comments.map((comment) => comment.text)
    .filter((comment) => !comment.startsWith("Question: "))
    .sort();
}

describe.each(Object.entries(singleStages))("%s", (_, text) => {
  const { text: result, questions } = migrated(text);

  it("gives a Dockerfile that BuildKit takes, without an error, and with nothing more to take apart", () => {
    const graph = graphOf(result);
    expect(graph.rejections).toEqual([]);
    const findings = judged(result);
    expect(findings.filter(({ level }) => level === "error")).toEqual([]);
    expect(migratableStage(graph, findings)).toBeUndefined();
    const before = judged(text).filter(({ rule }) => rule !== "end-of-life-base");
    expect(before.length).toBeGreaterThan(0);
  });

  it("keeps each comment of the author, once", () => {
    expect(commentsIn(result)).toEqual(commentsIn(text));
  });

  it("copies from the stage to build, or asks", () => {
    expect(/^COPY --from=/m.test(result.split(/^FROM /m).at(-1) ?? "") || questions.length > 0).toBe(true);
    for (const { line, text: question } of questions) {
      expect(result.split("\n")[line - 1]).toBe(`# Question: ${question}`);
      expect(question.endsWith("?")).toBe(true);
    }
  });

  it("keeps line ends", () => {
    const crlf = migrated(text.replaceAll("\n", "\r\n")).text;
    expect(crlf.replaceAll("\r\n", "\n")).toBe(result);
    expect(/[^\r]\n/.test(crlf)).toBe(false);
  });
});

it("writes what an author would write, for Go", () => {
  expect(migrated(singleStages["go: comments, a health check and a build argument"] ?? "").text).toMatchInlineSnapshot(`
    "# syntax=docker/dockerfile:1
    # The API server
    FROM golang:1.22 AS build
    # where the code lives
    WORKDIR /app

    COPY go.mod go.sum ./
    RUN go mod download
    # all of it
    COPY . .
    ARG VERSION=dev
    RUN CGO_ENABLED=0 go build -ldflags "-X main.version=$VERSION" -o server ./cmd/server

    FROM gcr.io/distroless/static-debian12:nonroot
    WORKDIR /app
    COPY --from=build /app/server /app/server
    # Question: Does the program read files of the repository when it runs, such as templates, to be copied here?
    ENV PORT=8080
    # what it listens on
    EXPOSE 8080
    HEALTHCHECK --interval=30s CMD ["/app/server", "health"]
    CMD ["./server"]
    # the end
    "
  `);
});

it("writes what an author would write, for Python", () => {
  expect(
    migrated(singleStages["python: pip with a compiler and the whole context first"] ?? "").text,
  ).toMatchInlineSnapshot(`
    "FROM python:3.12 AS build
    ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
    RUN apt-get update && apt-get install -y gcc libpq-dev ffmpeg
    WORKDIR /app
    COPY requirements.txt ./
    RUN python -m venv /opt/venv
    ENV VIRTUAL_ENV=/opt/venv PATH="/opt/venv/bin:$PATH"
    RUN pip install -r requirements.txt

    FROM python:3.12-slim
    RUN apt-get update \\
        && apt-get install -y --no-install-recommends ffmpeg \\
        && rm -rf /var/lib/apt/lists/*
    # Question: Does the program load libraries of libpq-dev (libpq5) when it runs, to be installed here?
    ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
    WORKDIR /app
    COPY . .
    ENV VIRTUAL_ENV=/opt/venv PATH="/opt/venv/bin:$PATH"
    COPY --from=build /opt/venv /opt/venv
    USER 65532:65532
    EXPOSE 8000
    CMD gunicorn app:app -b 0.0.0.0:8000
    "
  `);
});

it("takes what package.json, go.mod and Cargo.toml tell", () => {
  const files: Readonly<Record<string, string>> = {
    "package.json": '{"scripts":{"build":"tsc","start":"node out/main.js"}}',
    "go.mod": "module github.com/acme/shop/v2\n",
    "Cargo.toml": '[package]\nname = "web"\n\n[dependencies]\nserde = "1"\n',
  };
  const read: ContextReader = (path) => files[path];
  const started = 'CMD ["npm", "start"]\n';
  const node = `FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n${started}`;
  expect(migrated(node, read).text).toContain("COPY --from=build /app/out /app/out\n");
  expect(migrated(node).questions[0]?.text).toContain("Which folder does the build make");
  const go = "FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build\nENTRYPOINT ./start.sh\n";
  expect(migrated(go, read).text).toContain("COPY --from=build /src/shop /src/shop\n");
  const rust = "FROM rust:1.90\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n";
  expect(migrated(rust, read).text).toContain("COPY --from=build /src/target/release/web /src/target/release/web\n");
  expect(migrated(rust).questions[0]?.text).toContain("Which file in /src/target/release is the program");
});

it("asks what only the author knows of files that are fetched", () => {
  const text =
    'FROM python:3.13\nRUN git clone --depth 1 https://git.example/app /app\nWORKDIR /app\nRUN pip install -r requirements.txt\nCMD ["python", "app.py"]\n';
  expect(migrated(text).questions.map((question) => question.text)).toEqual([
    "Is what git brings (line 2 before) needed when the program runs, to be copied here?",
  ]);
});

describe("leaves alone", () => {
  it.each([
    ["an image for Windows", "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCOPY . .\nRUN go build\n", "Windows"],
    ["triggers", "FROM golang:1.25\nONBUILD COPY . .\nRUN go build\n", "ONBUILD"],
    ["what BuildKit refuses", "FROM golang:1.25\nCOPY . .\nRUN go build\nCOPY --frm=x a b\n", "BuildKit refuses"],
    ["numbers that would change", "FROM golang:1.25\nCOPY --from=3 /a /b\nCOPY . .\nRUN go build\n", "number"],
    ["an image of nobody's official", "FROM gcr.io/acme/node:20\nCOPY . .\nRUN npm ci\n", "no recipe"],
    ["what there is no recipe for", "FROM gcc:14\nCOPY . .\nRUN make\n", "no recipe"],
  ])("%s", (_, text, reason) => {
    const graph = graphOf(text);
    const stage = graph.stages.at(-1);
    expect(stage && migrateStage(graph, stage, nothing)).toMatchObject({ reason: expect.stringContaining(reason) });
  });
});

it("never throws, whatever instructions stand around a build", () => {
  const line = fc.constantFrom(
    "ARG V=1",
    "ENV A=$V B=2",
    "WORKDIR sub",
    "WORKDIR /x",
    "USER 0",
    "USER app",
    "RUN useradd app",
    "COPY . .",
    "COPY go.mod ./",
    "RUN go build -o /out/app .",
    "RUN npm ci",
    "RUN npm run build",
    "RUN pip install -r r.txt",
    "# note",
    "",
    "EXPOSE 80",
    'CMD ["./app"]',
    "CMD ./app --x",
    'ENTRYPOINT ["tini", "--", "/out/app"]',
    "HEALTHCHECK CMD curl localhost",
    'SHELL ["/bin/bash", "-c"]',
    "VOLUME /data",
  );
  const file = fc.tuple(
    fc.constantFrom("golang:1.25", "node:22", "python:3.13", "ubuntu:24.04"),
    fc.array(line, { maxLength: 14 }),
  );
  fc.assert(
    fc.property(file, ([base, lines]) => {
      const text = `FROM ${base}\n${lines.join("\n")}\n`;
      const graph = graphOf(text);
      const stage = graph.stages[0];
      const migration = stage && migrateStage(graph, stage, nothing);
      if (!migration || "reason" in migration) return;
      expect(graphOf(migration.text).rejections).toEqual([]);
      expect(commentsIn(migration.text)).toEqual(commentsIn(text));
    }),
    { numRuns: 300 },
  );
});

const corpus = join(import.meta.dirname, "../../../shared/corpus/files");

describe.skipIf(!existsSync(corpus))("real Dockerfiles with tools in what ships", () => {
  it("are taken apart without an error of their own making", { timeout: 240_000 }, () => {
    let count = 0;
    for (const entry of readdirSync(corpus, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
      // Judging is what takes long: only these can have a stage to take apart.
      if (!/\b(?:go|cargo|npm|yarn|pnpm|pip3?|mvn|gradle|dotnet|composer|bundle|javac)\b/.test(text)) continue;
      const graph = graphOf(text);
      const before = judged(text);
      const stage = migratableStage(graph, before);
      const migration = stage && migrateStage(graph, stage, nothing);
      if (!migration || "reason" in migration) continue;
      count += 1;
      const after = judged(migration.text).filter(({ level }) => level === "error");
      const known = new Set(before.map(({ rule }) => rule));
      expect(graphOf(migration.text).rejections).toEqual([]);
      expect(after.filter(({ rule }) => !known.has(rule))).toEqual([]);
      expect(commentsIn(migration.text)).toEqual(commentsIn(text));
    }
    expect(count).toBeGreaterThan(15);
  });
});
