import { absolutePath } from "../graph/paths.ts";
import type { BuildCommandInScript } from "../model/build-command.ts";
import { slimTwin } from "./base-images.ts";
import { buildsOf } from "./builds.ts";
import { manifestText } from "./context-files.ts";
import type { Language } from "./language.ts";
import type { MigrationScene, Recipe, RecipeQuestion, Taken } from "./migration.ts";
import { bundledBy, nodeProject } from "./node-project.ts";

/** Node.js: what the bundler makes, and the dependencies of production, on the slim image. */
export const node: Language = {
  name: "node",
  shipsSources: false,
  buildsFromSources: () => true,
  recipe(scene) {
    const base = slimTwin(scene.stage);
    const user = /(?:^|\/)node:/.test(base) ? "node" : "65532:65532";
    return { base, user, ...bundleOf(scene) };
  },
};

/** Node.js without a bundler: the sources are the program, and the dependencies come from the stage that can compile them. */
export const plainNode: Language = {
  name: "node",
  shipsSources: true,
  buildsFromSources: (scene) => buildsOf(scene, "test").length > 0,
  recipe(scene) {
    const modules = absolutePath(workdirOf(scene), "node_modules");
    const { base, user } = node.recipe(scene, { shell: false });
    return { base, user, taken: [{ from: modules, to: modules }], ...pruned(scene) };
  },
};

function bundleOf(scene: MigrationScene): Pick<Recipe, "taken" | "afterBuild" | "questions"> {
  const folder = workdirOf(scene);
  const at = (path: string): Taken => ({ from: absolutePath(folder, path), to: absolutePath(folder, path) });
  const outputs = outputsOf(scene);
  const questions: RecipeQuestion[] =
    outputs.length > 0 ? [] : [{ at: "taken", text: "Which folder does the build make, to be copied here?" }];
  const servesFiles = /^(?:serve|http-server|nginx)$/.test(scene.start.words[0] ?? "");
  if (servesFiles) return { taken: outputs.map(at), questions };
  const framework = outputs.includes(".next") ? ["public"] : [];
  const isBrought = framework.filter((name) => hasFolder(scene, name));
  return {
    taken: ["package.json", "node_modules", ...isBrought, ...outputs].map(at),
    ...pruned(scene),
    questions,
  };
}

/** What a build leaves, from the working directory: as its tool says, as package.json says, else where the start command looks. */
function outputsOf(scene: MigrationScene): string[] {
  const builds = buildsOf(scene, "bundle", "compile");
  const told = builds.flatMap(({ output }) => output ?? []);
  const project = nodeProject(manifestText(scene, "package.json"));
  const scripts = builds.flatMap(({ tool }) => project.scripts.get(scriptOf(tool)) ?? []);
  const configured = /"outDir"\s*:\s*"([^"]+)"/.exec(manifestText(scene, "tsconfig.json") ?? "")?.[1];
  const bundled = scripts.flatMap((script) => bundledBy(script, configured) ?? []);
  const started = startedFolder(scene, project.scripts);
  const found = [...told, ...bundled, ...(started === undefined ? [] : [started])].map((path) =>
    path.replace(/^\.\//, "").replace(/\/$/, ""),
  );
  return [...new Set(found)].filter(
    (path) => path !== "" && path !== "." && !path.includes("$") && !path.startsWith(".."),
  );
}

/** `npm run build:prod` runs the script `build:prod`. */
function scriptOf(tool: string): string {
  return tool.split(" ").at(-1) ?? "";
}

/** The first folder of the path that is started: `dist` of `node dist/main.js`, also through `npm start`. */
function startedFolder({ start, stage }: MigrationScene, scripts: ReadonlyMap<string, string>): string | undefined {
  const name = /^(?:npm|yarn|pnpm)$/.test(start.words[0] ?? "")
    ? start.words.slice(1).find((word) => word !== "run" && !word.startsWith("-"))
    : undefined;
  const words = name === undefined ? start.words : (scripts.get(name) ?? "").split(/\s+/);
  if (/^(?:serve|http-server)$/.test(words[0] ?? ""))
    return words.slice(1).find((word) => /^[\w./-]+$/.test(word) && !word.startsWith("-"));
  const path = words.slice(1).find((word) => /^[\w./-]+$/.test(word) && word.includes("/"));
  if (path === undefined) return undefined;
  const absolute = absolutePath(stage.end.workdir, path);
  const prefix = stage.end.workdir === "/" ? "/" : `${stage.end.workdir}/`;
  const [folder, ...rest] = absolute.startsWith(prefix) ? absolute.slice(prefix.length).split("/") : [];
  return rest.length > 0 &&
    folder !== undefined &&
    /^(?:dist|build|out|output|\.output|\.next|lib|server|compiled|bundle|public)$/.test(folder)
    ? folder
    : undefined;
}

function hasFolder({ readContext }: MigrationScene, name: string): boolean {
  return readContext(`${name}/`) !== undefined;
}

/** Where the dependencies are installed. */
function workdirOf({ parts, stage }: MigrationScene): string {
  const part = parts.find(({ step }) =>
    step.builds.some(({ kind, manifests }) => kind === "install" && manifests.length > 0),
  );
  return part?.step.before.workdir ?? stage.end.workdir;
}

/** Takes the development dependencies out again, where the file does not do so itself. */
function pruned(scene: MigrationScene): Pick<Recipe, "afterBuild"> {
  const installs = buildsOf(scene, "install").filter(
    ({ language, manifests }) => language === "node" && manifests.length > 0,
  );
  const last = installs.at(-1);
  const isPruned = scene.parts.some(
    ({ instruction }) =>
      instruction.keyword === "RUN" &&
      /\b(?:prune|--production|--omit[= ]dev|--prod|--only=prod\w*|workspaces focus)\b/.test(instruction.text),
  );
  if (!last || isPruned || isForProduction(scene, last)) return {};
  return { afterBuild: [`RUN ${pruneCommand(last, scene)}`] };
}

/** Whether NODE_ENV leaves development dependencies out of the install already. */
function isForProduction({ parts }: MigrationScene, install: BuildCommandInScript): boolean {
  const at = parts.findIndex(({ step }) => step.builds.includes(install));
  return parts
    .slice(0, at)
    .some(
      ({ instruction }) =>
        instruction.keyword === "ENV" &&
        instruction.pairs.some(({ key, value }) => key === "NODE_ENV" && value === "production"),
    );
}

function pruneCommand({ tool, command }: BuildCommandInScript, scene: MigrationScene): string {
  const manager = tool.split(" ")[0];
  const isBerry =
    command.arguments.some(({ text }) => text === "--immutable") || manifestText(scene, ".yarnrc.yml") !== undefined;
  switch (manager) {
    case "yarn":
      return isBerry
        ? "yarn workspaces focus --production"
        : "yarn install --production --ignore-scripts --prefer-offline";
    case "pnpm":
      return "pnpm prune --prod";
    case "bun":
      return "rm -rf node_modules && bun install --production --frozen-lockfile";
    default:
      return "npm prune --omit=dev";
  }
}
