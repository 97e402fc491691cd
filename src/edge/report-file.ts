import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../model/input-error.ts";
import { isInside } from "./paths.ts";

/** Folders that a report may be written to, absolute. */
export interface ReportFolders {
  readonly workspace: string;
  /** RUNNER_TEMP. */
  readonly temporary: string | undefined;
}

export interface ReportFile {
  /** The input that names it. */
  readonly input: "report-file" | "sarif-file";
  readonly asked: string | undefined;
  /** Its name where the workflow gives none. */
  readonly name: string;
}

/**
 * Where a report goes: what the workflow asks for, relative to the workspace, or a new file in the temporary folder. The
 * workspace may hold links that the author of a pull request has made: none is followed out of it.
 * @throws InputError for a path outside both folders.
 */
export function reportPath({ input, asked, name }: ReportFile, { workspace, temporary }: ReportFolders): string {
  if (asked === undefined) return join(mkdtempSync(join(temporary || tmpdir(), "stagegate-")), name);
  const path = resolve(workspace, asked);
  const roots = [workspace, temporary].flatMap((root) => (root ? [realpathSync(root)] : []));
  const refused = new InputError(
    `The input ${input} cannot be "${asked}": it must be in the workspace or in the temporary folder of the runner.`,
  );
  const isAllowed = (folder: string) => roots.some((root) => isInside(root, folder));
  if (!isAllowed(realpathSync(nearestFolder(dirname(path))))) throw refused;
  mkdirSync(dirname(path), { recursive: true });
  return join(realpathSync(dirname(path)), basename(path));
}

/** Writes a file, and refuses to write through a link. */
export function writeReport(path: string, text: string): void {
  const { O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;
  const descriptor = openSync(path, O_CREAT | O_NOFOLLOW | O_TRUNC | O_WRONLY, 0o644);
  try {
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

function nearestFolder(path: string): string {
  return existsSync(path) ? path : nearestFolder(dirname(path));
}
