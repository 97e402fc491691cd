import { type DefinitionOptions, secretOption } from "./bake-definition.ts";
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
  return targetArguments(build, options, [`--progress=${options.progress}`, "--output=type=cacheonly"]);
}

/** Where an image goes to be measured: to standard output, or under a label of its own into the engine, which prints its id. */
export type Export = { readonly kind: "archive" } | { readonly kind: "engine"; readonly label: string };

/** The arguments of `docker` that export the image of one target for one platform. */
export function exportArguments(
  build: PlannedBuild,
  platform: string | undefined,
  options: Omit<BuildxOptions, "progress">,
  way: Export,
): string[] {
  const one = { ...build, platforms: platform === undefined ? [] : [platform] };
  // Uncompressed, since the size of files is asked for, and since not every layer is compressed the same way.
  return targetArguments(
    one,
    options,
    way.kind === "archive"
      ? ["--progress=plain", "--output=type=oci,dest=-,compression=uncompressed,force-compression=true"]
      : ["--quiet", "--output=type=image", `--label=${way.label}`],
  );
}

/** An inline Dockerfile is given on standard input. */
function targetArguments(
  build: PlannedBuild,
  { locate, secrets, builder }: Omit<BuildxOptions, "progress">,
  how: readonly string[],
): string[] {
  return [
    "buildx",
    "build",
    ...(builder === undefined ? [] : [`--builder=${builder}`]),
    ...how,
    `--file=${build.inline === undefined ? locate(build.dockerfile, build) : "-"}`,
    ...(build.target === undefined ? [] : [`--target=${build.target}`]),
    ...build.buildArguments.map(([name, value]) => `--build-arg=${name}=${value}`),
    ...build.namedContexts.map(
      ({ name, kind, value }) => `--build-context=${name}=${kind === "folder" ? locate(value, build) : value}`,
    ),
    ...(build.platforms.length > 0 ? [`--platform=${build.platforms.join(",")}`] : []),
    ...secrets.map((secret) => `--secret=${secretOption(secret)}`),
    "--",
    locate(build.context, build),
  ];
}

/** The arguments of `docker` that build some targets of a definition, which is given on standard input. */
export function bakeArguments(
  builds: readonly Pick<PlannedBuild, "id" | "root">[],
  { builder, progress, secrets }: Omit<BuildxOptions, "locate">,
  /** Whether this Buildx asks for leave to read files outside the current folder; from 0.20 on it does. */
  asksForLeave: boolean,
): string[] {
  const roots = new Set(builds.flatMap(({ root }) => root ?? []));
  const files = [...secrets.flatMap(({ kind, from }) => (kind === "file" ? [from] : [])), ...roots];
  return [
    "buildx",
    "bake",
    ...(builder === undefined ? [] : [`--builder=${builder}`]),
    `--progress=${progress}`,
    "--file=-",
    ...(asksForLeave ? files.map((file) => `--allow=fs.read=${file}`) : []),
    "--",
    ...builds.map(({ id }) => id),
  ];
}
