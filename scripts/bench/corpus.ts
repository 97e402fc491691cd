import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { inTurn, type Measured, runProgram, runScript, summed } from "./measure.ts";
import { judged, type Subject } from "./subject.ts";

export interface WholeMeasured {
  readonly files: number;
  readonly characters: number;
  readonly instructions: number;
  readonly findings: number;
  readonly leftOut: number;
  readonly getters: Measured;
  readonly analysis: Measured;
  readonly commandLine: Measured;
  readonly tally: Measured | undefined;
  readonly tallyWithShellcheck: Measured | undefined;
}

const quick = ["lint", "--no-config", "--slow-checks", "off", "--format", "json"];
const withoutShellcheck = ["--ignore", "shellcheck/*"];

export function tallyIn(root: string): string | undefined {
  const path = join(root, "bench/node_modules/@wharflab/tally-linux-x64/bin/tally");
  return existsSync(path) ? path : undefined;
}

/** Everything over all files: each of the peers on the same files, in turn. */
export async function measureCorpus(
  root: string,
  folder: string,
  all: readonly Subject[],
  rounds: number,
): Promise<WholeMeasured> {
  const temporary = mkdtempSync(join(tmpdir(), "stagegate-bench-"));
  try {
    const tally = tallyIn(root);
    const files = tally ? readByTally(tally, folder, readByAll(all)) : readByAll(all);
    const paths = files.map(({ path }) => path);
    const list = join(temporary, "files.json");
    writeFileSync(list, JSON.stringify(paths.map((path) => join(folder, path))));
    const report = judged(files);
    const child = join(import.meta.dirname, "child.ts");
    const lint = (...more: string[]) => runProgram(tally ?? "", [...quick, ...more, ...paths], folder);
    const measured = await inTurn(
      {
        getters: () => runScript(child, ["getters", list]),
        analysis: () => runScript(child, ["analysis", list]),
        commandLine: () => runCommandLine(root, paths, folder, temporary),
        ...(tally ? { tally: () => lint(...withoutShellcheck) } : {}),
      },
      rounds,
    );
    return {
      files: files.length,
      characters: files.reduce((sum, { text }) => sum + text.length, 0),
      instructions: report.files.reduce(
        (sum, { graph }) => sum + (graph?.stages.reduce((own, stage) => own + 1 + stage.instructions.length, 0) ?? 0),
        0,
      ),
      findings: report.files.reduce((sum, { findings }) => sum + findings.length, 0),
      leftOut: all.length - files.length,
      getters: measured.getters,
      analysis: measured.analysis,
      commandLine: measured.commandLine,
      tally: (measured as { tally?: Measured }).tally,
      // It takes minutes.
      tallyWithShellcheck: tally ? summed([await lint()]) : undefined,
    };
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

/** What BuildKit refuses says nothing of anybody's speed. */
function readByAll(files: readonly Subject[]): Subject[] {
  const refused = new Set(
    judged(files).files.flatMap(({ graph, source }) => (graph?.rejections.length === 0 ? [] : [source.path])),
  );
  return files.filter(({ path }) => !refused.has(path));
}

/** tally ends at the first file that it cannot read: they are taken out one after the other. */
function readByTally(tally: string, folder: string, files: readonly Subject[]): Subject[] {
  let left = [...files];
  for (let attempt = 0; attempt < 100; attempt++) {
    const failed = firstFailure(tally, folder, left);
    if (failed === undefined) return left;
    const fewer = left.filter(({ path }) => !failed.includes(`/${path}:`));
    if (fewer.length === left.length) throw new Error(`tally says: ${failed}`);
    left = fewer;
  }
  throw new Error("tally cannot read more than a hundred of the files");
}

function firstFailure(tally: string, folder: string, files: readonly Subject[]): string | undefined {
  try {
    const select = ["--select", "buildkit/StageNameCasing"];
    execFileSync(tally, [...quick, "--ignore", "*", ...select, ...files.map(({ path }) => path)], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    return undefined;
  } catch (error) {
    const { stderr, status } = error as { stderr: Buffer; status: number };
    const message = stderr
      .toString("utf8")
      .split("\n")
      .find((line) => line.includes("failed to lint"));
    if (message === undefined && status > 1) throw error;
    return message && `/${message.slice(message.indexOf("failed to lint ") + "failed to lint ".length)}`;
  }
}

/** The program that ships, from its start to its end; Node tells its own peak of memory when it ends. */
async function runCommandLine(root: string, paths: readonly string[], folder: string, temporary: string) {
  const hook = join(temporary, "peak.mjs");
  writeFileSync(
    hook,
    'import { writeFileSync } from "node:fs"; process.on("exit", () => writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)));',
  );
  const peak = join(temporary, "peak");
  process.env.PEAK = peak;
  const args = ["--import", hook, join(root, "dist/cli.js"), "check", "--format", "json", ...paths];
  const sample = await runProgram(process.execPath, args, folder);
  return { ...sample, memory: Number(readFileSync(peak, "utf8")) / 1024 };
}
