import { describe, expect, it } from "vitest";
import { misfitsOf, twoStages } from "./misfits-of.ts";

describe("the ways by which files get into an image", () => {
  const builder = "FROM rust:1.82 AS build\nWORKDIR /src\nRUN cargo build --release\n";

  it("sees cp out of a mount", () => {
    const mounted = (mount: string, command: string) =>
      misfitsOf(`${builder}FROM alpine:3.20\nRUN --mount=${mount} ${command}\nCMD ["app"]`);
    expect(mounted("type=bind,from=build,source=/src/target,target=/mnt", "cp /mnt/release/app /usr/bin/")).toEqual([
      "certain /src/target/release/app",
    ]);
    expect(mounted("from=build,target=/mnt", "install -m 755 /mnt/src/target/release/app /usr/bin/app")).toEqual([
      "certain /src/target/release/app",
    ]);
    expect(mounted("type=bind,from=build,source=/src,target=/mnt", "cp /mnt/README /README")).toEqual([]);
    expect(mounted("type=bind,from=build,source=/src,target=/mnt", "ls /mnt/target/release")).toEqual([]);
  });

  it("sees a copy in a stage below, and reports it once for several targets", () => {
    expect(
      misfitsOf(
        `${builder}FROM alpine:3.20 AS base\nCOPY --from=build /src/target/release/app /app\nFROM base\nCMD ["/app"]`,
      ),
    ).toEqual(["certain /src/target/release/app"]);
  });

  it("follows wildcards, folders and new names", () => {
    const moved = (script: string, source: string) =>
      twoStages("rust:1.82", `RUN cargo build --release\nRUN ${script}`, "alpine:3.20", `${source} /app`);
    expect(moved("mkdir /out && cp target/release/* /out/", "/out/app")).toEqual(["certain /out/app"]);
    expect(moved("mv target/release/app /app-linux", "/app-*")).toEqual(["certain /app-*"]);
    expect(moved("cp -r target/release /dist", "/dist/app")).toEqual(["certain /dist/app"]);
    expect(moved("cp target/release/app /one && cp /one /two", "/two")).toEqual(["certain /two"]);
    expect(moved("cp target/release/app /one", "/other")).toEqual([]);
  });

  it("does not lose its way in stages that copy in circles of names", () => {
    const links = Array.from(
      { length: 40 },
      (_, index) => `FROM busybox AS s${index + 1}\nCOPY --from=s${index} / /\n`,
    );
    expect(misfitsOf(`FROM busybox AS s0\n${links.join("")}FROM alpine\nCOPY --from=s40 /x /x`)).toEqual([]);
  });

  it("stays linear where every stage copies from all before it", () => {
    const stages = Array.from({ length: 300 }, (_, index) => {
      const copies = Array.from({ length: Math.min(index, 20) }, (_, back) => `COPY --from=s${index - back - 1} / /\n`);
      return `FROM debian:12 AS s${index}\nRUN gcc -o /app${index} x.c\n${copies.join("")}`;
    });
    expect(misfitsOf(`${stages.join("")}FROM alpine:3.20\nCOPY --from=s299 /app299 /app`)).toEqual(["certain /app299"]);
  });
});

describe("interpreters that are taken out of their image", () => {
  const taken = (from: string, path: string, base: string) =>
    misfitsOf(`FROM ${base}\nCOPY --from=${from} ${path} /x/\nCMD ["x"]`);

  it("needs the C library of its image", () => {
    expect(taken("node:22", "/usr/local/bin/node", "alpine:3.20")).toEqual(["certain /usr/local/bin/node"]);
    expect(taken("node:22-alpine", "/usr/local/bin/node", "debian:12-slim")).toEqual(["certain /usr/local/bin/node"]);
    expect(taken("eclipse-temurin:21-jre", "/opt/java/openjdk/", "alpine:3.20")).toEqual(["certain /opt/java/openjdk"]);
    expect(
      misfitsOf(
        'FROM node:22-slim AS node\nFROM python:3.12-alpine\nCOPY --from=node /usr/local/bin/node /bin/\nCMD ["x"]',
      ),
    ).toEqual(["certain /usr/local/bin/node"]);
  });

  it("is silent on the same C library, on other files and on images that nobody knows", () => {
    expect(taken("node:22", "/usr/local/bin/node", "debian:12-slim")).toEqual([]);
    expect(taken("node:22-alpine", "/usr/local/bin/node", "nginx:1.27-alpine")).toEqual([]);
    expect(taken("node:22", "/usr/local/bin/docker-entrypoint.sh", "alpine:3.20")).toEqual([]);
    expect(taken("acme/node:22", "/usr/local/bin/node", "alpine:3.20")).toEqual([]);
    expect(taken("ghcr.io/astral-sh/uv:0.5", "/uv", "alpine:3.20")).toEqual([]);
    expect(taken("node:22", "/usr/local/bin/node", "alpine:3.20\nRUN apk add gcompat libstdc++")).toEqual([]);
  });
});

describe("libraries and run times beside the C library", () => {
  it("knows that distroless base has no libgcc", () => {
    const rust = (base: string) =>
      twoStages("rust:1.82-bookworm", "RUN cargo build --release", base, "/src/target/release/app /app");
    expect(rust("gcr.io/distroless/base-debian12")).toEqual(["certain /src/target/release/app"]);
    expect(rust("gcr.io/distroless/cc-debian12")).toEqual([]);
    const cpp = (options: string) =>
      twoStages("debian:12", `RUN g++ ${options} -o app main.cc`, "gcr.io/distroless/base-debian12", "/src/app /app");
    expect(cpp("")).toEqual(["certain /src/app"]);
    expect(cpp("-static-libstdc++ -static-libgcc")).toEqual([]);
  });

  it("takes a release of Elixir for what it is: Erlang's run time with it, unless the image has one", () => {
    const release = (builder: string, base: string) =>
      twoStages(builder, "RUN mix release", base, "/src/_build/prod/rel/shop /app");
    const debian = "hexpm/elixir:1.17.2-erlang-27.0-debian-bookworm-20240701-slim";
    expect(release(debian, "alpine:3.20")).toEqual(["certain /src/_build/prod/rel/shop"]);
    expect(release(debian, "debian:bullseye-slim")).toEqual(["certain /src/_build/prod/rel/shop"]);
    expect(release(debian, "debian:bookworm-slim")).toEqual([]);
    expect(release(debian, "elixir:1.17-alpine")).toEqual([]);
  });
});
