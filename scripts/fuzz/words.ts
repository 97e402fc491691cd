import type { Random } from "./random.ts";

type Choice = readonly [string, ...string[]];

/** Secrets that inputs are made with. Put together here, so that no scanner takes this file for a leak. */
export const plantedSecrets: Choice = [
  ["ghp", "R4nd0mL00k1ngT0kenF0rFuzzT3sts0nly12"].join("_"),
  ["glpat", "Zx81kqPQ7sLmN3vTyW2b"].join("-"),
  ["npm", "q8Wn2Lk5Rv7Tz1Xc4Bm9Hs3Jd6Fg0PyAeUoi"].join("_"),
  ["AKIA", "Q7ZRX2LM5TVW8N3K"].join(""),
  ["xoxb", "284719365028", "284719365029", "kTq9ZrW2mXv7Lp4Ns8Bd1Hc3"].join("-"),
  "N0tInTheL0g-9731",
];

/** The last of them is in no known format: it stands only where its place says that it is a secret. */
export const namelessSecret = plantedSecrets.at(-1) ?? "";

export const images: Choice = [
  "alpine",
  "alpine:3.20",
  "debian:12-slim",
  "ubuntu:22.04",
  "golang:1.25",
  "golang:latest",
  "node:22",
  "node:22-alpine",
  "python:3.12-slim",
  "maven:3-eclipse-temurin-21",
  "eclipse-temurin:21-jre",
  "rust:1",
  "scratch",
  "nginx",
  "gcr.io/distroless/static:nonroot",
  "mcr.microsoft.com/dotnet/sdk:8.0",
  "registry.example:5000/team/app:v1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
  "alpine@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
  "${BASE:-alpine}",
];

/** Each is refused, or refused where no argument is given. */
export const oddImages: Choice = ["$BASE", "${BASE}-slim", "UPPER/Case", "a:b:c", "${BASE", ""];

export const stageNames: Choice = [
  "build",
  "builder",
  "deps",
  "test",
  "dev",
  "base",
  "prod",
  "App",
  "lint",
  "0",
  "x-1",
];

const variables: Choice = [
  "BASE",
  "VERSION",
  "PATH",
  "HOME",
  "NPM_TOKEN",
  "DB_PASSWORD",
  "DEBIAN_FRONTEND",
  "NODE_ENV",
  "CGO_ENABLED",
  "USER_ID",
  "A",
  "_",
];

export const paths: Choice = [
  ".",
  "/",
  "/app",
  "/app/",
  "./src",
  "package.json",
  "package*.json",
  "go.mod go.sum",
  "/root/.npmrc",
  ".env",
  "id_rsa",
  "/usr/local/bin/app",
  "/var/lib/apt/lists",
  "../up",
  "a\\ b",
  '"with space"',
  "$HOME/x",
  "**/*.go",
  "/etc/ssl/certs/ca-certificates.crt",
  "//x//..//y",
];

/** Pieces that make trouble: invisible, wide, combining and broken characters, and what shells and Dockerfiles take for syntax. */
export const oddities: Choice = [
  "é",
  "😀",
  "\u200b",
  "\u202e",
  "\u0085",
  "\u2028",
  "\u00a0",
  "\ufeff",
  "\ud800",
  "e\u0301",
  "\t",
  "\u000b",
  "\u000c",
  "\u0000",
  "\u001b[31m",
  "\r",
  "$",
  "${",
  "$(",
  "`",
  "\\",
  '"',
  "'",
  "<<",
  "<<EOF",
  "#",
  "--",
  "=",
  "[",
  '["',
  "{a,b}",
  "::error::x",
  "<!-- -->",
  "%0A",
  "|",
  "]]>",
];

export function variable(random: Random): string {
  return random.pick(variables);
}

/** A use of a variable, in one of the forms that BuildKit or a shell knows. */
export function variableUse(random: Random): string {
  const name = variable(random);
  return random.pick([
    `$${name}`,
    `\${${name}}`,
    `\${${name}:-x}`,
    `\${${name}:+\${A}}`,
    `\${${name}#*/}`,
    `\${${name}%%.*}`,
    `\${${name}/a/b}`,
    `\${${name}:?no}`,
    `"$${name}"`,
    `'$${name}'`,
    `\\$${name}`,
  ]);
}

export function text(random: Random): string {
  const length = random.between(0, 12);
  return Array.from({ length }, () =>
    random.chance(0.2) ? random.pick(oddities) : String.fromCharCode(random.between(0x20, 0x7e)),
  ).join("");
}

export function value(random: Random): string {
  return random.oneOf(
    () => random.pick(paths),
    () => variableUse(random),
    () => `"${text(random).replaceAll('"', "")}"`,
    () => String(random.between(0, 70_000)),
    () => random.pick(["", "production", "root", "0", "1000:1000", "nobody", "true"]),
    () => text(random).replaceAll(/\s/g, ""),
  );
}
