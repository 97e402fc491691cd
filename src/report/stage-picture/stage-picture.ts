import { contributions } from "../../graph/contributions.ts";
import { criticalPath, type StagePath } from "../../graph/critical-path.ts";
import type { Finding } from "../../model/finding.ts";
import { type BuildGraph, type Edge, type Role, stageLabel } from "../../model/graph.ts";
import type { FindingLevel } from "../../model/level.ts";
import { concealed, secretValuesIn } from "../../secrets/concealment.ts";
import { outsideBases } from "../bases.ts";
import { shortened, visibleText } from "../foreign-text.ts";
import { lineRange } from "../place.ts";
import { secretRanges } from "../secret-ranges.ts";

/** What every drawing of a stage graph shows, with all names shortened and hidden characters spelled out. */
export interface StagePicture {
  readonly bases: readonly PictureBase[];
  /** In file order; the position is the index of the stage. */
  readonly stages: readonly PictureStage[];
  readonly links: readonly PictureLink[];
  /** Undefined where it lies in one stage alone. */
  readonly path: StagePath | undefined;
}

interface PictureBase {
  readonly title: string;
  /** Indexes of the stages right on it. */
  readonly stages: readonly number[];
}

export interface PictureStage {
  readonly name: string;
  readonly role: Role;
  /** `line 7` or `lines 7-9`. */
  readonly lines: string;
  /** Open findings by level. */
  readonly counts: Readonly<Record<FindingLevel, number>>;
  /** Whether it lies on the row of steps that everything waits for. */
  readonly isCritical: boolean;
}

/** All that a stage takes from another one in one way. */
export interface PictureLink {
  readonly source: number;
  readonly stage: number;
  readonly via: Edge["via"];
  /** What is copied or mounted, and to where: `/app`, `/src/dist to /static`. */
  readonly what: readonly string[];
  readonly isCritical: boolean;
}

const longestName = 60;

/** The graph as it is drawn. No value of a secret stands in it, also where a variable brings it into a path. */
export function stagePicture(graph: BuildGraph, findings: readonly Finding[] = []): StagePicture {
  const found = criticalPath(graph);
  const path = found && found.stages.length > 1 ? found : undefined;
  const critical = new Set(path?.stages);
  const counts = openByStage(findings);
  const shown = shownName(graph, findings);
  return {
    bases: outsideBases(graph).map(({ title, stages }) => ({
      title: shown(title),
      stages: stages.map(({ index }) => index),
    })),
    stages: graph.stages.map((stage) => ({
      name: shown(stageLabel(stage)),
      role: stage.role,
      lines: lineRange(stage.span),
      counts: counts.get(stage.index) ?? none,
      isCritical: critical.has(stage.index),
    })),
    links: linksOf(graph, path, shown),
    path,
  };
}

const none = { error: 0, warning: 0, notice: 0 };

function openByStage(findings: readonly Finding[]): Map<number, Record<FindingLevel, number>> {
  const counts = new Map<number, Record<FindingLevel, number>>();
  for (const { stage, level, status } of findings) {
    if (stage === undefined || status !== "open") continue;
    const own = counts.get(stage) ?? { ...none };
    own[level] += 1;
    counts.set(stage, own);
  }
  return counts;
}

/** One link for all edges of a kind between the same two stages, with what goes over it. */
function linksOf(graph: BuildGraph, path: StagePath | undefined, shown: (text: string) => string): PictureLink[] {
  const steps = new Set(path?.stages.slice(1).map((stage, index) => `${path.stages[index]} ${stage}`));
  const links = new Map<string, PictureLink & { readonly what: string[] }>();
  for (const { source, stage, via } of graph.edges) {
    const key = `${source} ${stage} ${via}`;
    if (links.has(key)) continue;
    links.set(key, { source, stage, via, what: [], isCritical: steps.has(`${source} ${stage}`) });
  }
  for (const { source, stage, via, paths, destination } of contributions(graph)) {
    const taken = paths.map(shown).join(", ");
    const moves = destination !== undefined && paths.join() !== destination.replace(/(?<=.)\/$/, "");
    links.get(`${source} ${stage} ${via}`)?.what.push(moves ? `${taken} to ${shown(destination)}` : taken);
  }
  return [...links.values()];
}

function shownName({ dockerfile }: BuildGraph, findings: readonly Finding[]): (text: string) => string {
  const { source } = dockerfile;
  const literals = secretRanges(source, findings).map(({ start, end }) => source.text.slice(start, end));
  const secrets = [...secretValuesIn(source.text), ...literals];
  return (text) => shortened(visibleText(concealed(text, secrets)), longestName);
}
