import { isDevelopmentName, isTestName } from "../../knowledge/stage-names.ts";
import {
  type BuildArgument,
  type CacheFacts,
  type FactValue,
  type NamedContext,
  noCaches,
} from "../../model/repository-facts.ts";
import type { Span } from "../../model/source.ts";
import { isAddress, pathIn } from "../repository-path.ts";
import { child, descendant, entriesOf, itemsOf, textOf, type YamlNode, type YamlScalar } from "../yaml-tree.ts";
import { interpolated } from "./interpolation.ts";

/** A part of the repository in which texts of a compose file are read. */
export interface ComposeSurroundings {
  readonly path: string;
  /** Folder of the compose file. */
  readonly folder: string;
  /** Of the .env file next to it. */
  readonly variables: ReadonlyMap<string, string>;
}

/** `build:` of a service, as written in one file: what is not said is undefined. */
export interface ComposeBuild {
  readonly span: Span;
  /** A folder from the root of the repository, or an address. */
  readonly context: FactValue | undefined;
  readonly dockerfile: FactValue | undefined;
  readonly inline: YamlScalar | undefined;
  readonly inlineSpan: Span | undefined;
  readonly target: FactValue | undefined;
  readonly arguments: ReadonlyMap<string, BuildArgument>;
  readonly namedContexts: ReadonlyMap<string, NamedContext>;
  readonly platforms: readonly string[];
  readonly caches: CacheFacts;
}

/** The `build:` of a service; undefined for one that has none. */
export function composeBuild(service: YamlNode, surroundings: ComposeSurroundings): ComposeBuild | undefined {
  const entry = service.kind === "mapping" ? service.entries.get("build") : undefined;
  const build = entry?.value;
  if (!entry || !build || build.tag === "!reset" || (build.kind === "scalar" && build.value === null)) return undefined;
  const span: Span = { start: entry.keySpan.start, end: build.kind === "scalar" ? build.span.end : entry.keySpan.end };
  const read = (node: YamlNode | undefined): FactValue | undefined => {
    const text = textOf(node);
    return text === undefined || node?.tag === "!reset" ? undefined : interpolated(text, surroundings.variables);
  };
  const folder = (value: FactValue | undefined) => value && inFolder(value, surroundings.folder);
  const nothing = { dockerfile: undefined, inline: undefined, inlineSpan: undefined, target: undefined };
  if (build.kind === "scalar") {
    const rest = { arguments: new Map(), namedContexts: new Map(), platforms: [], caches: noCaches };
    return { span, ...nothing, context: folder(read(build)), ...rest };
  }
  const inline = child(build, "dockerfile_inline");
  const values = (name: string) => itemsOf(child(build, name)).flatMap((node) => read(node) ?? []);
  return {
    span,
    context: folder(read(child(build, "context"))),
    dockerfile: read(child(build, "dockerfile")),
    inline: inline?.kind === "scalar" && inline.value !== null ? inline : undefined,
    inlineSpan: build.kind === "mapping" ? build.entries.get("dockerfile_inline")?.keySpan : undefined,
    target: read(child(build, "target")),
    arguments: new Map(
      pairsOf(child(build, "args"), surroundings).map((pair) => [pair.name, { ...pair, path: surroundings.path }]),
    ),
    namedContexts: new Map(
      pairsOf(child(build, "additional_contexts"), surroundings).map(({ name, value }) => [name, { name, value }]),
    ),
    platforms: itemsOf(child(build, "platforms")).flatMap((node) => read(node)?.text ?? []),
    caches: { from: values("cache_from"), to: values("cache_to") },
  };
}

/** What a later file or a service that extends another says, over what the first says. */
export function mergedBuild(base: ComposeBuild, over: ComposeBuild): ComposeBuild {
  const isOther = over.dockerfile !== undefined || over.inline !== undefined;
  return {
    span: over.span,
    context: over.context ?? base.context,
    dockerfile: isOther ? over.dockerfile : base.dockerfile,
    inline: isOther ? over.inline : base.inline,
    inlineSpan: isOther ? over.inlineSpan : base.inlineSpan,
    target: over.target ?? base.target,
    arguments: new Map([...base.arguments, ...over.arguments]),
    namedContexts: new Map([...base.namedContexts, ...over.namedContexts]),
    platforms: over.platforms.length > 0 ? over.platforms : base.platforms,
    caches: {
      from: over.caches.from.length > 0 ? over.caches.from : base.caches.from,
      to: over.caches.to.length > 0 ? over.caches.to : base.caches.to,
    },
  };
}

/** `KEY: value`, or a list of `KEY=value`; without a value it comes from the environment. */
function pairsOf(
  node: YamlNode | undefined,
  { variables }: ComposeSurroundings,
): { name: string; value: FactValue; span: Span }[] {
  const fromEnvironment = (name: string): FactValue => ({ text: variables.get(name), variables: [name], secrets: [] });
  if (node?.kind === "mapping") {
    return entriesOf(node).map(([name, { keySpan, value }]) => {
      const text = textOf(value);
      const span: Span = { start: keySpan.start, end: text === undefined ? keySpan.end : value.span.end };
      return { name, span, value: text === undefined ? fromEnvironment(name) : interpolated(text, variables) };
    });
  }
  return itemsOf(node).flatMap((item) => {
    const text = textOf(item);
    if (text === undefined) return [];
    const equals = text.indexOf("=");
    const name = equals === -1 ? text : text.slice(0, equals);
    const value = equals === -1 ? fromEnvironment(name) : interpolated(text.slice(equals + 1), variables);
    return [{ name, value, span: item.span }];
  });
}

function inFolder(value: FactValue, folder: string): FactValue {
  if (value.text === undefined || isAddress(value.text)) return value;
  return { ...value, text: pathIn(folder, value.text) };
}

/** Source code of the service, mounted over what the image has: people work on it. */
const sourceFolders = new Set([
  "app",
  "backend",
  "client",
  "code",
  "frontend",
  "lib",
  "server",
  "source",
  "src",
  "web",
]);

/** Whether a service is there to develop or to test: by its name, its profiles, or a mount of its sources. */
export function isForDevelopment(
  name: string,
  service: YamlNode,
  folder: string,
  context: string | undefined,
): boolean {
  const profiles = itemsOf(child(service, "profiles")).flatMap((node) => textOf(node) ?? []);
  if ([name, ...profiles].some((each) => isTestName(each) || isDevelopmentName(each))) return true;
  return itemsOf(child(service, "volumes")).some((volume) => {
    const written = volume.kind === "scalar" ? volume.text.split(":", 1)[0] : bindSource(volume);
    const source = written?.replace(/^(?:\$PWD|\$\{PWD\})(?=\/|$)/, ".");
    if (source === undefined || !source.startsWith(".")) return false;
    const path = pathIn(folder, source);
    if (path === undefined || context === undefined) return false;
    return path === context || sourceFolders.has(path.slice(path.lastIndexOf("/") + 1));
  });
}

function bindSource(volume: YamlNode): string | undefined {
  return textOf(child(volume, "type")) === "bind" ? textOf(child(volume, "source")) : undefined;
}

/** `extends: service`, or `extends: {file, service}`. */
export function extendedService(
  service: YamlNode,
): { readonly file: string | undefined; readonly service: string } | undefined {
  const extended = child(service, "extends");
  const name = textOf(extended) ?? textOf(child(extended, "service"));
  return name === undefined ? undefined : { file: textOf(descendant(service, "extends", "file")), service: name };
}
