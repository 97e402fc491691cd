import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";
import { StringDecoder } from "node:string_decoder";
import type { RunEnd } from "../../build/target-results.ts";

export interface DockerCall {
  readonly arguments: readonly string[];
  /** Absolute folder. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly input?: string;
  /** Seconds. */
  readonly timeLimit: number;
  readonly signal: AbortSignal;
  /** Each line of both outputs as it comes, without its end. */
  line(text: string): void;
  /** Takes standard output as it is, which then has no lines. */
  data?: ((chunk: Uint8Array) => void) | undefined;
}

/** Milliseconds that a build has to stop in before it is killed. */
const grace = 8000;
/** Characters; the rest of a longer line is dropped. */
const longestLine = 8 * 1024 * 1024;

/**
 * Runs Docker once, without a shell. At the time limit or the signal it is stopped as Ctrl-C would, so that the engine ends what it
 * does, and then killed. @throws the error of the system when it cannot be started, as ENOENT.
 */
export function runDocker(call: DockerCall): Promise<RunEnd> {
  return new Promise((resolve, reject) => {
    if (call.signal.aborted) return resolve({ kind: "cancelled" });
    // A group of its own: Docker's plugins are processes of their own, and a signal must reach them all.
    const child = spawn("docker", call.arguments, {
      cwd: call.folder,
      env: call.environment,
      detached: process.platform !== "win32",
      stdio: ["pipe", "pipe", "pipe"],
    });
    let stopped: RunEnd | undefined;
    let killing: NodeJS.Timeout | undefined;
    const stop = (end: RunEnd) => {
      if (stopped) return;
      stopped = end;
      signalGroup(child, "SIGINT");
      killing = setTimeout(() => signalGroup(child, "SIGKILL"), grace);
    };
    const onAbort = () => stop({ kind: "cancelled" });
    const timer = setTimeout(() => stop({ kind: "timed-out", seconds: call.timeLimit }), call.timeLimit * 1000);
    const settle = () => {
      clearTimeout(timer);
      clearTimeout(killing);
      call.signal.removeEventListener("abort", onAbort);
    };
    call.signal.addEventListener("abort", onAbort);
    if (call.data) child.stdout.on("data", call.data);
    const flush = [...(call.data ? [] : [child.stdout]), child.stderr].map((stream) => {
      const lines = lineReader(call.line);
      stream.on("data", lines.add);
      return lines.end;
    });
    // What has gone away does not read its input; its exit status tells why.
    child.stdin.on("error", () => {});
    child.stdin.end(call.input ?? "");
    child.on("error", (error) => {
      settle();
      reject(error);
    });
    child.on("close", (status) => {
      settle();
      for (const end of flush) end();
      resolve(stopped ?? { kind: "exited", status: status ?? 1 });
    });
  });
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch {
    // It has ended by itself.
  }
}

function lineReader(line: (text: string) => void) {
  const decoder = new StringDecoder("utf8");
  let pieces: string[] = [];
  let length = 0;
  const take = (text: string) => {
    if (length < longestLine) pieces.push(text.slice(0, longestLine - length));
    length += text.length;
  };
  const emit = () => {
    const text = pieces.join("");
    pieces = [];
    length = 0;
    line(text.endsWith("\r") ? text.slice(0, -1) : text);
  };
  return {
    add(chunk: Buffer) {
      const [first = "", ...others] = decoder.write(chunk).split("\n");
      take(first);
      for (const text of others) {
        emit();
        take(text);
      }
    },
    end() {
      take(decoder.end());
      if (length > 0) emit();
    },
  };
}
