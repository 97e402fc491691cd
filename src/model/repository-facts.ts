import type { SourceFile, Span } from "./source.ts";

/** What the files of a repository say about how its Dockerfiles are built: workflows, compose and bake files, scripts. */
export interface RepositoryFacts {
  /** The files that were read, by path. */
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly builds: readonly BuildFact[];
  /** Secrets that a build is given as build arguments, in the order of their files. */
  readonly secretArguments: readonly SecretArgument[];
  /** Paths of files that say something and could not be read: what they build is not known. */
  readonly unread: readonly string[];
}

/** One build that a file of the repository asks for. A matrix gives one for each of its values. */
export interface BuildFact {
  readonly dockerfile: BuiltFile;
  /** Folder of the build context, relative to the repository, `.` for its root; undefined when remote or not known. */
  readonly context: string | undefined;
  readonly target: BuiltTarget;
  /** Build arguments given, with their values; undefined for one whose value is known only when it is built. */
  readonly buildArguments: ReadonlyMap<string, string | undefined>;
  /** Named contexts given, with what they stand for as written; undefined where that is not known. */
  readonly namedContexts: ReadonlyMap<string, string | undefined>;
  readonly platforms: readonly string[];
  /** True for a build whose image is pushed or run: a push, bake's default group, a service of compose. */
  readonly published: boolean;
  /** True for a builder that builds stages which the target does not need, as kaniko and Docker without BuildKit do. */
  readonly everyStage: boolean;
  readonly origin: Origin;
}

/** Where the repository says so. */
export interface Origin {
  readonly path: string;
  readonly span: Span;
}

export type BuiltFile =
  /** Relative to the repository. `byDefault`: no name was given, so that `dockerfile` or `Containerfile` may be meant. */
  | { readonly kind: "path"; readonly path: string; readonly byDefault: boolean }
  /** Written out in the file of the origin, under the name of its service or target. */
  | { readonly kind: "inline"; readonly name: string; readonly text: string; readonly span: Span }
  | { readonly kind: "unknown" };

export type BuiltTarget =
  | { readonly kind: "last" }
  /** A stage by its name, or by its index in digits. */
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "unknown" };

/** A secret that is handed to a build as a build argument. */
export interface SecretArgument extends Origin {
  /** Name of the build argument; empty where it is not known. */
  readonly name: string;
  /**
   * `store`: the secrets of the CI service, as `${{ secrets.X }}`. `environment`: a variable of whoever builds. `literal`: its
   * value stands in the file.
   */
  readonly from: "store" | "environment" | "literal";
  /** Name of the secret or variable that it comes from; undefined for a literal. */
  readonly source: string | undefined;
  /** How sure it is that this is a secret: `high` as good as certain, `low` a hint worth a notice. */
  readonly confidence: "high" | "medium" | "low";
}
