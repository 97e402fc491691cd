export type Side = "LEFT" | "RIGHT";

export interface HunkLine {
  readonly kind: "context" | "addition" | "deletion";
  /** 1-based line at the base; undefined for additions. */
  readonly left: number | undefined;
  /** 1-based line at the head; undefined for deletions. */
  readonly right: number | undefined;
  /** Lines below the first hunk header of the file, as the `position` of a comment counts. */
  readonly position: number;
  readonly text: string;
}

export interface Hunk {
  readonly header: string;
  readonly lines: readonly HunkLine[];
}

/** The hunks of one file's patch. */
export function readHunks(patch: string): Hunk[] {
  const hunks: { header: string; lines: HunkLine[] }[] = [];
  let [left, right] = [0, 0];
  patch.split("\n").forEach((text, position) => {
    const [, leftStart, rightStart] = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text) ?? [];
    if (leftStart !== undefined) {
      [left, right] = [Number(leftStart), Number(rightStart)];
      hunks.push({ header: text, lines: [] });
      return;
    }
    const lines = hunks.at(-1)?.lines;
    if (text.startsWith("+")) lines?.push({ kind: "addition", left: undefined, right: right++, position, text });
    else if (text.startsWith("-")) lines?.push({ kind: "deletion", left: left++, right: undefined, position, text });
    else if (!text.startsWith("\\")) lines?.push({ kind: "context", left: left++, right: right++, position, text });
  });
  return hunks;
}

export function findLine(
  hunks: readonly Hunk[],
  line: number,
  side: Side,
): { readonly hunk: Hunk; readonly line: HunkLine } | undefined {
  for (const hunk of hunks) {
    const found = hunk.lines.find(({ left, right }) => (side === "LEFT" ? left : right) === line);
    if (found) return { hunk, line: found };
  }
  return undefined;
}

/** What GitHub shows above a comment: the hunk, down to the commented line. */
export function hunkText(hunk: Hunk, last: HunkLine): string {
  const lines = hunk.lines.filter(({ position }) => position <= last.position).map(({ text }) => text);
  return [hunk.header, ...lines].join("\n");
}

/**
 * Where a line of one version is in another, by the diff between the two; undefined where it was changed or removed.
 * Context lines have the same text, so only additions and deletions move or end a line.
 */
export function movedLine(hunks: readonly Hunk[], line: number): number | undefined {
  let offset = 0;
  for (const { lines } of hunks) {
    for (const { kind, left, right } of lines) {
      if (kind === "deletion" && left === line) return undefined;
      if (kind === "context" && left === line) return right;
      if (left !== undefined && left > line) return line + offset;
      if (kind === "addition") offset += 1;
      if (kind === "deletion") offset -= 1;
    }
  }
  return line + offset;
}
