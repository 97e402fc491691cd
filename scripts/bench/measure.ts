import { spawn } from "node:child_process";
import process from "node:process";

/** What one run took: milliseconds by the clock and on processors, and where it is known the peak of memory in MB. */
export interface Sample {
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number | undefined;
}

/** What runs took that were made in turn with others. */
export interface Measured {
  readonly median: number;
  /** The least that it took on processors: what else the machine did counts for little here. */
  readonly cpu: number;
  readonly memory: number | undefined;
  readonly runs: number;
}

export type Runs = Readonly<Record<string, () => Promise<Sample>>>;

/** Runs all in turn, so that whatever slows the machine down slows all of them. */
export async function inTurn<Names extends Runs>(runs: Names, rounds: number): Promise<Record<keyof Names, Measured>> {
  const samples = new Map<string, Sample[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(runs)) samples.set(name, [...(samples.get(name) ?? []), await run()]);
  }
  return Object.fromEntries([...samples].map(([name, all]) => [name, summed(all)])) as Record<keyof Names, Measured>;
}

export function summed(samples: readonly Sample[]): Measured {
  const memories = samples.flatMap(({ memory }) => memory ?? []);
  return {
    median: median(samples.map(({ wall }) => wall)),
    cpu: Math.min(...samples.map(({ cpu }) => cpu)),
    memory: memories.length === 0 ? undefined : Math.max(...memories),
    runs: samples.length,
  };
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

/** A program from its start to its end. Bash's own clock tells its processor time; the memory is that of Linux. */
export async function runProgram(program: string, args: readonly string[], folder: string): Promise<Sample> {
  const started = performance.now();
  const timed = 'TIMEFORMAT="%U %S"; time { "$@" >/dev/null 2>/dev/null; }';
  const child = spawn("bash", ["-c", timed, "bash", program, ...args], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const wall = performance.now() - started;
  const [user = 0, system = 0] = said.trim().split(/\s+/).slice(-2).map(Number);
  return { wall, cpu: 1000 * (user + system), memory: undefined };
}

/** A script of this folder that prints its own sample, behind whatever its start takes. */
export async function runScript(path: string, args: readonly string[]): Promise<Sample> {
  const child = spawn(process.execPath, [path, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return JSON.parse(said) as Sample;
}
