import type { TargetResult } from "./build-result.ts";
import type { MeasuredImage } from "./image-size.ts";
import type { Problem } from "./report.ts";

/** What is to be judged. */
export interface Change {
  readonly head: { readonly sha: string | undefined; readonly ref: string | undefined };
  /** Dockerfiles with their text, in any order. */
  readonly files: readonly FileVersion[];
  /** Whether these are all Dockerfiles of the repository; only then can a waiver of the policy be called unused. */
  readonly whole?: boolean | undefined;
  /** Folders of which all is judged, also what stands in compose and bake files; `.` for the root. */
  readonly folders?: readonly string[] | undefined;
  /** What the head is compared with; undefined where everything counts (a push, a folder). */
  readonly base?: ComparedBase | undefined;
  /** The other files of the repository at the head; undefined where nobody read them. */
  readonly repository?: RepositoryFiles | undefined;
  /**
   * Whether a reviewer has approved the waivers that the change adds in comments; undefined where nobody has to, as on the command
   * line and at a push.
   */
  readonly waiverReview?: "pending" | "approved" | undefined;
  /** What builds at the head made of targets; undefined where none ran. */
  readonly built?: readonly TargetResult[] | undefined;
  /** Sizes of the images that were built; undefined where none was measured. */
  readonly images?: readonly MeasuredImage[] | undefined;
  /** Trouble met while reading, to be reported with the rest. */
  readonly problems: readonly Problem[];
  /** Target named by the caller: what ships in every file that has it. */
  readonly target: string | undefined;
}

/** Whether a file that builds Dockerfiles is itself to be judged, and not only what it says of others. */
export function concernsFile({ whole, folders, base }: Change, path: string): boolean {
  if (whole === true || folders?.some((folder) => folder === "." || path.startsWith(`${folder}/`))) return true;
  return base?.changed.some((file) => file.path === path || file.previousPath === path) ?? false;
}

/** Of the repository at the head what the change leaves alone: all that is known of the base where nobody read it there. */
function filesLeftAlone({ listing, texts }: RepositoryFiles, { changed }: ComparedBase): RepositoryFiles {
  const touched = new Set(changed.map(({ path }) => path));
  return { listing, texts: new Map([...texts].filter(([path]) => !touched.has(path))) };
}

/** The Dockerfiles of the base: those that were read there, and those of the head that the change leaves alone. */
export function filesAtBase(base: ComparedBase, head: readonly FileVersion[]): FileVersion[] {
  const known = new Set([...base.files.map(({ path }) => path), ...base.changed.map(({ path }) => path)]);
  return [...base.files, ...head.filter(({ path }) => !known.has(path))];
}

/** The other files of the base; what the change leaves alone where nobody read them there. */
export function repositoryAtBase(base: ComparedBase, head: RepositoryFiles | undefined): RepositoryFiles | undefined {
  return base.repository ?? (head && filesLeftAlone(head, base));
}

export interface FileVersion {
  readonly path: string;
  readonly text: string;
}

/** The merge base of a pull request, or the commit that `--since` names. */
export interface ComparedBase {
  readonly sha: string;
  /** Dockerfiles as they were there, by their paths there. One that the change leaves alone may be left out. */
  readonly files: readonly FileVersion[];
  /** What the change does to files, by the path at the head, or at the base for a removed file. */
  readonly changed: readonly ChangedFile[];
  /** The other files of the repository as they were there. */
  readonly repository?: RepositoryFiles | undefined;
}

/** What a repository holds besides Dockerfiles, as far as it may say how they are built. */
export interface RepositoryFiles {
  /** Every file of the tree; undefined where nobody listed them all. */
  readonly listing: readonly string[] | undefined;
  /** Texts that were read, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface ChangedFile {
  readonly path: string;
  /** The path at the base where it was another one. */
  readonly previousPath: string | undefined;
  readonly status: "added" | "modified" | "removed" | "renamed";
  /** In the order of the head's lines; undefined where none are known: a binary file, or a difference too large to show. */
  readonly hunks: readonly Hunk[] | undefined;
}

/** A stretch of a difference with its context lines; a comment can stand on its lines only. 1-based. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
}
