import { classFileTarget } from "../../knowledge/class-file-version.ts";
import { numberOf } from "./java-place.ts";
import type { Misfit, Passage } from "./misfit.ts";
import { placeName } from "./place-name.ts";

/** Class files that are newer than the Java which is to run them. */
export function javaMisfit({ made, builder, runtime }: Passage): Misfit | undefined {
  const { build } = made;
  if (build?.language !== "java" || build.kind !== "compile" || /native/i.test(build.tool)) return undefined;
  const target = classFileTarget(build, made.settings);
  const { java: run } = runtime;
  if (!target || run === undefined) return undefined;
  const asked = target.asked === undefined ? builder.java : numberOf(target.asked);
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
