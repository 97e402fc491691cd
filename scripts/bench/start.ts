import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { tallyIn } from "./corpus.ts";
import { inTurn, type Measured, runProgram, type Sample } from "./measure.ts";

export interface StartMeasured {
  readonly node: Measured;
  readonly check: Measured;
  readonly tally: Measured | undefined;
  /** From the start of the process to the first request that the action makes. */
  readonly firstRequest: Measured;
}

const dockerfile =
  "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n\nFROM node:22-slim\nCOPY --from=build /app/dist /app\n";

/** What a small run takes, from the start of the process on: most of it is loading the program. */
export async function measureStart(root: string, rounds: number): Promise<StartMeasured> {
  const folder = mkdtempSync(join(tmpdir(), "stagegate-bench-"));
  try {
    writeFileSync(join(folder, "Dockerfile"), dockerfile);
    const tally = tallyIn(root);
    const lint = ["lint", "--no-config", "--slow-checks", "off", "--ignore", "shellcheck/*", "Dockerfile"];
    const measured = await inTurn(
      {
        node: () => runProgram(process.execPath, ["-e", "0"], folder),
        check: () => runProgram(process.execPath, [join(root, "dist/cli.js"), "check", "Dockerfile"], folder),
        ...(tally ? { tally: () => runProgram(tally, lint, folder) } : {}),
        firstRequest: () => runToFirstRequest(join(root, "dist/index.js"), folder),
      },
      rounds,
    );
    return { ...measured, tally: (measured as { tally?: Measured }).tally };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Starts the action as a runner does, on a pull request, and ends it at its first request. */
async function runToFirstRequest(entry: string, folder: string): Promise<Sample> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer((_, response) => {
    resolve(performance.now());
    response.statusCode = 404;
    response.end("{}");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const event = join(folder, "event.json");
  const commit = { sha: "a".repeat(40), ref: "main", repo: { full_name: "acme/app" } };
  writeFileSync(
    event,
    JSON.stringify({ number: 1, pull_request: { number: 1, head: commit, base: commit }, repository }),
  );
  const started = performance.now();
  const child = spawn(process.execPath, [entry], {
    cwd: folder,
    stdio: "ignore",
    env: {
      PATH: process.env.PATH,
      "INPUT_GITHUB-TOKEN": "t",
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: api,
      GITHUB_GRAPHQL_URL: `${api}/graphql`,
      GITHUB_SERVER_URL: api,
      GITHUB_EVENT_NAME: "pull_request",
      GITHUB_EVENT_PATH: event,
      GITHUB_REPOSITORY: "acme/app",
      GITHUB_SHA: "a".repeat(40),
      GITHUB_REF: "refs/pull/1/merge",
      GITHUB_WORKSPACE: folder,
      RUNNER_TEMP: folder,
    },
  });
  const ended = new Promise<never>((_, reject) =>
    child.on("exit", () => reject(new Error("the action asked for nothing"))),
  );
  try {
    return { wall: (await Promise.race([promise, ended])) - started, cpu: 0, memory: undefined };
  } finally {
    ended.catch(() => undefined);
    child.kill();
    server.close();
    server.closeAllConnections();
  }
}

const repository = { name: "app", full_name: "acme/app", owner: { login: "acme" }, default_branch: "main" };
