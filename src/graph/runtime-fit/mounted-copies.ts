import type { Copy, CopySource, Step } from "../../model/graph.ts";
import type { ShellCommand } from "../../model/shell.ts";
import type { MountPaths } from "../mount-paths.ts";
import { absolutePath, isWithin } from "../paths.ts";
import { ScriptFolder } from "./script-folders.ts";

/** What a RUN copies out of bind mounts from other stages and images, as COPY instructions would. */
export function mountedCopies(paths: MountPaths, step: Step): Copy[] {
  const folders = new ScriptFolder(step.before.workdir);
  const bound = step.mounts.flatMap(({ mount, from }) => {
    if (mount.type !== "bind" || mount.target === undefined) return [];
    const [first, second] = paths.of(mount);
    const [source, target] = mount.source === undefined ? ["/", first] : [first, second];
    return [
      { from, source: absolutePath("/", source ?? "/"), target: absolutePath(step.before.workdir, target ?? "/") },
    ];
  });
  return (step.script?.commands ?? []).flatMap((command) => {
    const folder = folders.at(command);
    return bound.flatMap(({ from, source, target }) => {
      const taken = folder === undefined ? [] : takenFrom(command, folder, source, target);
      const destination = command.arguments.at(-1)?.value;
      return taken.length === 0 || destination === undefined
        ? []
        : [{ from, sources: taken, destination: absolutePath(folder ?? "/", destination) }];
    });
  });
}

function takenFrom(
  { name, arguments: words }: ShellCommand,
  folder: string,
  source: string,
  target: string,
): CopySource[] {
  if (name !== "cp" && name !== "install") return [];
  return words.slice(0, -1).flatMap(({ value, text, span }): CopySource[] => {
    if (value === undefined || value.startsWith("-")) return [];
    const path = absolutePath(folder, value);
    if (!isWithin(path, target)) return [];
    return [{ text, span, kind: "file", path: absolutePath(source, path.slice(target.length).replace(/^\//, "")) }];
  });
}
