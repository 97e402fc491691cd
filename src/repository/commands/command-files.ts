import { isDevelopmentName, isTestName } from "../../knowledge/stage-names.ts";
import { type BuildArgument, type FactValue, knownValue, noCaches, targetOf } from "../../model/repository-facts.ts";
import type { SourceFile } from "../../model/source.ts";
import { type ScriptText, ScriptTextBuilder } from "../../shell/script-text.ts";
import type { BakeInvocation } from "../bake/bake-invocation.ts";
import { buildLocation } from "../build-location.ts";
import type { FactCollector } from "../fact-collector.ts";
import { folderOf, pathIn } from "../repository-path.ts";
import { scalarScript } from "../workflow/step-surroundings.ts";
import { child, descendant, entriesOf, itemsOf, textOf, type YamlNode } from "../yaml-tree.ts";
import { readRecipes } from "./makefile.ts";
import { readShellBuilds } from "./shell-builds.ts";

const noValues: ReadonlyMap<string, FactValue> = new Map();

/** Recipes run in the folder of the Makefile, those of an included one in that which includes it. */
export function readMakefile(path: string, collector: FactCollector): BakeInvocation[] {
  const source = collector.source(path);
  if (!source) return [];
  const folders = foldersFor(path);
  return readRecipes(source).flatMap(({ target, script, shellStarts }) => {
    const place = { source: "makefile" as const, path, name: target, folders, values: noValues, shellStarts };
    return readShellBuilds(script, place, collector);
  });
}

/** Scripts are called from the root of the repository, or from their own folder. */
export function readScriptFile(path: string, collector: FactCollector): BakeInvocation[] {
  const source = collector.source(path);
  if (!source) return [];
  const builder = new ScriptTextBuilder(source);
  builder.add(source.text, 0, source.text.length);
  const place = {
    source: "script" as const,
    path,
    name: path,
    folders: foldersFor(path).toReversed(),
    values: noValues,
  };
  return readShellBuilds(builder.finish(), place, collector);
}

export function readPackageScripts(path: string, collector: FactCollector): BakeInvocation[] {
  const source = collector.source(path);
  // Most of these files build no image: they need not be read.
  if (!source || !/docker|podman|buildah|nerdctl/.test(source.text)) return [];
  return entriesOf(child(collector.yaml(path)[0], "scripts")).flatMap(([name, { value }]) =>
    value.kind === "scalar"
      ? readShellBuilds(
          scalarScript(source, value),
          { source: "package", path, name, folders: [folderOf(path)], values: noValues },
          collector,
        )
      : [],
  );
}

/** The commands of a Taskfile; what its templates come to is not known. */
export function readTaskfile(path: string, collector: FactCollector): BakeInvocation[] {
  const source = collector.source(path);
  if (!source) return [];
  return entriesOf(child(collector.yaml(path)[0], "tasks")).flatMap(([name, { value: task }]) => {
    const folder = textOf(child(task, "dir"));
    const start = folder === undefined ? folderOf(path) : pathIn(folderOf(path), folder);
    const commands = task.kind === "mapping" ? itemsOf(child(task, "cmds")) : itemsOf(task);
    return commands.flatMap((command) => {
      const node = command.kind === "mapping" ? child(command, "cmd") : command;
      if (node?.kind !== "scalar") return [];
      const place = { source: "taskfile" as const, path, name, folders: start === undefined ? [] : [start] };
      return readShellBuilds(
        withoutTemplates(source, scalarScript(source, node)),
        { ...place, values: noValues },
        collector,
      );
    });
  });
}

/** `{{.NAME}}` becomes a variable of the shell that nobody knows. */
function withoutTemplates(source: SourceFile, script: ScriptText): ScriptText {
  const builder = new ScriptTextBuilder(source);
  let done = 0;
  for (let start = script.text.indexOf("{{"); start !== -1; start = script.text.indexOf("{{", done)) {
    const end = script.text.indexOf("}}", start);
    if (end === -1) break;
    builder.copy(script, done, start);
    builder.replace(`\${${templateName(script.text.slice(start + 2, end))}}`, script, start, end + 2);
    done = end + 2;
  }
  builder.copy(script, done, script.text.length);
  return builder.finish();
}

function templateName(inside: string): string {
  return /^ *\.([A-Za-z_]\w{0,100}) *$/.exec(inside)?.[1] ?? "TEMPLATE";
}

/** The artifacts of a skaffold file that Docker builds. */
export function readSkaffold(path: string, collector: FactCollector): void {
  for (const root of collector.yaml(path)) {
    const profiles = itemsOf(child(root, "profiles")).map((profile) => ({
      node: profile,
      isSide: isSideName(textOf(child(profile, "name")) ?? ""),
    }));
    for (const { node, isSide } of [{ node: root, isSide: false }, ...profiles]) {
      for (const artifact of itemsOf(descendant(node, "build", "artifacts")))
        addArtifact(path, artifact, isSide, collector);
    }
  }
}

function addArtifact(path: string, artifact: YamlNode, isSide: boolean, collector: FactCollector): void {
  const docker = child(artifact, "docker") ?? child(artifact, "kaniko");
  const others = ["buildpacks", "jib", "ko", "bazel", "custom"];
  if (artifact.kind !== "mapping" || (!docker && others.some((name) => artifact.entries.has(name)))) return;
  const image = artifact.entries.get("image");
  const folder = pathIn(folderOf(path), textOf(child(artifact, "context")) ?? ".");
  const value = (name: string) => templated(textOf(child(docker, name)));
  collector.add({
    source: "skaffold",
    path,
    span: image ? { start: image.keySpan.start, end: image.value.span.end } : artifact.span,
    name: textOf(image?.value) ?? "",
    ...buildLocation({ text: folder, variables: [], secrets: [] }, value("dockerfile")),
    target: targetOf(value("target")),
    buildArguments: entriesOf(child(docker, "buildArgs")).map(
      ([name, { keySpan, value }]): BuildArgument => ({
        name,
        value: templated(textOf(value)) ?? { text: undefined, variables: [name], secrets: [] },
        path,
        span: { start: keySpan.start, end: value.span.end },
      }),
    ),
    namedContexts: [],
    platforms: [],
    caches: noCaches,
    ships: !isSide,
  });
}

function templated(text: string | undefined): FactValue | undefined {
  if (text === undefined || !text.includes("{{")) return text === undefined ? undefined : knownValue(text);
  const names = [...text.matchAll(/\{\{ *\.([A-Za-z_]\w{0,100})/g)].flatMap((match) => match[1] ?? []);
  return { text: undefined, variables: names, secrets: [] };
}

function isSideName(name: string): boolean {
  return isTestName(name) || isDevelopmentName(name);
}

/** The folder of the file, and the root. */
function foldersFor(path: string): string[] {
  return [...new Set([folderOf(path), "."])];
}
