import { describe, expect, it } from "vitest";
import { secretFilesInContext } from "../../src/secrets/context-secrets.ts";

const texts: Record<string, string> = {
  ".npmrc": "save-exact=true\n",
  ".env": "DB_PASSWORD=tr0ub4dor-and-3\n",
  ".env.example": "DB_PASSWORD=tr0ub4dor-and-3\n",
  "src/index.ts": "export {}\n",
  "src/.npmrc": "//npm.example.com/:_authToken=8f3b2c1d9e7a6b5c4d3e2f1a0b9c8d7e\n",
  "deploy/tls/server.key": "",
  "deploy/id_rsa": "",
};

function found(sourcePath: string): string[] {
  const readText = (path: string) => (path.startsWith("deploy/") ? undefined : texts[path]);
  return secretFilesInContext(sourcePath, Object.keys(texts), readText).map(
    ({ path, isRead }) => `${path}${isRead ? " read" : ""}`,
  );
}

describe("secret files that a folder of the context holds", () => {
  it.each([
    [".", [".env read", "src/.npmrc read", "deploy/tls/server.key", "deploy/id_rsa"]],
    ["./", [".env read", "src/.npmrc read", "deploy/tls/server.key", "deploy/id_rsa"]],
    ["/", [".env read", "src/.npmrc read", "deploy/tls/server.key", "deploy/id_rsa"]],
    ["src", ["src/.npmrc read"]],
    ["/src/", ["src/.npmrc read"]],
    ["dep*", ["deploy/tls/server.key", "deploy/id_rsa"]],
    [".e*", [".env read"]],
    ["deploy/tls", ["deploy/tls/server.key"]],
    ["sr", []],
  ])("of %s", (sourcePath, paths) => {
    expect(found(sourcePath)).toEqual(paths);
  });

  it("are none where their text holds no credential", () => {
    expect(found(".npmrc")).toEqual([]);
  });
});
