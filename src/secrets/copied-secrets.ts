import { isSecretFile } from "../knowledge/secret-files.ts";
import { variablesIn } from "../knowledge/secret-urls.ts";
import type { Copy, CopySource, Step } from "../model/graph.ts";
import type { Span } from "../model/source.ts";
import { matchedPart } from "./container-paths.ts";
import type { HeldFile } from "./secret-file-table.ts";
import { mergedTaint, type Taint, taintOf } from "./taint.ts";

/** A file with a secret that COPY or ADD puts somewhere. */
interface CopiedSecret {
  readonly path: string;
  readonly taint: Taint;
  readonly span: Span;
}

/** Secret files that a COPY or ADD takes from the build context by name, where they are asked for, and secrets in its here-documents. */
export function copiedSecrets(
  step: Step,
  withFiles: boolean,
  variable: (name: string) => Taint | undefined,
): CopiedSecret[] {
  const { copy, instruction } = step;
  if (copy?.from.kind !== "context") return [];
  return copy.sources.flatMap((source) => {
    if (source.kind === "file" && !withFiles) return [];
    const path = copiedTo(copy, source.path);
    if (source.kind === "file" && isSecretFile(source.path)) {
      const taint = taintOf({ kind: "file", name: source.path, span: source.span });
      return { path, taint, span: source.span };
    }
    const heredoc = instruction.heredocs.find(({ span }) => span === source.span);
    if (!heredoc?.expand) return [];
    let taint: Taint | undefined;
    for (const name of variablesIn(heredoc.content)) taint = mergedTaint(taint, variable(name));
    return taint ? { path, taint, span: source.span } : [];
  });
}

/** The files with secrets that a copy takes from the stage that has them, where they come to be, and the source that names them. */
export function* copiedFiles(
  { instruction }: Step,
  copy: Copy,
  files: readonly HeldFile[],
): Iterable<{ file: HeldFile; path: string; span: Span }> {
  const excluded = instruction.flags.flatMap(({ name, value }) => (name === "exclude" && value ? value : []));
  for (const source of copy.sources) {
    for (const file of files) {
      const part = partOf(file.path, source);
      if (part === undefined || excluded.some((pattern) => isNamedBy(file.path, pattern))) continue;
      // Of a folder what is in it is copied, of a file the file.
      const path =
        part === file.path
          ? copiedTo(copy, file.path)
          : `${copy.destination.replace(/\/$/, "")}${file.path.slice(part === "/" ? 0 : part.length)}`;
      yield { file, path, span: source.span };
    }
  }
}

function partOf(path: string, source: CopySource): string | undefined {
  if (source.kind !== "file") return undefined;
  return source.path === "/" ? "/" : matchedPart(path, source.path, true);
}

/** By the last names of both: `--exclude` is relative to a source. */
function isNamedBy(path: string, pattern: string): boolean {
  const name = pattern.slice(pattern.lastIndexOf("/") + 1);
  return path.split("/").some((segment) => matchedPart(segment, name, true) !== undefined);
}

/** Where a single file of a copy comes to be. */
export function copiedTo({ destination, sources }: Copy, path: string): string {
  const isFolder = destination.endsWith("/") || sources.length > 1;
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/[*?[\]]/g, "");
  return isFolder ? `${destination.replace(/\/$/, "")}/${name}` : destination;
}
