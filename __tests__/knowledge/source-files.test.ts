import { describe, expect, it } from "vitest";
import { isDependencyManifest, isSourceTree } from "../../src/knowledge/source-files.ts";

const list = (text: string) => text.trim().split(/\s+/);

describe("isDependencyManifest", () => {
  it.each(
    list(`package.json ./package.json package*.json package-lock.json ui/yarn.lock yarn.lock* pnpm-lock.yaml .npmrc .yarnrc.yml
    .yarn nx.json turbo.json bun.lockb go.mod go.sum go.* go.mod* Cargo.toml ./Cargo.lock Cargo.* pom.xml build.gradle
    build.gradle.kts *.gradle *.gradle.kts gradlew gradle gradle/ .mvn gradle/wrapper App.csproj src/App/App.csproj *.csproj *.sln
    NuGet.config Directory.Packages.props requirements.txt requirements*.txt requirements-dev.txt requirements/prod.txt
    dev-requirements.in requirements pyproject.toml setup.py Pipfile Pipfile* poetry.lock uv.lock Gemfile Gemfile* Gemfile.lock
    demo.gemspec composer.json composer.* mix.exs mix.lock stack.yaml *.cabal Package.swift recipe.json *.lock patches`),
  )("%s is one", (path) => {
    expect(isDependencyManifest(path)).toBe(true);
  });

  it.each(
    list(`. ./ / src app main.go server.js index.* *.py *.go * src/* tsconfig.json README.md nginx.conf package go
    goreleaser.yml requirements-doc/index.md entrypoint.sh mix my-pom.xml.bak se* p*`),
  )("%s is none", (path) => {
    expect(isDependencyManifest(path)).toBe(false);
  });
});

describe("isSourceTree", () => {
  it.each(
    list(
      ". ./ / * ./* src ./src src/ src/* app lib packages/ apps frontend rust_snuba/src aspnetapp/. src/main server/ /src /app",
    ),
  )("%s is one", (path) => {
    expect(isSourceTree(path)).toBe(true);
  });

  it.each(
    list(
      "main.go src/config.yml server package.json public dist target/app.jar files/etc/* /usr/local/bin/app target/release/app nginx.conf ${TARGETARCH}/server",
    ),
  )("%s is none", (path) => {
    expect(isSourceTree(path)).toBe(false);
  });
});
