/** A version as tags write it: up to three numbers, `v` in front, anything behind. */
export class Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  /** What stands behind the numbers: `alpine3.23` of `1.26.1-alpine3.23`. */
  readonly suffix: string;

  constructor(numbers: readonly bigint[], suffix: string) {
    [this.major = 0n, this.minor = 0n, this.patch = 0n] = numbers;
    this.suffix = suffix;
  }
}

const form = /^v?(\d{1,18})(?:\.(\d{1,18}))?(?:\.(\d{1,18}))?(?:[-+._](.*))?$/s;

/** Undefined for a text that does not begin as a version. */
export function parseVersion(text: string): Version | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const numbers = match.slice(1, 4).flatMap((digits) => (digits === undefined ? [] : BigInt(digits)));
  return new Version(numbers, match[4] ?? "");
}

/** Negative when `a` is older. By the numbers alone: what a suffix means, each image decides for itself. */
export function compareVersions(a: Version, b: Version): number {
  for (const part of ["major", "minor", "patch"] as const) {
    if (a[part] !== b[part]) return a[part] < b[part] ? -1 : 1;
  }
  return 0;
}
