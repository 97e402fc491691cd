import type { ProductLife } from "../src/knowledge/end-of-life/product-life.ts";

/** What is read of the answer of endoflife.date to `/api/v1/products/full`. */
export interface EndOfLifeDownload {
  readonly result: readonly {
    readonly name: string;
    readonly label: string;
    readonly links: { readonly html: string; readonly releasePolicy?: string | null };
    readonly releases: readonly DownloadedRelease[];
  }[];
}

interface DownloadedRelease {
  readonly name: string;
  readonly isEol: boolean;
  readonly eolFrom: string | null;
  /** End of extended support. */
  readonly eoesFrom?: string | null;
}

/** Products whose extended support is for everyone, without a contract: Debian LTS. */
const freelyExtended: ReadonlySet<string> = new Set(["debian"]);

/**
 * The same products with the releases of the download. A release that has ended at an unknown day is left out.
 * @throws Error for a product that the download does not have, or has no usable release of.
 */
export function renewed(lives: readonly ProductLife[], download: EndOfLifeDownload): ProductLife[] {
  return lives.map(({ product, label }) => {
    const found = download.result.find(({ name }) => name === product);
    const releases = found?.releases.flatMap((release) => lifeOf(release, freelyExtended.has(product))) ?? [];
    if (!found || releases.length === 0) throw new Error(`the download has no releases of ${product}`);
    releases.sort(([a], [b]) => compareVersions(a, b));
    return { product, label, source: found.links.releasePolicy ?? found.links.html, releases };
  });
}

function lifeOf(release: DownloadedRelease, isExtended: boolean): [string, string | null][] {
  const lastDay = (isExtended ? release.eoesFrom : undefined) ?? release.eolFrom;
  if (lastDay !== null && !/^\d{4}-\d{2}-\d{2}$/.test(lastDay)) throw new Error(`${lastDay} is not a day`);
  if (!/^\d+(?:\.\d+)*$/.test(release.name) || (lastDay === null && release.isEol)) return [];
  return [[release.name, lastDay]];
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split(".").map(Number), b.split(".").map(Number)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? -1) - (right[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The text of a table's file, to be formatted. */
export function tableText(name: string, lives: readonly ProductLife[]): string {
  return `import type { ProductLife } from "./product-life.ts";

// Written by scripts/end-of-life.ts from the data of endoflife.date; see there.
export const ${name}: readonly ProductLife[] = ${JSON.stringify(lives)};
`;
}

/** The text of as-of.ts. */
export function asOfText(asOf: string): string {
  return `/** The day on which the tables of this folder were true, as an ISO date. Written by scripts/end-of-life.ts. */
export const endOfLifeAsOf = ${JSON.stringify(asOf)};
`;
}
