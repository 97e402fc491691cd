import { buildToolPackage } from "../knowledge/build-tools.ts";
import { isWorkbench } from "../knowledge/workbenches.ts";
import type { BaseImage } from "../model/base-image.ts";
import type { Stage } from "../model/graph.ts";

/** What is known of a stage when it has been followed to its end. */
type FollowedStage = Pick<Stage, "name" | "rootImage" | "root" | "steps" | "end">;

/** Programs that set up a toolchain for whoever uses the image. */
const toolchainInstallers: ReadonlySet<string> = new Set(["rustup-init", "rustup", "ghcup"]);
const packagers: ReadonlySet<string> = new Set(["debuild", "dpkg-buildpackage", "rpmbuild", "dch"]);

/** Whether what is built is an image to work in: by its names, or by what it is made of and does. */
export function isWorkbenchStage(path: string, stage: FollowedStage): boolean {
  return (
    isWorkbench(path, stage.name ?? "", stage.rootImage) ||
    addsToolsToToolchain(stage) ||
    installsToolchain(stage) ||
    packagesWhenRun(stage)
  );
}

/** More tools upon a toolchain, and nothing to run or build: the tools are what the image is for. */
function addsToolsToToolchain({ root, steps, end }: FollowedStage): boolean {
  return (
    carriesTools(root) &&
    !end.command &&
    !end.entrypoint &&
    !buildsProgram(steps) &&
    steps.some(({ packages }) => packages.some(({ manager, name }) => buildToolPackage(manager, name)))
  );
}

function carriesTools(root: BaseImage | undefined): boolean {
  return root?.kind === "toolchain" || root?.kind === "language";
}

function installsToolchain({ steps }: FollowedStage): boolean {
  const installs = steps.some(({ script }) => script?.commands.some(({ name }) => toolchainInstallers.has(name)));
  return installs && !buildsProgram(steps);
}

/** A container that builds packages when it is started. */
function packagesWhenRun({ steps }: FollowedStage): boolean {
  return steps.some(
    ({ instruction, script }) =>
      (instruction.keyword === "CMD" || instruction.keyword === "ENTRYPOINT") &&
      script?.commands.some(({ name }) => packagers.has(name)),
  );
}

function buildsProgram(steps: Stage["steps"]): boolean {
  return steps.some(({ builds }) => builds.some(({ kind }) => kind === "compile" || kind === "bundle"));
}
