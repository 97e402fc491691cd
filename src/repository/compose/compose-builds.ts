import { isDevelopmentName, isTestName } from "../../knowledge/stage-names.ts";
import { targetOf } from "../../model/repository-facts.ts";
import { buildLocation } from "../build-location.ts";
import type { FactCollector } from "../fact-collector.ts";
import { folderOf, pathIn } from "../repository-path.ts";
import { child, entriesOf, itemsOf, textOf, type YamlNode } from "../yaml-tree.ts";
import {
  type ComposeBuild,
  type ComposeSurroundings,
  composeBuild,
  extendedService,
  isForDevelopment,
  mergedBuild,
} from "./compose-service.ts";
import { readEnvironmentFile } from "./interpolation.ts";

/** Services that extend each other: more in a row is a circle. */
const longestChain = 16;

const mainNames = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

/**
 * Finds what the services of a compose file build. A file that only adds to services of the main one next to it, as an override
 * does, is read upon that one. Source: Compose specification, "Build", "Merge", "Extend".
 */
export function readComposeFile(path: string, collector: FactCollector): void {
  const files = new ComposeFiles(collector);
  const root = files.root(path);
  for (const included of itemsOf(child(root, "include"))) {
    const paths = included.kind === "scalar" ? [included] : itemsOf(child(included, "path"));
    for (const each of paths) noteFile(folderOf(path), textOf(each), collector);
  }
  for (const [name, { value: service }] of entriesOf(child(root, "services"))) {
    const build = files.build(path, name);
    if (build) addBuild(path, name, service, build, collector);
  }
}

class ComposeFiles {
  private readonly collector: FactCollector;
  private readonly surroundings = new Map<string, ComposeSurroundings>();

  constructor(collector: FactCollector) {
    this.collector = collector;
  }

  root(path: string): YamlNode | undefined {
    return this.collector.yaml(path)[0];
  }

  /** What a service builds, with what it extends and what the main file says of it. */
  build(path: string, name: string): ComposeBuild | undefined {
    const own = this.ownBuild(path, name, 0);
    const main = this.mainFileFor(path);
    if (!own || main === undefined || !this.isAddition(own)) return own;
    const base = this.ownBuild(main, name, 0);
    return base ? mergedBuild(base, own) : own;
  }

  private ownBuild(path: string, name: string, depth: number): ComposeBuild | undefined {
    const service = child(child(this.root(path), "services"), name);
    if (!service || depth > longestChain) return undefined;
    const own = composeBuild(service, this.surroundingsOf(path));
    const extended = extendedService(service);
    if (!extended) return own;
    const file = extended.file === undefined ? path : pathIn(folderOf(path), extended.file);
    if (file === undefined || !this.collector.need(file)) return own;
    const base = this.ownBuild(file, extended.service, depth + 1);
    return base && own ? mergedBuild(base, own) : (own ?? base);
  }

  /** Without a context, or with a Dockerfile that is not there, it cannot stand alone. */
  private isAddition({ context, dockerfile, inline }: ComposeBuild): boolean {
    if (context === undefined) return true;
    if (dockerfile !== undefined || inline !== undefined || context.text === undefined) return false;
    return this.collector.listing?.has(pathIn(context.text, "Dockerfile") ?? "") === false;
  }

  private mainFileFor(path: string): string | undefined {
    const folder = folderOf(path);
    return mainNames
      .map((name) => pathIn(folder, name))
      .find((main) => main !== undefined && main !== path && this.collector.texts.has(main));
  }

  private surroundingsOf(path: string): ComposeSurroundings {
    const known = this.surroundings.get(path);
    if (known) return known;
    const folder = folderOf(path);
    const variables = readEnvironmentFile(this.collector.texts.get(pathIn(folder, ".env") ?? "") ?? "");
    const surroundings = { path, folder, variables };
    this.surroundings.set(path, surroundings);
    return surroundings;
  }
}

function addBuild(path: string, name: string, service: YamlNode, build: ComposeBuild, collector: FactCollector): void {
  const inline =
    build.inline && build.inlineSpan ? collector.addInline(path, name, build.inline, build.inlineSpan) : undefined;
  const context = build.context ?? { text: folderOf(path), variables: [], secrets: [] };
  const location = buildLocation(context, build.dockerfile);
  collector.add({
    source: "compose",
    path,
    span: build.span,
    name,
    dockerfile: inline ?? location.dockerfile,
    context: location.context,
    isElsewhere: location.isElsewhere && inline === undefined,
    target: targetOf(build.target),
    buildArguments: [...build.arguments.values()],
    namedContexts: [...build.namedContexts.values()],
    platforms: build.platforms,
    caches: build.caches,
    ships: !isDevelopmentFile(path) && !isForDevelopment(name, service, folderOf(path), location.context),
  });
}

/** `docker-compose.dev.yml`, `compose.test.yaml`; an override is what developers have on their machines. */
function isDevelopmentFile(path: string): boolean {
  const words = path
    .slice(path.lastIndexOf("/") + 1)
    .toLowerCase()
    .split(/[._-]/);
  return words.some((word) => word === "override" || isTestName(word) || isDevelopmentName(word));
}

function noteFile(folder: string, name: string | undefined, collector: FactCollector): void {
  const path = name === undefined || name.includes("$") ? undefined : pathIn(folder, name);
  if (path !== undefined) collector.noteCompose(path);
}
