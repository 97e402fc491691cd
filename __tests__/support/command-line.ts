import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { PassThrough, Readable } from "node:stream";
import { runCommandLine } from "../../src/edge/command-line/run-command-line.ts";
import type { CommandWorld } from "../../src/edge/command-line/world.ts";

export const root = join(import.meta.dirname, "../..");

export interface CommandOptions {
  /** Current folder. */
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Columns, where standard output and standard error are to be a terminal. */
  readonly terminal?: number;
}

export interface CommandResult {
  readonly exitStatus: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Carries out a command line in this process. */
export async function stagegate(
  args: readonly string[],
  options: CommandOptions,
  surroundings: Partial<CommandWorld> = {},
): Promise<CommandResult> {
  const { folder, environment = {}, stdin = "", terminal } = options;
  const output = () => {
    const stream = new PassThrough();
    const chunks: string[] = [];
    stream.on("data", (chunk) => chunks.push(String(chunk)));
    const text = () => chunks.join("");
    return { text, stream: Object.assign(stream, terminal === undefined ? {} : { isTTY: true, columns: terminal }) };
  };
  const [stdout, stderr] = [output(), output()];
  const exitStatus = await runCommandLine({
    arguments: args,
    folder,
    environment,
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    packs: join(root, "policies"),
    today: "2026-11-24",
    ...surroundings,
  });
  return { exitStatus, stdout: stdout.text(), stderr: stderr.text() };
}

/** Runs an entry of the command line as a program of its own. */
export function startProgram(entry: string, args: readonly string[], { folder, environment, stdin }: CommandOptions) {
  const child = spawn(process.execPath, [entry, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(tmpdir(), "stagegate-compile-cache"), ...environment },
  });
  child.stdin.end(stdin ?? "");
  return child;
}

export function runProgram(entry: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = startProgram(entry, args, options);
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk) => stdout.push(chunk));
    child.stderr.on("data", (chunk) => stderr.push(chunk));
    child.on("error", reject);
    child.on("close", (exitStatus) =>
      resolve({ exitStatus, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
  });
}
