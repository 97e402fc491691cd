import { packagedPython } from "../../knowledge/packaged-languages.ts";
import { type BuildGraph, chainOf, type Stage } from "../../model/graph.ts";
import type { ProgramHost } from "./surroundings.ts";

/** The Python that a stage has, as far as its base image and packages tell. */
export interface PythonPlace {
  /** Minor release: `3.12`. */
  readonly minor: string | undefined;
  /** Where the interpreter is. */
  readonly interpreter: "/usr/local/bin" | "/usr/bin" | undefined;
}

const nowhere: PythonPlace = { minor: undefined, interpreter: undefined };

/** Images of language Python whose interpreter Docker's official image put where it is. */
const official = /(?:^|\/)(?:python|uv|uvicorn-gunicorn[\w-]*|meinheld-gunicorn[\w-]*)$/;

export function pythonPlace(graph: BuildGraph, stage: Stage, { packages }: ProgramHost): PythonPlace {
  const { root, rootImage } = stage;
  if (!root || chainOf(graph, stage).some(bringsPython)) return nowhere;
  const packaged = [...packages].flatMap((name) => packagedPython(name, root) ?? []);
  const named = [...packages].some(
    (name) => /^python3/.test(name) && !/^python3-(?!venv|pip|dev|minimal|full)/.test(name),
  );
  if (root.language === "python") {
    const isOfficial = official.test(rootImage?.repository ?? "");
    const isDistribution = /distroless\/python3|^ubuntu\/python$/.test(rootImage?.repository ?? "");
    // Two interpreters: nobody knows which one a script means.
    if (named) return nowhere;
    if (!isOfficial && !isDistribution) return nowhere;
    return { minor: minorOf(root.languageVersion), interpreter: isOfficial ? "/usr/local/bin" : "/usr/bin" };
  }
  const minors = new Set(packaged);
  const [only] = minors;
  if (minors.size > 1 || !named) return nowhere;
  return { minor: only, interpreter: "/usr/bin" };
}

/** An interpreter, or a folder that has one in it together with its library. */
const holdsPython =
  /^\/(?:usr(?:\/local(?:\/lib)?)?\/?)?$|^\/(?:opt\/)?python\/?$|\/bin\/python3?(?:\.\d+)?$|(?:^|\/)(?:\.?pyenv|(?:mini|ana)?conda3?|miniforge3?)\/?$/;

/** Another Python is compiled, downloaded or copied. */
function bringsPython({ steps, end }: Stage): boolean {
  return (
    end.environment.get("PYENV_ROOT") !== undefined ||
    steps.some(
      ({ copy, script }) =>
        copy?.sources.some(({ path }) => holdsPython.test(path)) ||
        script?.commands.some(
          ({ name, arguments: words }) =>
            /^(?:pyenv|conda|mamba|micromamba|update-alternatives|asdf|mise)$/.test(name) ||
            words.some(({ text }) =>
              /\/Python-\d|python-build-standalone|deadsnakes|pyenv|miniconda|miniforge/i.test(text),
            ) ||
            (name === "uv" && words[0]?.value === "python" && words[1]?.value === "install"),
        ),
    )
  );
}

export function minorOf(version: string | undefined): string | undefined {
  return /^3\.\d+/.exec(version ?? "")?.[0];
}
