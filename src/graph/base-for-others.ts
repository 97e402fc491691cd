import { type BuildGraph, chainOf, type Stage, type Step } from "../model/graph.ts";

/** Scripts by which official images let the images built on them compile extensions. */
const buildHelper = /(?:^|\/)docker-php-(?:ext-(?:\*|configure|enable|install)|source)$/;

/** Packages that make packages: what is built when the container runs is the product. */
const packagingTools: ReadonlySet<string> = new Set(["debhelper", "devscripts", "rpm-build", "rpmdevtools"]);

/** A program may also be fetched. */
const fetchers: ReadonlySet<string> = new Set(["git", "tar", "unzip", "make", "cmake", "dpkg", "install"]);

/**
 * Whether the image is one that others are built on or built with, so that its tools are likely meant: it says so by its folder or
 * file name, brings helpers for building upon it, makes packages, opens a shell, or holds packages alone and no program.
 */
export function isBaseForOthers(graph: BuildGraph, stage: Stage): boolean {
  const steps = chainOf(graph, stage).flatMap((link) => link.steps);
  return (
    isCalledBase(graph.dockerfile.source.path) ||
    steps.some(helpsBuilding) ||
    opensShell(stage) ||
    holdsOnlyPackages(stage, steps)
  );
}

/** `base/Dockerfile`, `base-images/x.Dockerfile`, `Dockerfile.base`. */
function isCalledBase(path: string): boolean {
  const parts = path.toLowerCase().split("/");
  const file = parts.pop() ?? "";
  return (
    parts.some((folder) => /^base(?:[-_]images?)?$/.test(folder)) ||
    /^dockerfile[._-]base$|^base\.dockerfile$/.test(file)
  );
}

function helpsBuilding({ copy, packages }: Step): boolean {
  const helpers = copy?.from.kind === "context" && copy.sources.some(({ path }) => buildHelper.test(path));
  return helpers || packages.some(({ name, change }) => change === "added" && packagingTools.has(name));
}

/** `CMD ["bash"]`: somebody is to work in it. */
function opensShell({ end }: Stage): boolean {
  const [program, ...more] = end.command?.words ?? [];
  return more.length === 0 && /^(?:\/(?:usr\/)?bin\/)?(?:ba|z|fi)?sh$/.test(program ?? "");
}

/** Nothing is copied, built or started: whoever builds on the image brings the program. */
function holdsOnlyPackages({ end }: Stage, steps: readonly Step[]): boolean {
  return (
    !end.command &&
    !end.entrypoint &&
    steps.every(({ copy, builds }) => !copy && builds.length === 0) &&
    steps.every(({ script }) => script?.commands.every(({ name }) => !fetchers.has(name)) ?? true)
  );
}
