import * as v from "valibot";

/** An entry of an image's history, with what its layer holds. */
export interface ImageLayer {
  /** As BuildKit writes it: `RUN /bin/sh -c make # buildkit`; empty where nobody wrote anything. */
  readonly createdBy: string;
  /** Bytes of the files in the layer; zero for an entry without one. */
  readonly bytes: number;
}

const entry = v.object({
  CreatedBy: v.string(),
  Size: v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number)),
});

/** Reads what `docker history --human=false --format={{json .}}` prints, oldest first; undefined where a line is none of it. */
export function readDockerHistory(lines: readonly string[]): readonly ImageLayer[] | undefined {
  const layers: ImageLayer[] = [];
  for (const line of lines) {
    const parsed = v.safeParse(entry, jsonOf(line));
    if (!parsed.success) return undefined;
    layers.unshift({ createdBy: parsed.output.CreatedBy, bytes: parsed.output.Size });
  }
  return layers.length === 0 ? undefined : layers;
}

/** Undefined for what is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
