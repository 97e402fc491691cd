import type { Dockerfile } from "../model/dockerfile.ts";
import type { BuildFact, ContextFiles, DockerfileFacts, RepositoryFacts } from "../model/repository-facts.ts";
import { readDockerignore } from "./dockerignore.ts";
import { folderOf, pathBelow, pathIn } from "./repository-path.ts";

/** Tells of each Dockerfile what the repository says of it. */
export class FactsByDockerfile {
  private readonly facts: RepositoryFacts;
  private readonly listing: ReadonlySet<string> | undefined;
  private readonly builds = new Map<string, BuildFact[]>();
  private readonly contexts = new Map<string, ContextFiles>();
  private readonly hasUnknown: boolean;

  constructor(facts: RepositoryFacts) {
    this.facts = facts;
    this.listing = facts.listing && new Set(facts.listing);
    for (const build of facts.builds) {
      if (build.dockerfile === undefined) continue;
      const known = this.builds.get(build.dockerfile);
      if (known) known.push(build);
      else this.builds.set(build.dockerfile, [build]);
    }
    this.hasUnknown = facts.builds.some(({ dockerfile, isElsewhere }) => dockerfile === undefined && !isElsewhere);
  }

  /** `key` is its path, or the key of an inline one. */
  of(key: string, dockerfile: Dockerfile): DockerfileFacts {
    const builds = this.builds.get(key) ?? [];
    return {
      builds,
      complete: !this.hasUnknown && builds.every(({ target }) => target.kind !== "unknown"),
      context: this.contextFiles(key, this.contextFolder(key, builds, dockerfile)),
    };
  }

  /** The folder that the builds say; without any, the one that has what COPY takes: its own, or the root. */
  private contextFolder(key: string, builds: readonly BuildFact[], dockerfile: Dockerfile): string | undefined {
    const { listing } = this;
    if (listing === undefined) return undefined;
    const said = [...new Set(builds.map(({ context }) => context))];
    if (said.length > 0) return said.length === 1 ? said[0] : undefined;
    const own = folderOf(key);
    if (own === ".") return own;
    const sources = plainSources(dockerfile);
    const has = (folder: string) =>
      sources.length > 0 &&
      sources.every((source) => {
        const path = pathIn(folder, source);
        return path !== undefined && (listing.has(path) || this.folders().has(path));
      });
    return [own, "."].find(has);
  }

  private contextFiles(key: string, folder: string | undefined): ContextFiles | undefined {
    const { listing, texts } = this.facts;
    if (folder === undefined || listing === undefined) return undefined;
    const ownIgnore = `${key}.dockerignore`;
    const ignorePath = texts.has(ownIgnore) ? ownIgnore : (pathIn(folder, ".dockerignore") ?? "");
    const cacheKey = `${folder}\0${ignorePath}`;
    const known = this.contexts.get(cacheKey);
    if (known) return known;
    const isIgnored = readDockerignore(texts.get(ignorePath) ?? "");
    const files = listing.flatMap((path) => {
      const below = pathBelow(folder, path);
      return below === undefined || isIgnored(below) ? [] : below;
    });
    const context = {
      folder,
      listing: files,
      holds: (path: string) => !isIgnored(path),
      readText: (path: string) => texts.get(pathIn(folder, path) ?? ""),
    };
    this.contexts.set(cacheKey, context);
    return context;
  }

  private allFolders: ReadonlySet<string> | undefined;

  private folders(): ReadonlySet<string> {
    if (this.allFolders) return this.allFolders;
    const folders = new Set<string>();
    for (const path of this.facts.listing ?? []) {
      for (let folder = folderOf(path); folder !== "." && !folders.has(folder); folder = folderOf(folder)) {
        folders.add(folder);
      }
    }
    this.allFolders = folders;
    return folders;
  }
}

/** What COPY and ADD take from the context by a name that says something. */
function plainSources({ stages }: Dockerfile): string[] {
  return stages.flatMap(({ instructions }) =>
    instructions.flatMap((instruction) => {
      if ((instruction.keyword !== "COPY" && instruction.keyword !== "ADD") || instruction.from) return [];
      return instruction.sources.flatMap(({ text }) =>
        /[$*?[\\]|:\/\//.test(text) || /^[./]*$/.test(text) ? [] : text.replace(/^(?:\.?\/)+/, ""),
      );
    }),
  );
}
