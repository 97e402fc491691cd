import { packagedJava } from "../../knowledge/packaged-languages.ts";
import { type BuildGraph, chainOf, type Stage } from "../../model/graph.ts";
import type { ProgramHost } from "./surroundings.ts";

/** Feature version of the Java of a stage; undefined where it is not known, or where the stage brings another one along. */
export function javaOf(graph: BuildGraph, { stage, packages }: ProgramHost): number | undefined {
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
export function numberOf(version: string | undefined): number | undefined {
  const match = /^(?:1\.)?(\d{1,3})(?:\D|$)/.exec(version ?? "");
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
