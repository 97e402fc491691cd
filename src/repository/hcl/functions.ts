import { type HclData, type HclValue, hclText, hclValue, isHclList, isHclObject } from "./value.ts";

/** Longest list that a function gives. */
const mostItems = 10_000;

type HclFunction = (values: readonly HclValue[]) => HclData;

const textFunctions: Readonly<Record<string, (...texts: string[]) => string | boolean | undefined>> = {
  basename: (path) => path?.slice(path.lastIndexOf("/") + 1),
  chomp: (text) => text?.replace(/(?<![\r\n])[\r\n]+$/, ""),
  dirname: (path) => (path?.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "."),
  endswith: (text, end) => end !== undefined && text?.endsWith(end),
  lower: (text) => text?.toLowerCase(),
  replace: (text, from, to) =>
    from === undefined || to === undefined || from === "" || /^\/.*\/$/.test(from)
      ? undefined
      : text?.replaceAll(from, () => to),
  sanitize: (text) => text?.replace(/[^A-Za-z0-9_-]/g, "_"),
  startswith: (text, start) => start !== undefined && text?.startsWith(start),
  strlen: (text) => (text === undefined ? undefined : String([...text].length)),
  title: (text) => text?.replace(/(?<![\p{L}\p{N}])\p{Ll}/gu, (letter) => letter.toUpperCase()),
  trimprefix: (text, prefix) => (prefix && text?.startsWith(prefix) ? text.slice(prefix.length) : text),
  trimspace: (text) => text?.trim(),
  trimsuffix: (text, suffix) => (suffix && text?.endsWith(suffix) ? text.slice(0, -suffix.length) : text),
  upper: (text) => text?.toUpperCase(),
};

/** Functions of bake's standard library whose result is the text that is written down. Others are not known. */
const functions: Readonly<Record<string, HclFunction>> = {
  and: ([a, b]) => bothBooleans(a, b, (x, y) => x && y),
  coalesce: (values) => values.find(({ data }) => data !== null && data !== "")?.data,
  compact: ([list]) => listOf(list)?.filter((item) => hclText(item) !== ""),
  concat: (values) => {
    const lists = values.map(listOf);
    return lists.every((list) => list !== undefined) ? limited(lists.flat()) : undefined;
  },
  contains: ([list, item]) => listOf(list)?.some((each) => item !== undefined && hclText(each) === hclText(item)),
  distinct: ([list]) => {
    const items = listOf(list);
    return items && [...new Map(items.map((item) => [hclText(item), item])).values()];
  },
  element: ([list, index]) => {
    const items = listOf(list);
    return items && typeof index?.data === "number" ? items[index.data % items.length]?.data : undefined;
  },
  equal: ([a, b]) => a !== undefined && b !== undefined && isEqual(a, b),
  flatten: ([list]) => limited(flattened(listOf(list))),
  format: ([pattern, ...values]) => (pattern ? formatted(hclText(pattern), values) : undefined),
  index: ([of, key]) => at(of, key),
  join: ([separator, list]) => {
    const between = separator && hclText(separator);
    const texts = listOf(list)?.map(hclText);
    return between !== undefined && texts?.every((text) => text !== undefined) ? texts.join(between) : undefined;
  },
  keys: ([object]) =>
    object && isHclObject(object.data) ? [...object.data.keys()].sort().map((key) => hclValue(key)) : undefined,
  length: ([of]) => (of && isHclList(of.data) ? of.data.length : of && isHclObject(of.data) ? of.data.size : undefined),
  lookup: ([object, key, otherwise]) => {
    const name = key && hclText(key);
    if (!object || !isHclObject(object.data) || name === undefined) return undefined;
    return (object.data.get(name) ?? otherwise)?.data;
  },
  merge: (values) =>
    values.every(({ data }) => isHclObject(data))
      ? new Map(values.flatMap(({ data }) => (isHclObject(data) ? [...data] : [])))
      : undefined,
  not: ([value]) => (typeof value?.data === "boolean" ? !value.data : undefined),
  notequal: ([a, b]) => a !== undefined && b !== undefined && !isEqual(a, b),
  or: ([a, b]) => bothBooleans(a, b, (x, y) => x || y),
  reverse: ([list]) => listOf(list)?.toReversed(),
  sort: ([list]) => listOf(list)?.toSorted((a, b) => ((hclText(a) ?? "") < (hclText(b) ?? "") ? -1 : 1)),
  split: ([separator, text]) => {
    const [between, whole] = [separator && hclText(separator), text && hclText(text)];
    if (!between || whole === undefined) return undefined;
    return limited(whole.split(between, mostItems + 1).map((part) => hclValue(part)));
  },
  values: ([object]) =>
    object && isHclObject(object.data)
      ? [...object.data].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
      : undefined,
};

/** The result of a function; undefined data for one that is not known, or of values that are not. */
export function callFunction(name: string, values: readonly HclValue[]): HclValue {
  const isKnown = values.every(({ data }) => data !== undefined);
  if (!isKnown) return hclValue(undefined, values);
  const ofTexts = Object.hasOwn(textFunctions, name) ? textFunctions[name] : undefined;
  const texts = values.map(hclText);
  if (ofTexts && texts.every((text) => text !== undefined)) return hclValue(ofTexts(...texts), values);
  const own = Object.hasOwn(functions, name) ? functions[name] : undefined;
  return hclValue(own?.(values), values);
}

/** `==`: numbers, texts and booleans are compared as texts. */
function isEqual(a: HclValue, b: HclValue): boolean {
  return a.data === b.data || (hclText(a) !== undefined && hclText(a) === hclText(b));
}

/** An item or an entry; undefined where there is none. */
export function at(of: HclValue | undefined, key: HclValue | undefined): HclData {
  const name = key && hclText(key);
  if (of === undefined || name === undefined) return undefined;
  if (isHclObject(of.data)) return of.data.get(name)?.data;
  return isHclList(of.data) && /^\d+$/.test(name) ? of.data[Number(name)]?.data : undefined;
}

function listOf(value: HclValue | undefined): readonly HclValue[] | undefined {
  return value && isHclList(value.data) ? value.data : undefined;
}

function limited(items: readonly HclValue[] | undefined): readonly HclValue[] | undefined {
  return items && items.length <= mostItems ? items : undefined;
}

function flattened(items: readonly HclValue[] | undefined): readonly HclValue[] | undefined {
  if (items === undefined) return undefined;
  const flat: HclValue[] = [];
  const waiting = [...items].reverse();
  for (let item = waiting.pop(); item !== undefined && flat.length <= mostItems; item = waiting.pop()) {
    if (isHclList(item.data)) waiting.push(...item.data.toReversed());
    else flat.push(item);
  }
  return flat;
}

function bothBooleans(
  a: HclValue | undefined,
  b: HclValue | undefined,
  combine: (a: boolean, b: boolean) => boolean,
): boolean | undefined {
  return typeof a?.data === "boolean" && typeof b?.data === "boolean" ? combine(a.data, b.data) : undefined;
}

/** `%s`, `%d`, `%v` and `%%`; other verbs are not known. */
function formatted(pattern: string | undefined, values: readonly HclValue[]): string | undefined {
  if (pattern === undefined || /%(?![sdv%])/.test(pattern)) return undefined;
  let used = 0;
  let isWhole = true;
  const text = pattern.replace(/%([sdv%])/g, (_, verb: string) => {
    if (verb === "%") return "%";
    const value = values[used++];
    const part = value && hclText(value);
    isWhole &&= part !== undefined;
    return part ?? "";
  });
  return isWhole && used === values.length ? text : undefined;
}
