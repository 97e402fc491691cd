import type { FactValue } from "../../model/repository-facts.ts";

/** What an expression comes to, as far as the files tell. */
export interface HclValue {
  readonly data: HclData;
  /** Names of environment variables that it is made from. */
  readonly variables: readonly string[];
  /** The entry of an object that it is the value of. */
  readonly place?: HclPlace | undefined;
}

/** Undefined: only the build knows. */
export type HclData =
  | undefined
  | null
  | string
  | number
  | boolean
  | readonly HclValue[]
  | ReadonlyMap<string, HclValue>;

/** Offsets in the file of that path. */
interface HclPlace {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** Texts that grow with every line, `"${a}${a}"`, stay known up to here. */
const longestText = 65_536;

export const unknownValue: HclValue = { data: undefined, variables: [] };

export function hclValue(data: HclData, from: readonly HclValue[] = []): HclValue {
  const variables = from.length === 0 ? [] : [...new Set(from.flatMap((each) => each.variables))];
  return { data: typeof data === "string" && data.length > longestText ? undefined : data, variables };
}

/** As a template shows it; undefined for what is not known or is no text, number or boolean. */
export function hclText({ data }: HclValue): string | undefined {
  return typeof data === "string" || typeof data === "number" || typeof data === "boolean" ? String(data) : undefined;
}

export function isHclList(data: HclData): data is readonly HclValue[] {
  return Array.isArray(data);
}

export function isHclObject(data: HclData): data is ReadonlyMap<string, HclValue> {
  return data instanceof Map;
}

/** Undefined for null: nothing was said. A variable whose default is null is one that whoever builds may set. */
export function factValue(value: HclValue | undefined): FactValue | undefined {
  if (value === undefined || (value.data === null && value.variables.length === 0)) return undefined;
  return { text: hclText(value), variables: value.variables, secrets: [] };
}

/** The texts of a list; those that are not known are left out. */
export function hclTexts(value: HclValue | undefined): string[] {
  if (value === undefined || !isHclList(value.data)) return [];
  return value.data.flatMap((item) => hclText(item) ?? []);
}
