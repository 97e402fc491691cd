import { contextValue, type DefinitionOptions, secretOption } from "./bake-definition.ts";
import type { PlannedBuild } from "./planned-build.ts";

export interface BuildxOptions extends DefinitionOptions {
  /** Name of the user's builder; undefined for the one that is in use. */
  readonly builder: string | undefined;
  readonly progress: "rawjson" | "plain";
}

/** A builder's name as Docker takes it; nothing else may stand on a command line. */
export function isBuilderName(name: string): boolean {
  return /^[A-Za-z0-9][\w.+-]{0,127}$/.test(name);
}

/** The arguments of `docker` that build one target, as data for a process and never for a shell. Nothing can be taken for an option. */
export function buildArguments(build: PlannedBuild, options: BuildxOptions): string[] {
  const { locate, secrets, builder, progress, writesCache } = options;
  return [
    "buildx",
    "build",
    ...(builder === undefined ? [] : [`--builder=${builder}`]),
    `--progress=${progress}`,
    "--output=type=cacheonly",
    // The text of an inline one comes on standard input.
    `--file=${build.inline === undefined ? locate(build.dockerfile) : "-"}`,
    ...(build.target === "" ? [] : [`--target=${build.target}`]),
    ...build.buildArguments.map(([name, value]) => `--build-arg=${name}=${value}`),
    ...build.namedContexts.map((context) => `--build-context=${context.name}=${contextValue(context, locate)}`),
    ...(build.platforms.length > 0 ? [`--platform=${build.platforms.join(",")}`] : []),
    ...build.caches.from.map((cache) => `--cache-from=${cache}`),
    ...(writesCache ? build.caches.to : []).map((cache) => `--cache-to=${cache}`),
    ...secrets.map((secret) => `--secret=${secretOption(secret)}`),
    "--",
    locate(build.context),
  ];
}

/** The arguments of `docker` that build some targets of a definition, which is given on standard input. */
export function bakeArguments(
  targets: readonly string[],
  { builder, progress, secrets }: Pick<BuildxOptions, "builder" | "progress" | "secrets">,
  /** Whether this Buildx asks for leave to read files outside the current folder; from 0.20 on it does. */
  asksForLeave: boolean,
): string[] {
  const files = secrets.flatMap(({ kind, from }) => (kind === "file" ? [from] : []));
  return [
    "buildx",
    "bake",
    ...(builder === undefined ? [] : [`--builder=${builder}`]),
    `--progress=${progress}`,
    "--file=-",
    ...(asksForLeave ? files.map((file) => `--allow=fs.read=${file}`) : []),
    "--",
    ...targets,
  ];
}
