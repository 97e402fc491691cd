import { smallDistribution } from "./base-images.ts";
import type { Language } from "./language.ts";
import type { MigrationScene } from "./migration.ts";
import { compiledProgram } from "./native-program.ts";

/** What tells one language from another whose programs ship alone, without sources or a runtime. */
export interface NativeLanguage {
  readonly name: Language["name"];
  /** Names that the program may have, by its manifest; the likeliest first. */
  programNames(scene: MigrationScene): readonly string[];
  /** The base for a program that needs no shell. */
  minimalBase(scene: MigrationScene): string;
}

/** The program alone, on the smallest base that it runs on. */
export function nativeLanguage({ name, programNames, minimalBase }: NativeLanguage): Language {
  return {
    name,
    shipsSources: false,
    buildsFromSources: () => true,
    recipe(scene, needs) {
      return {
        ...compiledProgram(scene, programNames(scene)),
        base: needs.shell ? smallDistribution(scene.stage.root) : minimalBase(scene),
        user: "65532:65532",
        ...(needs.shell && { packages: ["ca-certificates"] }),
      };
    },
  };
}
