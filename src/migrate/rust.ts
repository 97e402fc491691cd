import { distroless, smallDistribution } from "./base-images.ts";
import { buildsOf } from "./builds.ts";
import { manifestText } from "./context-files.ts";
import type { Language, RunNeeds } from "./language.ts";
import type { MigrationScene } from "./migration.ts";
import { compiledProgram } from "./native-program.ts";

/** Rust: the program alone, on distroless with the C library where nothing asks for a shell. */
export const rust: Language = {
  name: "rust",
  shipsSources: false,
  buildsFromSources: () => true,
  recipe(scene, needs) {
    const program = compiledProgram(scene, programNames(scene));
    return {
      ...program,
      base: baseFor(scene, needs),
      user: "65532:65532",
      ...(needs.shell && { packages: ["ca-certificates"] }),
    };
  },
};

/** On Alpine, and for a musl target, Rust links programs statically. https://doc.rust-lang.org/reference/linkage.html */
function baseFor(scene: MigrationScene, needs: RunNeeds): string {
  const { root } = scene.stage;
  if (needs.shell) return smallDistribution(root);
  const isForMusl = buildsOf(scene, "compile").some(({ command }) =>
    command.arguments.some(({ text }) => text.includes("-musl")),
  );
  return root?.libc === "musl" || isForMusl ? distroless("static", root) : distroless("cc", root);
}

/** The package, which its program is named after, and the programs that the manifest names itself. */
function programNames(scene: MigrationScene): string[] {
  const names: string[] = [];
  let section = "";
  for (const line of (manifestText(scene, "Cargo.toml") ?? "").split("\n")) {
    section = /^\[{1,2}([\w.-]+)\]/.exec(line)?.[1] ?? section;
    const name = /^name *= *"([\w-]+)"/.exec(line)?.[1];
    if (name !== undefined && section === "bin") names.push(name);
    if (name !== undefined && section === "package") names.unshift(name);
  }
  return names.length > 1 ? names.slice(1) : names;
}
