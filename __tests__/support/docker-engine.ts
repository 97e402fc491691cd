import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { root } from "./command-line.ts";

/** An engine with Buildx for tests: the environment that finds it, or why there is none. */
export type TestEngine =
  | { readonly environment: Readonly<Record<string, string>>; readonly missing: undefined }
  | { readonly environment: undefined; readonly missing: string };

/** A tool beside the checkout that starts an engine and prints its environment. */
const starter = join(root, "../shared/tools/docker-engine");
const variables = ["PATH", "HOME", "DOCKER_HOST", "DOCKER_CONFIG", "DOCKER_CONTEXT"];

/**
 * Finds the engine of this machine, or has the tool beside the checkout start one. It must be able to build on the image
 * `busybox:local`, since tests fetch nothing. Tests that need one skip without it, and say so.
 */
export function findEngine(): TestEngine {
  const own = environmentOf(process.env);
  if (canBuild(own)) return { environment: own, missing: undefined };
  if (existsSync(starter)) {
    const printed = spawnSync("bash", ["-c", `eval "$("$0" start 2>/dev/null)" && env`, starter], { encoding: "utf8" });
    const started = environmentOf(Object.fromEntries(printed.stdout.split("\n").map(entryOf)));
    if (canBuild(started)) return { environment: started, missing: undefined };
  }
  const missing =
    'no Docker Engine with Buildx and the image busybox:local: the tests of real builds are SKIPPED; eval "$(.ci/docker-engine start)" makes one';
  console.warn(missing);
  return { environment: undefined, missing };
}

function entryOf(line: string): [string, string] {
  const at = line.indexOf("=");
  return [line.slice(0, at), line.slice(at + 1)];
}

function environmentOf(all: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(variables.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
}

function canBuild(environment: Readonly<Record<string, string>>): boolean {
  const works = (args: string[]) => spawnSync("docker", args, { env: environment, timeout: 60_000 }).status === 0;
  return works(["buildx", "version"]) && works(["image", "inspect", "busybox:local"]);
}

/** What an engine holds that a build could leave behind: containers, images, volumes and builders. */
export function leftOvers(environment: Readonly<Record<string, string>>): ReadonlySet<string> {
  const lists = [
    ["ps", "--all", "--format=container {{.ID}} {{.Image}} {{.Command}}"],
    ["images", "--all", "--format=image {{.ID}} {{.Repository}}:{{.Tag}}"],
    ["volume", "ls", "--format=volume {{.Name}}"],
    ["buildx", "ls", "--format=builder {{.Name}}"],
  ];
  const lines = lists.flatMap((args) =>
    execFileSync("docker", args, { env: environment, encoding: "utf8" }).split("\n"),
  );
  return new Set(lines.filter((line) => line !== ""));
}

/** What is there now and was not before. Waits a little for what other test files have there for a moment. */
export async function leftBehind(
  environment: Readonly<Record<string, string>>,
  before: ReadonlySet<string>,
): Promise<readonly string[]> {
  for (let attempt = 0; ; attempt++) {
    const added = [...leftOvers(environment)].filter((line) => !before.has(line));
    if (added.length === 0 || attempt === 20) return added;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
