import type { Finding } from "../model/finding.ts";
import { type BuildGraph, type Edge, type Role, type Stage, stageLabel } from "../model/graph.ts";
import { outsideBases } from "./bases.ts";
import { shortened, visibleText } from "./foreign-text.ts";
import { countedLevels } from "./outcome.ts";

/** A node stays readable up to about this many characters. */
const longestName = 60;

/** Solid for what the image is built on, thin for files copied, dotted for what is there during a step only. */
const arrows: Readonly<Record<Edge["via"], string>> = { from: "==>", copy: "-->", mount: "-.->", onbuild: "-.->" };

/** Strokes only: fills would hide the text in either the light or the dark theme. */
const styles: Readonly<Record<Role | "base", string>> = {
  ships: "stroke-width:3px",
  contributes: "stroke-width:1px",
  tests: "stroke-dasharray:6 3",
  auxiliary: "stroke-dasharray:2 3",
  unreachable: "stroke-dasharray:2 3,opacity:0.6",
  base: "stroke-width:1px,opacity:0.8",
};

/**
 * The stage graph as a Mermaid flowchart. Stages that ship have a double border, base images rounded ends; labels tell the role
 * and, where findings are given, how many open ones a stage has.
 */
export function renderMermaid(graph: BuildGraph, findings: readonly Finding[] = []): string {
  const bases = outsideBases(graph);
  const counts = openByStage(findings);
  const used = new Set<string>([...graph.stages.map((stage) => stage.role), ...(bases.length > 0 ? ["base"] : [])]);
  const lines = [
    "flowchart LR",
    ...bases.map(
      (base, index) => `b${index}(["${label(shortened(withShortDigest(base.title), longestName))}"]):::base`,
    ),
    ...graph.stages.map((stage) => stageNode(stage, counts.get(stage.index) ?? "")),
    ...bases.flatMap(({ stages }, index) => stages.map((stage) => `b${index} ${arrows.from}|from| s${stage.index}`)),
    ...arrowsBetweenStages(graph.edges),
    ...Object.entries(styles).flatMap(([name, style]) => (used.has(name) ? `classDef ${name} ${style}` : [])),
  ];
  return `${lines.map((line, index) => (index === 0 ? line : `  ${line}`)).join("\n")}\n`;
}

/** A digest tells by its first characters; in full it would make every other node small. */
function withShortDigest(image: string): string {
  return image.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]{52}$/, "$1…");
}

function stageNode(stage: Stage, counts: string): string {
  const title = [shortened(stageLabel(stage), longestName), stage.role, counts]
    .filter((part) => part !== "")
    .join(" · ");
  const [open, close] = stage.role === "ships" ? ["[[", "]]"] : ["[", "]"];
  return `s${stage.index}${open}"${label(title)}"${close}:::${stage.role}`;
}

function openByStage(findings: readonly Finding[]): Map<number, string> {
  const counts = new Map<number, Record<Finding["level"], number>>();
  for (const { stage, level, status } of findings) {
    if (stage === undefined || status !== "open") continue;
    const count = counts.get(stage) ?? { error: 0, warning: 0, notice: 0 };
    count[level] += 1;
    counts.set(stage, count);
  }
  return new Map([...counts].map(([stage, count]) => [stage, countedLevels(count)]));
}

/** One arrow for all edges of a kind between the same two stages. */
function arrowsBetweenStages(edges: readonly Edge[]): string[] {
  return [...new Set(edges.map(({ stage, source, via }) => `s${source} ${arrows[via]}|${via}| s${stage}`))];
}

/**
 * Text inside the quotes of a label. Everything but letters, digits and harmless punctuation becomes a Mermaid entity code: quotes
 * would end the label, `%%{` would change the settings, backticks, `\n`, `$$` and `<` would start Markdown, lines, formulas and HTML.
 */
function label(text: string): string {
  return visibleText(text).replace(/[!-'*;<>?[-^`{-~]/g, (character) =>
    character === '"' ? "#quot;" : `#${character.charCodeAt(0)};`,
  );
}
