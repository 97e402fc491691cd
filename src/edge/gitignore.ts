import { lstatSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ignore, { type Ignore } from "ignore";

/** The .gitignore files above a folder and in it, outermost first. */
export interface IgnoreRules {
  readonly files: readonly { readonly folder: string; readonly rules: Ignore }[];
}

export const noIgnoreRules: IgnoreRules = { files: [] };

/** More wildcards than a person writes in one line. `ignore` makes regular expressions of them that would backtrack for minutes. */
const wildcardLimit = 6;
const anyDepthLimit = 2;
/** Bytes of one .gitignore. */
const ignoreFileLimit = 256 * 1024;

/** The rules for what is in `folder`: those from above and its own .gitignore. Lines that cannot be matched quickly are left out. */
export function withIgnoreFile(rules: IgnoreRules, folder: string): IgnoreRules {
  const path = join(folder, ".gitignore");
  let text: string;
  try {
    const status = lstatSync(path);
    if (!status.isFile() || status.size > ignoreFileLimit) return rules;
    text = readFileSync(path, "utf8");
  } catch {
    return rules;
  }
  const lines = text.split(/\r?\n/).filter(isQuicklyMatched);
  return { files: [...rules.files, { folder, rules: ignore({ ignorecase: false }).add(lines) }] };
}

/** Whether git would ignore the path, its parents apart: an ignored folder is not entered in the first place. */
export function isIgnored({ files }: IgnoreRules, path: string, isFolder: boolean): boolean {
  for (const { folder, rules } of files.toReversed()) {
    const name = relative(folder, path).split(sep).join("/") + (isFolder ? "/" : "");
    const { ignored, unignored } = rules.test(name);
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

function isQuicklyMatched(line: string): boolean {
  const runs = line.match(/\*+/g) ?? [];
  return runs.length <= wildcardLimit && runs.filter((run) => run.length > 1).length <= anyDepthLimit;
}
