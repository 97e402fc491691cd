import { type BuildGraph, chainOf, type Stage } from "../../model/graph.ts";
import { isWithin } from "../paths.ts";
import type { Misfit, Passage } from "./misfit.ts";
import { placeName } from "./place-name.ts";
import { minorOf, type PythonPlace } from "./python-place.ts";

/** Virtual environments and installed packages for another Python, another place of the interpreter, or another C library. */
export function pythonMisfit(passage: Passage, graph: BuildGraph): Misfit | undefined {
  const { made, builder, runtime } = passage;
  const isInstall = made.build?.language === "python" && made.build.kind === "install";
  if ((!made.environment && !isInstall) || runtime.arrangesPython) return undefined;
  const from = withNamed(builder.python, passage);
  const to = runtime.python;
  return (
    otherMinor(passage, from, to) ??
    uvInterpreter(passage, graph) ??
    otherPlace(passage, graph, from, to) ??
    otherLibc(passage, from, to)
  );
}

/** What the command or the path itself says of the version. */
function withNamed(place: PythonPlace, { made, carried }: Passage): PythonPlace {
  const inPath = /\/python(3\.\d+)\//.exec(`${carried.source.path}/`)?.[1];
  const named = /(?:^|python)(3\.\d+)(?:\.\d+)?$/.exec(made.environment?.interpreter ?? "")?.[1];
  const isOther = made.environment?.interpreter !== undefined && named === undefined;
  const minor = inPath ?? named ?? (isOther ? undefined : place.minor);
  // uv takes what it finds, unless the project asks for another release.
  return { minor, interpreter: isOther ? undefined : place.interpreter };
}

function otherMinor(
  { carried, made, builder, runtime }: Passage,
  from: PythonPlace,
  to: PythonPlace,
): Misfit | undefined {
  if (from.minor === undefined || to.minor === undefined || from.minor === to.minor) return undefined;
  const { path } = carried.source;
  // A folder of packages without a version in its path is found by either, and only compiled packages fail.
  const isTarget =
    !made.environment &&
    made.build?.output !== undefined &&
    !usesPrefix(made.command.arguments.map(({ text }) => text));
  if (isTarget) return undefined;
  const renamed = /\/python(3\.\d+)(?:\/|$)/.exec(carried.copy.destination)?.[1];
  const isSeen = renamed === to.minor && minorOf(from.minor) !== renamed;
  return {
    command: made.command,
    certain: !isSeen,
    problem: isSeen
      ? `${path} holds packages that Python ${from.minor} installed, and ${placeName(runtime)} has Python ${to.minor}: those with compiled code end with ImportError.`
      : `${path} is for Python ${from.minor} of ${placeName(builder)}, but ${placeName(runtime)} has Python ${to.minor}, which does not look into its lib/python${from.minor}: it ends with ModuleNotFoundError.`,
    remedy: `Use the same Python release in both stages.`,
  };
}

function usesPrefix(words: readonly string[]): boolean {
  return words.some((word) => /^--(?:prefix|user)\b/.test(word));
}

/** uv links an environment to an interpreter that it downloaded, where the image has none. */
function uvInterpreter({ carried, made, builder, runtime }: Passage, graph: BuildGraph): Misfit | undefined {
  const { root, rootImage } = made.stage;
  const isBare =
    /(?:^|\/)uv$/.test(rootImage?.repository ?? "") && root?.languageVersion === undefined && root?.libc !== "none";
  if (!made.environment?.byUv || !isBare || [...builder.packages].some((name) => name.startsWith("python3")))
    return undefined;
  const folder = made.settings.has("UV_PYTHON_INSTALL_DIR")
    ? made.settings.get("UV_PYTHON_INSTALL_DIR")
    : "/root/.local/share/uv/python";
  const isCarried =
    folder === undefined ||
    hasUv(graph, carried.shipped) ||
    chainOf(graph, carried.shipped).some(({ steps }) =>
      steps.some(({ copy }) => copy?.sources.some(({ path }) => isWithin(folder, path) || isWithin(path, folder))),
    );
  if (
    isCarried ||
    isWithin(folder, carried.source.path) ||
    !usesEnvironment(graph, carried.shipped, carried.copy.destination)
  )
    return undefined;
  return {
    command: made.command,
    certain: true,
    problem: `\`${made.environment.tool}\` links ${carried.source.path} to a Python that uv downloads to ${folder}, and that stays in ${placeName(builder)}: in ${placeName(runtime)} it ends with "no such file or directory".`,
    remedy: "Build on the Python image that ships, or copy that folder too.",
  };
}

/** Where uv is, it makes the environment again with an interpreter that it finds or downloads. */
function hasUv(graph: BuildGraph, shipped: Stage): boolean {
  const { command, entrypoint } = shipped.end;
  const words = [...(entrypoint?.words ?? []), ...(command?.words ?? [])];
  return (
    /(?:^|\/)uv$/.test(shipped.rootImage?.repository ?? "") ||
    words.some((word) => /^uvx?(?:\s|$)/.test(word)) ||
    chainOf(graph, shipped).some(({ steps }) =>
      steps.some(({ script }) => script?.commands.some(({ name }) => name === "uv")),
    )
  );
}

function otherPlace(
  { carried, made, builder, runtime }: Passage,
  graph: BuildGraph,
  from: PythonPlace,
  to: PythonPlace,
): Misfit | undefined {
  const { environment } = made;
  if (!environment || environment.copiesInterpreter || from.interpreter === undefined || to.interpreter === undefined)
    return undefined;
  if (from.interpreter === to.interpreter || !isBareOf(from.interpreter, carried.shipped)) return undefined;
  if (!usesEnvironment(graph, carried.shipped, carried.copy.destination)) return undefined;
  return {
    command: made.command,
    certain: true,
    problem: `\`${environment.tool}\` links ${carried.source.path} to ${from.interpreter}/python3 of ${placeName(builder)}, but the Python of ${placeName(runtime)} is in ${to.interpreter}: it ends with "no such file or directory".`,
    remedy: "Make the environment on the image that ships, or one with Python in the same place.",
  };
}

/** The full Python image holds Debian's Python too, at its own place. */
function isBareOf(interpreter: string, { root }: Stage): boolean {
  return interpreter === "/usr/local/bin" || root?.kind !== "language";
}

/** Whether the stage runs programs of the environment: by PATH, VIRTUAL_ENV or the command. */
function usesEnvironment(graph: BuildGraph, stage: Stage, destination: string): boolean {
  const folder = destination.replace(/\/$/, "");
  const { environment, entrypoint, command } = stage.end;
  const words = [
    environment.get("PATH") ?? "",
    environment.get("VIRTUAL_ENV") ?? "",
    ...(entrypoint?.words ?? []),
    ...(command?.words ?? []),
  ];
  const runs = chainOf(graph, stage).some(({ steps }) =>
    steps.some(({ script }) => script?.commands.some(({ word }) => word?.value?.startsWith(`${folder}/`))),
  );
  return runs || words.some((word) => word.includes(`${folder}/`) || word === folder || /venv\/bin/.test(word));
}

function otherLibc(
  { carried, made, builder, runtime }: Passage,
  from: PythonPlace,
  to: PythonPlace,
): Misfit | undefined {
  const [built, run] = [builder.libc, runtime.libc];
  const isPython = carried.shipped.root?.language === "python" || to.interpreter !== undefined;
  if (built === run || built === "unknown" || run === "unknown" || run === "none" || built === "none" || !isPython)
    return undefined;
  if (made.environment === undefined && from.minor === undefined) return undefined;
  const compiled = builder.compiledPythonPackage;
  if (compiled === undefined && !builder.listsPythonPackages) return undefined;
  const what = compiled === undefined ? "packages with compiled code" : compiled;
  return {
    command: made.command,
    certain: compiled !== undefined,
    problem: `${carried.source.path} is installed for ${built} in ${placeName(builder)}, but ${placeName(runtime)} has ${run}: ${what} ${compiled === undefined ? "end" : "ends"} with ImportError there.`,
    remedy: `Install on a ${run} image, or ship on one with ${built}.`,
  };
}
