import {
  Composer,
  type CST,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Pair,
  type ParsedNode,
  Parser,
  type Scalar,
} from "yaml";
import type { YamlEntry, YamlMap, YamlScalar, YamlValue } from "./yaml-value.ts";

/** UTF-16 units of a file. */
export const longestText = 1_048_576;
const deepestNesting = 64;
const mostAliases = 2_000;
/** Values that the aliases and merge keys of one file may stand for, counted with everything in them. */
const mostAliasedValues = 100_000;
const mostDocuments = 100;

/**
 * The documents of a YAML file, JSON included; undefined when it is none, or too large, too deep or too often aliased to be read.
 * The text may be hostile: nesting is checked before the recursive half of the YAML library sees it.
 */
export function readYaml(text: string): readonly YamlValue[] | undefined {
  if (text.length > longestText) return undefined;
  const tokens = tokensOf(text);
  if (tokens === undefined || tokens.filter(({ type }) => type === "document").length > mostDocuments) return undefined;
  const composer = new Composer({ schema: "core", uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
  const values: YamlValue[] = [];
  for (const document of composer.compose(tokens, true, text.length)) {
    if (document.errors.length > 0) return undefined;
    if (!document.contents) continue;
    const reading = new Reading();
    const value = reading.read(document.contents, document.contents.range[0]);
    if (reading.tooMuch) return undefined;
    values.push(value);
  }
  return values;
}

/** The lexer and the parser do not recurse; the composer does. */
function tokensOf(text: string): CST.Token[] | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > deepestNesting) return undefined;
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

class Reading {
  private readonly anchors = new Map<string, YamlValue>();
  private readonly sizes = new Map<YamlValue, number>();
  private aliases = 0;
  private aliasedValues = 0;

  get tooMuch(): boolean {
    return this.aliases > mostAliases || this.aliasedValues > mostAliasedValues;
  }

  /** An alias shares the value of its anchor, so that memory stays bounded by the text. */
  read(node: ParsedNode, emptyOffset: number): YamlValue {
    if (isAlias(node)) return this.aliased(node.source, node.range[0], node.range[1]);
    let value: YamlValue;
    let size = 1;
    const [start, end] = node.range;
    if (isMap(node)) {
      value = this.map(node.items as Pair<ParsedNode, ParsedNode | null>[], start, end, node.tag);
      for (const entry of value.entries.values()) size += this.sizeOf(entry.value);
    } else if (isSeq(node)) {
      const items = (node.items as ParsedNode[]).map((item) => this.read(item, start));
      value = { kind: "list", items, start, end, tag: node.tag };
      for (const item of items) size += this.sizeOf(item);
    } else {
      value = scalar(node, emptyOffset);
    }
    this.sizes.set(value, size);
    if (node.anchor !== undefined) this.anchors.set(node.anchor, value);
    return value;
  }

  private sizeOf(value: YamlValue): number {
    return this.sizes.get(value) ?? 1;
  }

  private aliased(name: string, start: number, end: number): YamlValue {
    const value = this.anchors.get(name);
    this.aliases += 1;
    if (value) this.aliasedValues += this.sizeOf(value);
    return value ?? { ...nothing, start, end };
  }

  private map(
    pairs: readonly Pair<ParsedNode, ParsedNode | null>[],
    start: number,
    end: number,
    tag?: string,
  ): YamlMap {
    const entries = new Map<string, YamlEntry>();
    const merged: YamlValue[] = [];
    for (const { key, value: node } of pairs) {
      const [keyStart, keyEnd] = key.range;
      const value = node === null ? { ...nothing, start: keyEnd, end: keyEnd } : this.read(node, keyEnd);
      const name = isScalar(key) ? nameOf(key) : undefined;
      if (name === undefined) continue;
      if (name === "<<") merged.push(...(value.kind === "list" ? value.items : [value]));
      else entries.set(name, { keyStart, keyEnd, value });
    }
    for (const value of merged) this.merge(value, entries);
    return { kind: "map", entries, start, end, tag };
  }

  /** What the map says itself wins over what it merges, and earlier maps win over later ones. */
  private merge(value: YamlValue, entries: Map<string, YamlEntry>): void {
    if (value.kind !== "map") return;
    this.aliasedValues += value.entries.size;
    if (this.tooMuch) return;
    for (const [name, entry] of value.entries) if (!entries.has(name)) entries.set(name, entry);
  }
}

const nothing = { kind: "scalar", text: "", isNull: true, style: "plain", tag: undefined } as const;

function nameOf(key: Scalar): string | undefined {
  const name = typeof key.value === "string" ? key.value : key.source;
  return name === undefined || name === "" ? undefined : name;
}

function scalar(node: Scalar.Parsed, emptyOffset: number): YamlScalar {
  const isEmpty = node.source === "" && node.range[0] === node.range[1];
  const [start, end] = isEmpty ? [emptyOffset, emptyOffset] : node.range;
  const isNull = node.value === null;
  const text = isNull ? "" : typeof node.value === "string" ? node.value : node.source;
  return { kind: "scalar", text, isNull, style: styleOf(node.type), start, end, tag: node.tag };
}

function styleOf(type: Scalar["type"]): YamlScalar["style"] {
  switch (type) {
    case "QUOTE_SINGLE":
      return "single";
    case "QUOTE_DOUBLE":
      return "double";
    case "BLOCK_FOLDED":
    case "BLOCK_LITERAL":
      return "block";
    default:
      return "plain";
  }
}
