import { describe, expect, it } from "vitest";
import { endOfLifeAsOf } from "../../src/knowledge/end-of-life/as-of.ts";
import { distributions } from "../../src/knowledge/end-of-life/distributions.ts";
import { languages } from "../../src/knowledge/end-of-life/languages.ts";
import { endedRelease, maintainedReleases, type ProductLife } from "../../src/knowledge/end-of-life/product-life.ts";
import { retiredImages } from "../../src/knowledge/end-of-life/retired-images.ts";
import { services } from "../../src/knowledge/end-of-life/services.ts";
import { endOfLife } from "../../src/knowledge/end-of-life.ts";
import { parseImageReference } from "../../src/model/image-reference.ts";

function ended(text: string, today = "2026-11-24") {
  const image = parseImageReference(text);
  if (!image) throw new Error(`${text} is no image`);
  return endOfLife(image, today);
}

describe("the end of a base image", () => {
  it.each([
    ["node:16", "Node.js 16", "2023-09-11"],
    ["node:16.20.2-alpine3.18", "Node.js 16", "2023-09-11"],
    ["arm64v8/node:14.21", "Node.js 14", "2023-04-30"],
    ["gcr.io/distroless/nodejs18-debian12", "Node.js 18", "2025-04-30"],
    ["python:3.8-slim", "Python 3.8", "2024-10-07"],
    ["python:2", "Python 2", "2020-01-01"],
    ["php:7-fpm-alpine", "PHP 7", "2022-11-28"],
    ["ruby:2.7.8", "Ruby 2.7", "2023-03-31"],
    ["golang:1.20-bullseye", "Go 1.20", "2024-02-06"],
    ["mcr.microsoft.com/dotnet/aspnet:6.0-alpine", ".NET 6", "2024-11-12"],
    ["mcr.microsoft.com/dotnet/core/sdk:3.1", ".NET 3.1", "2022-12-13"],
    ["eclipse-temurin:20-jre", "Eclipse Temurin 20", "2023-09-19"],
    ["postgres:12-alpine", "PostgreSQL 12", "2024-11-21"],
    ["postgres:9", "PostgreSQL 9", "2021-11-11"],
    ["mysql:5.7.44", "MySQL 5.7", "2023-10-31"],
    ["docker.elastic.co/elasticsearch/elasticsearch:7.17.9", "Elasticsearch 7", "2026-01-15"],
    ["debian:buster-20240612-slim", "Debian 10", "2024-06-30"],
    ["rust:1.70-bullseye", "Debian 11", "2026-08-31"],
    ["ubuntu:20.04", "Ubuntu 20.04", "2025-05-31"],
    ["nvidia/cuda:11.8.0-devel-ubuntu18.04", "Ubuntu 18.04", "2023-05-31"],
    ["alpine:3.17.3", "Alpine Linux 3.17", "2024-11-22"],
    ["fedora:38", "Fedora 38", "2024-05-21"],
    ["centos:7", "CentOS 7", "2024-06-30"],
    ["quay.io/centos/centos:stream8", "CentOS Stream 8", "2024-05-31"],
    ["registry.access.redhat.com/ubi7/ubi-minimal", "Red Hat Enterprise Linux 7", "2024-06-30"],
    ["amazonlinux:2", "Amazon Linux 2", "2026-06-30"],
    ["opensuse/leap:15.4", "openSUSE Leap 15.4", "2023-12-07"],
    ["openjdk:17-jdk-slim", "openjdk", "2022-07-31"],
    ["adoptopenjdk/openjdk11:alpine", "adoptopenjdk/openjdk11", "2021-08-31"],
    ["k8s.gcr.io/pause:3.6", "k8s.gcr.io/pause", "2023-04-03"],
  ])("of %s is that of %s on %s", (text, what, lastDay) => {
    expect(ended(text)).toMatchObject({ what, lastDay });
  });

  it.each([
    ["node:24-alpine"],
    ["node:lts"],
    ["node"],
    ["python:3"],
    ["ruby:3"],
    ["golang:1"],
    ["golang:1.26"],
    ["redis:6"],
    ["mysql:8"],
    ["mariadb:10"],
    ["openjdk:26-ea-jdk"],
    ["eclipse-temurin:8-jre"],
    ["alpine:3"],
    ["alpine:edge"],
    ["debian:sid"],
    ["debian:stable-slim"],
    ["ubuntu:24.04"],
    ["rockylinux:9"],
    ["registry.access.redhat.com/ubi8/python-38"],
    ["public.ecr.aws/lambda/nodejs:16"],
    ["ghcr.io/acme/python:3.6"],
    ["scratchpad/ubuntu-tools:18"],
    ["nginx:1.29-alpine"],
  ])("is not known for %s", (text) => {
    expect(ended(text)).toBeUndefined();
  });

  it("names releases that are maintained", () => {
    expect(ended("node:12")?.instead).toBe("Node.js 22, 24 or 26");
    expect(ended("golang:1.17")?.instead).toBe("Go 1.26");
    expect(ended("centos:8")?.instead).toBeUndefined();
  });
});

describe("a version and its release", () => {
  const life: ProductLife = {
    product: "tool",
    label: "Tool",
    source: "https://tool.example",
    releases: [
      ["1.2", "2020-01-31"],
      ["1.10", "2021-01-31"],
      ["2.0", null],
      ["2.1", "2022-01-31"],
      ["3", "2030-01-31"],
      ["4", null],
    ],
  };

  it.each([
    ["1.2", "1.2"],
    ["1.2.9", "1.2"],
    ["1.10.1", "1.10"],
    ["2.1", "2.1"],
    ["1", "1"],
    // 2.0 may still get updates; 1.20 and 12 are no 1.2; 3 and 4 are alive.
    ["2", undefined],
    ["2.0", undefined],
    ["1.20", undefined],
    ["12", undefined],
    ["3.1", undefined],
    ["4", undefined],
    ["", undefined],
    [".", undefined],
  ])("%s", (version, release) => {
    expect(endedRelease(life, version, "2026-11-24")?.release).toBe(release);
  });

  it("ends on the day after its last one", () => {
    expect(endedRelease(life, "1.2", "2020-01-31")).toBeUndefined();
    expect(endedRelease(life, "1.2", "2020-02-01")).toEqual({ release: "1.2", lastDay: "2020-01-31" });
  });

  it("has the newest release without a day among the maintained ones", () => {
    expect(maintainedReleases(life, "2026-11-24")).toEqual(["3", "4"]);
  });
});

describe("the tables", () => {
  const lives = [...distributions, ...languages, ...services];

  it("hold real days, each release once, each product once", () => {
    expect(new Set(lives.map(({ product }) => product)).size).toBe(lives.length);
    for (const { releases, source } of lives) {
      expect(new Set(releases.map(([release]) => release)).size).toBe(releases.length);
      expect(source).toMatch(/^https:\/\//);
      for (const [, day] of releases) {
        if (day !== null) expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
      }
    }
    for (const { lastDay } of retiredImages) expect(lastDay < endOfLifeAsOf).toBe(true);
    expect(new Date(`${endOfLifeAsOf}T00:00:00Z`).toISOString().slice(0, 10)).toBe(endOfLifeAsOf);
  });
});
