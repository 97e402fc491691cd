import { Buffer } from "node:buffer";
import { spawnSync } from "node:child_process";
import process from "node:process";
import { reasonOf } from "../text-file.ts";

/** A repository on a server, and who asks. */
export interface RemoteRepository {
  /** `https://github.com/acme/shop` */
  readonly url: string;
  readonly token: string;
}

/** Milliseconds. */
const patience = 180_000;

/**
 * Fetches one commit with its files and no history into an empty folder, which becomes a repository. The checkout stays as it is, and
 * what it is set up with is not asked. The token goes by way of the environment.
 * @returns why it cannot be had; undefined where it is there.
 */
export function fetchCommit(folder: string, { url, token }: RemoteRepository, commit: string): string | undefined {
  const { GIT_DIR: _directory, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...inherited } = process.env;
  const authorization = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
  const settings: readonly (readonly [string, string])[] = [
    ["protocol.allow", "never"],
    ["protocol.https.allow", "always"],
    // A server that is not at https is none that GitHub runs on, but for one on this machine.
    ["protocol.http.allow", /^http:\/\/(?:localhost|127\.0\.0\.1)[:/]/.test(url) ? "always" : "never"],
    // Empty: whatever else is set does not count, and no helper is asked for a password.
    ["credential.helper", ""],
    ["http.extraHeader", ""],
    ["http.extraHeader", authorization],
    ["http.followRedirects", "false"],
    ["core.hooksPath", "/dev/null"],
  ];
  const environment: NodeJS.ProcessEnv = {
    ...inherited,
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
    GIT_TERMINAL_PROMPT: "0",
    LC_ALL: "C",
  };
  const run = (args: readonly string[]): string | undefined => {
    const result = spawnSync("git", ["-C", folder, ...args], { env: environment, encoding: "utf8", timeout: patience });
    if (result.error) return reasonOf(result.error);
    return result.status === 0 ? undefined : (result.stderr.trim().split("\n").at(-1) ?? "git failed");
  };
  return (
    run(["init", "--quiet", "--bare", "."]) ??
    run(["fetch", "--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--no-auto-gc", url, commit])
  );
}
