import { readSystemPackageCommand } from "../knowledge/system-packages.ts";
import type { PackageChange } from "../model/graph.ts";
import type { ShellScript } from "../model/shell.ts";

/**
 * System packages that one RUN leaves behind: what it installs minus what it removes again. Only the same RUN can take files
 * out of the layer. Where a removal cannot be read in full it is taken to remove everything that this RUN installed: the
 * graph does not claim what it cannot know.
 */
export function packageChanges(script: ShellScript): PackageChange[] {
  const added = new Map<string, PackageChange>();
  const removed = new Map<string, PackageChange>();
  /** Members of `apk add --virtual NAME`, keys of `added`. */
  const groups = new Map<string, string[]>();
  let markedAutomatic = false;
  for (const command of script.commands) {
    markedAutomatic ||= command.name === "apt-mark" && command.arguments[0]?.value === "auto";
    const read = readSystemPackageCommand(command);
    if (!read) continue;
    const keyOf = (name: string) => `${read.manager}\0${name}`;
    if (read.action === "install") {
      for (const { name, word } of read.packages) {
        removed.delete(keyOf(name));
        added.set(keyOf(name), { manager: read.manager, name, change: "added", span: word.span });
      }
      if (read.virtual)
        groups.set(
          read.virtual,
          read.packages.map(({ name }) => keyOf(name)),
        );
    } else if (read.action === "remove" || (read.action === "autoremove" && markedAutomatic)) {
      const takesDependencies = command.arguments.some((word) => /^--auto-?remove$/.test(word.text));
      if (read.unknown || read.action === "autoremove" || (markedAutomatic && takesDependencies)) added.clear();
      for (const { name, word } of read.packages) {
        for (const member of groups.get(name) ?? []) added.delete(member);
        if (added.delete(keyOf(name)) || groups.has(name)) continue;
        removed.set(keyOf(name), { manager: read.manager, name, change: "removed", span: word.span });
      }
    }
  }
  return [...added.values(), ...removed.values()];
}
