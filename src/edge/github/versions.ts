import type { ChangedFile, FileVersion } from "../../model/change.ts";
import type { Problem } from "../../model/report.ts";
import { couldBeBuilt, unreadProblem } from "../discover.ts";
import type { TextFile } from "../text-file.ts";
import type { BlobStore } from "./blob-store.ts";
import { nameVerdict } from "./dockerfile-paths.ts";
import { contentPath, type FoundDockerfiles } from "./found-dockerfiles.ts";
import { atBase, atHead, type Ground, pathBefore } from "./ground.ts";
import { unread } from "./judged-paths.ts";

/** The texts to be judged at the head. What is there and cannot be read leaves the run incomplete. */
export function versionsAtHead(
  ground: Ground,
  { paths, ends }: FoundDockerfiles,
  store: BlobStore,
): { files: FileVersion[]; problems: Problem[] } {
  const files: FileVersion[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    const content = contentPath(path, ends);
    const file = content === undefined ? undefined : store.file(atHead(ground, content));
    if (content === undefined) problems.push(...linkProblems(path, ends));
    else if (file === undefined) problems.push(unread(path, "GitHub does not give the file.", true));
    else if (!isDockerfile(path, file)) continue;
    else if (file.kind === "text") files.push({ path, text: file.text });
    else problems.push(unreadProblem(file, path));
  }
  return { files, problems };
}

/**
 * The texts at the base that what is judged is compared with. Only what was judged there too counts as having been there:
 * a file that was no Dockerfile, or that nothing built, is new in all its lines, wherever they come from.
 * @param wasJudged by the path at the base.
 */
export function versionsAtBase(
  ground: Ground,
  { paths, ends }: FoundDockerfiles,
  store: BlobStore,
  wasJudged: (path: string) => boolean,
): { files: FileVersion[]; changed: ChangedFile[] } {
  const changed = ground.base?.changed ?? [];
  const byPath = new Map(changed.map((file) => [file.path, file]));
  const files = changed.flatMap((file) => {
    const before = pathBefore(file);
    return before === undefined || !wasJudged(before) ? [] : versionAt(before, before);
  });
  const newlyJudged: ChangedFile[] = [];
  for (const path of paths) {
    if (byPath.has(path)) continue;
    const content = contentPath(path, ends) ?? path;
    const target = content === path ? undefined : byPath.get(content);
    const before = target && pathBefore(target);
    if (!wasJudged(path) || (target && before === undefined)) {
      newlyJudged.push({ path, previousPath: undefined, status: "added", hunks: undefined });
    } else if (before !== undefined) files.push(...versionAt(path, before));
  }
  return { files, changed: [...changed, ...newlyJudged] };

  function versionAt(path: string, content: string): FileVersion[] {
    const file = store.file(atBase(ground, content));
    return file?.kind === "text" && isDockerfile(path, file) ? [{ path, text: file.text }] : [];
  }
}

/** Where a name leaves it open, the content tells. */
function isDockerfile(path: string, file: TextFile): boolean {
  return nameVerdict(path) !== "doubtful" || couldBeBuilt(file);
}

function linkProblems(path: string, ends: FoundDockerfiles["ends"]): Problem[] {
  switch (ends.get(path)?.kind) {
    case "outside": {
      const message = "The link leaves the repository. What it points to was not read.";
      return [{ code: "link-outside", message, path, span: undefined, incomplete: true }];
    }
    case "nowhere":
      return [unread(path, "The link cannot be followed: it leads to no file.", true)];
    default:
      return [unread(path, "The link cannot be followed: its links go in a circle, or are too many.", true)];
  }
}
