import type { BuildCommandInScript } from "../model/build-command.ts";
import type { BuildSettings } from "./build-settings.ts";

/** Which Java the class files of a build are for, as far as its command tells. */
export interface ClassFileTarget {
  /** Feature version that the command asks for; undefined where it asks for none. */
  readonly asked: string | undefined;
  /** What happens then: the version of the compiler, or what the project's files say. */
  readonly otherwise: "compiler" | "project";
}

const askedBy: readonly RegExp[] = [
  /^-D(?:maven\.compiler\.(?:release|target)|java\.version|jdk\.version|release)=(.+)$/,
  /^-P(?:release|javaVersion|java\.version|targetCompatibility)=(.+)$/,
];

/** Undefined for builds whose class files do not follow the JDK: Kotlin, Scala and Clojure make those of an old Java. */
export function classFileTarget(
  { tool, command }: BuildCommandInScript,
  settings: BuildSettings,
): ClassFileTarget | undefined {
  const isCompiler = tool === "javac";
  if (!isCompiler && !/^(?:mvn|mvnd|gradle|\.\/mvnw|\.\/gradlew|ant)\b/.test(tool)) return undefined;
  const words = [
    ...command.arguments.map(({ value, text }) => value ?? text),
    ...(settings.get("MAVEN_ARGS") ?? "").split(/\s+/),
  ];
  for (const [index, word] of words.entries()) {
    const option = isCompiler && /^--?(?:release|target)$/.test(word) ? words[index + 1] : undefined;
    const joined = isCompiler ? /^--release=(.+)$/.exec(word)?.[1] : undefined;
    const property = askedBy.map((pattern) => pattern.exec(word)?.[1]).find((found) => found !== undefined);
    const asked = option ?? joined ?? property;
    if (asked !== undefined) return { asked: asked.replace(/^1\./, ""), otherwise: "project" };
  }
  return { asked: undefined, otherwise: isCompiler ? "compiler" : "project" };
}
