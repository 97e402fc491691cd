import type { StepResult, TargetResult } from "../model/build-result.ts";

/** What a table says of the build of one target. */
export interface TargetSummary {
  /** From the start of its first step to the end of its last one; other targets may have run meanwhile. */
  readonly seconds: number;
  /** Steps of the Dockerfile, without BuildKit's own. */
  readonly steps: number;
  readonly cached: number;
  /** Undefined where no step took any time. */
  readonly slowest: StepResult | undefined;
}

export function summaryOf({ steps }: Pick<TargetResult, "steps">): TargetSummary {
  const own = steps.filter(isOwn);
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  let slowest: StepResult | undefined;
  for (const step of steps) {
    if (step.started === undefined) continue;
    first = Math.min(first, step.started);
    last = Math.max(last, step.started + step.seconds * 1000);
    if (isOwn(step) && step.seconds > (slowest?.seconds ?? 0) && !step.cached) slowest = step;
  }
  return {
    seconds: last === 0 ? 0 : (last - first) / 1000,
    steps: own.length,
    cached: own.filter(({ cached }) => cached).length,
    slowest,
  };
}

/** A step of the Dockerfile, not one of BuildKit's own such as sending the context. */
function isOwn({ name }: StepResult): boolean {
  return !name.startsWith("[internal]");
}

export interface CriticalPath {
  readonly seconds: number;
  /** In the order in which they run; steps that take no time are left out. */
  readonly steps: readonly StepResult[];
}

/** The longest chain of steps that wait for one another: what must become faster for the whole to become faster. */
export function criticalPath(results: readonly Pick<TargetResult, "steps">[]): CriticalPath {
  const steps = new Map<string, StepResult>();
  for (const step of results.flatMap((result) => result.steps.filter(isOwn))) {
    const known = steps.get(step.digest);
    if (known === undefined || known.seconds < step.seconds) steps.set(step.digest, step);
  }
  const paths = new Map<string, { seconds: number; before: string | undefined }>();
  let end: string | undefined;
  for (const digest of inOrder(steps)) {
    const step = steps.get(digest);
    if (step === undefined) continue;
    let best = { seconds: 0, before: undefined as string | undefined };
    for (const input of step.inputs) {
      const path = paths.get(input);
      if (path && path.seconds > best.seconds) best = { seconds: path.seconds, before: input };
    }
    const total = best.seconds + step.seconds;
    paths.set(digest, { seconds: total, before: best.before });
    if (end === undefined || total > (paths.get(end)?.seconds ?? 0)) end = digest;
  }
  const chain: StepResult[] = [];
  for (let digest = end; digest !== undefined; digest = paths.get(digest)?.before) {
    const step = steps.get(digest);
    if (step && step.seconds > 0) chain.unshift(step);
  }
  return { seconds: end === undefined ? 0 : (paths.get(end)?.seconds ?? 0), steps: chain };
}

/** Every step behind those that it needs; a circle, which BuildKit never makes, is cut. Without recursion: chains can be long. */
function inOrder(steps: ReadonlyMap<string, StepResult>): string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  for (const first of steps.keys()) {
    const stack = [{ digest: first, next: 0 }];
    if (seen.has(first)) continue;
    seen.add(first);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const input = steps.get(top.digest)?.inputs[top.next++];
      if (input === undefined) {
        order.push(top.digest);
        stack.pop();
      } else if (!seen.has(input) && steps.has(input)) {
        seen.add(input);
        stack.push({ digest: input, next: 0 });
      }
    }
  }
  return order;
}
