import { join } from "node:path";
import { exportArguments } from "../../build/buildx-arguments.ts";
import { readFinalWords } from "../../build/final-words.ts";
import { type ImageLayer, readDockerHistory } from "../../build/image-layers.ts";
import { OciImageReader } from "../../build/oci-image.ts";
import type { PlannedBuild } from "../../build/planned-build.ts";
import type { RunEnd } from "../../build/target-results.ts";
import { runDocker } from "./docker-process.ts";
import { type BuildSurroundings, dockerEnvironment } from "./run-builds.ts";

/** The layers of an image, oldest first; or why nothing can be said of its size. */
export type Measurement = { readonly layers: readonly ImageLayer[] } | { readonly reason: string };

const mostLines = 5000;
/** Seconds for what only asks the engine. */
const patience = 60;
const longestReason = 600;

/** What the docker driver says of an archive, where the engine's own image store cannot write one. */
const archiveRefused = /exporter is not supported for the docker driver/;

/**
 * Measures images that were just built: their steps come from the cache. Builders hand the image over as a stream, which is read and
 * not kept; an engine with a classic image store takes it in, tells the sizes of its layers, and has it removed again.
 */
export class ImageMeter {
  private readonly surroundings: BuildSurroundings;
  private readonly environment: NodeJS.ProcessEnv;
  private readonly deadline: number;
  /** Unlike that of any other run: only what has it is removed. */
  private readonly label: string;
  private count = 0;
  private usesEngine = false;

  /** @param label a text that no other run has. */
  constructor(surroundings: BuildSurroundings, label: string) {
    this.surroundings = surroundings;
    this.environment = { ...dockerEnvironment(surroundings), ...surroundings.secrets.environment };
    this.deadline = surroundings.now() + surroundings.timeLimit * 1000;
    this.label = label;
  }

  /** @param platform undefined for the builder's own. */
  async measure(build: PlannedBuild, platform: string | undefined): Promise<Measurement> {
    if (!this.usesEngine) {
      const measured = await this.fromArchive(build, platform);
      if (!("reason" in measured) || !archiveRefused.test(measured.reason)) return measured;
      this.usesEngine = true;
    }
    return this.fromEngine(build, platform);
  }

  private async fromArchive(build: PlannedBuild, platform: string | undefined): Promise<Measurement> {
    const image = new OciImageReader();
    const { end, lines } = await this.docker(exportArguments(build, platform, this.options, { kind: "archive" }), {
      input: build.inline,
      data: (chunk) => image.add(chunk),
    });
    const trouble = troubleOf(end, lines);
    return trouble === undefined ? image.end() : { reason: trouble };
  }

  private async fromEngine(build: PlannedBuild, platform: string | undefined): Promise<Measurement> {
    const context = await this.engineContext();
    this.count += 1;
    const label = `stagegate.measured=${this.label}-${this.count}`;
    try {
      const printed: Buffer[] = [];
      const { end, lines } = await this.docker(
        exportArguments(build, platform, this.options, { kind: "engine", label }),
        { input: build.inline, data: (chunk) => printed.push(Buffer.from(chunk)) },
      );
      const trouble = troubleOf(end, lines);
      if (trouble !== undefined) return { reason: trouble };
      const id = /^sha256:[0-9a-f]{64}$/m.exec(Buffer.concat(printed).toString("latin1"))?.[0];
      if (id === undefined) return { reason: "the builder keeps no image that can be measured" };
      const question = ["history", "--no-trunc", "--human=false", "--format={{json .}}", id];
      const history = await this.docker([...context, ...question]);
      const layers = troubleOf(history.end, history.lines) === undefined ? readDockerHistory(history.lines) : undefined;
      return layers ? { layers } : { reason: "the engine does not tell what is in the image" };
    } finally {
      await this.remove(context, label);
    }
  }

  /** Also when everything is to stop: what was made is taken away. */
  private async remove(context: readonly string[], label: string): Promise<void> {
    const signal = new AbortController().signal;
    const ask = ["image", "ls", "--all", "--quiet", "--no-trunc", `--filter=label=${label}`];
    const { lines } = await this.docker([...context, ...ask], { signal });
    const ids = lines.filter((line) => /^sha256:[0-9a-f]{64}$/.test(line));
    if (ids.length > 0) await this.docker([...context, "image", "rm", "--", ...new Set(ids)], { signal });
  }

  /** The images of a builder of the docker driver are those of its context. */
  private async engineContext(): Promise<readonly string[]> {
    const { builder } = this.surroundings;
    const { lines } = await this.docker(["buildx", "inspect", ...(builder === undefined ? [] : ["--", builder])]);
    const endpoint = lines.flatMap((line) => /^Endpoint: +([A-Za-z0-9][\w.+-]{0,127})$/.exec(line)?.[1] ?? [])[0];
    return endpoint === undefined ? [] : [`--context=${endpoint}`];
  }

  private get options() {
    const { root, builder, secrets } = this.surroundings;
    const locate = (path: string, build: Pick<PlannedBuild, "root">) => join(build.root ?? root, path);
    return { locate, builder, secrets: secrets.secrets };
  }

  private async docker(
    args: readonly string[],
    more: { input?: string | undefined; data?: (chunk: Uint8Array) => void; signal?: AbortSignal } = {},
  ): Promise<{ end: RunEnd; lines: readonly string[] }> {
    const { root, signal, now } = this.surroundings;
    const lines: string[] = [];
    const left = more.data ? (this.deadline - now()) / 1000 : patience;
    if (left <= 0) return { end: { kind: "timed-out", seconds: this.surroundings.timeLimit }, lines };
    const end = await runDocker({
      arguments: args,
      folder: root,
      environment: this.environment,
      timeLimit: left,
      signal: more.signal ?? signal,
      data: more.data,
      ...(more.input === undefined ? {} : { input: more.input }),
      line: (text) => {
        lines.push(text);
        if (lines.length > mostLines) lines.shift();
      },
    });
    return { end: end.kind === "timed-out" ? { ...end, seconds: this.surroundings.timeLimit } : end, lines };
  }
}

function troubleOf(end: RunEnd, lines: readonly string[]): string | undefined {
  if (end.kind === "timed-out")
    return `the time limit of ${Math.round(end.seconds)} s was reached while it was measured`;
  if (end.kind === "cancelled") return "the run was cancelled while it was measured";
  if (end.status === 0) return undefined;
  const message = readFinalWords(lines)?.message ?? "the builder hands no image over";
  return message.replace(/\.$/, "").slice(0, longestReason);
}
