import { imageNamed } from "./base-images.ts";
import { fetchedQuestions } from "./fetched-files.ts";
import { bringsManifests, manifestCopy } from "./manifest-copy.ts";
import type { MigrationScene, Recipe, RecipeQuestion, Taken } from "./migration.ts";
import { isBuild, isRun, lastBuild, type Place } from "./placement.ts";
import { isDependencyInstall } from "./python.ts";
import { installInstruction, librariesQuestion, type RunPackages } from "./run-packages.ts";
import type { Part } from "./stage-parts.ts";

/** How a question is told from the author's own comments. */
export const questionMark = "# Question: ";

/** An instruction of a new stage. */
interface Entry {
  readonly lines: readonly string[];
  readonly isApart: boolean;
  readonly part: Part | undefined;
  /** Whether the comments of the part stand here. */
  readonly isTold: boolean;
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

/** The instructions of both stages, without their FROM. */
export interface NewStages {
  readonly build: readonly string[];
  readonly run: readonly string[];
}

/** Each comment of the author stands in one of them: with what runs, else with what builds. */
export function writeStages(writing: Writing, isSplit: boolean): NewStages {
  const run = runEntries(writing);
  const told = new Set(run.filter(({ isTold }) => isTold).map(({ part }) => part));
  const build = isSplit ? buildEntries(writing) : [];
  const shown = build.map((entry) => ({ ...entry, isTold: !told.has(entry.part) }));
  const kept = new Set([...told, ...shown.map(({ part }) => part)]);
  const lost = writing.scene.parts.filter((part) => part.isOwn && part.comments.length > 0 && !kept.has(part));
  const notes = lost.map((part) => ({ lines: [], isApart: part.isApart, part, isTold: true }));
  return isSplit
    ? { build: linesOf(inFileOrder(shown, notes, writing)), run: linesOf(run) }
    : { build: [], run: linesOf([...notes, ...run]) };
}

/** Comments of what neither stage needs, at their places among the instructions. */
function inFileOrder(entries: readonly Entry[], notes: readonly Entry[], { scene }: Writing): Entry[] {
  const result = [...entries];
  for (const note of notes) {
    const at = note.part ? scene.parts.indexOf(note.part) : -1;
    const next = result.findIndex(({ part }) => part !== undefined && scene.parts.indexOf(part) > at);
    result.splice(next === -1 ? result.length : next, 0, note);
  }
  return result;
}

function buildEntries({ scene, recipe, places }: Writing): Entry[] {
  const entries: Entry[] = [];
  let isPrepared = false;
  const last = lastBuild(scene);
  for (const [index, part] of scene.parts.entries()) {
    if (!part.isOwn) continue;
    if (!isBuild(places[index])) {
      const manifests = index < last ? manifestCopy(scene, part) : undefined;
      if (manifests !== undefined) entries.push(entryOf(manifests));
      else if (index < last && bringsManifests(scene, part)) entries.push(entryFor(part));
      continue;
    }
    if (!isPrepared && part.step.builds.some(isDependencyInstall)) {
      isPrepared = true;
      for (const line of recipe.beforeInstall ?? []) entries.push(entryOf(line));
    }
    entries.push(entryFor(part));
    if (index === last) entries.push(...(recipe.afterBuild ?? []).map(entryOf));
  }
  if (last === -1 || !scene.parts[last]?.isOwn) entries.push(...(recipe.afterBuild ?? []).map(entryOf));
  return withoutIdle(entries, false);
}

function runEntries(writing: Writing): Entry[] {
  const { scene, recipe, places } = writing;
  const entries: Entry[] = [];
  const last = lastBuild(scene);
  const user = scene.parts.findLast(({ instruction }) => instruction.keyword === "USER");
  for (const [index, part] of scene.parts.entries()) {
    const { keyword } = part.instruction;
    if (isRun(places[index]) && keyword !== "USER") {
      const isSurrounding = isBuild(places[index]) && (keyword === "WORKDIR" || keyword === "ARG");
      const entry = startFor(part, writing) ?? entryFor(part);
      entries.push({ ...entry, isTold: part.isOwn && !isSurrounding });
    }
    if (index === last) entries.push(...takenEntries(writing));
  }
  if (last === -1) entries.unshift(...takenEntries(writing));
  const arranged = withUser(withPackages(withoutIdle(entries, true), writing), writing, user);
  return [...arranged, ...questionsAt(recipe, "start")];
}

function takenEntries(writing: Writing): Entry[] {
  const { recipe, buildName } = writing;
  const taken = recipe.taken.map(({ from, to }: Taken) => entryOf(`COPY --from=${buildName} ${from} ${to}`));
  const data = mayReadSources(writing) ? [entryOf(`${questionMark}${dataQuestion}`)] : [];
  const fetched = fetchedQuestions(writing.scene, writing.places).map((text) => entryOf(`${questionMark}${text}`));
  return [...(recipe.forRun ?? []).map(entryOf), ...questionsAt(recipe, "taken"), ...taken, ...data, ...fetched];
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
  return words && { ...entryFor(part), lines: [`${keyword} ${execForm(words)}`] };
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
    ? { ...entryFor(own), isTold: own.isOwn }
    : isRoot && recipe.user !== undefined
      ? entryOf(`USER ${recipe.user}`)
      : undefined;
  if (!entry) return [...entries];
  const last = entries.findLastIndex(({ lines: [line = ""] }) => /^(?:RUN|COPY|ADD|WORKDIR|# Question)\b/i.test(line));
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

function entryFor(part: Part): Entry {
  return { lines: [part.text], isApart: part.isApart, part, isTold: true };
}

function entryOf(line: string): Entry {
  return { lines: [line], isApart: false, part: undefined, isTold: false };
}

function linesOf(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ lines, isApart, part, isTold }, index) => {
    const own = [...(isTold ? (part?.comments ?? []) : []), ...lines];
    return isApart && index > 0 ? ["", ...own] : own;
  });
}
