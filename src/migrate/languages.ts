import { chainOf } from "../model/graph.ts";
import { buildsOf } from "./builds.ts";
import { dotnet } from "./dotnet.ts";
import { go } from "./go.ts";
import { java } from "./java.ts";
import type { Language } from "./language.ts";
import type { MigrationScene } from "./migration.ts";
import { node, plainNode } from "./node.ts";
import { php } from "./php.ts";
import { python } from "./python.ts";
import { ruby } from "./ruby.ts";
import { rust } from "./rust.ts";

const compiled: readonly Language[] = [go, rust, java, dotnet];
const interpreted: readonly Language[] = [python, php, ruby];

/** The language that the program of a scene is written in, as far as there is a recipe for it. */
export function languageOf(scene: MigrationScene): Language | undefined {
  const root = chainOf(scene.graph, scene.stage).at(-1)?.root?.language;
  const makes = buildsOf(scene, "compile", "bundle").map(({ language }) => language ?? root);
  const installs = buildsOf(scene, "install").map(({ language }) => language);
  // An image of an interpreter that also bundles for browsers is still for that interpreter.
  const own = interpreted.find(({ name }) => name === root);
  if (own) return [...makes, ...installs].includes(own.name) ? own : undefined;
  const program = compiled.find(({ name }) => makes.includes(name));
  if (program) return program;
  if (makes.includes("node")) return node;
  return installs.includes("node") && root === "node" ? plainNode : undefined;
}
