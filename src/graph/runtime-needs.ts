import type { RuntimeNeeds } from "../knowledge/recommended-base.ts";
import { type BuildGraph, chainOf, type Stage, type Step } from "../model/graph.ts";

const interpreters: Readonly<Record<string, string>> = {
  node: "node",
  npm: "node",
  yarn: "node",
  pnpm: "node",
  npx: "node",
  bun: "bun",
  deno: "deno",
  python: "python",
  python3: "python",
  gunicorn: "python",
  uvicorn: "python",
  flask: "python",
  celery: "python",
  java: "java",
  dotnet: "dotnet",
  ruby: "ruby",
  bundle: "ruby",
  rails: "ruby",
  puma: "ruby",
  php: "php",
  "php-fpm": "php",
  perl: "perl",
};

/** What the program of a shipped stage needs at run time, by its command, and by the stages that its files were built in. */
export function runtimeNeeds(graph: BuildGraph, stage: Stage): RuntimeNeeds {
  const words = [...(stage.end.entrypoint?.words ?? []), ...(stage.end.command?.words ?? [])].join(" ").split(/\s+/);
  const interpreter = words
    .map((word) => interpreters[word.split("/").at(-1) ?? ""])
    .find((name) => name !== undefined);
  if (interpreter) return { staticBinary: false, language: interpreter };
  const builders = chainOf(graph, stage)
    .flatMap((link) => link.steps)
    .flatMap(({ copy }) => (copy?.from.kind === "stage" ? (graph.stages[copy.from.index] ?? []) : []));
  const builder = builders.find((candidate) => candidate.root?.language !== undefined);
  const language = builder?.root?.language ?? stage.root?.language;
  if (addsPrograms(graph, stage))
    return { staticBinary: false, language: binaries.has(language ?? "") ? undefined : language };
  return {
    staticBinary: builders.some((candidate) => chainOf(graph, candidate).some(buildsStatic)),
    language,
  };
}

/** Languages whose programs need nothing but a kernel, as far as they are alone in the image. */
const binaries: ReadonlySet<string> = new Set(["go", "rust", "c"]);

/** Data that also a static image carries. */
const plainData: ReadonlySet<string> = new Set(["ca-certificates", "tzdata", "mailcap", "openssl"]);

/** What the shipped stages install runs beside the program, and needs more than scratch. */
function addsPrograms(graph: BuildGraph, stage: Stage): boolean {
  const packages = chainOf(graph, stage).flatMap((link) => link.steps.flatMap((step) => step.packages));
  return packages.some(({ change, name }) => change === "added" && !plainData.has(name));
}

function buildsStatic(stage: Stage): boolean {
  return stage.end.environment.get("CGO_ENABLED") === "0" || stage.steps.some(compilesWithoutC);
}

function compilesWithoutC({ script }: Step): boolean {
  return (
    script?.commands.some(
      ({ name, assignments, arguments: words }) =>
        assignments.some((assignment) => assignment.name === "CGO_ENABLED" && assignment.value?.value === "0") ||
        (name === "cargo" && words.some((word) => word.text.includes("-musl"))) ||
        words.some((word) => word.text.includes("-extldflags") && word.text.includes("-static")),
    ) ?? false
  );
}
