import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { stagegate } from "../../support/command-line.ts";
import { tree } from "../../support/tree.ts";

const numbered =
  "FROM golang:1.25 AS build\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=0 /app /app\nUSER 65532\n";
const named = numbered.replace("--from=0", "--from=build");
const only = ["fix", "--rule", "unnamed-stage-reference"];

it("fixes a file, keeps its mode, and finds nothing more to fix", async () => {
  const folder = tree({ Dockerfile: numbered });
  chmodSync(join(folder, "Dockerfile"), 0o640);
  const { stderr } = await stagegate(only, { folder });
  expect(stderr).toContain("Dockerfile: fixed 1 finding (unnamed-stage-reference); ");
  expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe(named);
  expect(statSync(join(folder, "Dockerfile")).mode & 0o777).toBe(0o640);
  expect((await stagegate(only, { folder })).stderr).toContain("nothing to fix");
});

it("keeps CRLF, a byte order mark and a last line without end", async () => {
  const written = (text: string) => `\uFEFF${text.trimEnd().replaceAll("\n", "\r\n")}`;
  const folder = tree({ Dockerfile: written(numbered) });
  await stagegate(only, { folder });
  expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe(written(named));
});

it("prints a diff and changes nothing with --dry-run", async () => {
  const folder = tree({ Dockerfile: numbered });
  const { stdout, stderr } = await stagegate([...only, "--dry-run"], { folder });
  expect(stdout).toContain("-COPY --from=0 /app /app\n+COPY --from=build /app /app\n");
  expect(stderr).toContain("would fix 1 finding");
  expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe(numbered);
});

it("writes standard input fixed to standard output", async () => {
  const { stdout } = await stagegate([...only, "-"], { folder: tree({}), stdin: numbered });
  expect(stdout).toBe(named);
});

it("leaves a file alone that is no UTF-8", async () => {
  const bytes = Buffer.concat([Buffer.from("# caf\xe9\n", "latin1"), Buffer.from(numbered)]);
  const folder = tree({ Dockerfile: bytes });
  const { exitStatus, stderr } = await stagegate(only, { folder });
  expect({ exitStatus, stderr }).toMatchObject({ exitStatus: 2, stderr: expect.stringContaining("is no UTF-8") });
  expect(readFileSync(join(folder, "Dockerfile"))).toEqual(bytes);
});

it("suggests the rule that was meant", async () => {
  const { exitStatus, stderr } = await stagegate(["fix", "--rule", "root-final-usr"], { folder: tree({}) });
  expect(exitStatus).toBe(2);
  expect(stderr).toContain("root-final-user");
});

it("shows changes that stand apart as hunks of their own", async () => {
  const gap = "RUN true\n".repeat(20);
  const folder = tree({ Dockerfile: `${numbered}${gap}COPY --from=0 /b /b\n` });
  const { stdout } = await stagegate([...only, "--dry-run"], { folder });
  expect(stdout.match(/^@@ /gm)).toHaveLength(2);
  expect(stdout).toContain("@@ -24,4 +24,4 @@");
});

it("says how many were fixed, and who takes care of the rest", async () => {
  const folder = tree({ Dockerfile: `${numbered}ENV API_TOKEN=abc\n` });
  const { stderr } = await stagegate(["fix"], { folder });
  expect(stderr).toContain("Dockerfile: fixed 1 finding (unnamed-stage-reference)");
  expect(stderr).toMatch(/\d+ left\n {2}\d+ needs? a person: stagegate check says what to write\n/);
});
