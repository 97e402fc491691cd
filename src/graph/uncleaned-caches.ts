import {
  type CacheName,
  type CacheUse,
  caches,
  cachesAt,
  cachesCleanedBy,
  isAbout,
  readCacheUse,
  withHome,
} from "../knowledge/package-caches.ts";
import type { BuildGraph, Step } from "../model/graph.ts";
import type { ShellCommand, ShellWord } from "../model/shell.ts";
import { fileBudget } from "../shell/work-budget.ts";
import { commandsWithFolders, seenFrom } from "./file-commands.ts";
import { InstallVariables } from "./install-variables.ts";

/** A cache that a RUN leaves in its layer. */
export interface UncleanedCache {
  readonly cache: CacheName;
  /** The folder that a setting gives, where it is not the usual one. */
  readonly folder: string | undefined;
  /** The commands that write to it, in order: at least one. */
  readonly uses: readonly { readonly use: CacheUse; readonly command: ShellCommand }[];
}

/** What the RUNs of stages leave in caches, net of what the same RUN removes, mounts or never writes; and what each RUN cleans. */
export interface CacheFacts {
  readonly left: ReadonlyMap<Step, readonly UncleanedCache[]>;
  readonly cleaned: ReadonlyMap<Step, ReadonlySet<CacheName>>;
}

/** @param wanted indexes of the stages to look at, with all that they stand on. */
export function uncleanedCaches(graph: BuildGraph, wanted: ReadonlySet<number>): CacheFacts {
  const left = new Map<Step, readonly UncleanedCache[]>();
  const cleaned = new Map<Step, ReadonlySet<CacheName>>();
  const budget = fileBudget(graph.dockerfile.source.text.length).expansion;
  const ends: { variables: InstallVariables; keepsArchives: boolean }[] = [];
  for (const stage of graph.stages) {
    if (!wanted.has(stage.index)) continue;
    const below = stage.base.kind === "stage" ? ends[stage.base.index] : undefined;
    const variables = new InstallVariables(graph, stage, below?.variables, budget);
    let keepsArchives = below?.keepsArchives ?? false;
    for (const step of stage.steps) {
      variables.enter(step);
      if (step.instruction.keyword !== "RUN" || !step.script) continue;
      keepsArchives ||= step.script.commands.some(keepsDownloadedPackages);
      const facts = readRun(step, variables, keepsArchives);
      left.set(step, facts.left);
      cleaned.set(step, facts.cleaned);
    }
    ends[stage.index] = { variables, keepsArchives };
  }
  return { left, cleaned };
}

/** Debian's and Ubuntu's images remove packages once they are installed, unless this setting is taken away. */
function keepsDownloadedPackages({ name, arguments: words }: ShellCommand): boolean {
  return words.some(
    ({ text }) =>
      (text.includes("docker-clean") && (name === "rm" || name === "mv")) ||
      /Keep-Downloaded-Packages["\\]*\s+["\\]*(?:true|1)/.test(text),
  );
}

function readRun(
  step: Step,
  variables: InstallVariables,
  keepsArchives: boolean,
): { left: UncleanedCache[]; cleaned: Set<CacheName> } {
  const held = new Held();
  const cleaned = new Set<CacheName>();
  /** What a function cleans, it cleans when it is called: at the end, as far as anybody knows. */
  const cleanedLater = new Set<CacheName>();
  let mayClean = step.script?.complete === false;
  for (const [command, folder] of commandsWithFolders(step)) {
    const use = readCacheUse(command, variables.of(command));
    if (use && (use.cache !== "apt archives" || keepsArchives) && !isMounted(step, use)) {
      held.add(use, command);
    }
    const isLater = command.within.includes("function");
    const removed = removedPaths(command, folder);
    for (const name of [...cachesCleanedBy(command), ...removed.flatMap(cachesAt)]) {
      (isLater ? cleanedLater : cleaned).add(name);
      if (!isLater) held.forget(name);
    }
    for (const path of removed) held.forgetFolder(path);
    if (isCleaner(command)) {
      mayClean ||= isLater;
      held.clear();
    }
    variables.pass(command);
  }
  for (const name of cleanedLater) held.forget(name);
  return { left: mayClean ? [] : held.all(), cleaned: new Set([...cleaned, ...cleanedLater]) };
}

/** The caches that a RUN has filled and not emptied so far. */
class Held {
  private readonly uses = new Map<string, { use: CacheUse; command: ShellCommand }[]>();

  add(use: CacheUse, command: ShellCommand): void {
    const key = `${use.cache} ${use.folder ?? ""}`;
    const known = this.uses.get(key);
    if (known) known.push({ use, command });
    else this.uses.set(key, [{ use, command }]);
  }

  forget(name: CacheName): void {
    for (const [key, uses] of this.uses) if (uses[0]?.use.cache === name) this.uses.delete(key);
  }

  /** A folder that a setting names is emptied only by its name. */
  forgetFolder(path: string): void {
    for (const [key, uses] of this.uses) {
      const folder = uses[0]?.use.folder;
      if (folder !== undefined && isAbout(withHome(path), withHome(folder))) this.uses.delete(key);
    }
  }

  clear(): void {
    this.uses.clear();
  }

  all(): UncleanedCache[] {
    return [...this.uses.values()].flatMap((uses) => {
      const [first] = uses;
      return first ? { cache: first.use.cache, folder: first.use.folder, uses } : [];
    });
  }
}

function isMounted({ instruction, before }: Step, use: CacheUse): boolean {
  if (instruction.keyword !== "RUN") return false;
  const folders = use.folder === undefined ? caches[use.cache].folders : [use.folder];
  return instruction.mounts.some(({ type, target, id }) => {
    // A cache mount may be named by its id alone.
    const path = target ?? (type === "cache" ? id : undefined);
    if (path === undefined || type === "secret" || type === "ssh") return false;
    // What is not known may be it.
    if (path.includes("$")) return true;
    return folders.some((folder) => isAbout(withHome(seenFrom(before.workdir, path) ?? path), withHome(folder)));
  });
}

/** The paths that a command removes or empties. */
function removedPaths({ name, arguments: words }: ShellCommand, folder: string | undefined): string[] {
  if (name === "rm" || name === "rmdir" || name === "unlink") {
    return words.filter(({ text }) => !text.startsWith("-")).flatMap((word) => pathsOf(word, folder));
  }
  if (name !== "find" || !words.some(({ value }) => value === "-delete" || value === "rm")) return [];
  const options = words.findIndex(({ text }) => /^["'\\]*[-(!]/.test(text));
  return words.slice(0, options === -1 ? words.length : options).flatMap((word) => pathsOf(word, folder));
}

function pathsOf(word: ShellWord, folder: string | undefined): string[] {
  const values = word.fields ?? [word.value ?? word.text.replace(/["']/g, "")];
  return values.map((value) => (/^[~$]/.test(value) ? value : (seenFrom(folder, value) ?? value)));
}

/** A program or script that is there to clean up, by its name, or a removal of what only the build knows. */
function isCleaner({ name, word, arguments: words }: ShellCommand): boolean {
  if (/clean|purge|slim|shrink|install_packages/i.test(name)) return true;
  if (word?.value?.includes("/") && /\bclean/i.test(word.value)) return true;
  if (name !== "rm") return false;
  return words.some(({ fields, text }) => fields === undefined && /cache|lists|apt/i.test(text));
}
