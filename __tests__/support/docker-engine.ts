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
  const missing = "no Docker Engine with Buildx and the image busybox:local: the tests of real builds are SKIPPED";
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
export function leftOvers(environment: Readonly<Record<string, string>>): string {
  const lists = [
    ["ps", "--all", "--quiet"],
    ["images", "--all", "--format={{.ID}} {{.Repository}}:{{.Tag}}"],
    ["volume", "ls", "--quiet"],
    ["buildx", "ls", "--format={{.Name}}"],
  ];
  return lists.map((args) => execFileSync("docker", args, { env: environment, encoding: "utf8" })).join("\n");
}
