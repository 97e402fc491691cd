import { absolutePath, isWithin } from "../graph/paths.ts";
import type { MigrationScene, RecipeQuestion, Taken } from "./migration.ts";

/** The files that a compiled program is, and what has to be asked of them. */
export interface FoundProgram {
  readonly taken: readonly Taken[];
  readonly questions: readonly RecipeQuestion[];
}

/** Folders on the PATH of tool chains only: programs move to one that every image has. */
const toolchainFolders = ["/go/bin", "/usr/local/cargo/bin", "/root/.cargo/bin", "/root/go/bin"];
const commonFolder = "/usr/local/bin";

/**
 * The program by the start command, which names it by its path or by its name on the PATH; else by what the builds say they make.
 * @param names what the project calls its programs, where its manifest tells.
 */
export function compiledProgram(scene: MigrationScene, names: readonly string[]): FoundProgram {
  const { files, folders } = scene.produced;
  const started = startedProgram(scene, names);
  if (started) return { taken: [started], questions: [] };
  const definite = files.filter((path) => !path.includes("*") && !path.includes("$"));
  if (definite.length > 0) return { taken: definite.map(moved), questions: [] };
  const [folder] = folders;
  const [name] = names;
  if (folder !== undefined && name !== undefined && names.length === 1) {
    return { taken: [moved(absolutePath(folder, name))], questions: [] };
  }
  const where = folder === undefined ? "Which file does the build make" : `Which file in ${folder} is the program`;
  return { taken: [], questions: [{ at: "taken", text: `${where}, to be copied here?` }] };
}

function startedProgram(
  { start, stage, produced, parts }: MigrationScene,
  names: readonly string[],
): Taken | undefined {
  const [word] = start.words;
  if (word === undefined || word.includes("$")) return undefined;
  if (word.includes("/")) {
    const path = absolutePath(stage.end.workdir, word);
    const isCopied = parts.some(({ step }) => step.copy?.from.kind !== "stage" && step.copy?.destination === path);
    return isCopied || /\.sh$/.test(word) || !isMade(path, produced) ? undefined : { from: path, to: path };
  }
  const file = produced.files.find((path) => path.endsWith(`/${word}`));
  if (file !== undefined) return moved(file);
  const folder = produced.folders.find((path) => isOnPath(path, stage.end.environment.get("PATH")));
  const isKnown = names.length === 0 || names.includes(word);
  return folder === undefined || !isKnown
    ? undefined
    : { from: absolutePath(folder, word), to: `${commonFolder}/${word}` };
}

/** Whether a build leaves it there, or may: where `make` puts what is not known here. */
function isMade(path: string, { files, folders }: MigrationScene["produced"]): boolean {
  return (
    files.length + folders.length === 0 ||
    files.includes(path) ||
    folders.some((folder) => isWithin(path, folder)) ||
    files.every((file) => file.includes("$"))
  );
}

function isOnPath(folder: string, path: string | undefined): boolean {
  return toolchainFolders.includes(folder) || (path?.split(":").includes(folder) ?? false);
}

function moved(path: string): Taken {
  const folder = toolchainFolders.find((each) => isWithin(path, each));
  return { from: path, to: folder === undefined ? path : `${commonFolder}${path.slice(folder.length)}` };
}
