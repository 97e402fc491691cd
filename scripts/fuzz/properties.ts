import { renderAnnotations } from "../../src/report/annotations.ts";
import { renderGraphText } from "../../src/report/graph-text.ts";
import { renderJson } from "../../src/report/json.ts";
import { renderMermaid } from "../../src/report/mermaid.ts";
import { renderPullRequestComment } from "../../src/report/pull-request-comment.ts";
import { renderSarif } from "../../src/report/sarif.ts";
import { renderMarkdown } from "../../src/report/summary.ts";
import { renderText } from "../../src/report/text.ts";
import { rules } from "../../src/rules/index.ts";
import { unsoundFix, unsoundFixing } from "./fix-properties.ts";
import { misplaced } from "./positions.ts";
import type { Subject } from "./subject.ts";
import { namelessSecret, plantedSecrets } from "./words.ts";

/** What must hold of every text, whoever wrote it. */
export interface Property {
  readonly name: string;
  /** How many inputs go by for one that it is looked at on: some cost much. */
  readonly every: number;
  /** What is wrong; undefined where nothing is. May throw: that is wrong as well. */
  readonly broken: (subject: Subject) => string | undefined;
}

export const properties: readonly Property[] = [
  { name: "no rule breaks", every: 1, broken: brokenRule },
  { name: "gives the same bytes twice", every: 1, broken: unsteady },
  { name: "every place lies inside the file", every: 1, broken: misplaced },
  { name: "every surface can show it", every: 4, broken: unshown },
  { name: "no secret is shown", every: 1, broken: shownSecret },
  { name: "every fix is sound", every: 1, broken: unsoundFix },
  { name: "fixing all is sound", every: 10, broken: unsoundFixing },
  { name: "fingerprints stay when lines move", every: 2, broken: movedFingerprint },
  { name: "compared with itself it brings nothing", every: 4, broken: newInNoChange },
];

function brokenRule({ report }: Subject): string | undefined {
  const broken = report.problems.find(
    ({ code, message }) => code === "rule-failed" || message.includes("the script cannot be read"),
  );
  return broken?.message;
}

function unsteady({ text, report, judge }: Subject): string | undefined {
  const [first, second] = [renderJson(report), renderJson(judge(text).report)];
  return first === second ? undefined : `${first}\nand then\n${second}`;
}

const facts = { commented: new Set<string>(), time: undefined, runUrl: undefined, remarks: [] };

function surfaces({ report, file: { graph, findings } }: Subject): string[] {
  return [
    renderText(report, { colour: true, width: 80 }),
    renderText(report, { colour: false }),
    renderMarkdown(report),
    renderSarif(report, rules),
    renderJson(report),
    JSON.stringify(renderAnnotations(report)),
    renderPullRequestComment(report, facts, {}),
    ...(graph ? [renderGraphText(graph), renderMermaid(graph, findings)] : []),
  ];
}

function unshown(subject: Subject): string | undefined {
  const shown = surfaces(subject);
  JSON.parse(shown[3] ?? "");
  const rest = JSON.parse(shown[4] ?? "") as { counts: Record<string, number>; files: { findings: unknown[] }[] };
  const total = Object.values(rest.counts).reduce((sum, count) => sum + count, 0);
  const listed = rest.files.reduce((sum, { findings }) => sum + findings.length, 0);
  return total === listed ? undefined : `counts say ${total}, listed are ${listed}`;
}

/** Planted secrets that stand by themselves in a text; what changed one into another text left no secret. */
function secretsIn(text: string): string[] {
  return plantedSecrets.filter((secret) => {
    const at = text.indexOf(secret);
    const around = `${text[at - 1] ?? " "}${text[at + secret.length] ?? " "}`;
    if (at === -1 || /[\w$\\%-]/.test(around)) return false;
    return secret !== namelessSecret || /(?:password=|PASSWORD="|Bearer |-p |TOKEN=)$/.test(text.slice(0, at));
  });
}

function shownSecret(subject: Subject): string | undefined {
  const present = secretsIn(subject.text);
  if (present.length === 0) return undefined;
  const { findings } = subject.file;
  const said = findings.flatMap(({ message, related, fix }) => [
    message,
    fix?.title ?? "",
    ...related.map((one) => one.message),
  ]);
  const problems = subject.report.problems.map(({ message }) => message);
  for (const secret of present) {
    const words = [...said, ...problems].find((message) => message.includes(secret));
    if (words !== undefined) return `said in a message: ${words}`;
  }
  // Without a format a value is told by its place alone, which no surface knows that shows whole lines.
  const known = present.filter((secret) => secret !== namelessSecret);
  if (known.length === 0) return undefined;
  const shown = surfaces(subject);
  const index = shown.findIndex((surface) => known.some((secret) => surface.includes(secret)));
  return index === -1 ? undefined : `shown on surface ${index}\n${shown[index]}`;
}

/** The text with a comment or an empty line behind every instruction that another one follows. */
function movedLines({ text, file }: Subject): string | undefined {
  const { graph, source } = file;
  if (!graph || graph.rejections.length > 0) return undefined;
  const { globalArgs, stages } = graph.dockerfile;
  const all = [...globalArgs, ...stages.flatMap(({ from, instructions }) => [from, ...instructions])];
  let moved = "";
  let done = 0;
  for (const [index, { span }] of all.slice(0, -1).entries()) {
    const next = source.lineStarts[span.end.line - (span.end.column === 1 ? 1 : 0)];
    if (next === undefined || next < done) continue;
    moved += text.slice(done, next) + (index % 2 === 0 ? "# moved\n" : "\n");
    done = next;
  }
  return moved + text.slice(done);
}

function movedFingerprint(subject: Subject): string | undefined {
  const moved = movedLines(subject);
  if (moved === undefined) return undefined;
  const before = subject.file.findings.map(({ rule, fingerprint }) => `${rule} ${fingerprint}`);
  const after = subject.judge(moved).file.findings.map(({ rule, fingerprint }) => `${rule} ${fingerprint}`);
  const lost = before.filter((one) => !after.includes(one));
  const came = after.filter((one) => !before.includes(one));
  return lost.length + came.length === 0 ? undefined : `lost ${lost.join(", ")}; came ${came.join(", ")}\n${moved}`;
}

function newInNoChange(subject: Subject): string | undefined {
  const { files, base } = subject.compared();
  const open = files.flatMap(({ findings }) => findings.filter(({ status }) => status === "open"));
  if (open.length > 0) return `open: ${open.map(({ rule }) => rule).join(", ")}`;
  return base?.fixed === 0 ? undefined : `fixed: ${base?.fixed}`;
}
