import { compiledPythonPackage, majorBoundNodePackage, nativeNodePackage } from "../../knowledge/native-packages.ts";
import type { BuildCommandInScript } from "../../model/build-command.ts";
import { type BuildGraph, chainOf, type Stage } from "../../model/graph.ts";
import { javaOf } from "./java-place.ts";
import { type PythonPlace, pythonPlace } from "./python-place.ts";
import type { ProgramHost } from "./surroundings.ts";

/** What the judges ask of a stage, worked out once for all that it makes or runs. */
export interface HostFacts extends ProgramHost {
  /** Feature version of its Java. */
  readonly java: number | undefined;
  readonly python: PythonPlace;
  /** True where the stage makes an environment again, or has one found by other means than its interpreter. */
  readonly arrangesPython: boolean;
  /** True where a command checks that a program is static, or makes it so afterwards. */
  readonly verifiesStatic: boolean;
  /** Languages whose packages the stage installs or builds again. */
  readonly installs: ReadonlySet<string>;
  readonly nativeNodePackage: string | undefined;
  readonly majorBoundNodePackage: string | undefined;
  readonly compiledPythonPackage: string | undefined;
  /** True where an install takes a list of Python packages that nobody sees here. */
  readonly listsPythonPackages: boolean;
}

export function hostFacts(graph: BuildGraph, host: ProgramHost): HostFacts {
  const links = chainOf(graph, host.stage);
  const builds = links.flatMap(({ steps }) => steps.flatMap((step) => step.builds));
  const packagesOf = (language: string) =>
    builds.filter((build) => isInstall(build, language)).flatMap(({ packages }) => packages);
  return {
    ...host,
    java: javaOf(graph, host),
    python: pythonPlace(graph, host.stage, host),
    arrangesPython: links.some(arrangesPython),
    verifiesStatic: links.some(verifiesStatic),
    installs: new Set(builds.filter(installsAgain).flatMap(({ language }) => language ?? [])),
    nativeNodePackage: nativeNodePackage(packagesOf("node")),
    majorBoundNodePackage: majorBoundNodePackage(packagesOf("node")),
    compiledPythonPackage: compiledPythonPackage(packagesOf("python")),
    listsPythonPackages: builds.some((build) => isInstall(build, "python") && build.manifests.length > 0),
  };
}

function isInstall({ language, kind }: BuildCommandInScript, wanted: string): boolean {
  return language === wanted && kind === "install";
}

function installsAgain({ kind, tool }: BuildCommandInScript): boolean {
  return kind === "install" || /(?:rebuild|pristine)$/.test(tool);
}

function verifiesStatic({ steps }: Stage): boolean {
  return steps.some(
    ({ script }) =>
      script?.commands.some(
        ({ name, arguments: words }) =>
          (name === "xx-verify" && words.some(({ value }) => value === "--static")) ||
          name === "staticx" ||
          words.some(({ text }) => /not a dynamic|statically linked/.test(text)),
      ) ?? false,
  );
}

function arrangesPython({ steps, end }: Stage): boolean {
  return (
    /site-packages|dist-packages|venv/.test(end.environment.get("PYTHONPATH") ?? "") ||
    steps.some(
      ({ script, instruction }) =>
        instruction.keyword === "RUN" &&
        script?.commands.some(
          ({ name, arguments: words }) =>
            name === "virtualenv" ||
            (name === "ln" && words.some(({ text }) => text.includes("python"))) ||
            words.some(({ text }) => /^(?:venv|virtualenv|--upgrade-deps)$|pyvenv\.cfg$/.test(text)),
        ),
    )
  );
}
