/** One commit as the changelog needs it, by the convention of conventionalcommits.org 1.0.0. */
export interface ConventionalCommit {
  readonly hash: string;
  readonly type: string;
  readonly scope: string | undefined;
  readonly subject: string;
  /** What breaks, from the footer or, where only the `!` says so, the subject; undefined where nothing does. */
  readonly breaking: string | undefined;
}

/** Undefined for a commit that does not follow the convention, such as a merge. */
export function conventionalCommit(hash: string, message: string): ConventionalCommit | undefined {
  const [header = "", ...rest] = message.split("\n");
  const parts = /^([a-z]+)(?:\(([^()]+)\))?(!)?: (.+)$/.exec(header);
  if (!parts) return undefined;
  const [, type = "", scope, mark, subject = ""] = parts;
  const footer = rest.map((line) => /^BREAKING[ -]CHANGE: (.+)$/.exec(line)?.[1]).find((text) => text !== undefined);
  return { hash, type, scope, subject, breaking: footer ?? (mark ? subject : undefined) };
}

/**
 * The version that follows by Semantic Versioning: a break raises the first number, a feature the second, all else the third.
 * Before 1.0.0, where everything may change, a break raises the second.
 * @throws Error for a version that is not three numbers.
 */
export function nextVersion(current: string, commits: readonly ConventionalCommit[]): string {
  const parts = /^(\d+)\.(\d+)\.(\d+)$/.exec(current);
  if (!parts) throw new Error(`"${current}" is no version of three numbers.`);
  const [major = 0, minor = 0, patch = 0] = parts.slice(1).map(Number);
  const breaks = commits.some(({ breaking }) => breaking !== undefined);
  if (breaks && major > 0) return `${major + 1}.0.0`;
  if (breaks || commits.some(({ type }) => type === "feat")) return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}
