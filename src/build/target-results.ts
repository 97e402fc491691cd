import type { BuildFailure, TargetResult } from "../model/build-result.ts";
import { exitStatusIn, type FinalWords } from "./final-words.ts";
import type { PlannedBuild } from "./planned-build.ts";
import type { ProgressRecord, RecordedStep } from "./progress-record.ts";

/** How one run of `docker buildx` ended. */
export type RunEnd =
  | { readonly kind: "exited"; readonly status: number }
  | { readonly kind: "timed-out"; readonly seconds: number }
  | { readonly kind: "cancelled" };

/** What became of a target: settled, or cancelled by the failure of another one and to be built again. */
export type Settlement =
  | { readonly kind: "built" }
  | { readonly kind: "failed"; readonly failure: BuildFailure }
  | { readonly kind: "unverified"; readonly reason: string }
  | { readonly kind: "again" };

const longestReason = 600;

/**
 * What one run made of the targets that it built. Buildx stops the others when one fails: they are neither passed nor failed.
 * @param words what Docker said last; undefined where it said nothing of a failure.
 */
export function settle(
  builds: readonly PlannedBuild[],
  record: ProgressRecord,
  end: RunEnd,
  words: FinalWords | undefined,
): ReadonlyMap<string, Settlement> {
  if (end.kind === "exited" && end.status === 0) return new Map(builds.map(({ id }) => [id, { kind: "built" }]));
  const settlements = new Map<string, Settlement>();
  for (const { id } of builds) settlements.set(id, settlementOf(id, builds, record, end, words));
  const isStuck = [...settlements.values()].every(({ kind }) => kind === "again");
  if (isStuck) for (const { id } of builds) settlements.set(id, unverified(words?.message ?? "Docker gave no reason"));
  return settlements;
}

function settlementOf(
  id: string,
  builds: readonly PlannedBuild[],
  record: ProgressRecord,
  end: RunEnd,
  words: FinalWords | undefined,
): Settlement {
  const steps = record.stepsOf(id);
  const failed = steps.find(({ error, name }) => error !== "" && !isCancelled(error) && !isCacheImport(name));
  const isNamed = words !== undefined && (builds.length === 1 || words.target === id);
  if (failed) return failureOf(failed, record, isNamed ? words : undefined);
  if (end.kind === "timed-out") return unverified(`the time limit of ${end.seconds} s was reached${during(steps)}`);
  if (end.kind === "cancelled") return unverified(`the run was cancelled${during(steps)}`);
  if (!isNamed || isCancelled(words.message)) return { kind: "again" };
  if (isOfSurroundings(words.message, "")) return unverified(words.message);
  return {
    kind: "failed",
    failure: {
      message: words.message,
      step: undefined,
      lines: words.lines,
      exitStatus: exitStatusIn(words.message),
      log: words.log,
    },
  };
}

function failureOf(step: RecordedStep, record: ProgressRecord, words: FinalWords | undefined): Settlement {
  if (isOfSurroundings(step.error, step.name)) return unverified(step.error);
  const failure = {
    message: step.error,
    step: step.name,
    lines: words?.lines,
    exitStatus: exitStatusIn(step.error),
    log: record.logOf(step.digest),
  };
  return { kind: "failed", failure };
}

/** A cache that cannot be read stops no build. */
function isCacheImport(name: string): boolean {
  return name.startsWith("importing cache manifest from ");
}

/** A step that was stopped, not one that failed. */
function isCancelled(message: string): boolean {
  return /context canceled|\bCanceled\b|context deadline exceeded$/.test(message);
}

/**
 * Whether it is not the Dockerfile that failed: an image or an address that cannot be had, a secret that was not given, trouble of
 * the engine.
 */
function isOfSurroundings(message: string, step: string): boolean {
  if (/^\[(?:internal\] load metadata for|[^\]]{0,300} \d{1,5}\/\d{1,5}\] FROM )/.test(step)) return true;
  return (
    /^secret [^:]{1,200}: not found|^ssh: |failed to resolve source metadata|failed to do request|no space left on device/.test(
      message,
    ) ||
    /^(?:Cannot connect to the Docker daemon|no builder |failed to (?:initialize|find) builder)/i.test(message) ||
    /: (?:pull access denied|too many requests|toomanyrequests|unauthorized)|failed to authorize/i.test(message) ||
    /\.lock: no such file|rpc error: code = Unavailable|connection refused|i\/o timeout|no match for platform/.test(
      message,
    ) ||
    entitlement.test(message)
  );
}

function unverified(reason: string): Settlement {
  return { kind: "unverified", reason: reason.slice(0, longestReason) };
}

function during(steps: readonly RecordedStep[]): string {
  const running = steps.findLast(
    ({ started, completed, error }) => started !== undefined && (!completed || isCancelled(error)),
  );
  return running ? ` during ${running.name}` : "";
}

/** The outcome of a target with its steps. A secret's hint stands with the reason. */
export function targetResult(build: PlannedBuild, record: ProgressRecord, settlement: Settlement): TargetResult {
  const { dockerfile, stage, name, purpose, id } = build;
  const steps = record.stepsOf(id).map(({ error: _, ...step }) => step);
  return {
    dockerfile,
    stage,
    name,
    purpose,
    outcome: settlement.kind === "again" ? "unverified" : settlement.kind,
    reason: settlement.kind === "unverified" ? withHint(settlement.reason) : undefined,
    steps,
    failure: settlement.kind === "failed" ? settlement.failure : undefined,
    checks: record.checksOf(id),
  };
}

/** `failed to load LLB: network.host is not allowed`, `granting entitlement security.insecure is not allowed by …` */
const entitlement = /\b(network\.host|security\.insecure|device(?:=\S{1,100})?) is not allowed/;

function withHint(reason: string): string {
  const asked = entitlement.exec(reason)?.[1];
  if (asked !== undefined) {
    return `its steps ask for the entitlement ${asked}, which is never given here: build this target without it, or name another test target in the policy`;
  }
  const secret = /^secret ([^:]{1,200}): not found/.exec(reason)?.[1];
  if (secret === undefined) return reason;
  return `its steps need the secret ${secret}, which was not given: name it in build-secrets, or with --secret`;
}
