import { basename } from "node:path";
import type { Problem } from "../model/report.ts";
import { sourceFile } from "../model/source.ts";
import { parseDockerfile } from "../parse/parse-dockerfile.ts";
import { dockerfileName } from "./dockerfile-name.ts";
import { type Candidate, findDockerfiles, findNamedFile, type SearchOptions } from "./find-dockerfiles.ts";
import { pathFrom } from "./paths.ts";
import { readTextFile, type TextFile } from "./text-file.ts";

export interface FoundFile {
  readonly path: string;
  /** Absolute, links resolved: the same for one file under two names. */
  readonly realPath: string;
  readonly text: string;
}

export interface Discovery {
  /** Each file once. */
  readonly files: readonly FoundFile[];
  /** What is there and cannot be judged; it leaves the run incomplete. */
  readonly problems: readonly Problem[];
}

/** Finds and reads the Dockerfiles under a folder (absolute, links resolved), in the order of their paths. */
export function discoverDockerfiles(
  folder: string,
  search: SearchOptions,
  found: (count: number) => void = () => {},
): Discovery {
  const { candidates, problems } = findDockerfiles(folder, search);
  const files: FoundFile[] = [];
  const unread: Problem[] = [];
  for (const candidate of withoutRepeats(candidates)) {
    const file = readTextFile(candidate.realPath);
    if (dockerfileName(basename(candidate.path)) === "doubtful" && !couldBeBuilt(file)) continue;
    const path = pathFrom(search.base, candidate.path);
    if (file.kind === "text") files.push({ path, realPath: candidate.realPath, text: file.text });
    else unread.push(unreadProblem(file, path));
    found(files.length);
  }
  return { files, problems: problemsByPath([...problems, ...unread]) };
}

/** Each problem once, in the order of their paths. */
export function problemsByPath(problems: readonly Problem[]): Problem[] {
  const unique = new Map(problems.map((problem) => [`${problem.path}\0${problem.code}`, problem]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, problem]) => problem);
}

/** Reads a file of the tree that is named (absolute path), whatever it is called. */
export function readNamedFile(path: string, folder: string, search: SearchOptions): Discovery {
  const { candidates, problems } = findNamedFile(path, folder, search);
  const [candidate] = candidates;
  if (!candidate) return { files: [], problems };
  const file = readTextFile(candidate.realPath);
  const name = pathFrom(search.base, path);
  if (file.kind !== "text") return { files: [], problems: [unreadProblem(file, name)] };
  return { files: [{ path: name, realPath: candidate.realPath, text: file.text }], problems: [] };
}

export function unreadProblem({ code, message }: Extract<TextFile, { kind: "problem" }>, path: string): Problem {
  return { code, message, path, span: undefined, incomplete: true };
}

/** Each file once: under its own name where that is among them, else under the first of its links. */
function withoutRepeats(candidates: readonly Candidate[]): Candidate[] {
  const own = new Set(candidates.filter(({ path, realPath }) => path === realPath).map(({ path }) => path));
  const taken = new Set<string>();
  return candidates.filter(({ path, realPath }) => {
    if (path !== realPath && (own.has(realPath) || taken.has(realPath))) return false;
    taken.add(realPath);
    return true;
  });
}

/** Whether BuildKit would take the file as a Dockerfile. What could not be read may be one. */
export function couldBeBuilt(file: TextFile): boolean {
  const text = file.kind === "text" ? file.text : file.replaced;
  if (text === undefined) return true;
  const { stages, rejections } = parseDockerfile(sourceFile("", text));
  return stages.length > 0 && rejections.every((rejection) => rejection.needsBuildArguments);
}
