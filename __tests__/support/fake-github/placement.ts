import type { ChangedFile } from "./diff.ts";
import { findLine, hunkText, type Side } from "./hunk.ts";
import type { Place } from "./thread.ts";

export interface PlaceRequest {
  readonly path: string;
  readonly line?: number | undefined;
  readonly side?: Side | undefined;
  readonly start_line?: number | undefined;
  readonly start_side?: Side | undefined;
  /** Lines below the first hunk header; the older way to say where. */
  readonly position?: number | undefined;
}

export interface Placement {
  readonly place: Place;
  readonly position: number;
  readonly diffHunk: string;
}

/** Why a comment cannot be where it is asked for, in the parts from which GitHub makes its messages. */
export type Misplacement = "path" | "line" | "start_line" | "order" | "diff_hunk";

/** Finds the place of a comment in a diff: every line of it in one hunk, context lines included. */
export function placeComment(
  files: readonly ChangedFile[],
  request: PlaceRequest,
): Placement | readonly Misplacement[] {
  const file = files.find(({ path }) => path === request.path);
  if (!file) return ["path"];
  const { line, side = "RIGHT" } = lineOf(file, request);
  const end = line === undefined ? undefined : findLine(file.hunks, line, side);
  const startLine = request.start_line;
  const startSide = request.start_side ?? side;
  const start = startLine === undefined ? undefined : findLine(file.hunks, startLine, startSide);
  const misplaced: Misplacement[] = [];
  if (!end) misplaced.push("line");
  if (startLine !== undefined && (!start || start.hunk !== end?.hunk)) misplaced.push("start_line");
  if (!end) misplaced.push("diff_hunk");
  if (start && end && start.hunk === end.hunk && start.line.position >= end.line.position) misplaced.push("order");
  if (misplaced.length > 0 || !end || line === undefined) return misplaced;
  return {
    place: { line, side, startLine, startSide: startLine === undefined ? undefined : startSide },
    position: end.line.position,
    diffHunk: hunkText(end.hunk, end.line),
  };
}

function lineOf(file: ChangedFile, request: PlaceRequest): { line: number | undefined; side?: Side | undefined } {
  if (request.line !== undefined || request.position === undefined) return { line: request.line, side: request.side };
  const at = file.hunks.flatMap(({ lines }) => lines).find(({ position }) => position === request.position);
  return at?.right === undefined ? { line: at?.left, side: "LEFT" } : { line: at.right, side: "RIGHT" };
}
