import { arch, cpus, platform, totalmem } from "node:os";
import process from "node:process";
import type { WholeMeasured } from "./corpus.ts";
import type { Curve } from "./growth.ts";
import type { Measured } from "./measure.ts";
import type { PhasesMeasured } from "./phases.ts";
import type { StartMeasured } from "./start.ts";

export interface Performance {
  readonly start: StartMeasured;
  readonly whole: WholeMeasured;
  readonly phases: PhasesMeasured;
  readonly growth: readonly Curve[];
}

/** docs/performance.md: figures of one run on one machine, with that machine. */
export function performancePage({ start, whole, phases, growth }: Performance): string {
  return `# Performance

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.version.slice(1)} on ${platform()} ${arch()}, ${machine()}.
All that is compared was measured in the same run, in turn, so that whatever else the machine did slowed all of it. Times by the clock
are medians; processor time is the least of the runs, and tells more where a machine is busy. [bench/README.md](../bench/README.md)
says how to measure again.

## Everything over ${count(whole.files)} Dockerfiles

${count(whole.characters)} characters, ${count(whole.instructions)} instructions, ${count(whole.findings)} findings by the pack \`recommended\`.${leftOut(whole)}

${table(
  ["", "By the clock", "Processor", "Peak of memory"],
  wholeRows(whole).map(([name, { median, cpu, memory }]) => [name, seconds(median), seconds(cpu), megabytes(memory)]),
)}

By processor time, reading, graph, all rules and JSON together take ${ratio(whole.analysis.cpu, whole.getters.cpu)} × what dockerfile-ast takes for
its tree and getters alone.${comparison(whole)}

## One small file, from start to end of the process

${table(
  ["", "By the clock", "Processor"],
  startRows(start).map(([name, { median, cpu }]) => [name, milliseconds(median), cpu === 0 ? "" : milliseconds(cpu)]),
)}

Node itself is in each of Stagegate's figures. The rest is nearly all loading and compiling the program.

## What the time goes to

${table(["Phase", "Time", "Share"], shares(phases.phases))}

In a program that is warm. Rules that take part in at least a hundredth of the time of all rules:

${table(
  ["Rule", "Time", "Share"],
  shares(phases.rules).filter(([, , share]) => share !== "0 %"),
)}

## How the cost grows

Processor time of judging and reporting as JSON and SARIF, the least of three tries. The exponent is that of the last three sizes: 1 is linear, below 1 the
start still counts.

${growth.map(curve).join("\n\n")}
`;
}

function machine(): string {
  const all = cpus();
  return `${all.length} processors (${all[0]?.model.trim() ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GB`;
}

function leftOut({ leftOut: number }: WholeMeasured): string {
  return number === 0 ? "" : `\n${count(number)} more files are left out, since BuildKit or a peer refuses them.`;
}

function wholeRows({
  getters,
  analysis,
  commandLine,
  tally,
  tallyWithShellcheck,
}: WholeMeasured): [string, Measured][] {
  return [
    ["dockerfile-ast, all its getters", getters],
    ["Stagegate: read, graph, all rules, JSON", analysis],
    ["Stagegate: `check --format json`, the whole process", commandLine],
    ...(tally ? [["tally without ShellCheck, the whole process", tally] as [string, Measured]] : []),
    ...(tallyWithShellcheck ? [["tally with ShellCheck, one run", tallyWithShellcheck] as [string, Measured]] : []),
  ];
}

function comparison({ analysis, commandLine, tally, tallyWithShellcheck }: WholeMeasured): string {
  if (!tally || !tallyWithShellcheck) return "";
  return ` tally takes ${ratio(tally.cpu, analysis.cpu)} × as much processor time as that without ShellCheck
and ${ratio(tallyWithShellcheck.cpu, analysis.cpu)} × with it; by the clock ${ratio(tally.median, analysis.median)} × and ${ratio(tallyWithShellcheck.median, analysis.median)} ×. Against the whole process of \`check\` it is ${ratio(tally.cpu, commandLine.cpu)} × and
${ratio(tallyWithShellcheck.cpu, commandLine.cpu)} × of processor time.`;
}

function startRows({ node, check, tally, firstRequest }: StartMeasured): [string, Measured][] {
  return [
    ["`node -e 0`", node],
    ["Stagegate: `check Dockerfile`", check],
    ...(tally ? [["tally without ShellCheck", tally] as [string, Measured]] : []),
    ["The action, up to its first request", firstRequest],
  ];
}

function shares(rows: readonly (readonly [string, number])[]): string[][] {
  const whole = rows.reduce((sum, [, time]) => sum + time, 0);
  return rows.map(([name, time]) => [name, milliseconds(time), `${Math.round((100 * time) / whole)} %`]);
}

function curve({ title, unit, points, exponent }: Curve): string {
  const most = Math.ceil(Math.max(...points.map(({ milliseconds: time }) => time)));
  return `### ${title}

Exponent ${exponent.toFixed(2)}. ${points.map(({ size, milliseconds: time }) => `${count(size)}: ${milliseconds(time)}`).join(" · ")}

\`\`\`mermaid
xychart-beta
  x-axis "${unit}" ${points[0]?.size ?? 0} --> ${points.at(-1)?.size ?? 0}
  y-axis "ms" 0 --> ${most}
  line [${interpolated(points).join(", ")}]
\`\`\``;
}

/** A chart spaces its values evenly, the sizes are not: what lies between two of them is drawn on the line between them. */
function interpolated(points: Curve["points"]): number[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  return Array.from({ length: steps + 1 }, (_, step) => {
    const size = first.size + ((last.size - first.size) * step) / steps;
    const next = points.findIndex((point) => point.size >= size);
    const [from, to] = [points[Math.max(0, next - 1)] ?? first, points[next] ?? last];
    const part = to.size === from.size ? 0 : (size - from.size) / (to.size - from.size);
    return Number((from.milliseconds + part * (to.milliseconds - from.milliseconds)).toFixed(1));
  });
}

const steps = 20;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

function count(number: number): string {
  return number.toLocaleString("en");
}

function seconds(time: number): string {
  return `${(time / 1000).toFixed(time < 10_000 ? 2 : 1)} s`;
}

function milliseconds(time: number): string {
  return `${time < 10 ? time.toFixed(1) : Math.round(time).toLocaleString("en")} ms`;
}

function megabytes(memory: number | undefined): string {
  return memory === undefined ? "" : `${Math.round(memory)} MB`;
}

function ratio(above: number, below: number): string {
  const value = above / below;
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}
