import { absolutePath, isWithin } from "../graph/paths.ts";
import type { Step } from "../model/graph.ts";
import type { ShellAssignment, ShellCommand, ShellWord } from "../model/shell.ts";
import { matchesSegment, parseSegment } from "../policy/glob-segments.ts";

/** Where the kernel's and the container's own file systems are, which no layer keeps. */
const virtualFolders = ["/dev", "/proc", "/sys"];

/** Folders that are there in nearly every image: what is copied to one of them lands in it. */
const commonFolders = new Set(
  "/ /app /etc /home /mnt /opt /root /run /srv /src /tmp /usr /usr/local /var /var/tmp /workspace".split(" "),
);

/** The paths of a RUN, as its working directory, its user and its mounts make them. */
export class ContainerPaths {
  readonly home: string;
  /** The working directory of each shell that is open, the outermost first. */
  private readonly folders: string[];
  private readonly made = new Set<string>();
  /** Variables that hold a path which is known but for other variables. */
  private readonly variables = new Map<string, string>();
  private readonly mounted: readonly string[];

  constructor({ before, instruction }: Step) {
    this.home = homeOf(before.user.name);
    this.folders = [before.workdir];
    this.mounted =
      instruction.keyword === "RUN"
        ? instruction.mounts.flatMap(({ target }) => (target === undefined ? [] : absolutePath(before.workdir, target)))
        : [];
  }

  get folder(): string {
    return this.folders.at(-1) ?? "/";
  }

  /** To be told of every command in turn: what a subshell changes is lost at its end. */
  enterShellOf({ within }: ShellCommand): void {
    const depth = 1 + within.filter((each) => each === "subshell" || each === "substitution").length;
    while (this.folders.length > depth) this.folders.pop();
    while (this.folders.length < depth) this.folders.push(this.folder);
  }

  changeFolder(path: string): void {
    this.folders[this.folders.length - 1] = path;
  }

  makeFolder(path: string): void {
    this.made.add(path);
  }

  /** `NAME=/path/$OTHER`, of which the shell's reader knows no value. */
  assign({ name, value }: ShellAssignment): void {
    const isPath =
      value !== undefined && value.value === undefined && value.text.includes("/") && !/\$\(|`/.test(value.text);
    if (isPath) this.variables.set(name, this.resolve(unquoted(value.text)));
    else this.variables.delete(name);
  }

  /** Absolute and clean. What a variable without known value decides stands in it as `$NAME`, the same for each spelling. */
  resolve(text: string): string {
    const path = text
      .replace(/^~(?=\/|$)/, "$$HOME")
      .replace(/^\$\((?:pwd)\)|^`pwd`/, "$$PWD")
      .replace(/\$\{(\w+)\}/g, "$$$1")
      .replace(/^\$HOME(?=\/|$)/, this.home)
      .replace(/^\$PWD(?=\/|$)/, this.folder)
      .replace(/^\$(\w+)(?=\/|$)/, (whole, name) => this.variables.get(name) ?? whole);
    if (path.startsWith("$")) return withoutLastSlashes(path);
    if (path.startsWith("/") || this.folder.startsWith("/")) return absolutePath(this.folder, path);
    return `${this.folder}/${path.replace(/^\.\//, "")}`;
  }

  /** The paths that a word stands for, wildcards as written. */
  of(word: ShellWord): string[] {
    if (word.fields !== undefined && word.fields.length > 1) return word.fields.map((field) => this.resolve(field));
    const text = word.value ?? unquoted(word.text);
    return text === "" ? [] : [this.resolve(text)];
  }

  /** Whether what is written there is in the layer: no mount and no virtual file system lies over it. */
  isKept(path: string): boolean {
    return ![...virtualFolders, ...this.mounted].some((folder) => isWithin(path, folder));
  }

  isFolder(path: string): boolean {
    return commonFolders.has(path) || path === this.home || path === this.folder || this.made.has(path);
  }
}

/** A regular expression for it takes time that grows with the square of the slashes. */
export function withoutLastSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === "/") end--;
  return path.slice(0, end);
}

function unquoted(text: string): string {
  return text.replace(/["'\\]/g, "");
}

/** Where useradd and the shell have it by default. */
function homeOf(user: string | undefined): string {
  if (user === undefined || user === "" || user === "root" || user === "0") return "/root";
  return /^\d+$/.test(user) ? "/" : `/home/${user}`;
}

/** Longer ones are taken for names. */
const longestPattern = 128;

/**
 * The part of `path` that a pattern with wildcards stands for, as the shell reads it (a leading dot has to be written) or, with
 * `dots`, as COPY does; undefined when it is another path. A pattern for a folder stands for what is in it, too.
 */
export function matchedPart(path: string, written: string, dots = false): string | undefined {
  // `/run/secrets/$NAME` may be any of them; what begins with a variable is known by that name alone.
  const pattern = written.startsWith("/") ? written.replace(/\$\w+/g, "*") : written;
  if (path === written || !/[*?[]/.test(pattern)) return isWithin(path, written) ? written : undefined;
  const wanted = pattern.split("/");
  const given = path.split("/");
  const isMatch =
    given.length >= wanted.length && wanted.every((segment, index) => matchesName(segment, given[index] ?? "", dots));
  return isMatch ? given.slice(0, wanted.length).join("/") : undefined;
}

function matchesName(pattern: string, name: string, dots: boolean): boolean {
  if (pattern === name) return true;
  if (!/[*?[]/.test(pattern) || pattern.length > longestPattern) return false;
  if (!dots && name.startsWith(".") && !pattern.startsWith(".")) return false;
  try {
    return matchesSegment(parseSegment(pattern.replace(/\*+/g, "*")), name);
  } catch (error) {
    // Not a pattern that anybody can say the meaning of.
    if (error instanceof RangeError) return false;
    throw error;
  }
}
