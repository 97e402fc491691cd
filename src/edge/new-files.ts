import { lstatSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "../model/input-error.ts";
import { isInside } from "./paths.ts";
import { reasonOf } from "./text-file.ts";

export interface NewFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

/** Whether something stands at the path already, be it a link that leads nowhere. */
export function isTaken(base: string, path: string): boolean {
  return lstatSync(join(base, path), { throwIfNoEntry: false }) !== undefined;
}

/**
 * Writes files into a repository (absolute path, links resolved), and nothing outside of it.
 * @throws InputError for one that cannot be written, or that is there and not to be overwritten.
 */
export function writeNewFiles(base: string, files: readonly NewFile[], overwrite: boolean): void {
  for (const { path, text } of files) {
    const file = join(base, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      if (!isInside(base, realpathSync(dirname(file)))) {
        throw new InputError("was not written: its folder is a link that leaves the repository.", { path });
      }
      if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) {
        throw new InputError("was not written: it is a link. Remove it first.", { path });
      }
      writeFileSync(file, text, { flag: overwrite ? "w" : "wx" });
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new InputError(`cannot be written: ${reasonOf(error)}.`, { path }, { cause: error });
    }
  }
}
