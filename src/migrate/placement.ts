import { isWithin } from "../graph/paths.ts";
import { isCompiledSource } from "../knowledge/compiled-sources.ts";
import { isDependencyManifest, isSourceTree } from "../knowledge/source-files.ts";
import type { EnvInstruction, Instruction } from "../model/dockerfile.ts";
import type { Copy } from "../model/graph.ts";
import { isBuildVariable } from "./build-variables.ts";
import type { MigrationScene } from "./migration.ts";
import type { Part } from "./stage-parts.ts";

/** The stages in which an instruction is needed; `none` where the new stages make it superfluous. */
export type Place = "build" | "run" | "both" | "none";

/** What decides where copies of the build context go. */
export interface SourceUse {
  /** Whether the sources are the program. */
  readonly shipsSources: boolean;
  /** Whether the build reads more than the manifests of dependencies. */
  readonly buildsFromSources: boolean;
}

/** Where each part of a scene goes, in the order of the parts. */
export function placesOf(scene: MigrationScene, use: SourceUse): Place[] {
  const last = lastBuild(scene);
  const first = scene.parts.map((part, index) => placeOf(part, index <= last, scene, use));
  const ran = scene.parts.filter((_, index) => isRun(first[index]));
  return scene.parts.map(({ instruction }, index) => {
    if (instruction.keyword !== "ARG") return first[index] ?? "none";
    const isUsed = instruction.pairs.some(({ key }) => ran.some(({ text }) => usesVariable(text, key)));
    if (index <= last) return isUsed ? "both" : "build";
    return isUsed ? "run" : "none";
  });
}

/** Index of the last part that compiles, bundles, tests or installs what the manifests list; -1 where none does. */
export function lastBuild({ parts }: Pick<MigrationScene, "parts">): number {
  return parts.findLastIndex(({ step }) => step.builds.some((build) => build.kind !== "other" && !isForRun(build)));
}

export function isRun(place: Place | undefined): boolean {
  return place === "run" || place === "both";
}

export function isBuild(place: Place | undefined): boolean {
  return place === "build" || place === "both";
}

/** What collects the files of a Python program needs the program, and is no build of it. */
function isForRun({ kind, language }: { readonly kind: string; readonly language: string | undefined }): boolean {
  return kind === "bundle" && language === "python";
}

function placeOf(part: Part, isBefore: boolean, scene: MigrationScene, use: SourceUse): Place {
  const { instruction, step } = part;
  switch (instruction.keyword) {
    case "RUN":
      return placeOfRun(part, isBefore, scene, use);
    case "COPY":
    case "ADD":
      return step.copy ? placeOfCopy(step.copy, isBefore, scene, use) : "both";
    case "ENV":
      if (!isBefore) return "run";
      return isForBuild(instruction) ? "build" : "both";
    case "WORKDIR":
    case "SHELL":
      return isBefore ? "both" : "run";
    case "USER":
      return isBefore ? "both" : "run";
    default:
      return "run";
  }
}

function isForBuild({ pairs }: EnvInstruction): boolean {
  return pairs.every(({ key }) => isBuildVariable(key));
}

const programFolders = /^\/(?:usr\/(?:local\/)?)?s?bin(?:\/|$)/;
/** Folders and files that programs read when they run. */
const data =
  /(?:^|\/)(?:static|public|assets?|templates?|views|web|www|html|conf|configs?|migrations?|locales?|i18n|lang|fonts|images|certs?|data|resources|seeds?|fixtures|scripts?)\/?$|\.(?:ya?ml|json|toml|ini|conf|cfg|properties|env|html|css|sql|pem|crt|txt|tmpl|sh)$/i;

function placeOfCopy(copy: Copy, isBefore: boolean, { start, parts }: MigrationScene, use: SourceUse): Place {
  if (!isBefore) return "run";
  if (copy.from.kind !== "context") return programFolders.test(copy.destination) ? "build" : "both";
  const paths = copy.sources.map(({ path }) => path);
  if (copy.sources.every((source) => source.kind === "heredoc") || startsFrom(copy, start.words, parts)) return "run";
  const isManifest = paths.every(isDependencyManifest);
  if (use.shipsSources) {
    if (isManifest) return bringsAll(parts) ? "build" : "both";
    return use.buildsFromSources ? "both" : "run";
  }
  if (isManifest || paths.some(isSourceTree) || paths.some(isCompiledSource)) return "build";
  return paths.every((path) => data.test(path)) ? "both" : "build";
}

/** Whether a copy brings the whole build context, manifests and all. */
function bringsAll(parts: readonly Part[]): boolean {
  return parts.some(
    ({ step }) =>
      step.copy?.from.kind === "context" && step.copy.sources.some(({ path, kind }) => kind === "file" && path === "."),
  );
}

/** Whether the copy brings the script that the container starts with, or that checks its health. */
function startsFrom(copy: Copy, words: readonly string[], parts: readonly Part[]): boolean {
  const checks = parts.flatMap(({ instruction, step }) =>
    instruction.keyword === "HEALTHCHECK" ? (step.script?.commands ?? []).map(({ word }) => word?.value ?? "") : [],
  );
  return copy.sources.some(({ path }) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    return name !== "." && name !== "" && [...words.slice(0, 2), ...checks].some((word) => isFile(word, name));
  });
}

function isFile(word: string, name: string): boolean {
  return word === name || word.endsWith(`/${name}`);
}

const userCommands = new Set(["useradd", "adduser", "groupadd", "addgroup", "usermod"]);
const arranging = new Set(["mkdir", "chown", "chmod", "touch", "ln", "set", "install", ...userCommands]);
const filing = new Set(["cp", "mv", "rm", "strip", "upx", "ls", "find", "tar", "install", "du", "ldd", "file", "test"]);

/** Whether a RUN of an interpreter's image sets up what runs there, as `a2enmod rewrite` does, and fetches or installs nothing. */
function arrangesRun({ builds, packages }: Part["step"], names: readonly string[]): boolean {
  const setUp =
    names.length > 0 &&
    names.every((name) => /^(?:a2\w+|sed|echo|printf|ln|mv|cp|locale-gen|chmod|chown|mkdir|set)$/.test(name));
  return builds.length === 0 && packages.length === 0 && setUp;
}

function placeOfRun({ step, instruction }: Part, isBefore: boolean, scene: MigrationScene, use: SourceUse): Place {
  const commands = (step.script?.commands ?? []).filter(({ name }) => name !== "");
  const names = commands.map(({ name }) => name);
  if (step.builds.some((build) => !isForRun(build))) return "build";
  if (names.length > 0 && names.every((name) => arranging.has(name))) {
    const switches = scene.parts.some((part) => part.instruction.keyword === "USER" && isBeforeBuild(part, scene));
    if (names.some((name) => userCommands.has(name))) return isBefore && switches ? "both" : "run";
    if (isBefore && names.every((name) => name === "mkdir" || name === "set")) {
      return makesOutside(step.script?.commands ?? [], scene) ? "both" : "build";
    }
    return isBefore && !makesOutside(step.script?.commands ?? [], scene) && !namesStart(instruction, scene)
      ? "build"
      : "run";
  }
  if (isBefore) return use.shipsSources && arrangesRun(step, names) ? "both" : "build";
  return names.length > 0 && names.every((name) => filing.has(name) || name === "cd") ? "build" : "run";
}

function isBeforeBuild(part: Part, scene: MigrationScene): boolean {
  return scene.parts.indexOf(part) < lastBuild(scene);
}

/** Whether folders are arranged outside of the one that the program is built in: for data, by its owner. */
function makesOutside(commands: NonNullable<Part["step"]["script"]>["commands"], { stage }: MigrationScene): boolean {
  return commands.some(({ arguments: words }) =>
    words.some(({ value }) => value?.startsWith("/") === true && !isWithin(value, stage.end.workdir)),
  );
}

function namesStart({ text }: Instruction, { start }: MigrationScene): boolean {
  return start.words
    .slice(0, 2)
    .some((word) => word.includes("/") && text.includes(word.slice(word.lastIndexOf("/") + 1)));
}

/** Whether a text substitutes a variable. */
function usesVariable(text: string, name: string): boolean {
  return [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].some(([, used]) => used === name);
}
