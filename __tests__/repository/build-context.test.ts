import { describe, expect, it } from "vitest";
import { sourceFile } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";
import { FactsByDockerfile } from "../../src/repository/dockerfile-facts.ts";
import { readRepositoryFacts } from "../../src/repository/read-repository.ts";

/** The folder that a Dockerfile is taken to be built in, where no file of the repository says. */
function contextOf(path: string, copies: string, listing: readonly string[]): string | undefined {
  const facts = readRepositoryFacts({ listing: [path, ...listing], texts: new Map() });
  const dockerfile = parseDockerfile(sourceFile(path, `FROM alpine:3.22\n${copies}\n`));
  return new FactsByDockerfile(facts).of(path, dockerfile).context?.folder;
}

describe("the build context of a Dockerfile that nothing builds", () => {
  it.each([
    ["its own folder, which has what it copies", "COPY go.mod main.go ./", ["api/go.mod", "api/main.go"], "api"],
    ["the root, which alone has it", "COPY go.mod cmd ./", ["go.mod", "cmd/main.go"], "."],
    [
      "not known where its own folder lacks a file that is made, such as a lock",
      "COPY package.json package-lock.json ./\nCOPY . .",
      ["api/package.json", "package.json", "package-lock.json"],
      undefined,
    ],
    [
      "not known where its own folder has a .dockerignore",
      "COPY dist .",
      ["api/.dockerignore", "dist/a.js"],
      undefined,
    ],
    ["not known where it copies nothing by a name", "COPY . .", ["api/a"], undefined],
  ])("is %s", (_, copies, listing, folder) => {
    expect(contextOf("api/Dockerfile", copies, listing)).toBe(folder);
  });
});
