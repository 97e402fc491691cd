import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import process from "node:process";
import { InputError } from "../model/input-error.ts";
import { isInside } from "./paths.ts";
import { reasonOf } from "./text-file.ts";

/**
 * Replaces a text as one step, keeping the mode of the file. @throws InputError when the file is no longer what was read, is no
 * UTF-8, cannot be written, or is a link that leads out of `base`.
 */
export function replaceFile(base: string, path: string, shown: string, before: string, after: string): void {
  let temporary: string | undefined;
  try {
    const realPath = realpathSync(path);
    if (isInside(base, path) && !isInside(base, realPath)) {
      throw new InputError("is a link that leads out of the repository. It was not changed.", { path: shown });
    }
    if (!readFileSync(realPath).equals(Buffer.from(before))) {
      throw new InputError("has changed since it was read, or is no UTF-8. It was not changed.", { path: shown });
    }
    const { mode } = statSync(realPath);
    const name = `${realPath}.stagegate-${process.pid}`;
    writeFileSync(name, after, { flag: "wx", mode: mode & 0o777 });
    temporary = name;
    chmodSync(name, mode & 0o777);
    renameSync(name, realPath);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot be written: ${reasonOf(error)}.`, { path: shown }, { cause: error });
  }
}
