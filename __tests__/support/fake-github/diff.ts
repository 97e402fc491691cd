import { type Hunk, readHunks } from "./hunk.ts";

export interface ChangedFile {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly status: "added" | "removed" | "modified" | "renamed" | "changed";
  /** The blob at head, or at base where the file was removed. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** From the first hunk header on; undefined for binary files, files too large and pure renames. */
  readonly patch: string | undefined;
  readonly hunks: readonly Hunk[];
}

/** A patch of more lines than this is left out, as GitHub leaves out what is too large for its page. */
const largestPatch = { lines: 20_000, bytes: 1_000_000 };

export const diffCommand = ["diff", "--no-ext-diff", "--no-textconv", "--no-color", "--find-renames"];

/** What changed between two trees, with renames found by git at its usual similarity of one half. */
export function readDiff(git: (args: readonly string[]) => Buffer, from: string, to: string): ChangedFile[] {
  const formats = ["--raw", "--numstat", "--patch", "--unified=3", "--abbrev=40", "--full-index", "-z"];
  const output = git([...diffCommand, ...formats, from, to]).toString();
  const start = output.search(/(?<=\0)diff --git /);
  const fields = output.slice(0, start === -1 ? undefined : start).split("\0");
  const patches =
    start === -1
      ? []
      : output
          .slice(start)
          .split(/^(?=diff --git )/m)
          .map(hunksOf);
  const { list, fieldCount } = readRaw(fields);
  const counts = readCounts(fields.slice(fieldCount));
  let section = 0;
  return list.map((file, index): ChangedFile => {
    const { additions = 0, deletions = 0 } = counts[index] ?? {};
    const patch = patches[section];
    // Git writes a change of type as a removal and an addition.
    section += file.status === "changed" ? 2 : 1;
    return { ...file, additions, deletions, patch, hunks: patch === undefined ? [] : readHunks(patch) };
  });
}

function hunksOf(text: string): string | undefined {
  const start = text.search(/^@@ /m);
  if (start === -1) return undefined;
  const patch = text.slice(start).replace(/\n$/, "");
  return patch.length > largestPatch.bytes || patch.split("\n").length > largestPatch.lines ? undefined : patch;
}

function readRaw(fields: readonly string[]) {
  const list: Pick<ChangedFile, "path" | "previousPath" | "sha" | "status">[] = [];
  let index = 0;
  while (fields[index]?.startsWith(":")) {
    const [, , before = "", after = "", letter = ""] = (fields[index] ?? "").split(" ");
    const renamed = letter.startsWith("R");
    list.push({
      status: statusOf(letter),
      sha: letter === "D" ? before : after,
      path: fields[index + (renamed ? 2 : 1)] ?? "",
      previousPath: renamed ? fields[index + 1] : undefined,
    });
    index += renamed ? 3 : 2;
  }
  return { list, fieldCount: index };
}

function statusOf(letter: string): ChangedFile["status"] {
  if (letter === "A") return "added";
  if (letter === "D") return "removed";
  if (letter.startsWith("R")) return "renamed";
  return letter === "T" ? "changed" : "modified";
}

/** `additions TAB deletions TAB path`, or with an empty path and two fields after it for a rename; `-` for binary files. */
function readCounts(fields: readonly string[]): { additions: number; deletions: number }[] {
  const counts: { additions: number; deletions: number }[] = [];
  for (let index = 0; fields[index]; index++) {
    const [additions = "", deletions = "", path = ""] = (fields[index] ?? "").split("\t");
    counts.push({ additions: Number(additions) || 0, deletions: Number(deletions) || 0 });
    if (path === "") index += 2;
  }
  return counts;
}
