import type { ProgressLine } from "./progress-line.ts";

/** Steps that have a name in one build. */
const mostNames = 20_000;

/**
 * Reads `--progress plain`, which a Buildx without `rawjson` prints: `#7 [test 2/3] RUN make`, `#7 0.41 what it prints`, `#7 CACHED`,
 * `#7 DONE 1.2s`, `#7 ERROR: why`. It does not tell which steps need which.
 */
export class PlainProgress {
  private readonly names = new Map<string, string>();

  /** @param at milliseconds since the epoch. @returns undefined for a line that is of no step. */
  read(written: string, at: number): ProgressLine | undefined {
    const [, number, rest] = /^#(\d{1,6}) (.{0,100000})$/.exec(written) ?? [];
    if (number === undefined || rest === undefined) return undefined;
    const digest = `step-${number}`;
    const name = this.names.get(digest);
    if (name === undefined) {
      if (this.names.size < mostNames) this.names.set(digest, rest);
      return { vertexes: [{ digest, name: rest, cached: false, error: "" }] };
    }
    // Plain progress that goes on with a step after others says its name again.
    if (rest === name || rest === "...") return {};
    const done = /^DONE (\d{1,7}\.\d{1,3})s$/.exec(rest)?.[1];
    const started = new Date(at - Number(done ?? 0) * 1000).toISOString();
    const end = { digest, name, started, completed: new Date(at).toISOString() };
    if (done !== undefined) return { vertexes: [{ ...end, cached: false, error: "" }] };
    if (rest === "CACHED") return { vertexes: [{ ...end, cached: true, error: "" }] };
    if (rest === "CANCELED") return { vertexes: [{ ...end, cached: false, error: "context canceled" }] };
    if (rest.startsWith("ERROR: ")) return { vertexes: [{ ...end, cached: false, error: rest.slice(7) }] };
    const output = /^(\d{1,7}\.\d{1,3}) ?(.*)$/.exec(rest);
    if (!output) return {};
    return { logs: [{ vertex: digest, data: `${output[2] ?? ""}\n`, timestamp: `${at} ${output[1]}` }] };
  }
}
