import type { BuildArgument, FactValue, NamedContext } from "../../model/repository-facts.ts";
import { targetOf } from "../../model/repository-facts.ts";
import { type SourceFile, type Span, spanBetween } from "../../model/source.ts";
import { buildLocation } from "../build-location.ts";
import type { FactCollector } from "../fact-collector.ts";
import { factValue, hclText, hclTexts, isHclList, isHclObject } from "../hcl/value.ts";
import { cleanPath, folderOf, isAddress, pathIn } from "../repository-path.ts";
import { blockPieces } from "../yaml-tree.ts";
import { type BakeInvocation, isNamedBy } from "./bake-invocation.ts";
import { BakeProject, type BakeTarget, type BakeValue } from "./bake-project.ts";
import { readBakeSource } from "./bake-source.ts";

const defaultNames = ["docker-bake.json", "docker-bake.hcl", "docker-bake.override.json", "docker-bake.override.hcl"];

/** Finds what the bake files build, and with what the invocations that were found build it. */
export function readBakeFiles(
  paths: readonly string[],
  invocations: readonly BakeInvocation[],
  collector: FactCollector,
): void {
  const projects = new Map<string, { files: readonly string[]; invocations: BakeInvocation[] }>();
  const project = (files: readonly string[]) => {
    const key = files.join("\0");
    const known = projects.get(key) ?? { files, invocations: [] };
    projects.set(key, known);
    return known;
  };
  for (const invocation of invocations) {
    const files =
      invocation.files.length > 0
        ? invocation.files.filter((path) => collector.need(path))
        : defaultFiles(invocation.folder ?? ".", collector);
    if (files.length > 0) project(files).invocations.push(invocation);
  }
  const used = new Set([...projects.values()].flatMap(({ files }) => files));
  for (const path of paths) {
    if (used.has(path)) continue;
    const together = defaultFiles(folderOf(path), collector);
    project(together.includes(path) ? together : [path]);
  }
  for (const each of projects.values()) addProject(each.files, each.invocations, collector);
}

function defaultFiles(folder: string, collector: FactCollector): string[] {
  return defaultNames.flatMap((name) => {
    const path = pathIn(folder, name);
    return path !== undefined && collector.texts.has(path) ? [path] : [];
  });
}

function addProject(files: readonly string[], invocations: readonly BakeInvocation[], collector: FactCollector): void {
  const project = new BakeProject(files.flatMap((path) => readBakeSource(path, collector) ?? []));
  const byDefault = new Set(project.expandGroup("default"));
  const invoked = new Set<string>();
  const pushed = new Set<string>();
  for (const { targets, pushes } of invocations) {
    for (const name of (targets.length > 0 ? targets : ["default"]).flatMap((each) => project.expandGroup(each))) {
      invoked.add(name);
      if (pushes) pushed.add(name);
    }
  }
  const grouped = project.grouped();
  for (const target of project.targets.values()) {
    const isNamed = grouped.has(target.name) || invoked.has(target.name) || byDefault.has(target.name);
    if (!isNamed && (project.inherited.has(target.name) || /^_|^docker-metadata-action$/.test(target.name))) continue;
    const ships = pushed.has(target.name) || publishes(target) || (byDefault.has(target.name) && !isExport(target));
    addTarget(target, ships, files, invocations, collector);
  }
}

/** `output = ["type=registry"]`, `type=image,push=true`. */
function publishes(target: BakeTarget): boolean {
  return outputsOf(target).some((text) => /(?:^|,)type=registry(?:,|$)|(?:^|,)push=true(?:,|$)/.test(text ?? ""));
}

/** Whether all that is made are files or nothing, and no image: `output = ["./bin"]`, `type=cacheonly`. */
function isExport(target: BakeTarget): boolean {
  const outputs = outputsOf(target);
  const isFiles = (text: string | undefined) =>
    text !== undefined &&
    text !== "" &&
    (!text.includes("=") || /(?:^|,)type=(?:local|tar|cacheonly)(?:,|$)/.test(text));
  return outputs.length > 0 && outputs.every(isFiles);
}

/** Undefined for one that is not known. */
function outputsOf(target: BakeTarget): (string | undefined)[] {
  return entries(target, "output").map(({ text }) => text);
}

/** The entries of a list of which each is a text, `type=gha,mode=max`, or an object that says the same. */
function entries({ values }: BakeTarget, key: string): FactValue[] {
  const list = values.get(key)?.value;
  const items = list && isHclList(list.data) ? list.data : [];
  return items.map((item): FactValue => {
    const { variables } = item;
    if (!isHclObject(item.data)) return { text: hclText(item), variables, secrets: [] };
    const text = [...item.data].map(([name, value]) => `${name}=${hclText(value) ?? ""}`).join(",");
    return { text, variables, secrets: [] };
  });
}

function addTarget(
  target: BakeTarget,
  ships: boolean,
  files: readonly string[],
  invocations: readonly BakeInvocation[],
  collector: FactCollector,
): void {
  const source = collector.source(target.path);
  if (!source) return;
  const fact = (name: string) => factValue(target.values.get(name)?.value);
  const inline = inlineKey(target, collector);
  const location = locate(fact("context"), fact("dockerfile"), folders(files, invocations), collector);
  const given = [...argumentsOf(target, collector), ...overriddenArguments(target.name, invocations)];
  const buildArguments = new Map(given.map((argument) => [argument.name, argument]));
  collector.add({
    source: "bake",
    path: target.path,
    span: spanBetween(source, target.start, target.end),
    name: target.name,
    dockerfile: inline ?? location.dockerfile,
    context: location.context,
    isElsewhere: location.isElsewhere && inline === undefined,
    target: targetOf(fact("target")),
    buildArguments: [...buildArguments.values()],
    namedContexts: contextsOf(target),
    platforms: hclTexts(target.values.get("platforms")?.value),
    caches: { from: entries(target, "cache-from"), to: entries(target, "cache-to") },
    ships,
  });
}

/** Where bake may run: what is named there is relative to that. */
function folders(files: readonly string[], invocations: readonly BakeInvocation[]): string[] {
  const known = invocations.flatMap(({ folder }) => folder ?? []);
  return [...new Set([...known, folderOf(files[0] ?? ""), "."])];
}

function locate(
  context: FactValue | undefined,
  dockerfile: FactValue | undefined,
  folders: readonly string[],
  collector: FactCollector,
) {
  const locations = folders.map((folder) => {
    const written = context ?? { text: ".", variables: [], secrets: [] };
    if (written.text === undefined || isAddress(written.text)) return buildLocation(written, dockerfile);
    return buildLocation({ ...written, text: pathIn(folder, cleanPath(written.text)) }, dockerfile);
  });
  const isThere = ({ dockerfile }: { dockerfile: string | undefined }) =>
    dockerfile !== undefined && collector.listing?.has(dockerfile) === true;
  return locations.find(isThere) ?? locations[0] ?? buildLocation(undefined, dockerfile);
}

function argumentsOf(target: BakeTarget, collector: FactCollector): BuildArgument[] {
  const written = target.values.get("args");
  if (!written || !isHclObject(written.value.data)) return [];
  return [...written.value.data].flatMap(([name, value]): BuildArgument[] => {
    const fact = factValue(value);
    const { path, start, end } = value.place ?? {
      path: written.path,
      start: written.attribute.start,
      end: written.attribute.end,
    };
    const source = collector.source(path);
    return fact && source ? [{ name, value: fact, path, span: spanBetween(source, start, end) }] : [];
  });
}

function overriddenArguments(name: string, invocations: readonly BakeInvocation[]): BuildArgument[] {
  return invocations
    .flatMap(({ overrides }) => overrides)
    .filter(({ target }) => isNamedBy(target, name))
    .map(({ argument }) => argument);
}

function contextsOf({ values }: BakeTarget): NamedContext[] {
  const written = values.get("contexts")?.value.data;
  if (!isHclObject(written)) return [];
  return [...written].flatMap(([name, value]) => {
    const fact = factValue(value);
    return fact ? [{ name, value: fact }] : [];
  });
}

function inlineKey({ name, values }: BakeTarget, collector: FactCollector): string | undefined {
  const inline = values.get("dockerfile-inline");
  const source = inline && collector.source(inline.path);
  const text = inline && hclText(inline.value);
  if (!inline || !source || text === undefined) return undefined;
  const { start, nameEnd } = inline.attribute;
  const pieces = inlinePieces(source, inline, text);
  const place: Span = spanBetween(source, start, nameEnd);
  return collector.addInline(inline.path, name, { text, pieces }, place);
}

/** A heredoc or a string that stands in the file as it is. */
function inlinePieces(source: SourceFile, { attribute }: BakeValue, text: string) {
  const { valueStart, end } = attribute;
  if (source.text.startsWith("<<", valueStart)) return blockPieces(source.text, valueStart, end, text);
  return source.text.startsWith(text, valueStart + 1) ? [{ at: 0, offset: valueStart + 1 }] : [];
}
