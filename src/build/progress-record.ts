import type { BuildCheck, StepResult } from "../model/build-result.ts";
import { PlainProgress } from "./plain-progress.ts";
import { decodedBytes, type ProgressLine, readProgressLine } from "./progress-line.ts";
import { StepLog } from "./step-log.ts";
import { readStepName } from "./step-name.ts";

/** No Dockerfile comes near this many; what is beyond is not kept. */
const mostSteps = 20_000;
const mostChecks = 1000;
const mostWords = 400;
/** Characters. */
const longestName = 2000;
const longestError = 2000;

/** A step in the build of one target; several targets may share it. */
export interface RecordedStep extends StepResult {
  /** BuildKit's words where it failed; empty otherwise. */
  readonly error: string;
}

/** Something that a person who watches the build is told. */
export type BuildNews =
  | { readonly kind: "finished"; readonly target: string | undefined; readonly step: RecordedStep }
  | { readonly kind: "output"; readonly target: string | undefined; readonly step: string; readonly text: string }
  | { readonly kind: "words"; readonly text: string };

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Takes in what a build says of itself, line by line. Bounded in size, whatever it says. */
export class ProgressRecord {
  private readonly targets: ReadonlySet<string>;
  /** By target, then by digest; the only target of a build is the empty name. */
  private readonly steps = new Map<string, Map<string, Mutable<RecordedStep>>>();
  private readonly logs = new Map<string, StepLog>();
  private readonly owners = new Map<string, string>();
  private readonly checkLists = new Map<string, Map<string, BuildCheck>>();
  private readonly lines: string[] = [];
  private count = 0;

  private readonly plain: PlainProgress | undefined;

  /**
   * @param targets names that stand in front of the steps, where several are built together.
   * @param progress how the lines tell it.
   */
  constructor(targets: readonly string[], progress: "rawjson" | "plain" = "rawjson") {
    this.targets = new Set(targets);
    this.plain = progress === "plain" ? new PlainProgress() : undefined;
  }

  /**
   * @param at milliseconds since the epoch; only plain progress needs it.
   * @returns what is new, for the log.
   */
  add(written: string, at = 0): BuildNews[] {
    const line = this.plain ? this.plain.read(written, at) : readProgressLine(written);
    if (line === undefined) {
      if (written.trim() === "") return [];
      this.lines.push(written.slice(0, longestError));
      if (this.lines.length > mostWords) this.lines.shift();
      return [{ kind: "words", text: written }];
    }
    const news: BuildNews[] = [];
    for (const vertex of line.vertexes ?? []) this.addVertex(vertex, news);
    for (const log of line.logs ?? []) this.addLog(log, news);
    for (const warning of line.warnings ?? []) this.addWarning(warning);
    return news;
  }

  /** The words behind the progress of the build that ran last. */
  get words(): readonly string[] {
    return this.lines;
  }

  /** In the order in which they were first seen; of the only target for an empty name. */
  stepsOf(target: string): readonly RecordedStep[] {
    return [...(this.steps.get(this.targets.has(target) ? target : "")?.values() ?? [])];
  }

  checksOf(target: string): readonly BuildCheck[] {
    return [...(this.checkLists.get(this.targets.has(target) ? target : "")?.values() ?? [])];
  }

  logOf(digest: string): readonly string[] {
    return this.logs.get(digest)?.lines() ?? [];
  }

  private addVertex(vertex: NonNullable<ProgressLine["vertexes"]>[number], news: BuildNews[]): void {
    const { target, shown } = readStepName(vertex.name.slice(0, longestName), this.targets);
    const owner = target ?? "";
    const { digest } = vertex;
    const steps = this.steps.get(owner) ?? new Map<string, Mutable<RecordedStep>>();
    this.steps.set(owner, steps);
    let step = steps.get(digest);
    if (step === undefined) {
      if (this.count++ >= mostSteps) return;
      step = {
        digest,
        name: shown,
        inputs: [],
        cached: false,
        completed: false,
        started: undefined,
        seconds: 0,
        error: "",
      };
      steps.set(digest, step);
    }
    this.owners.set(digest, owner);
    step.name = shown;
    if (vertex.inputs) step.inputs = vertex.inputs;
    if (step.completed && !vertex.error) {
      // What ran in this build, and is then found in the cache for another target, was not cached.
      if (vertex.completed === undefined || vertex.cached) return;
    }
    const wasCompleted = step.completed;
    const [started, completed] = [timeOf(vertex.started), timeOf(vertex.completed)];
    step.started ??= started;
    step.cached = vertex.cached;
    step.error = vertex.error.slice(0, longestError);
    if (started !== undefined && completed !== undefined) {
      step.completed = true;
      step.seconds = Math.max(step.seconds, (completed - started) / 1000);
    }
    if (step.completed && !wasCompleted) news.push({ kind: "finished", target, step });
  }

  private addLog({ vertex, data, timestamp }: NonNullable<ProgressLine["logs"]>[number], news: BuildNews[]): void {
    const text = this.plain ? data : decodedBytes(data);
    let log = this.logs.get(vertex);
    if (log === undefined) {
      if (this.logs.size >= mostSteps) return;
      log = new StepLog();
      this.logs.set(vertex, log);
    }
    if (!log.add(timestamp, text)) return;
    const owner = this.owners.get(vertex) ?? "";
    const step = this.steps.get(owner)?.get(vertex);
    news.push({ kind: "output", target: owner || undefined, step: step?.name ?? "", text });
  }

  private addWarning({ vertex, short, range }: NonNullable<ProgressLine["warnings"]>[number]): void {
    const [rule, message] = splitAt(decodedBytes(short).slice(0, longestError), ": ");
    if (message === undefined || !/^[A-Za-z]{3,60}$/.test(rule)) return;
    const first = range?.[0]?.start?.line;
    const last = range?.[0]?.end?.line ?? first;
    const lines = first === undefined || last === undefined || first < 1 ? undefined : { first, last };
    const check = { rule, message: message.replace(/ \(line \d{1,9}\)$/, ""), lines };
    for (const [owner, steps] of this.steps) {
      if (!steps.has(vertex)) continue;
      const checks = this.checkLists.get(owner) ?? new Map<string, BuildCheck>();
      this.checkLists.set(owner, checks);
      if (checks.size < mostChecks) checks.set(JSON.stringify(check), check);
    }
  }
}

function timeOf(text: string | undefined): number | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function splitAt(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
