import type { BaseIssue, BaseSchema, InferOutput } from "valibot";
import type { ImageLayer } from "../build/image-layers.ts";
import type { TargetResult } from "../model/build-result.ts";
import type { Fix, RelatedSpan } from "../model/finding.ts";
import type { BuildGraph } from "../model/graph.ts";
import type { ImageBudget } from "../model/image-size.ts";
import type { FindingLevel, Level } from "../model/level.ts";
import type { RepositoryFacts } from "../model/repository-facts.ts";
import type { Span } from "../model/source.ts";

export type OptionsSchema = BaseSchema<unknown, unknown, BaseIssue<unknown>>;

/** What a rule says before levels, waivers and fingerprints: passes add those. */
export interface Draft {
  readonly at: Span;
  /** What is wrong here, why it matters, what to write instead: at most three short sentences with this file's names. */
  readonly message: string;
  /** Index of the stage that the finding is about. */
  readonly stage?: number | undefined;
  /** A lower level for weaker evidence; the policy's level for the rule is the ceiling. */
  readonly level?: FindingLevel;
  readonly related?: readonly RelatedSpan[];
  readonly fix?: Fix | undefined;
  /** The last lines that a build printed where it failed. */
  readonly output?: readonly string[];
  /** Whether the base has it too, where the rule can tell and the text of the Dockerfile cannot. */
  readonly wasBefore?: boolean;
}

/** What a rule says of a file that builds Dockerfiles. */
export interface RepositoryDraft extends Pick<Draft, "at" | "message" | "level"> {
  /** The file that it is about. */
  readonly path: string;
  /** What tells it from others of the rule in that file, whatever moves: a name. */
  readonly subject: string;
}

/** The repository as the rules see it that judge files which build Dockerfiles. */
export interface RepositoryView {
  readonly facts: RepositoryFacts;
  /** Graphs of the Dockerfiles that are judged, by path or, for an inline one, by key. */
  readonly graphs: ReadonlyMap<string, BuildGraph>;
  /** Whether a file is to be judged whatever it builds. */
  isJudged(path: string): boolean;
}

/** A Dockerfile with what the rule must say of it: its test and its documentation. */
export interface Example<Options = unknown> {
  readonly title: string;
  readonly dockerfile: string;
  /** Further files of the repository, by path; the Dockerfile is then built as they say. */
  readonly files?: Readonly<Record<string, string>>;
  /** The one of them that the rule must flag, where it is not the Dockerfile. */
  readonly flagged?: string;
  /** What a build made of its targets, where one ran. */
  readonly built?: readonly TargetResult[];
  /** Images of its stages, where a build measured them. */
  readonly images?: readonly ExampleImage[];
  /** Lines (1-based) that the rule must flag, in order; empty for a good example. */
  readonly lines: readonly number[];
  /** What ships, where it is not what the file alone tells. */
  readonly ships?: readonly string[];
  /** The whole text after all fixes of the rule, where it offers some. */
  readonly fixed?: string;
  /** Options to run the example with, where not the defaults. */
  readonly options?: Partial<Options>;
  /** ISO date on which it is judged; only dates in our data ask for it. */
  readonly today?: string;
}

/** The image of a stage, oldest layer first. */
export interface ExampleImage {
  /** Index of the stage. */
  readonly stage: number;
  readonly layers: readonly ImageLayer[];
  /** The same image at the merge base; undefined for one that is new. */
  readonly before?: { readonly dockerfile: string; readonly layers: readonly ImageLayer[] };
  readonly budget: ImageBudget;
}

export interface Rule<Options = unknown> {
  /** Names the offence in kebab-case, so that it reads after "waive". */
  readonly id: string;
  /** Level in the pack `recommended`. */
  readonly level: Level;
  readonly group: "ships" | "secrets" | "stages" | "bases" | "build";
  /** One line, a noun phrase: what the offence is. */
  readonly summary: string;
  /** Why it matters and what to do, Markdown, a few sentences. */
  readonly why: string;
  readonly options: OptionsSchema | undefined;
  readonly examples: readonly Example<Options>[];
  /** Rules whose findings on the same stage say less about the same cause. */
  readonly supersedes: readonly string[];
  /** True for a rule that no policy switches off or makes lighter. */
  readonly mandatory: boolean;
  /** ISO date on which the data was true that the rule judges by; undefined for a rule that no date makes wrong. */
  readonly dataFrom: string | undefined;
  /** @param today ISO date on which the file is judged. */
  check(graph: BuildGraph, options: Options, today: string): Iterable<Draft>;
  /** Judges the files that build Dockerfiles. */
  checkRepository?(view: RepositoryView, options: Options): Iterable<RepositoryDraft>;
}

interface RuleDefinition<Schema extends OptionsSchema | undefined, Options> {
  readonly id: string;
  readonly level: Level;
  readonly group: Rule["group"];
  readonly summary: string;
  readonly why: string;
  readonly options?: Schema;
  readonly examples: readonly Example<Options>[];
  readonly supersedes?: readonly string[];
  readonly mandatory?: boolean;
  readonly dataFrom?: string;
  check(graph: BuildGraph, options: Options, today: string): Iterable<Draft>;
  checkRepository?(view: RepositoryView, options: Options): Iterable<RepositoryDraft>;
}

type OptionsOf<Schema> = Schema extends OptionsSchema ? InferOutput<Schema> : undefined;

/** Declares a rule. The options handed to `check` have passed the schema, defaults filled in. */
export function defineRule<Schema extends OptionsSchema | undefined = undefined>(
  definition: RuleDefinition<Schema, OptionsOf<Schema>>,
): Rule<OptionsOf<Schema>> {
  return { supersedes: [], mandatory: false, dataFrom: undefined, ...definition, options: definition.options };
}
