/** How long the releases of a product get updates that everyone can have. */
export interface ProductLife {
  /** As endoflife.date names the product. */
  readonly product: string;
  /** As people call it: `Node.js`. */
  readonly label: string;
  /** Where the publisher says it. */
  readonly source: string;
  /**
   * Releases in order of their numbers, each with the last day of its updates as an ISO date; null where it is maintained and
   * that day is not known yet.
   */
  readonly releases: readonly (readonly [release: string, lastDay: string | null])[];
}

/** The release that a version belongs to, and its last day. */
export interface EndedRelease {
  readonly release: string;
  readonly lastDay: string;
}

/**
 * The release of a version that got its last update before `asOf`: `3.8` of Python `3.8.12`. A version that only begins a
 * release number (`php:7`) moves along its releases: it has ended when all of them have, and a later number has come.
 */
export function endedRelease(life: ProductLife, version: string, asOf: string): EndedRelease | undefined {
  for (let end = version.length; end > 0; end = version.lastIndexOf(".", end - 1)) {
    const release = version.slice(0, end);
    const found = life.releases.find(([name]) => name === release);
    if (found) return found[1] !== null && found[1] < asOf ? { release, lastDay: found[1] } : undefined;
  }
  return endedSeries(life, version, asOf);
}

function endedSeries({ releases }: ProductLife, version: string, asOf: string): EndedRelease | undefined {
  const isIn = ([name]: ProductLife["releases"][number]) => name.startsWith(`${version}.`);
  const series = releases.filter(isIn);
  const last = releases.findLastIndex(isIn);
  if (last === -1 || last === releases.length - 1) return undefined;
  const days = series.map(([, lastDay]) => lastDay ?? asOf).sort();
  const lastDay = days.at(-1);
  return lastDay !== undefined && lastDay < asOf ? { release: version, lastDay } : undefined;
}

/** The newest releases that are known to get updates on the day `asOf`, oldest first; at most three. */
export function maintainedReleases({ releases }: ProductLife, asOf: string): string[] {
  // Of those whose last day is not known yet, the others may have ended since the table was made.
  const newest = releases.at(-1)?.[0];
  const maintained = releases.filter(([name, lastDay]) => (lastDay === null ? name === newest : lastDay >= asOf));
  return maintained.map(([name]) => name).slice(-3);
}
