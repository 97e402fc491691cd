import type { BuildSecret, PlannedBuild } from "./planned-build.ts";

export interface DefinitionOptions {
  /** Absolute path of one of a build. */
  locate(path: string, build: Pick<PlannedBuild, "root">): string;
  readonly secrets: readonly BuildSecret[];
}

/**
 * One definition for several targets: BuildKit then shares their steps and builds them side by side. It leaves no image, asks for
 * no entitlement and no network mode. https://docs.docker.com/build/bake/reference/
 */
function bakeDefinition(builds: readonly PlannedBuild[], options: DefinitionOptions): object {
  return {
    group: { default: { targets: builds.map(({ id }) => id) } },
    target: Object.fromEntries(builds.map((build) => [build.id, bakeTarget(build, options)])),
  };
}

/** As text; bake takes every string for a template, so what could start one is escaped. */
export function bakeDefinitionText(builds: readonly PlannedBuild[], options: DefinitionOptions): string {
  return JSON.stringify(bakeDefinition(builds, options), undefined, 2);
}

function bakeTarget(build: PlannedBuild, { locate, secrets }: DefinitionOptions): object {
  return {
    context: literal(locate(build.context, build)),
    ...(build.inline === undefined
      ? { dockerfile: literal(locate(build.dockerfile, build)) }
      : { "dockerfile-inline": literal(build.inline) }),
    ...(build.target === undefined ? {} : { target: literal(build.target) }),
    ...mapping("args", build.buildArguments),
    ...mapping(
      "contexts",
      build.namedContexts.map(({ name, kind, value }) => [name, kind === "folder" ? locate(value, build) : value]),
    ),
    ...(build.platforms.length > 0 ? { platforms: build.platforms } : {}),
    ...(secrets.length > 0 ? { secret: secrets.map((secret) => literal(secretOption(secret))) } : {}),
    output: ["type=cacheonly"],
  };
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
