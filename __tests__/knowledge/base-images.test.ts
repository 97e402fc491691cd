import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeImage } from "../../src/knowledge/base-images.ts";
import type { BaseImage } from "../../src/model/base-image.ts";
import { parseImageReference } from "../../src/model/image-reference.ts";

function described(reference: string): BaseImage {
  const image = parseImageReference(reference);
  if (!image) throw new Error(`${reference} is no image reference`);
  return describeImage(image);
}

type Row = readonly [reference: string, expected: Partial<BaseImage>];

const full = { kind: "language", libc: "glibc", distribution: "debian", user: "root", shell: true } as const;

const languages: readonly Row[] = [
  ["node:20", { ...full, language: "node", languageVersion: "20", release: undefined }],
  ["node:20-bookworm", { ...full, release: "12" }],
  ["node", { ...full, languageVersion: undefined }],
  ["node:lts", { ...full, languageVersion: undefined }],
  ["node:20-slim", { kind: "runtime", libc: "glibc", languageVersion: "20" }],
  [
    "node:20.11.1-alpine3.19",
    { kind: "runtime", libc: "musl", distribution: "alpine", release: "3.19", languageVersion: "20.11.1" },
  ],
  ["python:3.12", { ...full, language: "python" }],
  ["python:3.12-slim", { kind: "runtime", distribution: "debian", release: undefined, languageVersion: "3.12" }],
  ["python:3.11-slim-bookworm", { kind: "runtime", distribution: "debian", release: "12" }],
  ["python:3.12-alpine", { kind: "runtime", libc: "musl", release: undefined }],
  ["ruby:3.3", { ...full, language: "ruby" }],
  ["perl:5.38-slim", { kind: "runtime", language: "perl" }],
  // No smaller Debian twin: not what a full language image is to the others.
  ["php:8.3-apache", { kind: "runtime", language: "php", languageVersion: "8.3", distribution: "debian" }],
  ["php:8.3-fpm-alpine", { kind: "runtime", libc: "musl" }],
  ["elixir:1.16-alpine", { kind: "runtime", language: "elixir" }],
  ["ghcr.io/astral-sh/uv:latest", { kind: "minimal", libc: "none", shell: false }],
  [
    "ghcr.io/astral-sh/uv:python3.12-bookworm",
    { kind: "language", language: "python", languageVersion: "3.12", release: "12" },
  ],
  ["ghcr.io/astral-sh/uv:0.5-python3.12-bookworm-slim", { kind: "runtime", languageVersion: "3.12", shell: true }],
  ["oven/bun:1-alpine", { kind: "runtime", language: "bun", libc: "musl" }],
  ["oven/bun:distroless", { kind: "runtime", shell: false }],
  ["nvidia/cuda:12.4.1-runtime-ubuntu22.04", { kind: "runtime", distribution: "ubuntu", release: "22.04" }],
  ["nvidia/cuda:12.4.1-cudnn-devel-ubi9", { kind: "toolchain", distribution: "ubi", release: "9" }],
  ["pytorch/pytorch:2.3.0-cuda12.1-cudnn8-devel", { kind: "toolchain", language: "python" }],
];

const toolchains: readonly Row[] = [
  [
    "golang:1.21",
    {
      kind: "toolchain",
      libc: "glibc",
      distribution: "debian",
      release: "12",
      language: "go",
      languageVersion: "1.21",
    },
  ],
  ["golang:1.21-alpine", { kind: "toolchain", libc: "musl", distribution: "alpine", release: undefined }],
  ["golang:1.24.1", { kind: "toolchain", distribution: "debian", release: undefined }],
  ["golang:1.24-bullseye", { release: "11" }],
  ["golang", { kind: "toolchain", release: undefined, languageVersion: undefined }],
  ["rust:1.75", { kind: "toolchain", language: "rust", release: "12" }],
  ["rust:1.64.0", { release: "11" }],
  ["rust:1.73", { release: undefined }],
  ["rust:1-slim", { kind: "toolchain", release: undefined, libc: "glibc" }],
  ["gcc:13", { kind: "toolchain", language: "c", languageVersion: "13" }],
  ["buildpack-deps:bookworm", { kind: "toolchain", release: "12" }],
  ["buildpack-deps:noble-curl", { kind: "distribution", distribution: "ubuntu", release: "24.04" }],
  ["swift:5.9", { kind: "toolchain", distribution: "ubuntu" }],
  ["swift:5.9-slim", { kind: "runtime" }],
  ["maven:3.9-eclipse-temurin-17", { kind: "toolchain", language: "java", languageVersion: "17" }],
  ["maven:3.9.6-eclipse-temurin-21-alpine", { languageVersion: "21", libc: "musl" }],
  ["gradle:8.5-jdk21-alpine", { kind: "toolchain", languageVersion: "21" }],
  ["gradle:8.5", { kind: "toolchain", language: "java", languageVersion: undefined }],
  ["eclipse-temurin:17", { kind: "toolchain", language: "java", languageVersion: "17", distribution: "ubuntu" }],
  ["eclipse-temurin:17-jdk-alpine", { kind: "toolchain", libc: "musl" }],
  ["eclipse-temurin:17-jre-alpine", { kind: "runtime", libc: "musl", languageVersion: "17" }],
  ["eclipse-temurin:17.0.8.1_1-jre-jammy", { kind: "runtime", languageVersion: "17.0.8.1", release: "22.04" }],
  ["openjdk:17", { kind: "toolchain", libc: "glibc", distribution: undefined }],
  ["openjdk:8u302-jre-slim-bullseye", { kind: "runtime", languageVersion: "8", release: "11" }],
  ["amazoncorretto:21-al2023-headless", { kind: "runtime", distribution: "amazon", release: "2023" }],
  ["ibmjava:8-sdk", { kind: "toolchain", languageVersion: "8" }],
  ["ibmjava:8", { kind: "runtime" }],
  ["ibm-semeru-runtimes:open-17-jre", { kind: "runtime", languageVersion: "17" }],
  ["sapmachine:17-jre", { kind: "runtime" }],
  [
    "mcr.microsoft.com/dotnet/sdk:8.0",
    { kind: "toolchain", language: "dotnet", distribution: "debian", release: "12" },
  ],
  ["mcr.microsoft.com/dotnet/sdk:8.0.301-alpine3.20", { kind: "toolchain", libc: "musl", release: "3.20" }],
  ["mcr.microsoft.com/dotnet/aspnet:10.0", { kind: "runtime", distribution: "ubuntu", release: "24.04", user: "root" }],
  [
    "mcr.microsoft.com/dotnet/runtime-deps:8.0-jammy-chiseled",
    { kind: "minimal", user: "1654", shell: false, release: "22.04" },
  ],
  [
    "mcr.microsoft.com/dotnet/aspnet:9.0-azurelinux3.0-distroless-extra",
    { user: "1654", distribution: "azurelinux", release: "3.0" },
  ],
  ["mcr.microsoft.com/openjdk/jdk:17-ubuntu", { kind: "toolchain", distribution: "ubuntu" }],
  ["mcr.microsoft.com/openjdk/jdk:17-distroless", { kind: "runtime", shell: false }],
  ["ros:humble-ros-base-jammy", { kind: "toolchain", release: "22.04" }],
  ["ros:kinetic", { kind: "toolchain", distribution: "ubuntu", release: undefined }],
];

const distributions: readonly Row[] = [
  ["debian:bookworm-slim", { kind: "slim", distribution: "debian", release: "12", user: "root", libc: "glibc" }],
  ["debian:12.5", { kind: "distribution", release: "12" }],
  ["debian:bookworm-20240612-slim", { kind: "slim", release: "12" }],
  ["debian", { kind: "distribution", release: undefined }],
  ["ubuntu:22.04", { kind: "distribution", distribution: "ubuntu", release: "22.04" }],
  ["ubuntu:noble-20240904", { kind: "distribution", release: "24.04" }],
  ["alpine:3.20.1", { kind: "slim", libc: "musl", release: "3.20", shell: true }],
  ["alpine:3", { kind: "slim", release: undefined }],
  ["alpine:edge", { release: "edge" }],
  ["fedora:40", { kind: "distribution", release: "40" }],
  ["quay.io/centos/centos:stream9", { kind: "distribution", distribution: "centos", release: "stream9" }],
  ["rockylinux:9-minimal", { kind: "slim", distribution: "rocky", release: "9" }],
  ["amazonlinux:2023", { kind: "distribution", distribution: "amazon", release: "2023" }],
  ["archlinux:base-devel", { kind: "toolchain" }],
  ["photon:5.0", { kind: "slim" }],
  ["busybox:1.36-musl", { kind: "slim", libc: "musl" }],
  ["busybox:glibc", { libc: "glibc" }],
  ["opensuse/leap:15.5", { kind: "distribution", release: "15.5" }],
  [
    "registry.access.redhat.com/ubi9/ubi:9.4",
    { kind: "distribution", distribution: "ubi", release: "9", user: "root" },
  ],
  ["registry.access.redhat.com/ubi8", { kind: "distribution", release: "8" }],
  ["registry.access.redhat.com/ubi9-minimal:9.4", { kind: "slim", distribution: "ubi" }],
  ["registry.redhat.io/ubi9/ubi-micro", { kind: "slim" }],
  ["redhat/ubi10-minimal", { kind: "slim", release: "10" }],
  [
    "registry.access.redhat.com/ubi9/nodejs-20:1",
    { kind: "language", language: "node", languageVersion: "20", user: "1001" },
  ],
  ["registry.access.redhat.com/ubi9/nodejs-20-minimal", { kind: "runtime", user: "1001" }],
  ["registry.access.redhat.com/ubi9/python-311", { kind: "language", languageVersion: "3.11" }],
  [
    "registry.access.redhat.com/ubi9/openjdk-17",
    { kind: "toolchain", language: "java", languageVersion: "17", user: "185" },
  ],
  ["registry.access.redhat.com/ubi9/openjdk-17-runtime:1.20", { kind: "runtime" }],
  ["registry.access.redhat.com/ubi8/dotnet-80-runtime", { kind: "runtime", languageVersion: "8.0" }],
  ["registry.access.redhat.com/ubi9/go-toolset:1.22", { kind: "toolchain", language: "go" }],
  [
    "mcr.microsoft.com/windows/servercore:ltsc2022",
    { distribution: "windows", release: "ltsc2022", user: undefined, libc: "unknown" },
  ],
  ["mcr.microsoft.com/windows/nanoserver:1809", { kind: "slim", release: "1809", user: "ContainerUser" }],
];

const minimal: readonly Row[] = [
  ["gcr.io/distroless/static-debian12", { kind: "minimal", libc: "none", user: "root", shell: false, release: "12" }],
  ["gcr.io/distroless/static-debian12:nonroot", { user: "65532" }],
  ["gcr.io/distroless/static:nonroot-amd64", { user: "65532", release: undefined }],
  ["gcr.io/distroless/base-debian12:debug-nonroot", { kind: "minimal", libc: "glibc", user: "65532", shell: true }],
  ["gcr.io/distroless/cc-debian12:debug", { shell: true, user: "root" }],
  ["gcr.io/distroless/python3-debian12", { kind: "runtime", language: "python", languageVersion: "3.11" }],
  ["gcr.io/distroless/java17-debian12:nonroot", { kind: "runtime", language: "java", languageVersion: "17" }],
  ["gcr.io/distroless/java:11-debug", { kind: "runtime", languageVersion: "11", shell: true }],
  ["gcr.io/distroless/nodejs20-debian12", { kind: "runtime", language: "node", languageVersion: "20" }],
  ["gcr.io/distroless/unheard-of", { kind: "unknown", user: undefined }],
  ["cgr.dev/chainguard/static", { kind: "minimal", libc: "none", user: "65532", shell: false }],
  ["cgr.dev/acme.example/python:3.12", { kind: "runtime", language: "python", languageVersion: "3.12", user: "65532" }],
  ["cgr.dev/chainguard/python:latest-dev", { kind: "language", shell: true }],
  ["cgr.dev/chainguard/go", { kind: "toolchain", user: "root" }],
  ["cgr.dev/chainguard/wolfi-base", { kind: "slim", user: "root", distribution: "wolfi" }],
  ["cgr.dev/chainguard/nginx", { kind: "service", user: undefined }],
  ["dhi.io/python:3.13-debian13", { kind: "runtime", user: "65532", shell: false, release: "13" }],
  ["docker/dhi-node:20-alpine3.22-dev", { kind: "language", user: "root", libc: "musl" }],
  ["dhi.io/golang:1.24", { kind: "toolchain" }],
  ["tonistiigi/xx:1.4.0", { kind: "minimal", shell: false }],
  ["mcr.microsoft.com/azurelinux/distroless/minimal:3.0", { kind: "minimal", release: "3.0", shell: false }],
];

const services: readonly Row[] = [
  ["nginx:1.27-alpine", { kind: "service", libc: "musl", user: "root" }],
  ["nginxinc/nginx-unprivileged:1.27", { kind: "service", user: "101" }],
  ["bitnami/redis:7.2", { kind: "service", user: "1001", distribution: "debian" }],
  ["public.ecr.aws/bitnami/postgresql:16", { kind: "service", user: "1001" }],
  ["bitnami/node:20", { kind: "language", language: "node", user: undefined }],
  ["quay.io/keycloak/keycloak:24.0", { kind: "service", user: "1000" }],
  ["grafana/grafana:11.0.0", { user: "472" }],
  ["prom/prometheus:v2.53.0", { user: "nobody" }],
  ["quay.io/prometheus/node-exporter", { user: "nobody" }],
  ["docker.elastic.co/elasticsearch/elasticsearch:8.13.0", { user: "1000" }],
  ["jenkins/jenkins:lts-jdk17", { kind: "service", user: "jenkins" }],
  ["tomcat:10.1-jre17-temurin-jammy", { kind: "service", language: "java", languageVersion: "17" }],
  ["wordpress:6.5-php8.2-fpm-alpine", { kind: "service", language: "php", languageVersion: "8.2", libc: "musl" }],
  ["haproxy:3.0", { kind: "service", user: undefined }],
];

describe("describeImage", () => {
  it.each([...languages, ...toolchains, ...distributions, ...minimal, ...services])("%s", (reference, expected) => {
    expect(described(reference)).toMatchObject(expected);
  });

  it.each([
    "docker.io/library/node:20-slim",
    "index.docker.io/library/node:20-slim",
    "public.ecr.aws/docker/library/node:20-slim",
    "mirror.gcr.io/library/node:20-slim",
    "harbor.acme.example/dockerhub-proxy/library/node:20-slim",
    "localhost:5000/library/node:20-slim",
    "arm64v8/node:20-slim",
  ])("knows the official image behind %s", (reference) => {
    expect(described(reference)).toEqual(described("node:20-slim"));
  });

  it("knows a proxied distroless image by the end of its path", () => {
    expect(described("acme.example/gcr/distroless/static-debian12:nonroot")).toEqual(
      described("gcr.io/distroless/static-debian12:nonroot"),
    );
  });

  it("takes nobody else's image of the same name for the official one", () => {
    expect(described("acme/node:20").kind).toBe("unknown");
    expect(described("ghcr.io/acme/golang:1.22").kind).toBe("unknown");
    expect(described("acme.example/notdistroless/static").kind).toBe("unknown");
  });

  it("says of an unknown image what its tag or name says", () => {
    expect(described("acme/app:1.2-alpine3.20")).toMatchObject({ kind: "unknown", libc: "musl", release: "3.20" });
    expect(described("acme/base-ubuntu-22.04:7")).toMatchObject({ kind: "unknown", libc: "glibc", release: "22.04" });
    expect(described("acme/app:1.2")).toMatchObject({ libc: "unknown", user: undefined, shell: undefined });
  });

  it("does not take a digest for a version", () => {
    const digest = `sha256:${"1".repeat(64)}`;
    expect(described(`node@${digest}`)).toMatchObject({ kind: "language", languageVersion: undefined });
    expect(described(`node:20-slim@${digest}`)).toEqual(described("node:20-slim"));
  });

  it("describes every reference that Docker accepts", () => {
    const name = fc.stringMatching(/^[a-z0-9]{1,8}(?:[._-][a-z0-9]{1,8}){0,2}$/);
    const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,30}$/);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), tag, (parts, words) => {
        const image = parseImageReference(`${parts.join("/")}:${words}`);
        fc.pre(image !== undefined);
        expect(described(`${parts.join("/")}:${words}`).kind).toBeTypeOf("string");
      }),
    );
  });
});
