import { distance } from "fastest-levenshtein";

const longestName = 64;

/**
 * The name that was most likely meant: the one that differs least, in a third of the letters at most, else the only one that
 * has all the words written, as `root-user` for `root-final-user`. Undefined when there is none.
 */
export function closestName(written: string, names: readonly string[]): string | undefined {
  if (written.length > longestName) return undefined;
  const wanted = plainSpelling(written);
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(written.length / 3)) + 1;
  for (const name of names) {
    const spelling = plainSpelling(name);
    const edits = haveSameLetters(wanted, spelling) ? 1 : distance(wanted, spelling);
    if (edits < fewest) [best, fewest] = [name, edits];
  }
  if (best !== undefined) return best;
  const words = wanted.split("-");
  const withAllWords = names.filter((name) => words.every((word) => plainSpelling(name).split("-").includes(word)));
  return withAllWords.length === 1 ? withAllWords[0] : undefined;
}

/** `failOn`, `fail_on` and `Fail-On` are all meant as `fail-on`. */
function plainSpelling(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replace(/[_\s]/g, "-")
    .toLowerCase();
}

/** Two letters that changed places are one slip. */
function haveSameLetters(a: string, b: string): boolean {
  return a.length === b.length && [...a].sort().join("") === [...b].sort().join("");
}
