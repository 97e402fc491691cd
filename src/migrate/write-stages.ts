import { imageNamed } from "./base-images.ts";
import { manifestCopy } from "./manifest-copy.ts";
import type { MigrationScene, Recipe, RecipeQuestion, Taken } from "./migration.ts";
import { isBuild, isRun, lastBuild, type Place } from "./placement.ts";
import { isDependencyInstall } from "./python.ts";
import { installInstruction, librariesQuestion, type RunPackages } from "./run-packages.ts";
import type { Part } from "./stage-parts.ts";

/** How a question is told from the author's own comments. */
export const questionMark = "# Question: ";

/** An instruction of a new stage with the comments above it. */
interface Entry {
  readonly lines: readonly string[];
  readonly isApart: boolean;
  readonly part: Part | undefined;
}

/** What the writers of both stages know. */
export interface Writing {
  readonly scene: MigrationScene;
  readonly recipe: Recipe;
  readonly places: readonly Place[];
  readonly packages: RunPackages;
  /** What the stage to run copies from. */
  readonly buildName: string;
}

/** The instructions of the stage to build, without its FROM. */
export function writeBuildStage({ scene, recipe, places }: Writing): string[] {
  const entries: Entry[] = [];
  let isPrepared = false;
  const last = lastBuild(scene);
  for (const [index, part] of scene.parts.entries()) {
    if (!part.isOwn) continue;
    if (!isBuild(places[index])) {
      const manifests = index < last ? manifestCopy(scene, part) : undefined;
      if (manifests !== undefined) entries.push(entryOf(manifests));
      continue;
    }
    if (!isPrepared && part.step.builds.some(isDependencyInstall)) {
      isPrepared = true;
      for (const line of recipe.beforeInstall ?? []) entries.push(entryOf(line));
    }
    const isTold =
      !isRun(places[index]) || part.instruction.keyword === "WORKDIR" || part.instruction.keyword === "ARG";
    entries.push(entryFor(part, isTold));
    if (index === last) entries.push(...(recipe.afterBuild ?? []).map(entryOf));
  }
  if (last === -1 || !scene.parts[last]?.isOwn) entries.push(...(recipe.afterBuild ?? []).map(entryOf));
  return linesOf(withoutIdle(entries, false));
}

/** The instructions of the stage to run, without its FROM. */
export function writeRunStage(writing: Writing): string[] {
  const { scene, recipe, places } = writing;
  const entries: Entry[] = [];
  const last = lastBuild(scene);
  const user = scene.parts.findLast(({ instruction }) => instruction.keyword === "USER");
  for (const [index, part] of scene.parts.entries()) {
    const { keyword } = part.instruction;
    if (isRun(places[index]) && keyword !== "USER") {
      const isTold = part.isOwn && !(isBuild(places[index]) && (keyword === "WORKDIR" || keyword === "ARG"));
      entries.push(startFor(part, writing) ?? entryFor(part, isTold));
    }
    if (index === last) entries.push(...takenEntries(writing));
  }
  if (last === -1) entries.unshift(...takenEntries(writing));
  const arranged = withUser(withPackages(withoutIdle(entries, true), writing), writing, user);
  return linesOf([...arranged, ...questionsAt(recipe, "start")]);
}

function takenEntries(writing: Writing): Entry[] {
  const { recipe, buildName } = writing;
  const taken = recipe.taken.map(({ from, to }: Taken) => entryOf(`COPY --from=${buildName} ${from} ${to}`));
  const data = mayReadSources(writing) ? [entryOf(`${questionMark}${dataQuestion}`)] : [];
  return [...(recipe.forRun ?? []).map(entryOf), ...questionsAt(recipe, "taken"), ...taken, ...data];
}

const dataQuestion =
  "Does the program read files of the repository when it runs, such as templates, to be copied here?";

/** A whole context that only the build gets, with nothing of it copied by name to run. */
function mayReadSources({ scene: { parts }, places }: Writing): boolean {
  const fromContext = (place: (place: Place | undefined) => boolean) =>
    parts.filter(({ step }, index) => step.copy?.from.kind === "context" && place(places[index]));
  const isWhole = fromContext(isBuild).some(({ step }) => step.copy?.sources.some(({ path }) => path === "."));
  return isWhole && fromContext(isRun).length === 0;
}

function questionsAt({ questions = [] }: Recipe, place: RecipeQuestion["at"]): Entry[] {
  return questions.filter(({ at }) => at === place).map(({ text }) => entryOf(`${questionMark}${text}`));
}

/** The start command, where the new image cannot take it as written. */
function startFor(part: Part, { scene, recipe }: Writing): Entry | undefined {
  const { keyword } = part.instruction;
  if (keyword !== "CMD" && keyword !== "ENTRYPOINT") return undefined;
  const { entrypoint, command } = scene.stage.end;
  const state = keyword === "CMD" ? command : entrypoint;
  const isOnly = entrypoint === undefined || command === undefined;
  if (!isOnly || state?.span.start.offset !== part.instruction.span.start.offset) return undefined;
  const hasShell = imageNamed(recipe.base)?.shell !== false;
  const words = recipe.start ?? (hasShell ? undefined : scene.start.execForm);
  return words && { ...entryFor(part, part.isOwn), lines: [...part.comments, `${keyword} ${execForm(words)}`] };
}

function execForm(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
}

/** Packages come first, behind the working directory: they change least. */
function withPackages(entries: readonly Entry[], { packages, recipe }: Writing): Entry[] {
  const names = [...packages.names, ...(recipe.packages ?? [])];
  const distribution = imageNamed(recipe.base)?.distribution;
  const added: Entry[] = [];
  const install = names.length === 0 ? undefined : installInstruction(distribution, names);
  if (install !== undefined) added.push(entryOf(install));
  else if (packages.names.length > 0) {
    added.push(
      entryOf(`${questionMark}Does the program need ${packages.names.join(", ")} when it runs, to be installed here?`),
    );
  }
  if (packages.headers.length > 0) added.push(entryOf(`${questionMark}${librariesQuestion(packages.headers)}`));
  const at = entries[0]?.part?.instruction.keyword === "WORKDIR" ? 1 : 0;
  return [...entries.slice(0, at), ...added, ...entries.slice(at)];
}

/** The user behind all that is installed and copied: the file's own, else one that is not root. */
function withUser(entries: readonly Entry[], { recipe }: Writing, user: Part | undefined): Entry[] {
  const own =
    user?.instruction.keyword === "USER" && !/^(?:root|0)(?::|$)/.test(user.instruction.argument.text)
      ? user
      : undefined;
  const isRoot = imageNamed(recipe.base)?.user === "root" || imageNamed(recipe.base)?.user === undefined;
  const entry = own
    ? entryFor(own, own.isOwn)
    : isRoot && recipe.user !== undefined
      ? entryOf(`USER ${recipe.user}`)
      : undefined;
  if (!entry) return [...entries];
  const last = entries.findLastIndex(({ lines }) =>
    /^(?:RUN|COPY|ADD|WORKDIR|# Question)\b/i.test(
      lines.at(-1)?.includes("\n") ? "" : (lines.find((line) => !line.startsWith("#")) ?? lines[0] ?? ""),
    ),
  );
  return [...entries.slice(0, last + 1), entry, ...entries.slice(last + 1)];
}

/** Without working directories that another follows before anything happens in them. */
function withoutIdle(entries: readonly Entry[], addedIsAbsolute: boolean): Entry[] {
  return entries.filter(({ part }, index) => {
    if (part?.instruction.keyword !== "WORKDIR") return true;
    const rest = entries.slice(index + 1);
    const next = rest.findIndex((entry) => isWorkdir(entry));
    if (next === -1 || !rest[next]?.part?.instruction.text.split(/\s+/)[1]?.startsWith("/")) return true;
    return rest
      .slice(0, next)
      .some(({ part: other }) => (other ? !/^(?:WORKDIR|ENV|ARG)$/.test(other.instruction.keyword) : !addedIsAbsolute));
  });
}

function isWorkdir({ part }: Entry): boolean {
  return part?.instruction.keyword === "WORKDIR";
}

function entryFor(part: Part, isTold: boolean): Entry {
  return { lines: [...(isTold ? part.comments : []), part.text], isApart: part.isApart, part };
}

function entryOf(line: string): Entry {
  return { lines: [line], isApart: false, part: undefined };
}

function linesOf(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ lines, isApart }, index) => (isApart && index > 0 ? ["", ...lines] : [...lines]));
}
