import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { FromInstruction, Instruction, ParsedStage } from "../model/dockerfile.ts";
import type { BuildGraph } from "../model/graph.ts";
import { type SourceFile, type Span, textIn } from "../model/source.ts";

/**
 * Gives findings names that stay when lines move: rule, path, stage, the instruction's text with blanks folded, and an ordinal
 * among equals. No line number, no commit, no wording of the message.
 */
export class Fingerprints {
  private readonly ordinals = new Map<string, number>();
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
    const place = this.placeAt(at.start.offset);
    // What stands outside every instruction, as a comment does, is told by its own text.
    const isInside = place !== undefined && at.start.offset < place.instruction.span.end.offset;
    const subject = isInside ? [place.stage, normalisedText(place.instruction)] : ["", folded(textIn(this.source, at))];
    const key = [rule, this.path, ...subject].join("\0");
    const ordinal = this.ordinals.get(key) ?? 0;
    this.ordinals.set(key, ordinal + 1);
    return bytesToHex(sha256(utf8ToBytes(`${key}\0${ordinal}`))).slice(0, 32);
  }

  /** The last instruction that starts at or before the offset. */
  private placeAt(offset: number) {
    let low = -1;
    let high = this.places.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.places[middle]?.instruction.span.start.offset ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.places[low];
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

function folded(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
