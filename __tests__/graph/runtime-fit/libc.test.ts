import { describe, expect, it } from "vitest";
import { misfitsOf, twoStages } from "./misfits-of.ts";

const app = "/src/app /app";

describe("Go programs", () => {
  it.each([
    ["RUN go build -o app .", "alpine:3.20", "perhaps /src/app"],
    ["RUN go build -o app .", "scratch", "perhaps /src/app"],
    ["RUN go build -o app .", "gcr.io/distroless/static-debian12", "perhaps /src/app"],
    ["RUN go build -o app .", "cgr.dev/chainguard/static", "perhaps /src/app"],
    ["RUN go build -ldflags '-s -w' -o app .", "alpine:3.20", "perhaps /src/app"],
    ["RUN GOOS=linux GOARCH=amd64 go build -o app .", "scratch", "perhaps /src/app"],
    ["ARG TARGETOS TARGETARCH\nRUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o app .", "scratch", "perhaps /src/app"],
    ["RUN CGO_ENABLED=1 go build -o app .", "alpine:3.20", "certain /src/app"],
    ["ENV CGO_ENABLED=1\nRUN go build -o app .", "scratch", "certain /src/app"],
    ["ARG CGO_ENABLED=1\nRUN go build -o app .", "scratch", "certain /src/app"],
    ["RUN go build", "scratch", "perhaps /src/app"],
    ["RUN go build -o /out/app . && mv /out/app /src/app", "scratch", "perhaps /src/app"],
    ["RUN cd cmd/app && go build -o ../../app", "scratch", "perhaps /src/app"],
    ["RUN (cd cmd/app && go build -o /src/app)", "scratch", "perhaps /src/app"],
  ])("%s on %s", (run, shipped, expected) => {
    expect(twoStages("golang:1.24-bookworm", run, shipped, app)).toEqual([expected]);
  });

  it.each([
    ["RUN CGO_ENABLED=0 go build -o app .", "alpine:3.20"],
    ["RUN env CGO_ENABLED=0 GOOS=linux go build -o app .", "scratch"],
    ["RUN export CGO_ENABLED=0 && go build -o app .", "scratch"],
    ["RUN export GOOS=linux CGO_ENABLED=0; go build -o app .", "scratch"],
    ["RUN go env -w CGO_ENABLED=0 && go build -o app .", "scratch"],
    ["ENV CGO_ENABLED=0\nRUN go build -o app .", "scratch"],
    ["ENV CGO_ENABLED 0\nRUN go build -o app .", "scratch"],
    ["ARG CGO_ENABLED=0\nRUN go build -o app .", "scratch"],
    ["ARG CGO_ENABLED\nRUN go build -o app .", "scratch"],
    ["ARG FLAG\nRUN CGO_ENABLED=$FLAG go build -o app .", "scratch"],
    ["RUN go build -ldflags '-linkmode external -extldflags \"-static\"' -o app .", "scratch"],
    ["RUN CGO_ENABLED=1 go build -ldflags \"-extldflags '-static'\" -o app .", "alpine:3.20"],
    ["RUN go build -tags netgo -o app .", "scratch"],
    ["RUN go build -tags 'osusergo,netgo' -o app .", "scratch"],
    ['ARG LDFLAGS\nRUN CGO_ENABLED=1 go build -ldflags "$LDFLAGS" -o app .', "scratch"],
    ["RUN GOOS=windows go build -o app .", "scratch"],
    ["RUN GOOS=js GOARCH=wasm go build -o app .", "nginx:alpine"],
    ["RUN GOARCH=arm GOARM=7 go build -o app .", "scratch"],
    ["RUN go build -o app .", "debian:12-slim"],
    ["RUN go build -o app .", "gcr.io/distroless/base-debian12"],
    ["RUN go build -o app .", "debian:11-slim"],
    ["RUN go build -o app .", "cgr.dev/chainguard/glibc-dynamic"],
    ["RUN go build -o other .", "scratch"],
    ["RUN make app", "scratch"],
    ["RUN go build -o app . && xx-verify --static app", "scratch"],
    ["RUN go build -o app .\nRUN ldd app 2>&1 | grep 'not a dynamic executable'", "scratch"],
  ])("silent: %s on %s", (run, shipped) => {
    expect(twoStages("golang:1.24-bookworm", run, shipped, app)).toEqual([]);
  });

  it("knows that the Alpine image has no C compiler until one is added", () => {
    const build = (packages: string, shipped: string) =>
      twoStages("golang:1.24-alpine", `${packages}RUN go build -o app .`, shipped, app);
    expect(build("", "scratch")).toEqual([]);
    expect(build("RUN apk add git make\n", "scratch")).toEqual([]);
    expect(build("RUN apk add build-base\n", "scratch")).toEqual(["perhaps /src/app"]);
    expect(build("RUN apk add gcc musl-dev\nENV CGO_ENABLED=1\n", "debian:12")).toEqual(["certain /src/app"]);
    expect(build("RUN apk add gcc musl-dev\nENV CGO_ENABLED=1\n", "alpine:3.18")).toEqual([]);
  });

  it("ties go install to its program by name", () => {
    const build = (run: string, copy: string) => twoStages("golang:1.24", run, "alpine:3.20", copy);
    expect(build("RUN go install ./cmd/server", "/go/bin/server /")).toEqual(["perhaps /go/bin/server"]);
    expect(build("RUN go install ./...", "/go/bin/* /bin/")).toEqual(["perhaps /go/bin/*"]);
    expect(build("RUN go install github.com/acme/tool/v2@latest", "/go/bin/tool /")).toEqual(["perhaps /go/bin/tool"]);
    expect(build("RUN go install github.com/acme/tool/v2@latest", "/go/bin/server /")).toEqual([]);
    expect(build("RUN GOBIN=/out go install ./cmd/server", "/out/server /")).toEqual(["perhaps /out/server"]);
  });

  it("lets a compatible loader in the image speak", () => {
    const build = (shipped: string) => twoStages("golang:1.24", "RUN CGO_ENABLED=1 go build -o app .", shipped, app);
    expect(build("alpine:3.20\nRUN apk add --no-cache gcompat")).toEqual([]);
    expect(build("alpine:3.20\nRUN apk add libc6-compat")).toEqual([]);
    expect(build("frolvlad/alpine-glibc:latest")).toEqual([]);
    expect(build("scratch\nCOPY --from=build /lib64/ld-linux-x86-64.so.2 /lib64/")).toEqual([]);
    expect(build("scratch\nADD rootfs.tar.xz /")).toEqual([]);
    expect(
      build("alpine:3.20\nRUN mkdir /lib64 && ln -s /lib/libc.musl-x86_64.so.1 /lib64/ld-linux-x86-64.so.2"),
    ).toEqual([]);
  });

  it("follows a file through stages, FROM chains and moves", () => {
    expect(
      misfitsOf(`
FROM golang:1.24 AS base
ENV CGO_ENABLED=1
FROM base AS build
RUN go build -o /bin/server ./cmd && cp /bin/server /srv/
FROM busybox AS files
COPY --from=build /srv/server /out/
FROM alpine:3.20
COPY --from=files /out/ /usr/local/bin/`),
    ).toEqual(["certain /out"]);
  });
});

describe("Rust programs", () => {
  const release = "/src/target/release/app /app";
  it.each([
    ["rust:1.82", "RUN cargo build --release", "alpine:3.20", release, "certain"],
    ["rust:1.82-slim-bookworm", "RUN cargo build --release", "scratch", release, "certain"],
    [
      "rust:1.82",
      "RUN cargo build --release --target x86_64-unknown-linux-gnu",
      "scratch",
      "/src/target/x86_64-unknown-linux-gnu/release/app /app",
      "certain",
    ],
    ["rust:1.82", "RUN cargo install --path .", "alpine:3.20", "/usr/local/cargo/bin/app /app", "certain"],
    ["rust:1.82", "RUN cargo build --release && cp target/release/app /app", "alpine:3.20", "/app /app", "certain"],
    [
      "rust:1.82-alpine",
      "ENV RUSTFLAGS='-C target-feature=-crt-static'\nRUN cargo build --release",
      "debian:12",
      release,
      "certain",
    ],
    ["alpine:3.20", "RUN apk add cargo\nRUN cargo build --release", "scratch", release, "perhaps"],
    ["rust:1.80-bookworm", "RUN cargo build --release", "debian:bullseye-slim", release, "certain"],
    ["rust:1.90-trixie", "RUN cargo build --release", "debian:bookworm-slim", release, "perhaps"],
    ["rust:1.90-trixie", "RUN cargo build --release", "gcr.io/distroless/cc-debian12", release, "perhaps"],
    ["rust:1.80", "RUN cargo build --release", "ubuntu:20.04", release, "certain"],
  ])("%s: %s on %s", (builder, run, shipped, copy, expected) => {
    expect(twoStages(builder, run, shipped, copy)).toEqual([`${expected} ${copy.split(" ")[0]}`]);
  });

  it.each([
    [
      "rust:1.82",
      "RUN cargo build --release --target x86_64-unknown-linux-musl",
      "scratch",
      "/src/target/x86_64-unknown-linux-musl/release/app /app",
    ],
    [
      "rust:1.82",
      "ENV CARGO_BUILD_TARGET=x86_64-unknown-linux-musl\nRUN cargo build --release",
      "scratch",
      "/src/target/x86_64-unknown-linux-musl/release/app /app",
    ],
    [
      "rust:1.82",
      "ARG ARCH\nRUN cargo build --release --target $ARCH-unknown-linux-musl && cp target/*/release/app /app",
      "scratch",
      "/app /app",
    ],
    [
      "rust:1.82",
      "ARG TARGET\nRUN cargo build --release --target $TARGET && cp target/$TARGET/release/app /app",
      "scratch",
      "/app /app",
    ],
    ["rust:1.82", "ENV RUSTFLAGS='-C target-feature=+crt-static'\nRUN cargo build --release", "scratch", release],
    ["rust:1.82", "ARG RUSTFLAGS\nRUN cargo build --release", "scratch", release],
    ["rust:1.82-alpine", "RUN cargo build --release", "scratch", release],
    ["rust:1.82-alpine", "RUN cargo build --release", "debian:12", release],
    ["rust:1.82-bookworm", "RUN cargo build --release", "debian:bookworm-slim", release],
    ["rust:1.82-bullseye", "RUN cargo build --release", "debian:bookworm-slim", release],
    ["rust:1.82-bookworm", "RUN cargo build --release", "debian:stable-slim", release],
    ["rust:1.82", "RUN cargo build --release", "gcr.io/distroless/cc-debian12", release],
    [
      "rust:1.82",
      "RUN cargo build --release --target wasm32-wasi",
      "scratch",
      "/src/target/wasm32-wasi/release/app.wasm /",
    ],
    [
      "clux/muslrust:stable",
      "RUN cargo build --release",
      "scratch",
      "/src/target/x86_64-unknown-linux-musl/release/app /app",
    ],
    [
      "rust:1.82",
      "RUN cargo zigbuild --release --target x86_64-unknown-linux-musl",
      "scratch",
      "/src/target/x86_64-unknown-linux-musl/release/app /app",
    ],
    ["rust:1.82", "RUN cargo build --release", "alpine:3.20", "/src/config /config"],
  ])("silent: %s: %s on %s", (builder, run, shipped, copy) => {
    expect(twoStages(builder, run, shipped, copy)).toEqual([]);
  });
});

describe("programs of C, GraalVM and others", () => {
  it.each([
    ["debian:12", "RUN gcc -O2 -o app main.c", "scratch", app, "certain"],
    ["gcc:13", "RUN g++ main.cpp -o app", "alpine:3.20", app, "certain"],
    ["alpine:3.20", "RUN apk add gcc musl-dev && gcc -o app main.c", "scratch", app, "certain"],
    ["alpine:3.20", "RUN apk add gcc musl-dev && gcc -o app main.c", "debian:12-slim", app, "certain"],
    ["debian:12", "RUN musl-gcc -o app main.c", "scratch", app, "certain"],
    ["ubuntu:24.04", "RUN gcc -o app main.c", "ubuntu:20.04", app, "certain"],
    ["ubuntu:24.04", "RUN gcc -o app main.c", "ubuntu:22.04", app, "perhaps"],
    ["fedora:42", "RUN gcc -o app main.c", "registry.access.redhat.com/ubi9/ubi-minimal", app, "perhaps"],
    ["rockylinux:9", "RUN gcc -o app main.c", "almalinux:8", app, "certain"],
    ["amazonlinux:2023", "RUN gcc -o app main.c", "amazonlinux:2", app, "certain"],
    [
      "ghcr.io/graalvm/native-image-community:21",
      "RUN native-image -jar app.jar -o app",
      "alpine:3.20",
      app,
      "certain",
    ],
    ["oven/bun:1", "RUN bun build --compile --outfile app index.ts", "alpine:3.20", app, "certain"],
    ["crystallang/crystal:1.14-alpine", "RUN crystal build -o app src/app.cr", "scratch", app, "certain"],
    ["swift:6.0-jammy", "RUN swift build -c release", "alpine:3.20", "/src/.build/release/App /app", "certain"],
    ["eclipse-temurin:21", "RUN jlink --add-modules java.base --output /jre", "alpine:3.20", "/jre /jre", "certain"],
  ])("%s: %s on %s", (builder, run, shipped, copy, expected) => {
    expect(twoStages(builder, run, shipped, copy)).toEqual([`${expected} ${copy.split(" ")[0]}`]);
  });

  it.each([
    ["debian:12", "RUN gcc -static -o app main.c", "scratch", app],
    ["debian:12", "RUN gcc -o app main.c -Wl,-static", "scratch", app],
    ["debian:12", "RUN musl-gcc -static -o app main.c", "scratch", app],
    ["debian:12", "RUN musl-gcc -o app main.c", "alpine:3.20", app],
    ["debian:12", "ARG CFLAGS\nRUN gcc $CFLAGS -o app main.c", "scratch", app],
    ["debian:12", "ENV LDFLAGS=-static\nRUN gcc $LDFLAGS -o app main.c", "scratch", app],
    ["debian:12", "RUN zig cc -target x86_64-linux-musl -o app main.c", "scratch", app],
    ["debian:12", "RUN x86_64-linux-musl-gcc -o app main.c", "scratch", app],
    ["debian:12", "RUN gcc -c -o app main.c", "scratch", app],
    ["ubuntu:22.04", "RUN gcc -o app main.c", "ubuntu:24.04", app],
    ["registry.access.redhat.com/ubi9", "RUN gcc -o app main.c", "registry.access.redhat.com/ubi9/ubi-micro", app],
    [
      "ghcr.io/graalvm/native-image-community:21-muslib",
      "RUN native-image --static --libc=musl -jar app.jar -o app",
      "scratch",
      app,
    ],
    [
      "ghcr.io/graalvm/native-image-community:21",
      "RUN native-image -jar app.jar -o app",
      "gcr.io/distroless/base-debian12",
      app,
    ],
    ["oven/bun:1", "RUN bun build --compile --target=bun-linux-x64-musl --outfile app index.ts", "alpine:3.20", app],
    ["oven/bun:1", "RUN bun build --outdir app index.ts", "alpine:3.20", app],
    ["dart:stable", "RUN dart compile exe bin/server.dart -o app", "scratch\nCOPY --from=build /runtime/ /", app],
    ["crystallang/crystal:1.14-alpine", "RUN crystal build --static -o app src/app.cr", "scratch", app],
    ["debian:12", "RUN ./configure && make", "scratch", app],
    ["eclipse-temurin:21-alpine", "RUN jlink --add-modules java.base --output /jre", "alpine:3.20", "/jre /jre"],
    ["eclipse-temurin:21", "RUN jlink --add-modules java.base --output /jre", "debian:12-slim", "/jre /jre"],
    ["acme/builder:1", "RUN gcc -o app main.c", "scratch", app],
    ["gcc:13", "RUN gcc -o app main.c", "acme/base:1-alpine", app],
  ])("silent: %s: %s on %s", (builder, run, shipped, copy) => {
    expect(twoStages(builder, run, shipped, copy)).toEqual([]);
  });
});
