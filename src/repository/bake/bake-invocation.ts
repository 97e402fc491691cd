import type { BuildArgument } from "../../model/repository-facts.ts";

/** Something in the repository that runs bake. */
export interface BakeInvocation {
  /** Folder that it runs in; undefined when it cannot be told. */
  readonly folder: string | undefined;
  /** Files that it names; empty for those that bake takes by itself. */
  readonly files: readonly string[];
  /** Targets and groups; empty for the default one. */
  readonly targets: readonly string[];
  readonly pushes: boolean;
  /** `--set` and the input `set`, as far as they give build arguments. */
  readonly overrides: readonly BakeOverride[];
}

/** `target.args.NAME=value`; the target may hold `*`. */
export interface BakeOverride {
  readonly target: string;
  readonly argument: BuildArgument;
}

/** The target and the build argument that an override names: `*.args.TOKEN`. Undefined for one of something else. */
export function bakeOverrideName(
  written: string,
): { readonly target: string; readonly name: string; readonly end: number } | undefined {
  const end = written.indexOf("=");
  const [target = "", kind, ...name] = written.slice(0, Math.max(0, end)).split(".");
  return target !== "" && kind === "args" && name.length > 0 ? { target, name: name.join("."), end } : undefined;
}

/** `*` stands for any part of the name. */
export function isNamedBy(pattern: string, name: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  if (others.length === 0) return pattern === name;
  const last = others.pop() ?? "";
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let from = first.length;
  for (const part of others) {
    const found = name.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return from <= name.length - last.length;
}
