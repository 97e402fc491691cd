import { absolutePath } from "../graph/paths.ts";
import { slimTwin } from "./base-images.ts";
import { buildsOf } from "./builds.ts";
import type { Language } from "./language.ts";
import type { MigrationScene, Recipe, Taken } from "./migration.ts";

/** Ruby: the gems, and what is precompiled, on the slim image. */
export const ruby: Language = {
  name: "ruby",
  shipsSources: true,
  buildsFromSources: (scene) => buildsOf(scene, "bundle", "compile", "test").length > 0,
  recipe(scene) {
    return {
      base: slimTwin(scene.stage),
      user: "65532:65532",
      taken: [gemsOf(scene), ...assetsOf(scene)],
      ...withoutDevelopment(scene),
    };
  },
};

/** Bundler has to leave the same groups out where the program runs as where it is built. */
function withoutDevelopment({ parts, stage }: MigrationScene): Pick<Recipe, "beforeInstall" | "forRun"> {
  const { environment } = stage.end;
  const isTold =
    environment.get("BUNDLE_WITHOUT") !== undefined ||
    environment.get("BUNDLE_ONLY") !== undefined ||
    parts.some(({ instruction }) => instruction.keyword === "RUN" && /\bwithout\b/.test(instruction.text));
  const line = "ENV BUNDLE_WITHOUT=development:test";
  return isTold ? {} : { beforeInstall: [line], forRun: [line] };
}

function gemsOf({ stage, parts }: MigrationScene): Taken {
  const given = stage.end.environment.get("BUNDLE_PATH");
  const isVendored = parts.some(
    ({ instruction }) => instruction.keyword === "RUN" && asksForDeployment(instruction.text),
  );
  const path =
    given ??
    (isVendored || stage.end.environment.get("BUNDLE_DEPLOYMENT") === "1" ? "vendor/bundle" : "/usr/local/bundle");
  const folder = absolutePath(stage.end.workdir, path);
  return { from: folder, to: folder };
}

function assetsOf(scene: MigrationScene): Taken[] {
  const isPrecompiled = buildsOf(scene, "bundle").some(({ tool }) => tool.includes("assets:precompile"));
  const folder = absolutePath(scene.stage.end.workdir, "public/assets");
  return isPrecompiled ? [{ from: folder, to: folder }] : [];
}

/** `--deployment`, or `bundle config set deployment true`. */
function asksForDeployment(text: string): boolean {
  const at = text.indexOf("deployment");
  return at !== -1 && (text.includes("--deployment") || /\btrue\b/.test(text.slice(at)));
}
