import { classFileTarget } from "../../knowledge/class-file-version.ts";
import { packagedJava } from "../../knowledge/packaged-languages.ts";
import { type BuildGraph, chainOf, type Stage } from "../../model/graph.ts";
import type { Misfit, Passage } from "./misfit.ts";
import { placeName } from "./place-name.ts";
import type { ProgramHost } from "./surroundings.ts";

/** Class files that are newer than the Java which is to run them. */
export function javaMisfit({ carried, made, builder, runtime }: Passage, graph: BuildGraph): Misfit | undefined {
  const { build } = made;
  if (build?.language !== "java" || build.kind !== "compile" || /native/i.test(build.tool)) return undefined;
  const target = classFileTarget(build, made.settings);
  const run = target && javaOf(graph, carried.shipped, runtime);
  const kit = target && javaOf(graph, made.stage, builder);
  if (!target || run === undefined) return undefined;
  const asked = target.asked === undefined ? kit : numberOf(target.asked);
  if (asked === undefined || asked <= run) return undefined;
  const tool = `\`${build.tool}\``;
  const certain = target.asked !== undefined || target.otherwise === "compiler";
  const place = placeName(runtime);
  return {
    command: made.command,
    certain,
    problem: certain
      ? `${tool} makes class files of Java ${asked} in ${placeName(builder)}, but ${place} has Java ${run}: it ends with UnsupportedClassVersionError.`
      : `${tool} in ${placeName(builder)} uses Java ${asked}, but ${place} has Java ${run}: unless the project asks for ${run} or less, it ends with UnsupportedClassVersionError.`,
    remedy: `Ship on a JRE ${asked}, or compile with ${release(build.tool, run)}.`,
  };
}

function release(tool: string, version: number): string {
  if (/^(?:\.\/)?mvn/.test(tool)) return `\`-Dmaven.compiler.release=${version}\``;
  return tool === "javac" ? `\`--release ${version}\`` : `JDK ${version}`;
}

/** Feature version of the Java of a stage; undefined where it is not known, or where the stage brings another one along. */
function javaOf(graph: BuildGraph, stage: Stage, { packages }: ProgramHost): number | undefined {
  const packaged = [...packages].flatMap((name) => numberOf(packagedJava(name)?.version) ?? []);
  const versions = new Set(packaged);
  if (versions.size > 1 || chainOf(graph, stage).some(bringsJava)) return undefined;
  const [only] = versions;
  if (only !== undefined) return stage.root?.language === "java" ? undefined : only;
  return stage.root?.language === "java" ? numberOf(stage.root.languageVersion) : undefined;
}

/** A JDK or JRE that is copied, downloaded or made with jlink: nobody knows which runs. */
function bringsJava(stage: Stage): boolean {
  const home = stage.end.environment.get("JAVA_HOME");
  return (
    home !== undefined ||
    stage.steps.some(
      ({ copy, script }) =>
        copy?.sources.some(({ path }) => isJavaHome(path, copy.from.kind === "context")) ||
        script?.commands.some(
          ({ name, arguments: words }) =>
            /^(?:sdk|jenv|update-alternatives|update-java-alternatives|jlink)$/.test(name) ||
            words.some(
              ({ text }) => /sdkman|sdk install java|java-\d|jdk-?\d|jre-?\d/i.test(text) && /https?:|sdk/.test(text),
            ),
        ),
    )
  );
}

/** A folder or an archive that is called like a JDK or JRE; sources in the build context are in folders called `java` too. */
function isJavaHome(path: string, inContext: boolean): boolean {
  const name = path.replace(/\/$/, "").split("/").at(-1) ?? "";
  return inContext
    ? /^(?:open)?j(?:re|dk)/i.test(name)
    : /^(?:jre|jdk|java|openjdk|jlink|graalvm)|[-_](?:jre|jdk)/i.test(name);
}

/** 21 of `21.0.3`, `1.8` is 8. */
function numberOf(version: string | undefined): number | undefined {
  const match = /^(?:1\.)?(\d{1,3})(?:\D|$)/.exec(version ?? "");
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
