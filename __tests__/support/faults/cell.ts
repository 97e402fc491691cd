import type { FakeGitHub } from "../fake-github/fake-github.ts";
import type { LoggedRequest } from "../fake-github/fault.ts";
import type { Pull } from "../fake-github/pull.ts";
import type { InProcessRun } from "../run-in-process.ts";
import { endpointOf } from "./endpoint.ts";
import type { FaultKind } from "./fault-kinds.ts";
import type { FaultedRequest, Scene } from "./scenes.ts";
import { discussionOf, openFindings, overviewsOf, reportOf, surfacesOf, threadsOf } from "./shown.ts";

/**
 * What a fault comes to. `none`: nobody notices. `said`: the verdict is the same, and a notice says what is not up to date.
 * `stricter`: something does not count that would have let the change pass, and a notice says so. `incomplete`: nothing is judged, and
 * the error says why.
 */
type Outcome = "incomplete" | "none" | "said" | "stricter";

export interface CellResult {
  readonly outcome: Outcome;
  /** Promises that were broken; none, if all is well. */
  readonly broken: readonly string[];
}

/** A scene in which nothing went wrong, as the measure of those in which something did. */
export interface Reference {
  readonly run: InProcessRun;
  readonly discussion: ReturnType<typeof discussionOf>;
}

let branches = 0;

export async function referenceOf(github: FakeGitHub, scene: Scene): Promise<Reference> {
  branches += 1;
  const { pull, run, anyhow } = await scene.stage(github, `reference-${branches}`);
  anyhow?.();
  const done = await run();
  github.clearFaults();
  return { run: done, discussion: discussionOf(github, pull) };
}

/** Lets a fault hit a request of a scene, once or whenever it is made, and then runs twice without it. */
export async function runCell(
  github: FakeGitHub,
  scene: Scene,
  request: FaultedRequest,
  kind: FaultKind,
  { times, reference }: { readonly times: number; readonly reference: Reference },
): Promise<CellResult> {
  branches += 1;
  const { pull, run, anyhow } = await scene.stage(github, `cell-${branches}`);
  const client = { fetch: hastyFetch() };
  let [seen, hits] = [0, 0];
  const match = (logged: LoggedRequest) => {
    if (endpointOf(logged) !== request.endpoint) return false;
    const isIt = request.isIt?.(logged, seen) ?? true;
    seen += 1;
    return isIt;
  };
  const meanwhile = () => {
    hits += 1;
    if (kind.fault.silent) setImmediate(client.fetch.giveUp);
  };
  github.fault({ ...kind.fault, match, times, meanwhile });
  anyhow?.();
  const broken: string[] = [];
  const check = (holds: boolean, promise: string) => void (holds || broken.push(promise));

  const faulted = await run({ client: { fetch: client.fetch } });
  github.clearFaults();
  check(hits > 0, "the fault hits something");
  const notices = faulted.annotations.filter(({ properties: { title } }) =>
    /^(?:comments-|permission-|review-|not-compared)/.test(title ?? ""),
  );
  const isComplete = JSON.stringify(discussionOf(github, pull)) === JSON.stringify(reference.discussion);
  const outcome = outcomeOf(faulted, reference.run, notices.length > 0);
  check(outcome !== undefined, `the verdict: ${faulted.exitStatus} ${faulted.annotations.at(-1)?.message}`);
  if (request.use === "publishing")
    check(outcome === "none" || outcome === "said", "publishing leaves the verdict alone");
  if (outcome === "incomplete") checkFailure(faulted, check);
  else if (outcome !== "stricter" && faulted.report) {
    const expected = openFindings(reference.run);
    check(
      JSON.stringify(reportOf(faulted)?.counts) === JSON.stringify(reportOf(reference.run)?.counts),
      "the same counts",
    );
    for (const finding of expected) {
      const surfaces = surfacesOf(finding, faulted, github, pull);
      check(surfaces.includes("report") && surfaces.includes("summary"), `${finding.rule} is in report and summary`);
    }
    const planned = new Set(threadsOf(github, pull).map(({ fingerprint }) => fingerprint));
    const claimed = overviewsOf(github, pull).some((text) => text.includes("💬 all commented"));
    check(
      !claimed || expected.every(({ fingerprint, level }) => level === "notice" || planned.has(fingerprint)),
      "what is said to have a comment has one",
    );
    const isGone = /^4(?:04|10)$/.test(kind.name) && /^(?:PATCH|DELETE) /.test(request.endpoint);
    check(isComplete || isGone || notices.length > 0 || isSaidBelow(github, pull), "what is not there is said");
  }
  check(!isDoubled(github, pull), "nothing is doubled");

  // What stops before it has written anything leaves nothing to be put right.
  if (outcome === "incomplete" && faulted.writes.length === 0) return { outcome, broken };
  await run();
  check(!isDoubled(github, pull), "nothing is doubled after the next run");
  const after = discussionOf(github, pull);
  // What was written in the belief that a waiver does not count stays, and says that all is well.
  const expected = { ...reference.discussion, ...(outcome === "stricter" ? { overviews: after.overviews } : {}) };
  const isMadeGood = JSON.stringify(after) === JSON.stringify(expected);
  check(isMadeGood || isSaidBelow(github, pull), "the next run makes good what is missing");
  const third = await run();
  check(
    third.writes.length === 0,
    `the run after it writes nothing: ${third.writes.map(({ method, path }) => `${method} ${path}`)}`,
  );
  return { outcome: outcome ?? "incomplete", broken };
}

function outcomeOf(run: InProcessRun, reference: InProcessRun, isSaid: boolean): Outcome | undefined {
  if (run.exitStatus === reference.exitStatus && run.outputs.conclusion === reference.outputs.conclusion) {
    return isSaid ||
      run.annotations.some(
        ({ level, properties }) =>
          level === "notice" &&
          properties.title === undefined &&
          !reference.annotations.some((other) => other.level === "notice"),
      )
      ? "said"
      : "none";
  }
  if (run.exitStatus === 2 && run.outputs.conclusion === "incomplete") return "incomplete";
  if (reference.exitStatus === 0 && run.exitStatus === 1 && isSaid) return "stricter";
  return undefined;
}

function checkFailure({ annotations, summary }: InProcessRun, check: (holds: boolean, promise: string) => void): void {
  const message = annotations.find(({ level }) => level === "error")?.message ?? "";
  check(!message.includes("Internal error"), `a failure is no bug of ours: ${message}`);
  check(/GitHub|token|policy/.test(message), `a failure says what cannot be read: ${message}`);
  check(summary.includes("incomplete"), "the summary says it, too");
}

/** Whether the overview says of findings that they have no comments. */
function isSaidBelow(github: FakeGitHub, pull: Pull): boolean {
  return overviewsOf(github, pull).some((text) => text.includes("no comment of their own"));
}

function isDoubled(github: FakeGitHub, pull: Pull): boolean {
  const threads = threadsOf(github, pull).map(({ fingerprint }) => fingerprint);
  return new Set(threads).size < threads.length || overviewsOf(github, pull).length > 1;
}

/** Gives up what it waits for when told, as the client does when its time is over. */
function hastyFetch() {
  let current = new AbortController();
  const fetch = (url: string, { signal, ...options }: RequestInit) => {
    current = new AbortController();
    return globalThis.fetch(url, {
      ...options,
      signal: AbortSignal.any([current.signal, ...(signal ? [signal] : [])]),
    });
  };
  const giveUp = () => current.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
  return Object.assign(fetch, { giveUp });
}
