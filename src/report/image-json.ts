import { comparedParts, type ImageBefore, type MeasuredImage } from "../model/image-size.ts";

/** The sizes of images, for both reports. Every key is always there; what is absent is null. */
export function imagesJson(images: readonly MeasuredImage[] | undefined): object[] {
  return (images ?? []).map((image) => {
    const { dockerfile, stage, name, platform, budget, content, before } = image;
    const { max, growth } = budget;
    return {
      path: dockerfile.split("\0", 1)[0],
      stageIndex: stage,
      name,
      platform: platform ?? null,
      bytes: content.bytes,
      before: beforeJson(before),
      budget: {
        maxBytes: max ?? null,
        growthPercent: growth?.kind === "percent" ? growth.percent : null,
        growthBytes: growth?.kind === "bytes" ? growth.bytes : null,
      },
      parts: partsOf(image).map(({ part, before: had }) => ({
        instruction: part.text,
        stageIndex: part.stage,
        startLine: part.span.start.line,
        endLine: part.span.end.line,
        bytes: part.bytes,
        bytesBefore: had,
      })),
    };
  });
}

/** `built` with its bytes, or why there are none: `new`, `not-built`, `not-verified`, `not-compared`. */
function beforeJson(before: ImageBefore): object {
  switch (before.kind) {
    case "image":
      return { outcome: "built", bytes: before.content.bytes, reason: null };
    case "new":
    case "not-compared":
      return { outcome: before.kind, bytes: null, reason: null };
    case "unbuilt":
      return { outcome: "not-built", bytes: null, reason: before.reason };
    case "unverified":
      return { outcome: "not-verified", bytes: null, reason: before.reason };
  }
}

function partsOf({ content, before }: MeasuredImage) {
  if (before.kind === "image") return comparedParts(before.content, content);
  return content.parts.map((part) => ({ part, before: null }));
}
