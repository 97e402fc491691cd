/** A value of a YAML or JSON file with its place. Aliases share the value of their anchor; merge keys are resolved. */
export type YamlValue = YamlScalar | YamlList | YamlMap;

interface Placed {
  /** Offsets of the value as written, quotes included; the end is behind its last character. */
  readonly start: number;
  readonly end: number;
  /** A tag such as `!reset`; undefined without one. */
  readonly tag: string | undefined;
}

export interface YamlScalar extends Placed {
  readonly kind: "scalar";
  /** Quotes, escapes and folding resolved; numbers and booleans as written; empty for null. */
  readonly text: string;
  readonly isNull: boolean;
  readonly style: "plain" | "single" | "double" | "block";
}

export interface YamlList extends Placed {
  readonly kind: "list";
  readonly items: readonly YamlValue[];
}

export interface YamlMap extends Placed {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

export interface YamlEntry {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: YamlValue;
}

/** The value under a chain of keys; undefined where there is none. */
export function at(value: YamlValue | undefined, ...keys: readonly string[]): YamlValue | undefined {
  let current = value;
  for (const key of keys) current = current?.kind === "map" ? current.entries.get(key)?.value : undefined;
  return current;
}

/** The text of a scalar; undefined for null, a list or a map. */
export function textOf(value: YamlValue | undefined): string | undefined {
  return value?.kind === "scalar" && !value.isNull ? value.text : undefined;
}

/** The items of a list, or the one value in its place. */
export function itemsOf(value: YamlValue | undefined): readonly YamlValue[] {
  if (value === undefined || (value.kind === "scalar" && value.isNull)) return [];
  return value.kind === "list" ? value.items : [value];
}

export function entriesOf(value: YamlValue | undefined): readonly (readonly [string, YamlEntry])[] {
  return value?.kind === "map" ? [...value.entries] : [];
}
