import { distroless } from "./base-images.ts";
import { buildsOf } from "./builds.ts";
import { manifestText } from "./context-files.ts";
import type { MigrationScene } from "./migration.ts";
import { nativeLanguage } from "./native-language.ts";

/** Rust: on distroless with the C library where nothing asks for a shell. */
export const rust = nativeLanguage({ name: "rust", programNames, minimalBase });

/** On Alpine, and for a musl target, Rust links programs statically. https://doc.rust-lang.org/reference/linkage.html */
function minimalBase(scene: MigrationScene): string {
  const { root } = scene.stage;
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
