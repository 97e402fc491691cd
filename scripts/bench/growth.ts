import process from "node:process";
import { renderJson } from "../../src/report/json.ts";
import { renderSarif } from "../../src/report/sarif.ts";
import { rules } from "../../src/rules/index.ts";
import { judged, type Subject } from "./subject.ts";

export interface Curve {
  readonly title: string;
  readonly unit: string;
  /** Sizes with the milliseconds of processor time that they took. */
  readonly points: readonly { readonly size: number; readonly milliseconds: number }[];
  /** By which power the time grows with the size, by the last points; about 1 where it is linear, less where a start still counts. */
  readonly exponent: number;
}

interface Growth {
  readonly title: string;
  readonly unit: string;
  readonly sizes: readonly number[];
  files(size: number): Subject[];
}

const one = (text: string): Subject[] => [{ path: "Dockerfile", text }];
const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index));

const growths: readonly Growth[] = [
  {
    title: "Instructions of one file",
    unit: "instructions",
    sizes: [1_000, 3_000, 10_000, 30_000, 100_000],
    files: (size) => one(`FROM alpine\n${lines(size, (index) => `RUN a${index % 100}`).join("\n")}\n`),
  },
  {
    title: "Stages, each FROM the one before",
    unit: "stages",
    sizes: [10, 30, 100, 300, 1_000],
    files: (size) =>
      one(
        `FROM alpine:3.23 AS s0\n${lines(size - 1, (index) => `FROM s${index} AS s${index + 1}\nRUN make ${index}`).join("\n")}\n`,
      ),
  },
  {
    title: "Stages that copy from the one before",
    unit: "stages",
    sizes: [10, 30, 100, 300, 1_000],
    files: (size) =>
      one(
        `FROM alpine:3.23 AS s0\n${lines(size - 1, (index) => `FROM alpine:3.23 AS s${index + 1}\nCOPY --from=s${index} /a /a`).join("\n")}\n`,
      ),
  },
  {
    title: "Comments in 100 stages",
    unit: "comments",
    sizes: [1_000, 3_000, 10_000, 30_000, 100_000],
    files: (size) =>
      one(lines(100, (stage) => `${"# note\n".repeat(size / 100)}FROM alpine:3.23 AS s${stage}\nRUN make`).join("\n")),
  },
  {
    title: "Lines of a heredoc",
    unit: "lines",
    sizes: [1_000, 3_000, 10_000, 30_000, 100_000],
    files: (size) => one(`FROM alpine:3.23\nRUN <<EOF\n${"make x\n".repeat(size)}EOF\n`),
  },
  {
    title: "Findings of one file, with JSON and SARIF",
    unit: "findings",
    sizes: [100, 300, 1_000, 3_000, 10_000],
    files: (size) =>
      one(`FROM alpine:3.23\n${lines(size, (index) => `ENV P${index}_TOKEN=a1b2c3d4e5f6`).join("\n")}\nUSER 1\n`),
  },
  {
    title: "Findings in as many files",
    unit: "files",
    sizes: [100, 300, 1_000, 3_000, 10_000],
    files: (size) =>
      lines(size, (index) => `d${index}/Dockerfile`).map((path) => ({ path, text: "FROM alpine\nUSER 1\n" })),
  },
];

const tries = 3;

/** How the cost of judging and reporting grows; the least of several tries, of processor time, since the machine may do other things, too. */
export function measureGrowth(): Curve[] {
  return growths.map(({ title, unit, sizes, files }) => {
    const points = sizes.map((size) => ({ size, milliseconds: leastTime(files(size)) }));
    return { title, unit, points, exponent: exponentOf(points.slice(-3)) };
  });
}

function leastTime(files: readonly Subject[]): number {
  const times = Array.from({ length: tries }, () => {
    const before = process.cpuUsage();
    const report = judged(files);
    renderJson(report);
    renderSarif(report, rules);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** Slope of the line through the points, both axes being logarithms. */
function exponentOf(points: Curve["points"]): number {
  const logs = points.map(({ size, milliseconds }) => [Math.log(size), Math.log(milliseconds)] as const);
  const mean = (index: 0 | 1) => logs.reduce((sum, each) => sum + each[index], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const above = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return above / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
