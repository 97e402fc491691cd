import type { BuildGraph, Stage } from "../model/graph.ts";
import type { ImageReference } from "../model/image-reference.ts";
import type { Span } from "../model/source.ts";

/** An image that a stage pulls, and where the file names it. */
export interface ImageUse {
  readonly image: ImageReference;
  readonly via: "from" | "copy" | "mount";
  /** The name as written. */
  readonly span: Span;
  readonly stage: Stage;
}

/**
 * Every image that the stages pull, by FROM, `COPY --from` or a mount's `from=`, in file order within a stage. Stages, `scratch`
 * and contexts are none.
 */
export function* imageUses({ stages }: BuildGraph): Iterable<ImageUse> {
  for (const stage of stages) {
    if (stage.base.kind === "image") {
      yield { image: stage.base.image, via: "from", span: stage.from.image.span, stage };
    }
    for (const { instruction, copy, mounts } of stage.steps) {
      if (instruction.keyword === "COPY" && instruction.from && copy?.from.kind === "image") {
        yield { image: copy.from.image, via: "copy", span: instruction.from.span, stage };
      }
      for (const { mount, from } of mounts) {
        if (mount.from && from.kind === "image")
          yield { image: from.image, via: "mount", span: mount.from.span, stage };
      }
    }
  }
}
