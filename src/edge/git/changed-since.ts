import type { ChangedFile } from "../../model/change.ts";
import { InputError } from "../../model/input-error.ts";
import { git, nulFields } from "./git.ts";

/** What differs between a commit and the files on disk, with renames, and with the files that git does not track yet. */
export function changedSince(repository: string, commit: string): ChangedFile[] {
  const question = ["diff", "-z", "--name-status", "--find-renames", "--no-ext-diff", "--no-textconv"];
  const answer = git(repository, [...question, "--ignore-submodules=all", commit, "--"]);
  if (answer.status !== 0) throw new InputError(`git cannot tell what changed: ${answer.trouble}.`);
  const changed: ChangedFile[] = [];
  const fields = nulFields(answer)[Symbol.iterator]();
  const next = () => fields.next().value ?? "";
  for (let letter = next(); letter !== ""; letter = next()) {
    const first = next();
    const isRename = letter.startsWith("R");
    const isCopy = letter.startsWith("C");
    const path = isRename || isCopy ? next() : first;
    changed.push({
      path,
      previousPath: isRename ? first : undefined,
      status: isRename ? "renamed" : letter === "A" || isCopy ? "added" : letter === "D" ? "removed" : "modified",
      hunks: undefined,
    });
  }
  const untracked = nulFields(git(repository, ["ls-files", "-z", "--others", "--exclude-standard", "--full-name"]));
  const added = untracked.map((path) => ({
    path,
    previousPath: undefined,
    status: "added" as const,
    hunks: undefined,
  }));
  return [...changed, ...added];
}
