import { reasonOf } from "../text-file.ts";
import { runDocker } from "./docker-process.ts";

/** What builds here. */
export type Engine =
  | {
      readonly kind: "engine";
      /** As Buildx prints it. */
      readonly version: string;
      /** From 0.13 on it tells of its progress in JSON. */
      readonly rawJson: boolean;
      /** From 0.20 on bake asks for leave to read files outside the current folder. */
      readonly asksForLeave: boolean;
      /** From 0.8 on bake knows all that a definition may need; before, targets are built one after the other. */
      readonly bakes: boolean;
      /** The builder within the engine itself writes no cache. */
      readonly writesCache: boolean;
    }
  | { readonly kind: "none"; readonly reason: string };

/** Seconds. */
const patience = 60;

interface Surroundings {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** Looks for Docker, Buildx and a builder that answers. */
export async function detectEngine(builder: string | undefined, surroundings: Surroundings): Promise<Engine> {
  const version = await ask(["buildx", "version"], surroundings);
  if (version.kind === "missing") return none(`Docker cannot be started: ${version.reason}`);
  const numbers = /\bv?(\d{1,4})\.(\d{1,4})\.\d/.exec(version.text);
  // Other programs that are called docker have a buildx of their own, and number it otherwise.
  const isBuildx = version.text.includes("docker/buildx");
  if (version.status !== 0 || numbers === null || !isBuildx)
    return none("Docker has no Buildx; install docker-buildx-plugin");
  const inspected = await ask(["buildx", "inspect", ...(builder === undefined ? [] : ["--", builder])], surroundings);
  if (inspected.kind === "missing") return none(inspected.reason);
  const trouble = /^(?:ERROR|Error): *(.{1,500})/m.exec(inspected.text)?.[1];
  if (inspected.status !== 0 || trouble !== undefined) {
    return none(`no builder answers (${trouble ?? "docker buildx inspect failed"})`);
  }
  const minor = Number(numbers[1]) > 0 ? Number.POSITIVE_INFINITY : Number(numbers[2]);
  return {
    kind: "engine",
    version: numbers[0],
    rawJson: minor >= 13,
    asksForLeave: minor >= 20,
    bakes: minor >= 8,
    writesCache: !/^Driver: +docker$/m.test(inspected.text),
  };
}

function none(reason: string): Engine {
  return { kind: "none", reason: reason.replace(/\.$/, "") };
}

type Answer =
  | { readonly kind: "answer"; readonly status: number; readonly text: string }
  | { readonly kind: "missing"; readonly reason: string };

async function ask(args: readonly string[], surroundings: Surroundings): Promise<Answer> {
  const lines: string[] = [];
  const line = (text: string) => {
    if (lines.length < 1000) lines.push(text);
  };
  try {
    const end = await runDocker({ arguments: args, ...surroundings, timeLimit: patience, line });
    if (end.kind === "exited") return { kind: "answer", status: end.status, text: lines.join("\n") };
    return { kind: "missing", reason: end.kind === "cancelled" ? "cancelled" : `no answer for ${patience} s` };
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return { kind: "missing", reason: isMissing ? "it is not installed" : reasonOf(error) };
  }
}
