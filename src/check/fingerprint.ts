import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { FromInstruction, Instruction, ParsedStage } from "../model/dockerfile.ts";
import type { BuildGraph } from "../model/graph.ts";
import { type SourceFile, type Span, textIn } from "../model/source.ts";

/** Findings that only their order tells apart: what they have in common, and how many there were. */
class Equals {
  private readonly text: string;
  private hashed: ReturnType<typeof sha256.create> | undefined;
  private count = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** A long instruction with many findings is hashed once. */
  next(): Uint8Array {
    const ordinal = `\0${this.count++}`;
    if (this.count === 1) return sha256(utf8ToBytes(this.text + ordinal));
    this.hashed ??= sha256.create().update(utf8ToBytes(this.text));
    return this.hashed.clone().update(utf8ToBytes(ordinal)).digest();
  }
}

/**
 * Gives findings names that stay when lines move: rule, path, stage, the instruction's text with blanks folded, and an ordinal
 * among equals. No line number, no commit, no wording of the message.
 */
export class Fingerprints {
  /** By rule and place. */
  private readonly known = new Map<string, Equals>();
  /** By all that the fingerprint is made from: an instruction may be there twice. */
  private readonly equals = new Map<string, Equals>();
  private readonly path: string;
  private readonly source: SourceFile;
  /** In file order. */
  private readonly places: readonly { instruction: Instruction | FromInstruction; stage: string }[];

  /** `path` is the file's own unless it was renamed and its old findings are asked for. */
  constructor({ dockerfile }: BuildGraph, path = dockerfile.source.path) {
    this.path = path;
    this.source = dockerfile.source;
    this.places = [
      ...dockerfile.globalArgs.map((instruction) => ({ instruction, stage: "" })),
      ...dockerfile.stages.flatMap((stage) =>
        [stage.from, ...stage.instructions].map((instruction) => ({ instruction, stage: stageKey(stage) })),
      ),
    ];
  }

  /** To be asked in the order of the findings in the file: equal ones are told apart by it. */
  next(rule: string, at: Span): string {
    const index = this.placeAt(at.start.offset);
    const place = this.places[index];
    // What stands outside every instruction, as a comment does, is told by its own text.
    const isInside = place !== undefined && at.start.offset < place.instruction.span.end.offset;
    const outside = isInside ? "" : folded(textIn(this.source, at));
    const nearby = `${isInside ? index : outside} ${rule}`;
    const equals = this.known.get(nearby) ?? this.equalsAt(rule, isInside ? index : -1, outside);
    this.known.set(nearby, equals);
    return bytesToHex(equals.next()).slice(0, 32);
  }

  private equalsAt(rule: string, index: number, outside: string): Equals {
    const place = this.places[index];
    const subject = place === undefined ? ["", outside] : [place.stage, normalisedText(place.instruction)];
    const key = [rule, this.path, ...subject].join("\0");
    const equals = this.equals.get(key) ?? new Equals(key);
    this.equals.set(key, equals);
    return equals;
  }

  /** Index of the last instruction that starts at or before the offset; -1 in front of the first. */
  private placeAt(offset: number): number {
    let low = -1;
    let high = this.places.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.places[middle]?.instruction.span.start.offset ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** A stage without a name is known by what it stands on: its number changes when a stage is put before it. */
export function stageKey(stage: ParsedStage): string {
  return stage.name === undefined ? `FROM ${stage.from.image.text}` : stage.id;
}

/** The words of an instruction, blanks folded, with its heredocs. */
export function normalisedText(instruction: Instruction | FromInstruction): string {
  const bodies = instruction.heredocs.map((heredoc) => heredoc.content).join("\n");
  return folded(`${instruction.text} ${bodies}`);
}

/** For a finding outside every Dockerfile's instructions: of all that tells it apart. */
export function fingerprintOf(key: string): string {
  return bytesToHex(sha256(utf8ToBytes(key))).slice(0, 32);
}

function folded(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
