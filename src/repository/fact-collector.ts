import type { Problem } from "../model/report.ts";
import type { BuildFact, InlineDockerfile } from "../model/repository-facts.ts";
import { type SourceFile, type Span, sourceFile } from "../model/source.ts";
import { readYamlDocuments, type YamlNode, YamlRefusal, type YamlScalar } from "./yaml-tree.ts";

/** Builds that one repository may have; nobody has so many, and each costs time with every Dockerfile. */
const mostBuilds = 5_000;
/** Build arguments of all builds. */
const mostArguments = 50_000;
/** Characters of scripts and steps that are read, those of a matrix or behind an alias each time. */
const mostScriptText = 4 * 1024 * 1024;

/** What the readers of the different kinds of files share: the texts, and what they have found. */
export class FactCollector {
  readonly builds: BuildFact[] = [];
  readonly inlineDockerfiles: InlineDockerfile[] = [];
  readonly problems = new Map<string, Problem>();
  /** Files that are named and were not given. */
  readonly missing = new Set<string>();
  /** Compose files that commands name. */
  readonly composeFiles = new Set<string>();
  readonly texts: ReadonlyMap<string, string>;
  /** Every file of the tree; undefined where nobody listed them. */
  readonly listing: ReadonlySet<string> | undefined;
  private readonly sources = new Map<string, SourceFile>();
  private readonly documents = new Map<string, readonly YamlNode[]>();
  private readonly keys = new Set<string>();
  private argumentsLeft = mostArguments;
  private scriptTextLeft = mostScriptText;

  constructor(texts: ReadonlyMap<string, string>, listing: ReadonlySet<string> | undefined) {
    this.texts = texts;
    this.listing = listing;
  }

  source(path: string): SourceFile | undefined {
    const text = this.texts.get(path);
    if (text === undefined) return undefined;
    const known = this.sources.get(path) ?? sourceFile(path, text);
    this.sources.set(path, known);
    return known;
  }

  /** The documents of a YAML or JSON file; none for one that is not there or cannot be read. */
  yaml(path: string): readonly YamlNode[] {
    const known = this.documents.get(path);
    if (known) return known;
    const source = this.source(path);
    const documents = source ? this.readDocuments(source) : [];
    this.documents.set(path, documents);
    return documents;
  }

  add(build: BuildFact): void {
    this.argumentsLeft -= build.buildArguments.length;
    if (this.builds.length < mostBuilds && this.argumentsLeft >= 0) this.builds.push(build);
    else this.addProblem(build.path, "the repository has more builds than can be looked at.");
  }

  /** Counts what reading a script costs; false where there has been too much already. */
  spend(path: string, length: number): boolean {
    this.scriptTextLeft -= length;
    if (this.scriptTextLeft >= 0) return true;
    this.addProblem(path, "the repository has more scripts than can be looked at.");
    return false;
  }

  /** @returns the key of the inline Dockerfile. */
  addInline(path: string, name: string, { text, pieces }: Pick<YamlScalar, "text" | "pieces">, span: Span): string {
    const source = this.source(path);
    // No path holds this character.
    const key = `${path}\0${name}`;
    if (source && !this.keys.has(key)) {
      this.keys.add(key);
      this.inlineDockerfiles.push({ key, source, text, pieces, span });
    }
    return key;
  }

  /** Says that a file was not read for what it tells of builds. Everything else is judged, so the run is not incomplete. */
  addProblem(path: string, reason: string): void {
    if (this.problems.has(path)) return;
    const message = `What this file says of builds is not known: ${reason}`;
    this.problems.set(path, { code: "build-file-unreadable", message, path, span: undefined, incomplete: false });
  }

  /** Notes that a file is a compose file, whatever it is called. */
  noteCompose(path: string): void {
    this.need(path);
    this.composeFiles.add(path);
  }

  /** Notes that a file is needed; true when it is there. */
  need(path: string): boolean {
    if (this.texts.has(path)) return true;
    if (this.listing?.has(path) !== false) this.missing.add(path);
    return false;
  }

  private readDocuments(source: SourceFile): readonly YamlNode[] {
    try {
      return readYamlDocuments(source);
    } catch (error) {
      // A file of a template language, which is not what is built, is no trouble of anybody.
      const isTemplate = source.text.includes("{{") || source.text.includes("{%");
      if (!isTemplate)
        this.addProblem(source.path, `${error instanceof YamlRefusal ? error.message : "it cannot be read"}.`);
      return [];
    }
  }
}
