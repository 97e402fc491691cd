import { matchesAny } from "../../policy/glob.ts";
import { dockerfileName } from "../dockerfile-name.ts";
import type { FileSelection } from "../find-dockerfiles.ts";

/** Which files of a repository are to be judged. */
export interface DockerfileChoice {
  /** The policy's. */
  readonly selection: FileSelection;
  /** Globs of the input `files`; one without wildcards names a file, whatever it is called. Empty for all. */
  readonly files: readonly string[];
  /** Repository-relative folder, `.` for all. */
  readonly workingDirectory: string;
}

/** Tells by its path whether a file is judged. `isNamed`: something in the repository names it as a Dockerfile. */
export function isChosen(path: string, choice: DockerfileChoice, isNamed = false): boolean {
  const { selection, files, workingDirectory } = choice;
  if (namedFiles(choice).includes(path)) return true;
  if (!isNamed && nameVerdict(path) === "other") return false;
  if (!selection.includes(path) || selection.excludes(path)) return false;
  if (files.length > 0 && !matchesAny(path, files)) return false;
  const folders = path.split("/").slice(0, -1);
  return !folders.includes("node_modules") && isBelow(path, workingDirectory);
}

/** The files that the input names one by one. */
export function namedFiles({ files }: DockerfileChoice): readonly string[] {
  return files.filter((glob) => !/[*?[{]/.test(glob));
}

/** What the last part of a path says. */
export function nameVerdict(path: string) {
  return dockerfileName(path.slice(path.lastIndexOf("/") + 1));
}

function isBelow(path: string, folder: string): boolean {
  return folder === "." || path.startsWith(`${folder}/`);
}
