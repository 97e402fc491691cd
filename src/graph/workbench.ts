import { buildToolPackage } from "../knowledge/build-tools.ts";
import { isWorkbench } from "../knowledge/workbenches.ts";
import type { BaseImage } from "../model/base-image.ts";
import type { CommandState, Stage } from "../model/graph.ts";

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
    isEditor(stage) ||
    runsScriptsWithTools(stage) ||
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

/** Editors and notebooks: whoever uses the image writes programs in it, and compiles them. */
const editors: ReadonlySet<string> = new Set(
  `atom codium code code-insiders code-server eclipse emacs idea jupyter jupyter-lab jupyter-notebook jupyterhub nvim
  openvscode-server rserver rstudio rstudio-server theia vim`.split(/\s+/),
);

function isEditor({ end }: FollowedStage): boolean {
  return editors.has(programOf(end.entrypoint ?? end.command));
}

/**
 * A compiler and version control, and nothing but a script of the repository to start: what pipelines run their jobs in. A
 * program that is built, copied or served is none.
 */
function runsScriptsWithTools({ root, steps, end }: FollowedStage): boolean {
  const added = steps
    .flatMap(({ packages }) => packages)
    .flatMap(({ change, manager, name }) => (change === "added" ? (buildToolPackage(manager, name)?.what ?? []) : []));
  const hasTools = carriesTools(root) || (added.includes("compiler") && added.includes("version control"));
  const start = end.entrypoint ?? end.command;
  const copied = steps.flatMap(({ copy }) => (copy?.from.kind === "context" ? copy.sources : []));
  return (
    hasTools &&
    start !== undefined &&
    copied.some(({ path }) => startsCopied(start, path)) &&
    copied.every(({ kind, path }) => kind === "file" && !isWholeContext(path)) &&
    steps.every(({ builds, instruction }) => builds.every(isToolInstall) && !serves.has(instruction.keyword))
  );
}

const serves: ReadonlySet<string> = new Set(["EXPOSE", "HEALTHCHECK"]);

function isToolInstall({ kind }: Stage["steps"][number]["builds"][number]): boolean {
  return kind !== "compile" && kind !== "bundle";
}

function isWholeContext(path: string): boolean {
  return path === "" || path === "." || path === "/" || path === "./";
}

/** `COPY runner /` and `ENTRYPOINT ["bash", "/runner"]`; a file that is started without a shell must be a script by its name. */
function startsCopied(start: CommandState, path: string): boolean {
  const file = path.split("/").at(-1) ?? "";
  const program = programOf(start);
  if (file.endsWith(".sh") && program === file) return true;
  return /^(?:ba)?sh$/.test(program) && start.words[1]?.split("/").at(-1) === file;
}

function programOf(command: CommandState | undefined): string {
  const word = command?.form === "exec" ? command.words[0] : command?.words[0]?.trim().split(/\s/, 1)[0];
  return word?.split("/").at(-1) ?? "";
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
