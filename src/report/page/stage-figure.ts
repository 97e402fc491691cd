import type { FileReport } from "../../model/report.ts";
import { shortened } from "../foreign-text.ts";
import { element, type Markup } from "../markup.ts";
import { counted, countedLevels } from "../outcome.ts";
import { type PictureLink, type StagePicture, stagePicture } from "../stage-picture/stage-picture.ts";
import { renderStageSvg } from "../stage-picture/svg.ts";

const phrases: Readonly<Record<PictureLink["via"], string>> = {
  from: "built FROM",
  copy: "copies",
  mount: "mounts",
  onbuild: "by ONBUILD",
};
const mostRows = 200;
const shownTaken = 6;
const longestTitle = 200;

/** The stage graph as a picture, and the same as a table for those who do not see it or want to search it. */
export function stageFigure({ graph, findings, source }: FileReport): Markup | undefined {
  if (graph === undefined || graph.stages.length === 0) return undefined;
  const picture = stagePicture(graph, findings);
  const title = `Stage graph of ${shortened(source.path, longestTitle)}: ${counted(graph.stages.length, "stage")}`;
  return element(
    "figure",
    { class: "graph" },
    element(
      "div",
      { class: "scroll", tabindex: 0, role: "group", "aria-label": title },
      renderStageSvg(picture, { title }),
    ),
    element(
      "details",
      {},
      element("summary", {}, "The stages as a table"),
      element(
        "div",
        { class: "scroll", tabindex: 0, role: "group", "aria-label": "The stages as a table" },
        stageTable(picture),
      ),
    ),
  );
}

function stageTable(picture: StagePicture): Markup {
  const { bases, stages } = picture;
  const baseOf = new Map(bases.flatMap(({ title, stages: own }) => own.map((index) => [index, title] as const)));
  const taken = new Map<number, string[]>();
  for (const { stage, source, via, what } of picture.links) {
    const name = stages[source]?.name ?? String(source);
    if (via === "from") baseOf.set(stage, name);
    else {
      const shown = what.slice(0, shownTaken).join("; ");
      const left = what.length > shownTaken ? ` and ${what.length - shownTaken} more` : "";
      const own = taken.get(stage) ?? [];
      own.push(`${phrases[via]} ${shown}${left} from ${name}`.replace(/ +/g, " "));
      taken.set(stage, own);
    }
  }
  const heads = ["Stage", "Role", "Lines", "Built FROM", "Takes", "Open findings"];
  const rows = stages.slice(0, mostRows).map((stage, index) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, element("code", {}, stage.name)),
      [
        stage.role,
        stage.lines,
        baseOf.get(index) ?? "",
        (taken.get(index) ?? []).join(", "),
        countedLevels(stage.counts),
      ].map((cell) => element("td", {}, cell)),
    ),
  );
  const left = stages.length - rows.length;
  return element(
    "table",
    {},
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        heads.map((head) => element("th", { scope: "col" }, head)),
      ),
    ),
    element(
      "tbody",
      {},
      rows,
      left > 0 ? element("tr", {}, element("td", { colspan: 6 }, `and ${left} more`)) : undefined,
    ),
  );
}
