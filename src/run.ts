import { evaluate } from "./evaluate.ts";
import type { Change } from "./model/change.ts";
import type { Policy } from "./model/policy.ts";
import type { Report } from "./model/report.ts";
import { type Timed, untimed } from "./model/timing.ts";
import type { Rule } from "./rules/rule.ts";

/** 0 passes, 1 blocked by findings, 2 the request could not be carried out or something stayed unjudged. */
export type ExitStatus = 0 | 1 | 2;

/** What is judged and by what. */
export interface Matter {
  readonly change: Change;
  readonly policy: Policy;
  /** ISO date of the day, in UTC. */
  readonly today: string;
}

/** Where the matter comes from and where the outcome goes: the command line's or the action's. */
export interface Edges<Read extends Matter> {
  read(): Promise<Read>;
  /** Builds what was asked for; absent where nothing was. */
  build?: ((matter: Read) => Promise<Read>) | undefined;
  /** What is only asked for where the outcome depends on it, such as approvals of waivers; undefined where nothing changes. */
  readFurther?(report: Report, matter: Read): Promise<Read | undefined>;
  publish(report: Report, matter: Read): Promise<void>;
  /** Takes the time of each part. */
  timed?: Timed;
}

/** Reads everything, builds, judges, publishes the outcome; each once, but for what a first judgement asks to be read further. */
export async function run<Read extends Matter>(
  edges: Edges<Read>,
  rules: readonly Rule[],
  version: string,
): Promise<ExitStatus> {
  const { timed = untimed } = edges;
  const judged = (matter: Read) =>
    timed("judge", () => evaluate(matter.change, matter.policy, rules, version, matter.today, timed));
  const read = await timed("read", () => edges.read());
  const { build } = edges;
  const first = build ? await timed("build", () => build(read)) : read;
  const report = judged(first);
  const further = await timed("read", async () => edges.readFurther?.(report, first));
  if (further === undefined) {
    await timed("publish", () => edges.publish(report, first));
    return exitStatus(report);
  }
  const settled = judged(further);
  await timed("publish", () => edges.publish(settled, further));
  return exitStatus(settled);
}

function exitStatus({ conclusion }: Report): ExitStatus {
  switch (conclusion) {
    case "passed":
      return 0;
    case "blocked":
      return 1;
    case "incomplete":
      return 2;
  }
}
