import { Composer, type CST, isAlias, isMap, isScalar, isSeq, Lexer, type ParsedNode, Parser, type Scalar } from "yaml";
import type { TextStretch } from "../model/repository-facts.ts";
import { type SourceFile, type Span, spanBetween } from "../model/source.ts";

/** A value of a YAML or JSON file with its place. */
export type YamlNode = YamlMapping | YamlList | YamlScalar;

interface YamlPlace {
  readonly span: Span;
  /** Its tag as written: `!reset` and `!override` mean something to compose. */
  readonly tag: string | undefined;
}

interface YamlMapping extends YamlPlace {
  readonly kind: "mapping";
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

export interface YamlEntry {
  readonly keySpan: Span;
  readonly value: YamlNode;
}

interface YamlList extends YamlPlace {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
}

export interface YamlScalar extends YamlPlace {
  readonly kind: "scalar";
  /** Null, a boolean, a number or a text. */
  readonly value: unknown;
  /** As programs read it where they want a text: `8080` as written, empty for null. */
  readonly text: string;
  /** Where the text stands; empty where escapes or folding make it another one. */
  readonly pieces: readonly TextStretch[];
}

const deepestNesting = 64;
const mostAliases = 1_000;
/** Values that all aliases of a file may stand for. */
const mostAliasedValues = 50_000;

/** Why a file cannot be read; its message is the end of a sentence. */
export class YamlRefusal extends Error {}

/**
 * Reads all documents of a YAML or JSON text. The text may be hostile: nesting, which is looked at before the recursive half of
 * the library sees it, and what aliases stand for are bounded. Keys given twice: the last wins, as in Docker's readers; merge
 * keys (`<<`) are merged. @throws YamlRefusal
 */
export function readYamlDocuments(source: SourceFile): YamlNode[] {
  const tokens = boundedTokens(source.text);
  const composer = new Composer({
    ...{ schema: "core", version: "1.2", merge: true, uniqueKeys: false, prettyErrors: false, logLevel: "silent" },
  });
  const reader = new TreeReader(source);
  const documents: YamlNode[] = [];
  for (const document of composer.compose(tokens, false, source.text.length)) {
    const [error] = document.errors;
    // GitHub's and Docker's readers do not know the tags either.
    if (error && error.code !== "TAG_RESOLVE_FAILED") throw new YamlRefusal(`it is not valid YAML (${error.code})`);
    if (document.contents) documents.push(reader.read(document.contents as ParsedNode));
  }
  return documents;
}

function boundedTokens(text: string): CST.Token[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > deepestNesting) throw new YamlRefusal(`it nests more than ${deepestNesting} levels deep`);
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

class TreeReader {
  private readonly source: SourceFile;
  private anchors = new Map<string, YamlNode>();
  private readonly sizes = new Map<YamlNode, number>();
  private aliases = 0;
  private aliasedValues = 0;

  constructor(source: SourceFile) {
    this.source = source;
  }

  read(node: ParsedNode): YamlNode {
    if (isAlias(node)) return this.alias(node.source, node.range);
    let size = 1;
    let result: YamlNode;
    const place = { span: this.span(node.range), tag: node.tag };
    if (isMap(node)) {
      const entries = new Map<string, YamlEntry>();
      for (const { key, value } of node.items) {
        const keyNode = key as ParsedNode;
        const keySpan = this.span(keyNode.range);
        const name = isScalar(keyNode) ? scalarText(keyNode) : undefined;
        const read: YamlNode = value ? this.read(value as ParsedNode) : emptyScalar(keySpan);
        size += this.sizes.get(read) ?? 1;
        if (name === undefined) continue;
        if (name === "<<" && isScalar(keyNode) && keyNode.type === "PLAIN") mergeInto(entries, read);
        else entries.set(name, { keySpan, value: read });
      }
      result = { kind: "mapping", entries, ...place };
    } else if (isSeq(node)) {
      const items = (node.items as ParsedNode[]).map((item) => this.read(item));
      for (const item of items) size += this.sizes.get(item) ?? 1;
      result = { kind: "list", items, ...place };
    } else {
      result = { kind: "scalar", value: node.value, text: scalarText(node), pieces: this.pieces(node), ...place };
    }
    this.sizes.set(result, size);
    if (node.anchor !== undefined) this.anchors.set(node.anchor, result);
    return result;
  }

  /** An alias shares the value of its anchor, so that memory stays bounded by the text. */
  private alias(name: string, range: ParsedNode["range"]): YamlNode {
    const anchored = this.anchors.get(name);
    this.aliases++;
    this.aliasedValues += anchored ? (this.sizes.get(anchored) ?? 1) : 0;
    if (this.aliases > mostAliases || this.aliasedValues > mostAliasedValues) {
      throw new YamlRefusal("too much stands behind its aliases");
    }
    return anchored ?? emptyScalar(this.span(range));
  }

  private span([start, end]: ParsedNode["range"]): Span {
    const { length } = this.source.text;
    const from = Math.min(start, length);
    return spanBetween(this.source, from, Math.max(from, Math.min(end, length)));
  }

  /** Text that is in the file as it is: plain or quoted on one line without escapes, or a literal block. */
  private pieces(node: Scalar.Parsed): TextStretch[] {
    const text = scalarText(node);
    const [start, end] = node.range;
    if (node.type === "BLOCK_LITERAL") return blockPieces(this.source.text, start, end, text);
    const quote = node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE" ? 1 : 0;
    return this.source.text.startsWith(text, start + quote) && !text.includes("\n")
      ? [{ at: 0, offset: start + quote }]
      : [];
  }
}

/** The lines of a literal block that begins behind the line of `start`, without the indentation. A text that is not there line by line has no pieces. */
export function blockPieces(source: string, start: number, end: number, text: string): TextStretch[] {
  const pieces: TextStretch[] = [];
  let offset = source.indexOf("\n", start) + 1;
  if (offset === 0) return [];
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const line = text.slice(at, newline === -1 ? text.length : newline);
    const lineEnd = source.indexOf("\n", offset) === -1 ? source.length : source.indexOf("\n", offset);
    const written = source.slice(offset, lineEnd).replace(/\r$/, "");
    if (offset > end || !written.endsWith(line)) return [];
    pieces.push({ at, offset: offset + written.length - line.length });
    at += line.length + 1;
    offset = lineEnd + 1;
  }
  return pieces;
}

function mergeInto(entries: Map<string, YamlEntry>, merged: YamlNode): void {
  const mappings = merged.kind === "list" ? merged.items : [merged];
  for (const mapping of mappings) {
    if (mapping.kind !== "mapping") continue;
    for (const [name, entry] of mapping.entries) if (!entries.has(name)) entries.set(name, entry);
  }
}

function scalarText(node: Scalar.Parsed): string {
  if (typeof node.value === "string") return node.value;
  return node.value === null ? "" : (node.source ?? String(node.value));
}

function emptyScalar(span: Span): YamlScalar {
  return { kind: "scalar", value: null, text: "", pieces: [], span, tag: undefined };
}

/** The value of a key; undefined where there is none, or the node is no mapping. */
export function child(node: YamlNode | undefined, name: string): YamlNode | undefined {
  return node?.kind === "mapping" ? node.entries.get(name)?.value : undefined;
}

/** The value at the end of a path of keys. */
export function descendant(node: YamlNode | undefined, ...names: string[]): YamlNode | undefined {
  return names.reduce(child, node);
}

/** The text of a scalar that is not null. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? node.text : undefined;
}

export function entriesOf(node: YamlNode | undefined): [string, YamlEntry][] {
  return node?.kind === "mapping" ? [...node.entries] : [];
}

/** The items of a list; a value that is no list counts as its only item. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  if (node === undefined || (node.kind === "scalar" && node.value === null)) return [];
  return node.kind === "list" ? node.items : [node];
}
