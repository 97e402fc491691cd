import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { stagegate } from "../../support/command-line.ts";
import { tree } from "../../support/tree.ts";

const single =
  'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n# how it starts\nCMD ["npm", "start"]\n';
const files = { Dockerfile: single, "package.json": '{"scripts":{"build":"tsc","start":"node out/main.js"}}' };

it("prints a Dockerfile that judges clean, and leaves the file alone", async () => {
  const folder = tree(files);
  const { stdout, stderr, exitStatus } = await stagegate(["fix", "--migrate"], { folder });
  expect(stdout).toMatchInlineSnapshot(`
    "FROM node:24 AS build
    WORKDIR /app
    COPY package*.json ./
    RUN npm ci
    COPY . .
    RUN npm run build
    RUN npm prune --omit=dev

    FROM node:24-slim
    WORKDIR /app
    COPY --from=build /app/package.json /app/package.json
    COPY --from=build /app/node_modules /app/node_modules
    COPY --from=build /app/out /app/out
    # Question: Does the program read files of the repository when it runs, such as templates, to be copied here?
    USER node
    # how it starts
    CMD ["npm", "start"]
    "
  `);
  expect(stderr).toContain(
    "Dockerfile: building and running are stages of their own now; judges clean, 1 question for you\n",
  );
  expect(exitStatus).toBe(0);
  expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe(single);
});

it("replaces the file with --write, writes another with --output, shows hunks with --dry-run", async () => {
  const folder = tree(files);
  const { stdout } = await stagegate(["fix", "--migrate"], { folder });
  await stagegate(["fix", "--migrate", "--output", "Dockerfile.new"], { folder });
  expect(readFileSync(join(folder, "Dockerfile.new"), "utf8")).toBe(stdout);
  const dry = await stagegate(["fix", "--migrate", "--dry-run", "Dockerfile"], { folder });
  expect(dry.stdout).toContain("-FROM node:24\n+FROM node:24 AS build\n");
  await stagegate(["fix", "--migrate", "--write"], { folder });
  expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe(stdout);
  const again = await stagegate(["fix", "--migrate"], { folder });
  expect(again).toMatchObject({ exitStatus: 2, stderr: expect.stringContaining("There is nothing to migrate.") });
});

it("reads standard input, and says in one line what it cannot do", async () => {
  const folder = tree({ Makefile: 'FROM gcc:14\nCOPY . .\nRUN make\nCMD ["./a"]\n' });
  const { stdout } = await stagegate(["fix", "--migrate", "-"], { folder, stdin: single });
  expect(stdout).toContain("FROM node:24-slim\n");
  for (const [args, message] of [
    [["--migrate", "Makefile"], "Makefile: was not migrated. There is no recipe for what stage 0 builds"],
    [["--migrate", "a", "b"], "--migrate takes one Dockerfile."],
    [["--migrate", "--unsafe", "Makefile"], "--migrate goes without --unsafe."],
    [["--migrate", "--write", "--dry-run"], "--write replaces the Dockerfile"],
    [["--write"], "--write goes with --migrate"],
  ] as const) {
    const { exitStatus, stderr } = await stagegate(["fix", ...args], { folder });
    expect({ exitStatus, stderr }).toEqual({ exitStatus: 2, stderr: expect.stringContaining(message) });
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  }
});

it("is pointed to by check and by fix", async () => {
  const folder = tree(files);
  const pointer = "building and running can be taken apart: stagegate fix --migrate Dockerfile\n";
  expect((await stagegate(["check"], { folder })).stdout).toContain(pointer);
  const { stderr } = await stagegate(["fix"], { folder });
  expect(stderr).toContain(pointer);
  expect(stderr).toContain("need a person: stagegate check says what to write");
});
