/** A file of Stryker's report. */
export interface MutatedFile {
  readonly mutants: readonly {
    readonly status: string;
    readonly mutatorName: string;
    readonly replacement?: string;
    readonly location: { readonly start: { readonly line: number; readonly column: number } };
  }[];
}

const [start, end] = ["<!-- start mutation scores -->", "<!-- end mutation scores -->"];
const head = [
  "| File | Mutants | Found | Survived | Not reached | Score |",
  "| --- | ---: | ---: | ---: | ---: | ---: |",
];

/**
 * The page with the scores of the files in its table; files that were measured before keep theirs. Mutants of module values and
 * those that do not compile are not counted.
 *
 * @throws Error when the page has no such table.
 */
export function withScores(page: string, files: Readonly<Record<string, MutatedFile>>): string {
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from === -1 || to === -1) throw new Error("the page has no table of mutation scores");
  const known = page
    .slice(from, to)
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  const rows = new Map(known.map((line) => [line.split("`")[1] ?? "", line]));
  for (const [path, file] of Object.entries(files)) rows.set(path, scoreRow(path, file));
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return `${page.slice(0, from)}${start}\n${[...head, ...sorted].join("\n")}\n${page.slice(to)}`;
}

function scoreRow(path: string, { mutants }: MutatedFile): string {
  const count = (...statuses: string[]) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const [found, survived, unreached] = [count("Killed", "Timeout"), count("Survived"), count("NoCoverage")];
  const total = found + survived + unreached;
  const score = total === 0 ? "–" : `${((100 * found) / total).toFixed(1)} %`;
  return `| \`${path}\` | ${total} | ${found} | ${survived} | ${unreached} | ${score} |`;
}
