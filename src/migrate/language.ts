import type { MigrationScene, Recipe } from "./migration.ts";

/** What the stage to run has to offer besides the program. */
interface RunNeeds {
  /** A shell: something there is written for one, or installs packages or users. */
  readonly shell: boolean;
}

/** How programs of one language are taken apart into building and running. */
export interface Language {
  readonly name: string;
  /** Whether the sources are the program. */
  readonly shipsSources: boolean;
  /** Whether the build reads more of the context than the manifests of dependencies. */
  buildsFromSources(scene: MigrationScene): boolean;
  recipe(scene: MigrationScene, needs: RunNeeds): Recipe;
}
