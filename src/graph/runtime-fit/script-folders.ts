import type { ShellCommand } from "../../model/shell.ts";
import { absolutePath } from "../paths.ts";

/**
 * Follows `cd` through a script, command by command. Undefined once a `cd` is not known, or holds for a part of the script only.
 */
export class ScriptFolder {
  private current: string | undefined;

  constructor(workdir: string) {
    this.current = workdir;
  }

  /** The folder that the command works in. */
  at({ name, arguments: words, within }: ShellCommand): string | undefined {
    const before = this.current;
    if (name !== "cd" && name !== "pushd" && name !== "popd") return before;
    const to = words.find((word) => word.value !== undefined && !/^-[LPe]$/.test(word.value)) ?? words[0];
    const isKnown = name !== "popd" && to?.value !== undefined && to.value !== "-" && within.length === 0;
    this.current = isKnown && before !== undefined ? absolutePath(before, to.value ?? "") : undefined;
    if (isKnown && to.value?.startsWith("/")) this.current = absolutePath("/", to.value);
    return before;
  }
}
