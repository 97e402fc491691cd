import { isCCompiler } from "../knowledge/c-compilers.ts";
import { readLinkage } from "../knowledge/linkage/read-linkage.ts";
import { distroless } from "./base-images.ts";
import { buildsOf, packagesOf } from "./builds.ts";
import { manifestText } from "./context-files.ts";
import type { MigrationScene } from "./migration.ts";
import { nativeLanguage } from "./native-language.ts";

/** Go: on distroless where nothing asks for a shell, with the C library where the program needs it. */
export const go = nativeLanguage({
  name: "go",
  programNames,
  minimalBase: (scene) => distroless(isDynamic(scene) ? "base" : "static", scene.stage.root),
});

function isDynamic(scene: MigrationScene): boolean {
  const { root } = scene.stage;
  const hasCCompiler =
    packagesOf(scene).some(isCCompiler) ||
    (root?.kind === "toolchain" && root.libc === "glibc") ||
    root?.kind === "language";
  const place = { libc: root?.libc ?? "unknown", hasCCompiler, fromDistribution: false };
  return buildsOf(scene, "compile").some((build) => {
    return (
      readLinkage(build, { ...place, settings: scene.produced.settings.get(build.command) ?? new Map() }) !== undefined
    );
  });
}

/** The last part of the module's path, which `go build` names the program after where it is built in the module's folder. */
function programNames(scene: MigrationScene): string[] {
  const isOfModule = buildsOf(scene, "compile").every(({ command }) =>
    command.arguments.every(({ text }) => !/^\.?\.?\/.+/.test(text) && !text.endsWith(".go")),
  );
  const module = /^module[ \t]+"?([^\s"]+)/m.exec(manifestText(scene, "go.mod") ?? "")?.[1];
  const parts = module?.split("/") ?? [];
  const last = /^v\d+$/.test(parts.at(-1) ?? "") ? parts.at(-2) : parts.at(-1);
  return isOfModule && last !== undefined && /^[\w.-]+$/.test(last) ? [last] : [];
}
