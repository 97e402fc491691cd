import type { RepositoryFiles } from "../model/change.ts";
import type { BuildFact, NamedFiles, RepositoryFacts } from "../model/repository-facts.ts";
import type { SourceFile } from "../model/source.ts";
import { readBakeFiles } from "./bake/bake-builds.ts";
import {
  readMakefile,
  readPackageScripts,
  readScriptFile,
  readSkaffold,
  readTaskfile,
} from "./commands/command-files.ts";
import { readComposeFile } from "./compose/compose-builds.ts";
import { FactCollector } from "./fact-collector.ts";
import {
  isActionPath,
  isBakePath,
  isComposePath,
  isMakefilePath,
  isScriptPath,
  isWorkflowPath,
} from "./facts-paths.ts";
import { readAction, readWorkflow } from "./workflow/workflow-builds.ts";

/** Files and characters of each that are looked at; beyond that the facts are a problem, and not complete. */
const limits = { files: 2_000, textLength: 1_048_576 };

/** What the files name: Dockerfiles, and further files to be read for facts. */
export function namedFilesIn(files: RepositoryFiles): NamedFiles {
  return readRepositoryFacts(files).namedFiles;
}

/**
 * Reads what a repository says about how its Dockerfiles are built, from the files that `isRepositoryFactsPath` takes and those that
 * an earlier reading missed. Never throws: what cannot be read is a problem.
 */
export function readRepositoryFacts({ listing, texts: given }: RepositoryFiles): RepositoryFacts {
  const inOrder = [...given].map(([path, text]) => ({ path, text })).sort((a, b) => (a.path < b.path ? -1 : 1));
  const taken = inOrder.slice(0, limits.files).filter(({ text }) => text.length <= limits.textLength);
  const texts = new Map(taken.map(({ path, text }) => [path, text]));
  const collector = new FactCollector(texts, listing && new Set(listing));
  const paths = [...texts.keys()];
  for (const { path, text } of inOrder) {
    if (text.length > limits.textLength) collector.addProblem(path, "it is too large.");
  }
  if (inOrder.length > limits.files) {
    collector.addProblem(inOrder[limits.files]?.path ?? "", `it and what follows are more than ${limits.files} files.`);
  }
  const invocations = paths.flatMap((path) => readCommands(path, collector));
  const composePaths = new Set([...paths.filter(isComposePath), ...collector.composeFiles]);
  // A Set grows while it is walked through: an included file may include others.
  for (const path of composePaths) {
    if (texts.has(path)) readComposeFile(path, collector);
    for (const included of collector.composeFiles) composePaths.add(included);
  }
  readBakeFiles(paths.filter(isBakePath), invocations, collector);
  const builds = distinctBuilds(collector.builds);
  const sources = new Map<string, SourceFile>();
  for (const path of new Set(builds.flatMap(pathsOf))) {
    const source = collector.source(path);
    if (source) sources.set(path, source);
  }
  const inlineKeys = new Set(collector.inlineDockerfiles.map(({ key }) => key));
  const dockerfiles = builds.flatMap(({ dockerfile }) => (dockerfile && !inlineKeys.has(dockerfile) ? dockerfile : []));
  return {
    builds,
    inlineDockerfiles: collector.inlineDockerfiles,
    sources,
    listing,
    texts,
    namedFiles: { dockerfiles: [...new Set(dockerfiles)].sort(), missing: [...collector.missing].sort() },
    problems: [...collector.problems.values()],
  };
}

function readCommands(path: string, collector: FactCollector) {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (isWorkflowPath(path)) return readWorkflow(path, collector);
  if (isActionPath(path)) return readAction(path, collector);
  if (isMakefilePath(path)) return readMakefile(path, collector);
  if (isScriptPath(path)) return readScriptFile(path, collector);
  if (name === "package.json") return readPackageScripts(path, collector);
  if (/^taskfile(?:\.dist)?\.ya?ml$/.test(name)) return readTaskfile(path, collector);
  if (/^skaffold\.ya?ml$/.test(name)) readSkaffold(path, collector);
  return [];
}

function pathsOf({ path, buildArguments }: BuildFact): string[] {
  return [path, ...buildArguments.map((argument) => argument.path)];
}

/** Jobs of a matrix that differ in something else build the same; by path and place. */
function distinctBuilds(builds: readonly BuildFact[]): BuildFact[] {
  const distinct = new Map(builds.map((build) => [JSON.stringify(build), build]));
  return [...distinct.values()].sort(
    (a, b) => compareText(a.path, b.path) || a.span.start.offset - b.span.start.offset || compareText(a.name, b.name),
  );
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
