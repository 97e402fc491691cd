import type { BuildGraph, Stage } from "../model/graph.ts";
import type { ProducedFiles } from "./produced-files.ts";
import type { Part } from "./stage-parts.ts";
import type { StartCommand } from "./start-command.ts";

/** A Dockerfile in which what builds the program and what runs it are stages of their own. */
export interface Migration {
  readonly text: string;
  /** What only the author can say, in file order. Each also stands as a comment where its answer goes. */
  readonly questions: readonly Question[];
}

export interface Question {
  /** 1-based line of the comment in {@link Migration.text}. */
  readonly line: number;
  /** One line that ends with a question mark. */
  readonly text: string;
}

/** Why there is nothing to migrate, or nobody knows how: a sentence. */
export interface Unmigrated {
  readonly reason: string;
}

/** Text of a file of the build context by its path there; undefined where it is not there or cannot be read. */
export type ContextReader = (path: string) => string | undefined;

/** The stage that is to be split, and what is known of it. */
export interface MigrationScene {
  readonly graph: BuildGraph;
  readonly stage: Stage;
  /** The instructions of the stage and of those below it, in the order in which BuildKit carries them out. */
  readonly parts: readonly Part[];
  readonly start: StartCommand;
  readonly produced: ProducedFiles;
  readonly readContext: ContextReader;
}

/** A file or folder that the stage to run takes from the stage to build; absolute paths. */
export interface Taken {
  readonly from: string;
  readonly to: string;
}

/** How programs of a language are built in one stage and run in another. */
export interface Recipe {
  /** The image that the program runs on, as FROM takes it. */
  readonly base: string;
  /** Who runs the program, where the file and the image leave it to root; undefined where it must stay root. */
  readonly user: string | undefined;
  readonly taken: readonly Taken[];
  /** Instructions in front of the first install of dependencies. */
  readonly beforeInstall?: readonly string[];
  /** Instructions at the end of the stage to build. */
  readonly afterBuild?: readonly string[];
  /** Instructions of the stage to run that the file does not have. */
  readonly forRun?: readonly string[];
  /** Packages that the image before had without being asked. */
  readonly packages?: readonly string[];
  /** The start command in exec form, where the file's own would not do. */
  readonly start?: readonly string[];
  readonly questions?: readonly RecipeQuestion[];
}

export interface RecipeQuestion {
  /** The place that the answer belongs to. */
  readonly at: "taken" | "start";
  readonly text: string;
}
