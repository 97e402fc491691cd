import type { BaseImage } from "./base-image.ts";
import type { Dockerfile, Instruction, ParsedStage } from "./dockerfile.ts";
import type { ImageReference } from "./image-reference.ts";
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

/** A `--from` (or `mount … from=`) that could not be bound to a stage, an image or a context, in BuildKit's words. */
export interface UnboundReference {
  readonly stage: number;
  readonly span: Span;
  readonly text: string;
  readonly via: Edge["via"];
  readonly reason: "later-stage" | "own-stage" | "out-of-range" | "variable" | "invalid";
}

export interface BuildGraph {
  readonly dockerfile: Dockerfile;
  readonly stages: readonly Stage[];
  readonly edges: readonly Edge[];
  readonly unbound: readonly UnboundReference[];
  /** Global ARGs and platform ARGs with their values before the first FROM; undefined for one without default. */
  readonly globalArguments: ReadonlyMap<string, string | undefined>;
}

export interface Stage extends ParsedStage {
  readonly base: Base;
  /** The image at the root of the FROM chain; undefined for scratch, a context or an unresolved base. */
  readonly rootImage: BaseImage | undefined;
  /** This stage and the stages below it along FROM, nearest first. */
  readonly chain: readonly number[];
  readonly platform: string | undefined;
  readonly role: Role;
  /** One for each instruction, with what holds where it runs. */
  readonly steps: readonly Step[];
  /** What holds behind the last instruction: what the image of this stage carries. */
  readonly end: StageState;
}

/** An instruction in its surroundings. */
export interface Step {
  readonly instruction: Instruction;
  /** What holds before the instruction runs. */
  readonly before: StageState;
  /** RUN, and the shell forms of CMD, ENTRYPOINT and HEALTHCHECK: the commands, with ENV and ARG expanded where known. */
  readonly script: ShellScript | undefined;
  /** COPY and ADD, with variables expanded and paths made absolute. */
  readonly copy: Copy | undefined;
  /** RUN: what it adds to the file system, net of what the same RUN removes. */
  readonly packages: readonly PackageChange[];
}

/** What COPY or ADD brings, paths absolute, POSIX and clean. */
export interface Copy {
  readonly from:
    | { readonly kind: "stage"; readonly index: number }
    | { readonly kind: "image"; readonly image: ImageReference }
    | { readonly kind: "context"; readonly name: string | undefined }
    | { readonly kind: "unknown"; readonly text: string };
  readonly sources: readonly CopySource[];
  /** Absolute destination, with a trailing `/` where the instruction wrote one. */
  readonly destination: string;
  readonly span: Span;
}

export interface CopySource {
  /** As written. */
  readonly text: string;
  /** After expansion; absolute when it is copied from a stage or an image. */
  readonly path: string;
  readonly kind: "file" | "url" | "git" | "heredoc";
  readonly span: Span;
}

/** A package that a RUN installs and does not remove again, or removes although it was there before. */
export interface PackageChange {
  readonly manager: string;
  readonly name: string;
  readonly change: "added" | "removed";
  readonly span: Span;
}

/** State inherited along FROM, at one point of a stage. */
export interface StageState {
  readonly user: UserState;
  readonly workdir: string;
  /** ENV and the image's own environment. */
  readonly environment: ReadonlyMap<string, string>;
  /** Values that expansion sees: the environment and the ARGs in scope; undefined for an ARG without default. */
  readonly variables: ReadonlyMap<string, string | undefined>;
  readonly shell: readonly string[];
  /** Packages installed in a layer of this stage or below it and still there; by `manager:name`. */
  readonly packages: ReadonlyMap<string, InstalledPackage>;
  readonly entrypoint: CommandState | undefined;
  readonly command: CommandState | undefined;
}

export interface UserState {
  /** Undefined when it cannot be known (a variable without value, or a base image that is not known). */
  readonly name: string | undefined;
  /** Where it was set; undefined when it comes from the base image. */
  readonly span: Span | undefined;
  readonly from: "instruction" | "base" | "default";
}

export interface InstalledPackage {
  readonly manager: string;
  readonly name: string;
  readonly stage: number;
  readonly span: Span;
}

export interface CommandState {
  readonly form: "shell" | "exec";
  readonly words: readonly string[];
  readonly span: Span;
}

/** Root along FROM, this stage first. */
export function chainOf(graph: BuildGraph, stage: Stage): Stage[] {
  return stage.chain.flatMap((index) => graph.stages[index] ?? []);
}

export function shippedStages(graph: BuildGraph): Stage[] {
  return graph.stages.filter((stage) => stage.role === "ships");
}

/** Indexes of all stages that a stage needs, directly or not, itself included. */
export function neededBy(graph: Pick<BuildGraph, "edges">, index: number): Set<number> {
  const needed = new Set([index]);
  const open = [index];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    for (const edge of graph.edges) {
      if (edge.stage === current && !needed.has(edge.source)) {
        needed.add(edge.source);
        open.push(edge.source);
      }
    }
  }
  return needed;
}

/** What a person calls the stage: its name as written, else `stage 3` counted from 0 as BuildKit does. */
export function stageTitle(stage: Pick<ParsedStage, "name" | "index">): string {
  return stage.name ?? `stage ${stage.index}`;
}
