import { realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { InputError } from "../../model/input-error.ts";
import type { Problem } from "../../model/report.ts";
import { discoverDockerfiles, type FoundFile, problemsByPath, unreadProblem } from "../discover.ts";
import type { SearchOptions } from "../find-dockerfiles.ts";
import { pathFrom } from "../paths.ts";
import { decodeText, readTextFile, reasonOf, sizeLimit, type TextFile } from "../text-file.ts";
import type { CommandWorld } from "./world.ts";

export interface NamedFiles {
  /** Each file once, however many of the names lead to it. */
  readonly files: readonly FoundFile[];
  readonly problems: readonly Problem[];
  /** Folders, as named, under which there is no Dockerfile. */
  readonly emptyFolders: readonly string[];
}

/**
 * Reads what the command line names: files as they are, whatever their names; folders by discovery; `-` as standard input.
 * @throws InputError for a name that does not exist or a named file that cannot be read.
 */
export async function readNamedFiles(
  names: readonly string[],
  world: CommandWorld,
  search: SearchOptions,
  found: (count: number) => void,
): Promise<NamedFiles> {
  const files = new Map<string, FoundFile>();
  const problems: Problem[] = [];
  const emptyFolders: string[] = [];
  for (const name of new Set(names)) {
    if (name === "-") {
      const path = pathFrom(search.base, join(world.folder, "stdin"));
      keep(await readStdin(world.stdin), { path, realPath: "-" }, name);
      continue;
    }
    const realPath = realPathOf(name, world.folder);
    if (statSync(realPath).isDirectory()) {
      const discovery = discoverDockerfiles(realPath, search, (count) => found(files.size + count));
      for (const file of discovery.files) if (!files.has(file.realPath)) files.set(file.realPath, file);
      problems.push(...discovery.problems);
      if (discovery.files.length + discovery.problems.length === 0) emptyFolders.push(name);
    } else if (!files.has(realPath)) {
      keep(readTextFile(realPath), { path: pathFrom(search.base, resolve(world.folder, name)), realPath }, name);
    }
  }
  return { files: [...files.values()], problems: problemsByPath(problems), emptyFolders };

  function keep(file: TextFile, { path, realPath }: Pick<FoundFile, "path" | "realPath">, name: string): void {
    if (file.kind === "text") files.set(realPath, { path, realPath, text: file.text });
    else if (file.code === "file-unreadable") throw new InputError(file.message, { path: name });
    else problems.push(unreadProblem(file, path));
  }
}

function realPathOf(name: string, folder: string): string {
  const path = resolve(folder, name);
  try {
    const status = statSync(path);
    // A pipe of the shell, `<(…)`, is a link to something that has no path.
    return status.isFile() || status.isDirectory() ? realpathSync(path) : path;
  } catch (error) {
    throw new InputError(`cannot be read: ${reasonOf(error)}.`, { path: name }, { cause: error });
  }
}

async function readStdin(stdin: Readable): Promise<TextFile> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stdin) {
      chunks.push(Buffer.from(chunk));
      length += chunk.length;
      if (length > sizeLimit) break;
    }
  } catch (error) {
    throw new InputError(`Standard input cannot be read: ${reasonOf(error)}.`, undefined, { cause: error });
  }
  return decodeText(Buffer.concat(chunks));
}
