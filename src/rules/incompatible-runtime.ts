import { carriedMisfits } from "../graph/runtime-fit/judge.ts";
import { defineRule } from "./rule.ts";

export default defineRule({
  id: "incompatible-runtime",
  level: "error",
  group: "ships",
  summary: "What is copied from a builder stage cannot run in the shipped stage.",
  why: `The build succeeds, and the container dies when it starts: with "no such file or directory" for a program whose C library is not
there, "version \`GLIBC_…' not found" for an older one, UnsupportedClassVersionError for class files newer than the JRE, or an import
error for packages of another Python, Node.js, Ruby or PHP. Build on the distribution and release that ship, or make what needs
neither. It is a warning where a default is the only evidence, as for Go without \`CGO_ENABLED=0\`, and nothing is said of images that are
not known, static programs, and stages that bring a compatible loader.`,
  examples: [
    {
      title: "Go calls C by default, and scratch has no C library",
      dockerfile:
        'FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /out/server ./cmd/server\n\nFROM scratch\nCOPY --from=build /out/server /server\nENTRYPOINT ["/server"]\n',
      lines: [7],
      fixed:
        'FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /out/server ./cmd/server\n\nFROM scratch\nCOPY --from=build /out/server /server\nENTRYPOINT ["/server"]\n',
    },
    {
      title: "A Rust program for glibc on Alpine, through a stage in between",
      dockerfile:
        'ARG RUNTIME=alpine:3.20\nFROM rust:1.82-bookworm AS build\nWORKDIR /app\nCOPY . .\nRUN cargo build --release && cp target/release/shop /usr/local/bin/\n\nFROM busybox AS files\nCOPY --from=build /usr/local/bin/shop /out/\n\nFROM $RUNTIME\nCOPY --from=files /out/shop /usr/bin/shop\nCMD ["shop"]\n',
      lines: [11],
    },
    {
      title: "Built on a newer Debian than it runs on",
      dockerfile:
        'FROM debian:bookworm AS base\nRUN apt-get update && apt-get install -y gcc libc6-dev\n\nFROM base AS build\nCOPY main.c .\nRUN gcc -O2 -o /probe main.c\n\nFROM debian:bullseye-slim\nCOPY --from=build /probe /usr/local/bin/\nCMD ["probe"]\n',
      lines: [9],
    },
    {
      title: "Class files newer than the JRE",
      dockerfile:
        'FROM gradle:8-jdk21 AS build\nWORKDIR /app\nCOPY . .\nRUN gradle bootJar\n\nFROM eclipse-temurin:17-jre\nCOPY --from=build /app/build/libs/*.jar /app.jar\nENTRYPOINT ["java", "-jar", "/app.jar"]\n',
      lines: [7],
    },
    {
      title: "A virtual environment for another Python",
      dockerfile:
        'FROM python:3.12-slim AS build\nRUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n\nFROM gcr.io/distroless/python3-debian12\nCOPY --from=build /opt/venv /opt/venv\nENTRYPOINT ["/opt/venv/bin/python", "-m", "shop"]\n',
      lines: [8],
    },
    {
      title: "Native node_modules for another C library, copied out of a mount",
      dockerfile:
        'FROM node:22 AS dependencies\nWORKDIR /app\nRUN npm install sharp\n\nFROM node:22-alpine\nWORKDIR /app\nRUN --mount=type=bind,from=dependencies,source=/app,target=/mnt cp -r /mnt/node_modules .\nCMD ["node", "index.js"]\n',
      lines: [7],
    },
    {
      title: "A self-contained .NET program for glibc on Alpine",
      dockerfile:
        'FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build\nWORKDIR /src\nCOPY . .\nRUN dotnet publish -c Release -r linux-x64 --self-contained -o /out\n\nFROM mcr.microsoft.com/dotnet/runtime-deps:8.0-alpine\nCOPY --from=build /out /app\nENTRYPOINT ["/app/shop"]\n',
      lines: [7],
    },
    {
      title: "Gems of another Ruby",
      dockerfile:
        'FROM ruby:3.2 AS build\nCOPY Gemfile* ./\nRUN bundle install\n\nFROM ruby:3.3-slim\nCOPY --from=build /usr/local/bundle /usr/local/bundle\nCMD ["bundle", "exec", "puma"]\n',
      lines: [6],
    },
    {
      title: "The Alpine image of Go has no C compiler",
      dockerfile:
        'FROM golang:1.24-alpine AS build\nCOPY . .\nRUN go build -o /server .\n\nFROM scratch\nCOPY --from=build /server /server\nENTRYPOINT ["/server"]\n',
      lines: [],
    },
    {
      title: "C, but static",
      dockerfile:
        'FROM golang:1.24 AS build\nCOPY . .\nRUN CGO_ENABLED=1 go build -ldflags \'-linkmode external -extldflags "-static"\' -o /server .\n\nFROM scratch\nCOPY --from=build /server /server\nENTRYPOINT ["/server"]\n',
      lines: [],
    },
    {
      title: "Rust for musl, built on Debian",
      dockerfile:
        'FROM rust:1.82 AS build\nRUN rustup target add x86_64-unknown-linux-musl\nCOPY . .\nRUN cargo build --release --target x86_64-unknown-linux-musl\n\nFROM scratch\nCOPY --from=build /target/x86_64-unknown-linux-musl/release/shop /shop\nCMD ["/shop"]\n',
      lines: [],
    },
    {
      title: "Alpine with a loader for glibc",
      dockerfile:
        'FROM oven/bun:1 AS build\nCOPY . .\nRUN bun build --compile --outfile /shop index.ts\n\nFROM alpine:3.20\nRUN apk add --no-cache gcompat libstdc++\nCOPY --from=build /shop /shop\nCMD ["/shop"]\n',
      lines: [],
    },
    {
      title: "A newer JDK that compiles for the JRE",
      dockerfile:
        'FROM maven:3.9-eclipse-temurin-21 AS build\nCOPY . .\nRUN mvn package -Dmaven.compiler.release=17\n\nFROM eclipse-temurin:17-jre\nCOPY --from=build /target/shop.jar /shop.jar\nCMD ["java", "-jar", "/shop.jar"]\n',
      lines: [],
    },
    {
      title: "A virtual environment with Python in the same place",
      dockerfile:
        'FROM debian:12-slim AS build\nRUN apt-get update && apt-get install -y python3-venv && python3 -m venv /venv && /venv/bin/pip install flask\n\nFROM gcr.io/distroless/python3-debian12\nCOPY --from=build /venv /venv\nENTRYPOINT ["/venv/bin/python3", "-m", "shop"]\n',
      lines: [],
    },
    {
      title: "Built on another distribution, but nothing that depends on it",
      dockerfile:
        "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n\nFROM nginx:1.27-alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n",
      lines: [],
    },
    {
      title: "A stage that only hands out files",
      dockerfile:
        "FROM rust:1.82 AS build\nCOPY . .\nRUN cargo build --release\n\nFROM scratch AS export\nCOPY --from=build /target/release/shop /\n",
      lines: [],
    },
  ],
  *check(graph) {
    for (const { carried, command, certain, problem, remedy, fix } of carriedMisfits(graph)) {
      yield {
        at: carried.source.span,
        stage: carried.shipped.index,
        ...(certain ? {} : { level: "warning" as const }),
        message: `${problem} ${remedy}`,
        related: command ? [{ message: "this makes it", span: command.span }] : [],
        fix,
      };
    }
  },
});
