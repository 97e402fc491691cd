import type { Growth } from "./byte-size.ts";
import type { FromInstruction, Instruction } from "./dockerfile.ts";
import type { Span } from "./source.ts";

/** What a policy lets an image have; at least one of both is there. */
export interface ImageBudget {
  /** Bytes. */
  readonly max: number | undefined;
  readonly growth: Growth | undefined;
}

/** An image of a shipped target at the head, with what it was before. */
export interface MeasuredImage {
  /** Path of the Dockerfile, or the key of an inline one. */
  readonly dockerfile: string;
  /** Index of the stage. */
  readonly stage: number;
  /** For messages and tables: `services/api/Dockerfile: production`. */
  readonly name: string;
  /** `linux/arm64`; undefined for the builder's own. */
  readonly platform: string | undefined;
  readonly budget: ImageBudget;
  readonly content: ImageContent;
  readonly before: ImageBefore;
}

/** What an image holds. Its size is that of the files in its layers, unpacked; the image's own description is not counted. */
export interface ImageContent {
  /** Of all layers together. */
  readonly bytes: number;
  /** Each instruction that adds something, in the order of the image: what the base image brings first. */
  readonly parts: readonly ImagePart[];
}

/** What one instruction adds to an image. */
export interface ImagePart {
  readonly bytes: number;
  /** A FROM for what the base image brings. */
  readonly keyword: (Instruction | FromInstruction)["keyword"];
  /** On one line, without what is secret. */
  readonly text: string;
  readonly span: Span;
  /** Index of its stage. */
  readonly stage: number;
}

/** The same image at the commit that the head is compared with. */
export type ImageBefore =
  | { readonly kind: "image"; readonly content: ImageContent }
  /** There was no such target. */
  | { readonly kind: "new" }
  /** There was one, which cannot be built by its own fault. */
  | { readonly kind: "unbuilt"; readonly reason: string }
  /** Nothing can be said of it, for want of an image, of time, of the commit itself. */
  | { readonly kind: "unverified"; readonly reason: string }
  /** The head is compared with nothing. */
  | { readonly kind: "not-compared" };

/** Two builds of the same thing differ by time stamps and logs inside of files: that is no growth. Bytes. */
export function isGrowth(before: number, after: number): boolean {
  return after - before > Math.max(50_000, before / 1000);
}

/** What an instruction adds more than it did. */
export interface PartGrowth {
  readonly part: ImagePart;
  /** Bytes; zero where nothing did what it does. */
  readonly before: number;
}

/**
 * Each part of the later image with what its counterpart had: the same instruction, else the next one of its kind in the same place
 * of the order, which is one that was edited.
 */
export function comparedParts(before: ImageContent, after: ImageContent): readonly PartGrowth[] {
  const partner = new Map<ImagePart, ImagePart>();
  const byText = queues(before.parts, textKey);
  for (const part of after.parts) {
    const same = byText.get(textKey(part))?.shift();
    if (same) partner.set(part, same);
  }
  const taken = new Set(partner.values());
  const byKind = queues(
    before.parts.filter((part) => !taken.has(part)),
    ({ keyword }) => keyword,
  );
  for (const part of after.parts) {
    const edited = partner.has(part) ? undefined : byKind.get(part.keyword)?.shift();
    if (edited) partner.set(part, edited);
  }
  return after.parts.map((part) => ({ part, before: partner.get(part)?.bytes ?? 0 }));
}

/** The instructions that add more than they did, the one that adds most in front. */
export function grownParts(before: ImageContent, after: ImageContent): readonly PartGrowth[] {
  return comparedParts(before, after)
    .filter((each) => each.part.bytes > each.before)
    .sort((a, b) => b.part.bytes - b.before - (a.part.bytes - a.before));
}

function textKey({ keyword, text }: ImagePart): string {
  return `${keyword} ${text}`;
}

function queues(parts: readonly ImagePart[], keyOf: (part: ImagePart) => string): Map<string, ImagePart[]> {
  const lists = new Map<string, ImagePart[]>();
  for (const part of parts) {
    const list = lists.get(keyOf(part));
    if (list) list.push(part);
    else lists.set(keyOf(part), [part]);
  }
  return lists;
}
