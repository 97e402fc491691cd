import type { BuildSecret, PlannedBuild, PlannedContext } from "./planned-build.ts";

export interface DefinitionOptions {
  /** Absolute path of a repository-relative one. */
  locate(path: string): string;
  readonly secrets: readonly BuildSecret[];
  /** Whether the builder can write a cache; that in the engine itself cannot. */
  readonly writesCache: boolean;
}

/**
 * One definition for several targets: BuildKit then shares their steps and builds them side by side. It leaves no image, asks for
 * no entitlement and no network mode. https://docs.docker.com/build/bake/reference/
 */
function bakeDefinition(builds: readonly PlannedBuild[], options: DefinitionOptions): object {
  return {
    group: { default: { targets: builds.filter(({ purpose }) => purpose !== "context").map(({ id }) => id) } },
    target: Object.fromEntries(builds.map((build) => [build.id, bakeTarget(build, options)])),
  };
}

/** As text; bake takes every string for a template, so what could start one is escaped. */
export function bakeDefinitionText(builds: readonly PlannedBuild[], options: DefinitionOptions): string {
  return JSON.stringify(bakeDefinition(builds, options), undefined, 2);
}

function bakeTarget(build: PlannedBuild, { locate, secrets, writesCache }: DefinitionOptions): object {
  return {
    context: literal(locate(build.context)),
    ...(build.inline === undefined
      ? { dockerfile: literal(locate(build.dockerfile)) }
      : { "dockerfile-inline": literal(build.inline) }),
    ...(build.target === "" ? {} : { target: literal(build.target) }),
    ...mapping("args", build.buildArguments),
    ...mapping(
      "contexts",
      build.namedContexts.map((context) => [context.name, contextValue(context, locate)]),
    ),
    ...(build.platforms.length > 0 ? { platforms: build.platforms } : {}),
    ...(secrets.length > 0 ? { secret: secrets.map((secret) => literal(secretOption(secret))) } : {}),
    ...list("cache-from", build.caches.from),
    ...list("cache-to", writesCache ? build.caches.to : []),
    output: ["type=cacheonly"],
  };
}

/** What a named context is to Docker: an absolute folder, an address, or another target of the definition. */
export function contextValue({ kind, value }: PlannedContext, locate: DefinitionOptions["locate"]): string {
  if (kind === "address") return value;
  return kind === "folder" ? locate(value) : `target:${value}`;
}

function list(key: string, values: readonly string[]): object {
  return values.length === 0 ? {} : { [key]: values.map(literal) };
}

function mapping(key: string, entries: readonly (readonly [string, string])[]): object {
  if (entries.length === 0) return {};
  return { [key]: Object.fromEntries(entries.map(([name, value]) => [name, literal(value)])) };
}

/** HCL's JSON syntax reads `${…}` and `%{…}` in strings as templates. https://github.com/hashicorp/hcl/blob/main/json/spec.md */
function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}

/** A value of `--secret`: where Docker finds it, never what it is. */
export function secretOption({ id, kind, from }: BuildSecret): string {
  return kind === "environment"
    ? `type=env,id=${id},env=${from}`
    : `type=file,${csvField(`id=${id}`)},${csvField(`src=${from}`)}`;
}

/** The option is one line of CSV. */
function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
