import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseCommand, type RunnerCommand, runnerLines } from "./runner-commands.ts";

export interface RunnerJob {
  /** Entry of the action: a built one, or the source. */
  readonly entry: string;
  /** Folder of the checkout; what is to be in it is there already. */
  readonly workspace: string;
  /** Inputs by their names in action.yml. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly event?: { readonly name: string; readonly payload?: unknown };
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

interface RunnerAnnotation {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface RunnerResult {
  readonly exitStatus: number | null;
  /** What the run shows: ten of a level, messages cut at 4096 characters. */
  readonly annotations: readonly RunnerAnnotation[];
  /** How many more there were that the run does not show. */
  readonly hidden: number;
  /** Every command that was obeyed, in order. */
  readonly commands: readonly RunnerCommand[];
  readonly outputs: Readonly<Record<string, string>>;
  /** Markdown of the job summary; empty when the step wrote none, or more than 1 MiB. */
  readonly summary: string;
  readonly masks: readonly string[];
  /** Lines that were no commands. */
  readonly log: readonly string[];
  readonly stderr: string;
}

const annotationLevels: readonly string[] = ["error", "warning", "notice"];
const annotationsOfLevel = 10;
const longestMessage = 4096;
const summaryLimit = 1024 * 1024;

/** Runs an action as the runner runs it: a new process with its environment, whose output and files it then reads. */
export async function runJob(job: RunnerJob): Promise<RunnerResult> {
  const folder = mkdtempSync(join(tmpdir(), "runner-"));
  try {
    const file = (name: string, text = "") => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    mkdirSync(join(folder, "temp"));
    const files = {
      GITHUB_EVENT_PATH: file("event.json", JSON.stringify(job.event?.payload ?? {})),
      GITHUB_OUTPUT: file("output"),
      GITHUB_STEP_SUMMARY: file("summary"),
    };
    const environment = environmentOf(job, folder, files);
    const { exitStatus, stdout, stderr } = await start(job.entry, job.workspace, environment);
    const summary = readFileSync(files.GITHUB_STEP_SUMMARY);
    return {
      exitStatus,
      ...readOutput(stdout),
      outputs: readOutputs(readFileSync(files.GITHUB_OUTPUT, "utf8")),
      summary: summary.length > summaryLimit ? "" : summary.toString("utf8"),
      stderr,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The environment of a step, and nothing of this process but where programs are. */
export function environmentOf(
  job: RunnerJob,
  folder: string,
  files: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const inputs = Object.entries(job.inputs ?? {}).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  return {
    PATH: process.env.PATH,
    HOME: folder,
    CI: "true",
    NODE_COMPILE_CACHE: join(tmpdir(), "stagegate-compile-cache"),
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: job.workspace,
    GITHUB_EVENT_NAME: job.event?.name ?? "pull_request",
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_SHA: "1111111111111111111111111111111111111111",
    GITHUB_REF: "refs/pull/7/merge",
    RUNNER_TEMP: join(folder, "temp"),
    ...files,
    ...Object.fromEntries(inputs),
    ...job.environment,
  };
}

function start(entry: string, folder: string, environment: NodeJS.ProcessEnv) {
  return new Promise<{ exitStatus: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [entry], {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk) => stdout.push(chunk));
    child.stderr.on("data", (chunk) => stderr.push(chunk));
    child.on("error", reject);
    child.on("close", (exitStatus) =>
      resolve({ exitStatus, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
  });
}

/** Obeys the commands of a log, as long as they are not stopped. */
export function readOutput(
  output: string,
): Pick<RunnerResult, "annotations" | "commands" | "hidden" | "log" | "masks"> {
  const commands: RunnerCommand[] = [];
  const log: string[] = [];
  let stopToken: string | undefined;
  for (const line of runnerLines(output)) {
    const command = parseCommand(line, stopToken);
    if (stopToken !== undefined) {
      if (command?.name === stopToken) stopToken = undefined;
      else log.push(line);
    } else if (command) {
      commands.push(command);
      if (command.name === "stop-commands") stopToken = command.data;
    } else {
      log.push(line);
    }
  }
  const issued = commands.filter(({ name }) => annotationLevels.includes(name));
  const shown = issued.filter(({ name }, index) => {
    return issued.slice(0, index).filter((other) => other.name === name).length < annotationsOfLevel;
  });
  return {
    commands,
    annotations: shown.map(({ name, properties, data }) => ({
      level: name as RunnerAnnotation["level"],
      message: data.slice(0, longestMessage),
      properties,
    })),
    hidden: issued.length - shown.length,
    masks: commands.filter(({ name }) => name === "add-mask").map(({ data }) => data),
    log,
  };
}

/** `name=value`, or `name<<END`, the lines of the value, `END`. */
export function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const [, name, end] = /^([^=<]+)<<(.+)$/.exec(line) ?? [];
    if (name !== undefined && end !== undefined) {
      const last = lines.indexOf(end, index + 1);
      if (last === -1) throw new Error(`The output ${name} has no end.`);
      outputs[name] = lines.slice(index + 1, last).join("\n");
      index = last;
    } else if (line.includes("=")) {
      outputs[line.slice(0, line.indexOf("="))] = line.slice(line.indexOf("=") + 1);
    } else if (line !== "") throw new Error(`No output: ${line}`);
  }
  return outputs;
}
