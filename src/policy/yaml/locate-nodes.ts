import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type Scalar } from "yaml";
import type { LocatedEntry, LocatedValue, Mistake, Reading } from "../located-value.ts";
import { quoted } from "../policy-error.ts";

const mostAliases = 100;
/** Values that the aliases of one file may stand for, counted with everything in them. */
const mostAliasedValues = 10_000;

interface Walk {
  readonly mistakes: Mistake[];
  readonly anchors: Map<string, LocatedValue>;
  readonly sizes: Map<LocatedValue, number>;
  aliases: number;
  aliasedValues: number;
  tooMuch: boolean;
}

/** Turns composed YAML nodes into plain data with offsets. */
export function locateNodes(root: ParsedNode): Reading {
  const walk: Walk = {
    mistakes: [],
    anchors: new Map(),
    sizes: new Map(),
    aliases: 0,
    aliasedValues: 0,
    tooMuch: false,
  };
  const located = locate(root, walk, root.range[0]);
  const [first, ...more] = walk.mistakes;
  return first ? { mistakes: [first, ...more] } : { root: located };
}

/** An alias shares the value of its anchor, so that memory stays bounded by the text. */
function locate(node: ParsedNode, walk: Walk, emptyOffset: number): LocatedValue {
  if (isAlias(node)) return locateAlias(node.source, node.range[0], walk);
  let located: LocatedValue;
  let size = 1;
  if (isMap(node)) located = locateMapping(node.items as Pair<ParsedNode, ParsedNode | null>[], node.range[0], walk);
  else if (isSeq(node)) {
    const items = (node.items as ParsedNode[]).map((item) => locate(item, walk, item.range[0]));
    located = { value: items.map((item) => item.value), offset: node.range[0], items };
  } else {
    located = locateScalar(node, walk, emptyOffset);
  }
  for (const entry of located.entries?.values() ?? []) size += walk.sizes.get(entry.value) ?? 1;
  for (const item of located.items ?? []) size += walk.sizes.get(item) ?? 1;
  walk.sizes.set(located, size);
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, located);
  return located;
}

function locateScalar(node: Scalar.Parsed, walk: Walk, emptyOffset: number): LocatedValue {
  const offset = node.source === "" && node.value === null ? emptyOffset : node.range[0];
  if (typeof node.value === "number" && !Number.isFinite(node.value)) {
    walk.mistakes.push({ offset, message: `${quoted(node.source)} is no number that a policy can use` });
  }
  return { value: node.value, offset };
}

function locateMapping(
  pairs: readonly Pair<ParsedNode, ParsedNode | null>[],
  offset: number,
  walk: Walk,
): LocatedValue {
  const entries = new Map<string, LocatedEntry>();
  for (const { key, value } of pairs) {
    const keyOffset = key.range[0];
    const name = isScalar(key) && key.value !== null ? (key.source ?? String(key.value)) : "";
    const located = value === null ? { value: null, offset: keyOffset } : locate(value, walk, keyOffset);
    if (name === "") walk.mistakes.push({ offset: keyOffset, message: "a key must be a plain word" });
    else if (name === "<<")
      walk.mistakes.push({ offset: keyOffset, message: "merge keys (`<<`) are not supported; use `extends`" });
    else if (entries.has(name))
      walk.mistakes.push({ offset: keyOffset, message: `${quoted(name)} is given twice here; keep one` });
    else entries.set(name, { keyOffset, value: located });
  }
  const value = Object.fromEntries([...entries].map(([name, entry]) => [name, entry.value.value]));
  return { value, offset, entries };
}

/** A glob without quotes reads as an alias, which is by far the likeliest reason for one that is not known. */
function locateAlias(source: string, offset: number, walk: Walk): LocatedValue {
  const anchored = walk.anchors.get(source);
  walk.aliases++;
  walk.aliasedValues += anchored ? (walk.sizes.get(anchored) ?? 1) : 0;
  if (!anchored) {
    walk.mistakes.push({
      offset,
      message: `${quoted(`*${source}`)} reads as a YAML alias, and nothing above has that name; put a glob in quotes`,
    });
  } else if (!walk.tooMuch && (walk.aliases > mostAliases || walk.aliasedValues > mostAliasedValues)) {
    walk.tooMuch = true;
    walk.mistakes.push({ offset, message: "too much stands behind the aliases of this file; write the values out" });
  }
  return anchored ?? { value: null, offset };
}
