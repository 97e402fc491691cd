import type { BaseImage } from "./base-image.ts";
import type { BuildCommandInScript } from "./build-command.ts";
import type { TargetResult } from "./build-result.ts";
import type { Derivations } from "./derivations.ts";
import type { Dockerfile, Instruction, Mount, ParsedStage, Rejection } from "./dockerfile.ts";
import type { ImageReference } from "./image-reference.ts";
import type { MeasuredImage } from "./image-size.ts";
import type { DockerfileFacts } from "./repository-facts.ts";
import type { ShellScript } from "./shell.ts";
import type { Span } from "./source.ts";

/** What a stage stands on, after substitution of the global ARGs. */
export type Base =
  | { readonly kind: "scratch" }
  | { readonly kind: "stage"; readonly index: number }
  | { readonly kind: "image"; readonly image: ImageReference }
  /** A named build context replaces the image or stage of that name. */
  | { readonly kind: "context"; readonly name: string }
  /** Depends on a build argument that has no default, or is not a valid reference. */
  | { readonly kind: "unresolved"; readonly text: string; readonly variables: readonly string[] };

/**
 * Why a stage exists. `ships`: its image is published. `contributes`: something shipped needs it. `tests`: it is there to
 * test. `auxiliary`: a target that does not ship (dev, docs, migrate, …). `unreachable`: nothing needs it, nobody names it.
 */
export type Role = "ships" | "contributes" | "tests" | "auxiliary" | "unreachable";

/** One stage needs another: `stage` is the one that needs, `source` the index of the one needed. */
export interface Edge {
  readonly stage: number;
  readonly source: number;
  readonly via: "from" | "copy" | "mount" | "onbuild";
  readonly span: Span;
}

/** A FROM, a `--from` of COPY or a mount's `from=` that BuildKit refuses. `letter-case`: FROM compares in lower case. */
export interface UnboundReference {
  readonly stage: number;
  readonly span: Span;
  /** As written, quotes removed. */
  readonly text: string;
  readonly via: Edge["via"];
  readonly reason: "later-stage" | "own-stage" | "out-of-range" | "variable" | "letter-case" | "invalid";
}

export interface BuildGraph {
  readonly dockerfile: Dockerfile;
  readonly stages: readonly Stage[];
  readonly edges: readonly Edge[];
  readonly unbound: readonly UnboundReference[];
  /** What BuildKit refuses, from reading and from resolving FROM, in file order; `unbound` is not repeated here. */
  readonly rejections: readonly Rejection[];
  /** Global and platform ARGs with their values before the first FROM; undefined for one without default. */
  readonly globalArguments: ReadonlyMap<string, string | undefined>;
  /** What the rest of the repository says of this file; undefined where nobody looked. */
  readonly repository?: DockerfileFacts | undefined;
  /** What a build made of targets of this file; undefined where none ran. */
  readonly built?: readonly TargetResult[] | undefined;
  /** Sizes of the images of its shipped stages; undefined where none was measured. */
  readonly images?: readonly MeasuredImage[] | undefined;
  /** False when variables become longer than any real file's, so that what they stand for is not known. */
  readonly complete: boolean;
  /** What rules work out of this graph, each thing once. */
  readonly derived: Derivations;
}

export interface Stage extends ParsedStage {
  readonly base: Base;
  /** The base name after substitution, as BuildKit prints it; empty when it cannot be known. */
  readonly baseName: string;
  /** The image at the root of the FROM chain; undefined for scratch, a context or an unresolved base. */
  readonly rootImage: ImageReference | undefined;
  /** What is known of {@link rootImage}. */
  readonly root: BaseImage | undefined;
  /** Indexes of this stage and the stages below it along FROM, nearest first. */
  readonly chain: readonly number[];
  readonly platform: string | undefined;
  readonly role: Role;
  /**
   * True when the image is one to work in (development container, test runner, builder), as far as the names of the stage,
   * the file or the base tell. A target that the policy or the caller names is never one.
   */
  readonly workbench: boolean;
  /** One for each instruction, with what holds where it runs. */
  readonly steps: readonly Step[];
  /** What holds behind the last instruction: what an image of this stage carries. */
  readonly end: StageState;
}

/** An instruction in its surroundings. */
export interface Step {
  readonly instruction: Instruction;
  /** What holds before the instruction runs. */
  readonly before: Surroundings;
  /** RUN, CMD, ENTRYPOINT and HEALTHCHECK: the commands, with ENV and ARG expanded where their values are known. */
  readonly script: ShellScript | undefined;
  /** COPY and ADD, with variables expanded and paths made absolute. */
  readonly copy: Copy | undefined;
  /** RUN: system packages that it adds or removes, net of what the same RUN takes back. */
  readonly packages: readonly PackageChange[];
  /** RUN: commands that compile, bundle, test or install dependencies. */
  readonly builds: readonly BuildCommandInScript[];
  /** RUN: mounts whose `from=` is bound, with what to. */
  readonly mounts: readonly { readonly mount: Mount; readonly from: CopyOrigin }[];
}

export interface Surroundings {
  readonly user: UserState;
  /** Absolute and clean; variables without known value stand in it as written. */
  readonly workdir: string;
  readonly shell: readonly string[];
}

/** State inherited along FROM. */
export interface StageState extends Surroundings {
  readonly environment: Environment;
  readonly entrypoint: CommandState | undefined;
  readonly command: CommandState | undefined;
}

/** Variables set by ENV along the FROM chain. */
export interface Environment {
  /** Undefined when ENV does not set it; the base image may. */
  get(name: string): string | undefined;
}

export interface UserState {
  /** As USER names it, without group; undefined when it cannot be known. */
  readonly name: string | undefined;
  /** Where it was set; undefined when it comes from the base image. */
  readonly span: Span | undefined;
}

export interface CommandState {
  readonly form: "shell" | "exec";
  /** Exec form: its strings. Shell form: the one script. */
  readonly words: readonly string[];
  readonly span: Span;
}

export type CopyOrigin =
  | { readonly kind: "stage"; readonly index: number }
  | { readonly kind: "image"; readonly image: ImageReference }
  /** The build context, or a named one. */
  | { readonly kind: "context"; readonly name: string | undefined }
  | { readonly kind: "scratch" }
  | { readonly kind: "unknown" };

/** What COPY or ADD brings. */
export interface Copy {
  readonly from: CopyOrigin;
  readonly sources: readonly CopySource[];
  /** Absolute and clean, with a trailing `/` where the instruction wrote one. */
  readonly destination: string;
}

export interface CopySource {
  /** As written. */
  readonly text: string;
  /** After expansion; absolute and clean when copied from a stage or image, relative to the context's root otherwise. */
  readonly path: string;
  readonly kind: "file" | "url" | "git" | "heredoc";
  readonly span: Span;
}

export interface PackageChange {
  /** The command that manages packages, for example `apt-get` or `apk`. */
  readonly manager: string;
  readonly name: string;
  readonly change: "added" | "removed";
  readonly span: Span;
}

/** This stage and those below it along FROM, nearest first. */
export function chainOf(graph: Pick<BuildGraph, "stages">, stage: Stage): Stage[] {
  return stage.chain.flatMap((index) => graph.stages[index] ?? []);
}

export function shippedStages(graph: BuildGraph): Stage[] {
  return graph.stages.filter((stage) => stage.role === "ships");
}

/** Indexes of the stages given and of all that they need, directly or not. */
export function neededBy(edges: readonly Edge[], indexes: Iterable<number>): Set<number> {
  const sources = new Map<number, number[]>();
  for (const edge of edges) {
    const known = sources.get(edge.stage);
    if (known) known.push(edge.source);
    else sources.set(edge.stage, [edge.source]);
  }
  const needed = new Set(indexes);
  for (const index of needed) {
    for (const source of sources.get(index) ?? []) needed.add(source);
  }
  return needed;
}

/** What a person calls the stage, inside a sentence: `stage builder`, or `stage 3`, counted from 0 as BuildKit does. */
export function stageTitle(stage: Pick<ParsedStage, "name" | "index">): string {
  return `stage ${stage.name ?? stage.index}`;
}

/** The label of a stage where it stands by itself: its name as written, else `stage 3`. */
export function stageLabel(stage: Pick<ParsedStage, "name" | "index">): string {
  return stage.name ?? `stage ${stage.index}`;
}
