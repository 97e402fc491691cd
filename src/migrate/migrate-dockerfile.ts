import { type BuildGraph, chainOf, type Stage, stageTitle } from "../model/graph.ts";
import { hasSlimTwin } from "./base-images.ts";
import { languageOf } from "./languages.ts";
import type { ContextReader, Migration, MigrationScene, Question, Unmigrated } from "./migration.ts";
import { isBuild, isRun, placesOf } from "./placement.ts";
import { producedFiles } from "./produced-files.ts";
import { runPackages } from "./run-packages.ts";
import { stageParts, withLineFeeds } from "./stage-parts.ts";
import { readStartCommand } from "./start-command.ts";
import { questionMark, type Writing, writeStages } from "./write-stages.ts";

/**
 * Takes a stage apart that builds the program and ships it: into a stage to build and one to run, made of the file's own
 * instructions. What nobody can know from the file is asked, not guessed. Pure.
 */
export function migrateStage(graph: BuildGraph, stage: Stage, readContext: ContextReader): Migration | Unmigrated {
  const hindrance = hindranceOf(graph, stage);
  if (hindrance !== undefined) return { reason: hindrance };
  const parts = stageParts(graph, stage);
  const start = readStartCommand(stage, parts);
  const scene: MigrationScene = { graph, stage, parts, start, produced: producedFiles(graph, stage), readContext };
  const language = languageOf(scene);
  if (!language) {
    return {
      reason: `There is no recipe for what ${stageTitle(stage)} builds: known are Go, Node.js, Python, Java, Rust, .NET, PHP and Ruby.`,
    };
  }
  const isOfImage = language.shipsSources || language.name === "node";
  if (isOfImage && !hasSlimTwin(stage)) {
    return {
      reason: `No smaller image than ${stage.baseName} is known for ${stageTitle(stage)}: stand on an official image first.`,
    };
  }
  const use = { shipsSources: language.shipsSources, buildsFromSources: language.buildsFromSources(scene) };
  const places = placesOf(scene, use);
  const packages = runPackages(scene, places, language.name);
  const runs = parts.some(({ instruction }, index) => isRun(places[index]) && instruction.keyword === "RUN");
  const shell =
    start.needsShell || runs || packages.names.some((name) => !plainData.has(name)) || parts.some(needsShell);
  const recipe = language.recipe(scene, { shell });
  const isSplit = parts.some(
    ({ isOwn }, index) => isOwn && isBuild(places[index]) && parts[index]?.instruction.keyword !== "WORKDIR",
  );
  const below = chainOf(graph, stage)[1];
  const buildName = isSplit || below?.name === undefined ? freeName(graph) : below.name;
  return written({ scene, recipe, places, packages, buildName }, isSplit || below === undefined);
}

/** Data that distroless images have. */
const plainData: ReadonlySet<string> = new Set(["ca-certificates", "tzdata"]);

/** Why the stage cannot be taken apart; undefined where it can. */
function hindranceOf({ dockerfile, stages, rejections, edges }: BuildGraph, stage: Stage): string | undefined {
  if (rejections.some(({ needsBuildArguments }) => !needsBuildArguments))
    return "BuildKit refuses this Dockerfile: mend that first.";
  if (stage.root?.distribution === "windows" || dockerfile.directives.escape === "`")
    return "Windows images are not migrated.";
  if (stages.some(({ instructions }) => instructions.some(({ keyword }) => keyword === "ONBUILD"))) {
    return "ONBUILD builds in the stages of others: it cannot be moved.";
  }
  if (stage.base.kind !== "image" && stage.base.kind !== "stage")
    return `What ${stageTitle(stage)} stands on is not known.`;
  if (edges.some(({ source }) => source === stage.index))
    return `Other stages stand on ${stageTitle(stage)} or copy from it.`;
  const isNumbered = stages.some(({ steps }) =>
    steps.some(
      ({ instruction }) => instruction.keyword === "COPY" && Number(instruction.from?.text ?? -1) >= stage.index,
    ),
  );
  return isNumbered
    ? "Stages are copied from by number, which another stage would change: name them first."
    : undefined;
}

/** Health checks and start commands in shell form, and those that run a tool of the system. */
function needsShell({ instruction, step }: MigrationScene["parts"][number]): boolean {
  if (instruction.keyword !== "HEALTHCHECK" || instruction.form === "none") return false;
  const names = step.script?.commands.map(({ name }) => name) ?? [];
  return instruction.form === "shell" || names.some((name) => /^(?:curl|wget|sh|bash|nc|test|pgrep|ps)$/.test(name));
}

function freeName({ stages }: BuildGraph): string {
  const taken = new Set(stages.flatMap(({ id, baseName }) => [id, baseName]));
  const wishes = ["build", "builder", "build-stage", "compile"];
  return wishes.find((name) => !taken.has(name)) ?? `build-${stages.length}`;
}

function written(writing: Writing, isSplit: boolean): Migration {
  const { scene, recipe, buildName } = writing;
  const { source } = scene.graph.dockerfile;
  const { from, span } = scene.stage;
  const head = withLineFeeds(source.text.slice(0, from.span.start.offset));
  const tail = withLineFeeds(source.text.slice(span.end.offset));
  const stages = writeStages(writing, isSplit);
  const build = isSplit ? [buildFrom(scene, buildName), ...spaced(scene, stages.build), ""] : [];
  const run = [runFrom(scene, recipe.base), ...spaced(scene, stages.run)];
  const text = `${head}${[...build, ...run].join("\n")}${tail === "" ? "\n" : tail}`;
  const questions = questionsIn(text);
  const isCrlf = source.text[source.text.indexOf("\n") - 1] === "\r";
  return { text: isCrlf ? text.replaceAll("\n", "\r\n") : text, questions };
}

/** An empty line behind FROM where the file has one. */
function spaced({ parts }: MigrationScene, lines: readonly string[]): readonly string[] {
  const isApart = parts.find(({ isOwn }) => isOwn)?.isApart ?? false;
  return isApart && lines.length > 0 ? ["", ...lines] : lines;
}

/** FROM as written, with the new name. */
function buildFrom({ graph, stage }: MigrationScene, name: string): string {
  const { text } = graph.dockerfile.source;
  const { from } = stage;
  return `${withLineFeeds(text.slice(from.span.start.offset, from.image.span.end.offset))} AS ${name}`;
}

/** Variables of the tag stay, where the new tag only goes on behind them; the name of the stage stays for those who build it. */
function runFrom({ graph, stage }: MigrationScene, base: string): string {
  const { from, baseName } = stage;
  const isOfFile = stage.base.kind === "image" && base.startsWith(baseName);
  const image = isOfFile ? `${from.image.text}${base.slice(baseName.length)}` : base;
  const platform = from.platform && !from.platform.value?.includes("BUILD") ? from.platform : undefined;
  const flag = platform
    ? `${graph.dockerfile.source.text.slice(platform.span.start.offset, platform.span.end.offset)} `
    : "";
  return `FROM ${flag}${image}${stage.name === undefined ? "" : ` AS ${stage.name}`}`;
}

/** The questions that stand as comments in a migrated Dockerfile. */
export function questionsIn(text: string): Question[] {
  return text
    .split(/\r?\n/)
    .flatMap((line, index) =>
      line.startsWith(questionMark) ? [{ line: index + 1, text: line.slice(questionMark.length) }] : [],
    );
}
