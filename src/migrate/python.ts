import type { BuildCommandInScript } from "../model/build-command.ts";
import { slimTwin } from "./base-images.ts";
import { buildsOf } from "./builds.ts";
import type { Language } from "./language.ts";
import type { MigrationScene, Recipe } from "./migration.ts";

const environment = "/opt/venv";
/** Tools that install dependencies, and are none of them. */
const tools: ReadonlySet<string> = new Set(
  "pip setuptools wheel poetry uv pipenv pdm build virtualenv pip-tools".split(" "),
);

/** Python: a virtual environment, filled where compilers are, beside the sources on the slim image. */
export const python: Language = {
  name: "python",
  shipsSources: true,
  buildsFromSources: (scene) => installsProject(scene) || buildsOf(scene, "compile", "test").length > 0,
  recipe(scene) {
    return { base: slimTwin(scene.stage), user: "65532:65532", ...environmentOf(scene), ...startOf(scene) };
  },
};

/** The install that a virtual environment has to be there for. */
export function isDependencyInstall({ kind, packages, tool }: BuildCommandInScript): boolean {
  if (kind !== "install") return false;
  return (
    !/^pip install$/.test(tool) ||
    packages.length === 0 ||
    packages.some((each) => !tools.has(each.split(/[=<>~![]/)[0] ?? ""))
  );
}

function environmentOf(scene: MigrationScene): Pick<Recipe, "taken" | "beforeInstall" | "forRun"> {
  const { stage, parts } = scene;
  const given = stage.end.environment.get("VIRTUAL_ENV") ?? stage.end.environment.get("UV_PROJECT_ENVIRONMENT");
  const uv = parts.find(({ step }) => step.builds.some(({ tool }) => tool === "uv sync"));
  const own = given ?? (uv ? `${uv.step.before.workdir}/.venv` : undefined);
  if (own?.startsWith("/")) {
    const path = stage.end.environment.get("PATH")?.includes(own) ? [] : [`ENV PATH="${own}/bin:$PATH"`];
    return { taken: [{ from: own, to: own }], forRun: path };
  }
  const path = `ENV VIRTUAL_ENV=${environment} PATH="${environment}/bin:$PATH"`;
  return {
    taken: [{ from: environment, to: environment }],
    beforeInstall: [`RUN python -m venv ${environment}`, path],
    forRun: [path],
  };
}

/** `poetry run gunicorn …`: in the environment, which is on the PATH, the program starts by its own name. */
function startOf({ start }: MigrationScene): Pick<Recipe, "start"> {
  const [first, second, ...rest] = start.words;
  const isRunner = second === "run" && /^(?:poetry|uv|pipenv|pdm)$/.test(first ?? "");
  return isRunner && !start.needsShell && rest.length > 0 && !rest[0]?.startsWith("-") ? { start: rest } : {};
}

/** `pip install .` and Poetry's and uv's install of the project itself. */
function installsProject(scene: MigrationScene): boolean {
  return buildsOf(scene, "install").some(({ tool, packages, command }) => {
    if (packages.some((each) => /^\.(?:\/|\[|$)/.test(each))) return true;
    const leavesOut = command.arguments.some(({ text }) => /^--(?:no-root|no-install-project|no-self)$/.test(text));
    return /^(?:poetry install|uv sync|pdm (?:install|sync))$/.test(tool) && !leavesOut;
  });
}
