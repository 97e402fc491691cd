import { describe, expect, it } from "vitest";
import { describeImage } from "../../src/knowledge/base-images.ts";
import { recommendedBase } from "../../src/knowledge/recommended-base.ts";
import { parseImageReference } from "../../src/model/image-reference.ts";

function recommended(reference: string, language?: string, staticBinary = false): string {
  const image = parseImageReference(reference);
  if (!image) throw new Error(`${reference} is no image reference`);
  return recommendedBase(describeImage(image), image, { staticBinary, language });
}

describe("recommendedBase", () => {
  it.each([
    ["node:20", "`node:20-slim`"],
    ["node:20-bookworm", "`node:20-bookworm-slim`"],
    ["node", "`node:slim`"],
    ["node:lts", "`node:lts-slim`"],
    ["python:3.12", "`python:3.12-slim`"],
    ["python:3.12-bookworm", "`python:3.12-slim-bookworm`"],
    ["public.ecr.aws/docker/library/python:3.12", "`public.ecr.aws/docker/library/python:3.12-slim`"],
    ["eclipse-temurin:17", "`eclipse-temurin:17-jre`"],
    ["maven:3.9-eclipse-temurin-17", "`eclipse-temurin:17-jre`"],
    ["gradle:8-jdk21-alpine", "`eclipse-temurin:21-jre-alpine`"],
    ["openjdk:8-jdk-alpine", "`eclipse-temurin:8-jre-alpine`"],
    ["mcr.microsoft.com/dotnet/sdk:8.0", "`mcr.microsoft.com/dotnet/aspnet:8.0`"],
    ["mcr.microsoft.com/dotnet/sdk:8.0.301-alpine3.20", "`mcr.microsoft.com/dotnet/aspnet:8.0-alpine3.20`"],
    ["mcr.microsoft.com/dotnet/sdk:8.0-jammy", "`mcr.microsoft.com/dotnet/aspnet:8.0-jammy`"],
    ["debian:bookworm", "`debian:bookworm-slim`"],
    ["debian:12", "`debian:12-slim`"],
    ["buildpack-deps:bookworm", "`debian:bookworm-slim`"],
    ["rockylinux:9", "`rockylinux:9-minimal`"],
    ["fedora:40", "`quay.io/fedora/fedora-minimal:40`"],
    ["registry.access.redhat.com/ubi9/ubi:9.4", "`registry.access.redhat.com/ubi9/ubi-minimal`"],
    ["registry.access.redhat.com/ubi9/nodejs-20", "`registry.access.redhat.com/ubi9/nodejs-20-minimal`"],
    ["registry.access.redhat.com/ubi9/openjdk-17", "`registry.access.redhat.com/ubi9/openjdk-17-runtime`"],
    ["nvidia/cuda:12.4.1-devel-ubuntu22.04", "`nvidia/cuda:12.4.1-runtime-ubuntu22.04`"],
    ["cgr.dev/chainguard/python:latest-dev", "`cgr.dev/chainguard/python:latest`"],
    ["cgr.dev/chainguard/go", "`cgr.dev/chainguard/static`"],
    ["dhi.io/python:3.13-debian13-dev", "`dhi.io/python:3.13-debian13`"],
    ["swift:5.9-jammy", "`swift:5.9-jammy-slim`"],
    ["ros:humble", "`ros:humble-ros-core`"],
    ["rust:1.75", "`gcr.io/distroless/cc-debian12` or `debian:bookworm-slim`"],
    ["rust:1.75-alpine3.19", "`scratch` for a static binary, else `alpine:3.19`"],
  ])("%s: %s", (reference, expected) => {
    expect(recommended(reference)).toBe(expected);
  });

  it("recommends an empty base for a static binary, wherever it was built", () => {
    for (const reference of ["golang:1.21", "ubuntu:22.04", "rust:1.75-alpine"]) {
      expect(recommended(reference, "go", true)).toBe("`scratch` or `gcr.io/distroless/static-debian13`");
    }
  });

  it("names both ways for Go, whose binaries may need a C library", () => {
    expect(recommended("golang:1.21")).toBe(
      "`scratch` or `gcr.io/distroless/static-debian13` for a static binary (`CGO_ENABLED=0`), else `debian:bookworm-slim`",
    );
  });

  it.each([
    ["ubuntu:22.04", "node", "`node:lts-slim`"],
    ["ubuntu:22.04", "java", "a JRE such as `eclipse-temurin:21-jre`"],
    ["debian:12", "python", "`python:3-slim-bookworm`"],
    ["node:20", "python", "`python:3-slim`"],
    ["nvidia/cuda:12.4.1-devel-ubuntu22.04", "python", "`nvidia/cuda:12.4.1-runtime-ubuntu22.04`"],
  ])("%s that runs %s: %s", (reference, language, expected) => {
    expect(recommended(reference, language)).toBe(expected);
  });

  it("recommends no smaller twin for a Windows image", () => {
    expect(recommended("python:3.12-windowsservercore-ltsc2022")).not.toContain("windowsservercore-slim");
  });

  it("recommends something that is itself no full image", () => {
    for (const reference of [
      "node:20",
      "python:3.12",
      "ruby:3.3-bookworm",
      "perl:5.38",
      "elixir:1.16",
      "mono:6",
      "oraclelinux:9",
    ]) {
      const [, name = ""] = recommended(reference).split("`");
      const image = parseImageReference(name);
      expect(image && describeImage(image).kind).toMatch(/^(?:runtime|slim)$/);
    }
  });
});
