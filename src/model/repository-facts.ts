import type { Problem } from "./report.ts";
import type { SourceFile, Span } from "./source.ts";

/** What the other files of a repository say about how its Dockerfiles are built. */
export interface RepositoryFacts {
  /** In the order of their paths and places. */
  readonly builds: readonly BuildFact[];
  /** Dockerfiles that stand within other files. */
  readonly inlineDockerfiles: readonly InlineDockerfile[];
  /** The files in which builds were found, by path. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** Every file of the tree; undefined where nobody listed them. */
  readonly listing: readonly string[] | undefined;
  /** Texts that were read, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files that were named and not among those read: Dockerfiles of other names, included compose files, bake files. */
  readonly namedFiles: NamedFiles;
  readonly problems: readonly Problem[];
}

export interface NamedFiles {
  /** Paths that some build names as its Dockerfile. */
  readonly dockerfiles: readonly string[];
  /** Files that were to be read for facts and are not there yet. */
  readonly missing: readonly string[];
}

export type BuildSource = "compose" | "bake" | "workflow" | "makefile" | "script" | "skaffold" | "package" | "taskfile";

/** One way in which something in the repository builds a Dockerfile. */
export interface BuildFact {
  readonly source: BuildSource;
  /** The file that says so. */
  readonly path: string;
  readonly span: Span;
  /** What it calls the build: a service, a target, a step; for messages. */
  readonly name: string;
  /** Repository-relative path, or the key of an inline Dockerfile; undefined when it cannot be told. */
  readonly dockerfile: string | undefined;
  /** Folder, `.` for the root; undefined for an address, or when it cannot be told. */
  readonly context: string | undefined;
  /** Built from an address, and not from this repository. */
  readonly isElsewhere: boolean;
  readonly target: BuildTarget;
  readonly buildArguments: readonly BuildArgument[];
  readonly namedContexts: readonly NamedContext[];
  /** Empty where nothing is said or known. */
  readonly platforms: readonly string[];
  /** Where its cache is read from and written to, as the options `--cache-from` and `--cache-to` say it. */
  readonly caches: CacheFacts;
  /** True where the image is published, or is what runs: a push, bake's default group, a compose service that is not for development. */
  readonly ships: boolean;
}

export interface CacheFacts {
  readonly from: readonly FactValue[];
  readonly to: readonly FactValue[];
}

export const noCaches: CacheFacts = { from: [], to: [] };

/** The stage that a build asks for. */
export type BuildTarget =
  | { readonly kind: "last" }
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "unknown" };

export interface BuildArgument {
  readonly name: string;
  readonly value: FactValue;
  /** The file that gives it: another than the build's where that extends or overrides. */
  readonly path: string;
  readonly span: Span;
}

/** A value as far as the files tell it. */
export interface FactValue {
  /** By the defaults written down; undefined when only the build knows. */
  readonly text: string | undefined;
  /** Environment variables that it is made from. */
  readonly variables: readonly string[];
  /** Secrets of the pipeline that it is made from: `secrets.NPM_TOKEN`, `github.token`. */
  readonly secrets: readonly string[];
}

export interface NamedContext {
  readonly name: string;
  readonly value: FactValue;
}

/** `dockerfile_inline` of compose, `dockerfile-inline` of bake. */
export interface InlineDockerfile {
  /** Unique in the repository, and no path: the path of the file, and the service or target behind a NUL. */
  readonly key: string;
  readonly source: SourceFile;
  readonly text: string;
  /** Where the pieces of the text stand in the source, in order; empty where that cannot be told: then all of it is `span`. */
  readonly pieces: readonly TextStretch[];
  /** The key that holds it. */
  readonly span: Span;
}

/** `text` from `at` to the next stretch stands at `offset`, character by character. */
export interface TextStretch {
  readonly at: number;
  readonly offset: number;
}

/** What the repository says of one Dockerfile. */
export interface DockerfileFacts {
  readonly builds: readonly BuildFact[];
  /** False when there are builds of which it cannot be told which Dockerfile or stage they build: one may be this. */
  readonly complete: boolean;
  /** What `COPY .` takes; undefined when the context or its files are not known. */
  readonly context: ContextFiles | undefined;
}

/** The files of a build context, as .dockerignore lets them in; paths from the context's root. */
export interface ContextFiles {
  readonly folder: string;
  readonly listing: readonly string[];
  /** Whether a file of this path would be let in, also one that is not there any more. */
  holds(path: string): boolean;
  /** Undefined where the text was not read. */
  readText(path: string): string | undefined;
}

export const noValue: FactValue = { text: undefined, variables: [], secrets: [] };

export function knownValue(text: string): FactValue {
  return { text, variables: [], secrets: [] };
}

/** What texts written one behind the other are: known only if all are. */
export function joinedValues(parts: readonly FactValue[]): FactValue {
  const isKnown = parts.every(({ text }) => text !== undefined);
  return {
    text: isKnown ? parts.map(({ text }) => text).join("") : undefined,
    variables: [...new Set(parts.flatMap(({ variables }) => variables))],
    secrets: [...new Set(parts.flatMap(({ secrets }) => secrets))],
  };
}

/** The target that a value names: none and an empty one mean the last stage. */
export function targetOf(value: FactValue | undefined): BuildTarget {
  if (value === undefined || value.text === "") return { kind: "last" };
  return value.text === undefined ? { kind: "unknown" } : { kind: "named", name: value.text };
}
