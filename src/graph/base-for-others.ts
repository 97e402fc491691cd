import { namesDistribution } from "../knowledge/distribution-names.ts";
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

/** Whether others are built on or copy from the image, by its path: `base/Dockerfile`, `base-images/x.Dockerfile`, `Dockerfile.base`. */
export function isCalledBase(path: string): boolean {
  const parts = path.toLowerCase().split("/");
  const file = parts.pop() ?? "";
  return (
    parts.some((folder) => /^base(?:[-_]images?)?$/.test(folder)) ||
    /^dockerfile[._-]base$|^base\.dockerfile$/.test(file)
  );
}

/** `17/jre/ubuntu/jammy/Dockerfile`: one image for each distribution, by which those choose that build on it. */
export function isPerDistribution({ dockerfile }: BuildGraph): boolean {
  return dockerfile.source.path.split("/").slice(0, -1).some(namesDistribution);
}

/** Whether the build context gives nothing but scripts: the image then holds no program of this repository. */
export function bringsOnlyScripts(graph: BuildGraph, stage: Stage): boolean {
  return chainOf(graph, stage).every((link) =>
    link.steps.every(
      ({ copy }) =>
        copy?.from.kind !== "context" || copy.sources.every(({ kind, path }) => kind === "heredoc" || isScript(path)),
    ),
  );
}

function isScript(path: string): boolean {
  return /(?:\.sh|\.bat|\.ps1|entrypoint[\w.-]{0,200}|docker-[\w*-]{1,200})$/.test(path);
}

function helpsBuilding({ copy, packages }: Step): boolean {
  const helpers = copy?.from.kind === "context" && copy.sources.some(({ path }) => buildHelper.test(path));
  return helpers || packages.some(({ name, change }) => change === "added" && packagingTools.has(name));
}

/** `CMD ["bash"]`: somebody is to work in it. */
export function opensShell({ end }: Stage): boolean {
  const [program, ...more] = end.command?.words ?? [];
  return more.length === 0 && /^(?:\/(?:usr\/)?bin\/)?(?:ba|z|fi)?sh$/.test(program ?? "");
}

const interpreters: ReadonlySet<string> = new Set(
  `python python2 python3 pypy pypy3 node deno bun irb php perl jshell julia ghci erl iex clojure clj R lua luajit scala swipl
  sbcl racket`.split(/\s+/),
);

/** `CMD ["python3"]`: a language that waits for input runs no program; those who build on the image bring it. */
export function startsInterpreter({ end }: Stage): boolean {
  const [program = "", ...more] = end.command?.words ?? [];
  const isInteractive = more.length === 0 || (more.length === 1 && /^-[ai]$/.test(more[0] ?? ""));
  return isInteractive && interpreters.has(program.split("/").at(-1) ?? "");
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
