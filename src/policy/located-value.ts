/** A value as read from a file, with the offset at which it and each of its parts stand. */
export interface LocatedValue {
  /** Plain data: null, boolean, number, string, array or object. */
  readonly value: unknown;
  readonly offset: number;
  /** Of a mapping, in the order written. */
  readonly entries?: ReadonlyMap<string, LocatedEntry>;
  /** Of a list. */
  readonly items?: readonly LocatedValue[];
}

export interface LocatedEntry {
  readonly keyOffset: number;
  readonly value: LocatedValue;
}

/** Something wrong at a place: one sentence that says what, and what to write instead. */
export interface Mistake {
  readonly offset: number;
  readonly message: string;
}

/** A value, or the mistakes that are in the text; exactly one of both. */
export type Reading =
  | { readonly root: LocatedValue; readonly mistakes?: never }
  | { readonly root?: never; readonly mistakes: readonly [Mistake, ...Mistake[]] };

export type ValuePath = readonly (string | number)[];

/** Offset of what stands at a path; of the nearest part around it where nothing does. */
export function offsetAt(root: LocatedValue, path: ValuePath, part: "key" | "value" = "value"): number {
  let node = root;
  let offset = root.offset;
  for (const step of path) {
    const entry = typeof step === "string" ? node.entries?.get(step) : undefined;
    const next = typeof step === "number" ? node.items?.[step] : entry?.value;
    if (!next) return offset;
    node = next;
    offset = part === "key" && entry ? entry.keyOffset : next.offset;
  }
  return offset;
}

/** `targets[0].ships` as people write it; empty for the whole. */
export function pathName(path: ValuePath): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index > 0 ? `.${step}` : step)).join("");
}
