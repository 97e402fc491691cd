import * as v from "valibot";

/** One line of `--progress rawjson`: BuildKit's SolveStatus. https://pkg.go.dev/github.com/moby/buildkit/client#SolveStatus */
export type ProgressLine = v.InferOutput<typeof solveStatus>;

/** Characters; a longer line is no progress that anybody can read. */
const longestLine = 4 * 1024 * 1024;

const text = v.optional(v.string(), "");
const list = <Item extends v.GenericSchema>(item: Item) => v.optional(v.nullable(v.array(item)));

const line = v.object({ line: v.optional(v.number()) });
const range = v.object({ start: v.optional(line), end: v.optional(line) });

const solveStatus = v.object({
  vertexes: list(
    v.object({
      digest: v.string(),
      name: text,
      inputs: list(v.string()),
      started: v.optional(v.string()),
      completed: v.optional(v.string()),
      cached: v.optional(v.boolean(), false),
      error: text,
    }),
  ),
  logs: list(v.object({ vertex: v.string(), data: text, timestamp: text })),
  warnings: list(
    v.object({
      vertex: v.string(),
      /** Base64, as all bytes in Go's JSON. */
      short: text,
      detail: list(v.string()),
      url: text,
      sourceInfo: v.optional(v.nullable(v.object({ filename: text, data: text }))),
      range: list(range),
    }),
  ),
});

/** Reads a line; undefined for one that is no progress: the words of Docker that stand between and behind. */
export function readProgressLine(written: string): ProgressLine | undefined {
  if (!written.startsWith("{") || written.length > longestLine) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch {
    return undefined;
  }
  const result = v.safeParse(solveStatus, value);
  return result.success ? result.output : undefined;
}

/** The text of base64 bytes, strange bytes replaced; empty for what is no base64. */
export function decodedBytes(base64: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  } catch {
    return "";
  }
}
