import { absolutePath } from "../graph/paths.ts";
import { hasOption, optionNames, optionValue, readCommandLine } from "../knowledge/command-line.ts";
import type { BuildCommandInScript } from "../model/build-command.ts";
import { dotnetRuntime, imageNamed } from "./base-images.ts";
import { buildsOf } from "./builds.ts";
import type { Language } from "./language.ts";
import type { MigrationScene, Recipe, RecipeQuestion } from "./migration.ts";

const publishFolder = "/app/publish";
const valued = optionNames(
  "-c --configuration -f --framework -r --runtime -o --output -v --verbosity -a --arch --os --source",
);

/** .NET: what `dotnet publish` gathers, on the run time of ASP.NET. */
export const dotnet: Language = {
  name: "dotnet",
  shipsSources: false,
  buildsFromSources: () => true,
  recipe(scene) {
    const base = dotnetRuntime(scene.stage);
    const hasUser = Number(imageNamed(base)?.languageVersion?.split(".")[0] ?? "8") >= 8;
    return { base, user: hasUser ? "app" : "65532:65532", ...publishedOf(scene) };
  },
};

function publishedOf(scene: MigrationScene): Pick<Recipe, "taken" | "afterBuild" | "start" | "questions"> {
  const { start, stage } = scene;
  const isDotnet = /(?:^|\/)dotnet$/.test(start.words[0] ?? "");
  const library = isDotnet ? start.words.slice(1).find((word) => word.endsWith(".dll")) : undefined;
  const publish = buildsOf(scene, "compile", "bundle").findLast(({ tool }) => tool === "dotnet publish");
  const output = publish && outputOf(scene, publish);
  const named = library === undefined || library.includes("$") ? undefined : absolutePath(stage.end.workdir, library);
  if (named !== undefined && publish !== undefined) {
    const folder = output ?? named.slice(0, named.lastIndexOf("/"));
    return { taken: [{ from: folder, to: folder }] };
  }
  const program =
    named === undefined && !isDotnet && start.words[0]?.includes("/")
      ? absolutePath(stage.end.workdir, start.words[0])
      : undefined;
  if (output !== undefined && program !== undefined) return { taken: [{ from: output, to: output }] };
  return publishedAnew(scene, output, library);
}

function outputOf({ parts, stage }: MigrationScene, publish: BuildCommandInScript): string | undefined {
  const line = readCommandLine(publish.command.arguments, valued, "single");
  const output = hasOption(line, "-o", "--output") ? optionValue(line, "-o", "--output") : undefined;
  const part = parts.find(({ step }) => step.builds.includes(publish));
  return output === undefined ? undefined : absolutePath(part?.step.before.workdir ?? stage.end.workdir, output);
}

/** `dotnet build` with `dotnet run` leaves nothing that runs without the SDK. */
function publishedAnew(
  scene: MigrationScene,
  output: string | undefined,
  library: string | undefined,
): Pick<Recipe, "taken" | "afterBuild" | "start" | "questions"> {
  const project = projectOf(scene);
  const folder = output ?? publishFolder;
  const taken = [{ from: folder, to: folder }];
  const name = library?.split("/").at(-1) ?? (project === undefined ? undefined : `${project.name}.dll`);
  const command = `RUN dotnet publish${project ? ` ${project.path}` : ""} -c Release -o ${publishFolder}`;
  const added = output === undefined ? { afterBuild: [command] } : {};
  if (name === undefined) {
    const questions: RecipeQuestion[] = [
      { at: "start", text: `Which .dll in ${folder} is the program, to be started by dotnet?` },
    ];
    return { taken, ...added, questions };
  }
  const questions: RecipeQuestion[] =
    library === undefined ? [{ at: "start", text: `Is the program called ${name}, after its project file?` }] : [];
  return { taken, ...added, start: ["dotnet", `${folder}/${name}`], questions };
}

function projectOf({ parts, start }: MigrationScene): { readonly path: string; readonly name: string } | undefined {
  const option = start.words.findIndex((word) => word === "--project" || word === "-p");
  const given = option === -1 ? undefined : start.words[option + 1];
  const sources = parts.flatMap(({ step }) => step.copy?.sources ?? []).map(({ path }) => path);
  const built = parts.flatMap(({ step }) =>
    step.builds.flatMap(({ command }) => command.arguments.map(({ value }) => value ?? "")),
  );
  const path =
    [...(given === undefined ? [] : [given]), ...built, ...sources].find(
      (each) => /\.(?:cs|fs|vb)proj$/.test(each) && !/[*$]/.test(each),
    ) ?? given;
  const name = path
    ?.split("/")
    .filter((part) => part !== "" && part !== ".")
    .at(-1)
    ?.replace(/\.\w+proj$/, "");
  return path === undefined || name === undefined || !/^[\w.-]+$/.test(name) || !/^[\w./-]+$/.test(path)
    ? undefined
    : { path, name };
}
