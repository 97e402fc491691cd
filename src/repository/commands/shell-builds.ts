import { type BuildArgument, type BuildSource, type FactValue, targetOf } from "../../model/repository-facts.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { readShellText } from "../../shell/read-script.ts";
import type { ScriptText } from "../../shell/script-text.ts";
import { type BakeInvocation, type BakeOverride, bakeOverrideName } from "../bake/bake-invocation.ts";
import { type BuildLocation, buildLocation } from "../build-location.ts";
import type { FactCollector } from "../fact-collector.ts";
import { isAddress, pathIn } from "../repository-path.ts";
import { type BuildCommandLine, buildCommandLine } from "./build-command-line.ts";
import { namedValue, optionValue, type ScriptValues, shellVariables, wordValue } from "./command-values.ts";

/** Where a script stands, and where it may run. */
export interface ScriptPlace {
  readonly source: BuildSource;
  readonly path: string;
  /** What the step, recipe or script is called. */
  readonly name: string;
  /** Folders that it may start in, the likeliest first; empty when it cannot be told. */
  readonly folders: readonly string[];
  readonly values: ScriptValues;
  /** Offsets in the file at which another shell goes on, in order. */
  readonly shellStarts?: readonly number[];
}

/** Finds the commands of a script that build images. @returns those that run bake. */
export function readShellBuilds(script: ScriptText, place: ScriptPlace, collector: FactCollector): BakeInvocation[] {
  // Reading a script costs more than looking for the word.
  if (!/build|bake|bud\b/.test(script.text) || !collector.spend(place.path, script.text.length)) return [];
  const { commands } = readShellText(script, shellVariables(place.values));
  const pushed = new Set(commands.flatMap(pushedImages));
  const invocations: BakeInvocation[] = [];
  const walk = new FolderWalk(place);
  for (const command of commands) {
    const folders = walk.foldersOf(command);
    const line = buildCommandLine(command);
    if (line?.kind === "build") addBuild(command, line, folders, place, pushed, collector);
    else if (line?.kind === "bake") invocations.push(bakeInvocation(line, folders, place));
    else if (line?.kind === "compose") noteComposeFiles(line, folders, place, collector);
  }
  return invocations;
}

/** `docker push NAME`: what stands there, to be compared with the tags of builds. */
function pushedImages({ name, arguments: words }: ShellCommand): string[] {
  if (!/^(?:docker|podman|nerdctl|buildah)$/.test(name)) return [];
  const texts = words.map(({ text }) => text.replace(/^["']|["']$/g, ""));
  const from = texts[0] === "image" ? 1 : 0;
  return texts[from] === "push" ? texts.slice(from + 1).filter((text) => !text.startsWith("-")) : [];
}

/** Follows `cd` from command to command. */
class FolderWalk {
  private folders: readonly string[];
  private outer: readonly string[] | undefined;

  private shell = 0;
  private readonly start: readonly string[];
  private readonly shellStarts: readonly number[];

  constructor({ folders, shellStarts }: ScriptPlace) {
    this.folders = folders;
    this.start = folders;
    this.shellStarts = shellStarts ?? [];
  }

  foldersOf(command: ShellCommand): readonly string[] {
    while ((this.shellStarts[this.shell] ?? Number.POSITIVE_INFINITY) <= command.span.start.offset) {
      this.shell++;
      this.folders = this.start;
    }
    const isInner = command.within.includes("subshell") || command.within.includes("substitution");
    if (isInner) this.outer ??= this.folders;
    else if (this.outer) {
      this.folders = this.outer;
      this.outer = undefined;
    }
    const { folders } = this;
    if (command.name === "cd" || command.name === "pushd") {
      const to = command.arguments.find(({ text }) => !text.startsWith("-"))?.value;
      // Where `cd` leads nowhere known, it is the root more often than not, as in `cd "$(dirname "$0")/.."`.
      this.folders = to === undefined ? ["."] : folders.flatMap((folder) => pathIn(folder, to) ?? []);
    } else if (command.name === "popd") this.folders = ["."];
    return folders;
  }
}

function addBuild(
  command: ShellCommand,
  line: BuildCommandLine,
  folders: readonly string[],
  place: ScriptPlace,
  pushed: ReadonlySet<string>,
  collector: FactCollector,
): void {
  const value = (name: string) =>
    optionValue(
      line.options.findLast((option) => option.name === name),
      place.values,
    );
  const values = (name: string) =>
    line.options.flatMap((option) => (option.name === name ? (optionValue(option, place.values) ?? []) : []));
  const operand = line.operands.at(-1);
  const context = operand ? wordValue(operand, place.values) : undefined;
  const file = value("file");
  if (file?.text === "-") return;
  const location = locate(context, file, folders, line.isOpen, collector);
  const target = value("target");
  const tags = line.options.filter(({ name }) => name === "tag");
  const isPushed = tags.some(({ word, from }) => word && pushed.has(word.text.replace(/^["']|["']$/g, "").slice(from)));
  collector.add({
    source: place.source,
    path: place.path,
    span: command.span,
    name: place.name,
    ...location,
    target: target === undefined && line.isOpen ? { kind: "unknown" } : targetOf(target),
    buildArguments: line.options.flatMap((option): BuildArgument[] => {
      const given = option.name === "build-arg" ? namedValue(option, place.values) : undefined;
      const span = option.word?.span;
      return given && span ? [{ ...given, path: place.path, span }] : [];
    }),
    namedContexts: line.options.flatMap((option) => {
      const given = option.name === "build-context" ? namedValue(option, place.values) : undefined;
      return given ? [given] : [];
    }),
    caches: { from: values("cache-from"), to: values("cache-to") },
    platforms: (value("platform")?.text ?? "").split(",").filter((platform) => platform !== ""),
    ships: isPushed || line.options.some(({ name }) => name === "push") || isPushingOutput(value("output")),
  });
}

function isPushingOutput(output: FactValue | undefined): boolean {
  return /(?:^|,)(?:type=registry|push=true)(?:,|$)/.test(output?.text ?? "");
}

/** `--file` is relative to the folder that the command runs in; without it the Dockerfile is in the context. */
function locate(
  context: FactValue | undefined,
  file: FactValue | undefined,
  folders: readonly string[],
  isOpen: boolean,
  collector: FactCollector,
): BuildLocation {
  const locations = folders.map((folder) => {
    const written = context ?? { text: undefined, variables: [], secrets: [] };
    const isFolder = written.text !== undefined && !isAddress(written.text);
    const path = isFolder && written.text !== undefined ? { ...written, text: pathIn(folder, written.text) } : written;
    const found = buildLocation(path, file, () => folder);
    return file === undefined && isOpen ? { ...found, dockerfile: undefined } : found;
  });
  const isThere = ({ dockerfile }: BuildLocation) =>
    dockerfile !== undefined && collector.listing?.has(dockerfile) === true;
  const found = locations.find(isThere) ?? locations.find(({ isElsewhere }) => isElsewhere);
  if (found) return found;
  // Among several folders, none of which has the file, nobody can choose.
  const [only] = locations;
  return only && (locations.length === 1 || collector.listing === undefined)
    ? only
    : { dockerfile: undefined, context: undefined, isElsewhere: false };
}

function bakeInvocation(line: BuildCommandLine, folders: readonly string[], place: ScriptPlace): BakeInvocation {
  const [folder] = folders;
  const files = line.options.flatMap((option) => {
    const path = option.name === "file" ? optionValue(option, place.values)?.text : undefined;
    return path === undefined || folder === undefined ? [] : (pathIn(folder, path) ?? []);
  });
  return {
    folder,
    files,
    targets: line.operands.flatMap((word) => word.value ?? []),
    pushes: line.options.some(({ name }) => name === "push"),
    overrides: line.options.flatMap((option): BakeOverride[] => {
      if (option.name !== "set" || !option.word) return [];
      const { word, from } = option;
      const known = word.value?.slice(from);
      const written = known ?? word.text.replace(/^["']/, "").slice(from).replace(/^["']/, "");
      const override = bakeOverrideName(written);
      if (!override) return [];
      const { variables, secrets } = wordValue(word, place.values);
      const value = { text: known?.slice(override.end + 1), variables, secrets };
      return [{ target: override.target, argument: { name: override.name, value, path: place.path, span: word.span } }];
    }),
  };
}

function noteComposeFiles(
  line: BuildCommandLine,
  folders: readonly string[],
  place: ScriptPlace,
  collector: FactCollector,
): void {
  for (const option of line.options) {
    const name = option.name === "file" ? optionValue(option, place.values)?.text : undefined;
    const [folder] = folders;
    const path = name === undefined || folder === undefined ? undefined : pathIn(folder, name);
    if (path !== undefined && /\.ya?ml$/.test(path)) collector.noteCompose(path);
  }
}
