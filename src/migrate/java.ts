import { absolutePath } from "../graph/paths.ts";
import { javaRuntime } from "./base-images.ts";
import { buildsOf } from "./builds.ts";
import type { Language } from "./language.ts";
import type { MigrationScene, Recipe, Taken } from "./migration.ts";

/** Java by Maven, Gradle and others: the archive on a JRE. */
export const java: Language = {
  name: "java",
  shipsSources: false,
  buildsFromSources: () => true,
  recipe(scene) {
    return { base: baseFor(scene), user: "65532:65532", ...archiveOf(scene) };
  },
};

/** Where the file builds in an image that serves archives, that image runs them. */
function baseFor({ stage }: MigrationScene): string {
  return stage.root?.kind === "service" ? stage.baseName : javaRuntime(stage.root);
}

function archiveOf(scene: MigrationScene): Pick<Recipe, "taken" | "questions" | "start"> {
  const { start, stage, produced } = scene;
  const { words } = start;
  const runsJava = /(?:^|\/)java$/.test(words[0] ?? "");
  const jar = runsJava ? words[words.indexOf("-jar") + 1] : undefined;
  if (runsJava && words.includes("-jar") && jar !== undefined && !jar.includes("$"))
    return { taken: [atItsPlace(scene, jar)] };
  const classPath = runsJava
    ? words[words.findIndex((word) => /^(?:-cp|-classpath|--class-path)$/.test(word)) + 1]
    : undefined;
  if (classPath !== undefined && classPath !== words[0]) {
    const paths = classPath.split(":").map((path) => path.replace(/\/\*$/, ""));
    return { taken: [...new Set(paths)].filter((path) => path !== "").map((path) => atItsPlace(scene, path)) };
  }
  const script = words[0];
  const installed = script?.includes("/build/install/") ? absolutePath(stage.end.workdir, script) : undefined;
  if (installed !== undefined) {
    const folder = "/build/install/";
    const end = installed.indexOf("/", installed.indexOf(folder) + folder.length);
    const project = end === -1 ? installed : installed.slice(0, end);
    return { taken: [{ from: project, to: project }] };
  }
  return unknownArchive(scene, produced.files);
}

function atItsPlace({ stage }: MigrationScene, path: string): Taken {
  const from = absolutePath(stage.end.workdir, path);
  // A pattern goes into its folder: the name stays.
  return { from, to: from.includes("*") ? `${from.slice(0, from.lastIndexOf("/"))}/` : from };
}

/** The build runs again at each start (`mvn spring-boot:run`, `gradle bootRun`), or a script starts what nobody knows here. */
function unknownArchive(
  scene: MigrationScene,
  files: readonly string[],
): Pick<Recipe, "taken" | "questions" | "start"> {
  const { start, stage } = scene;
  const archives = files.filter((path) => /\.[jw]ar$/.test(path));
  const isRebuilt = /(?:^|\/)(?:mvnw?|gradlew?|mvnd)$/.test(start.words[0] ?? "");
  const [only] = archives;
  if (archives.length > 0 && !isRebuilt) return { taken: archives.map((path) => ({ from: path, to: path })) };
  if (archives.length === 1 && only !== undefined) {
    return { taken: [{ from: only, to: only }], start: ["java", "-jar", only] };
  }
  const isGradle = buildsOf(scene, "compile").some(({ tool }) => tool.includes("gradle"));
  const folder = absolutePath(stage.end.workdir, isGradle ? "build/libs" : "target");
  const questions = [
    { at: "taken" as const, text: `Which archive in ${folder} is the program, to be copied here as /app/app.jar?` },
  ];
  return isRebuilt ? { taken: [], questions, start: ["java", "-jar", "/app/app.jar"] } : { taken: [], questions };
}
