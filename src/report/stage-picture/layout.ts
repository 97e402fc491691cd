import { Graph, layout } from "@dagrejs/dagre";

/** A box to be placed; sizes in pixels. */
export interface Box {
  readonly key: string;
  readonly width: number;
  readonly height: number;
}

/** A line from one box to another, with room for its label. */
export interface Line {
  readonly from: string;
  readonly to: string;
  readonly label: { readonly width: number; readonly height: number } | undefined;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Centre of each box, by its key. */
  readonly boxes: ReadonlyMap<string, Point>;
  /** One for each line, in their order. */
  readonly lines: readonly { readonly points: readonly Point[]; readonly label: Point | undefined }[];
}

/**
 * Beyond these the layered layout takes seconds, and nobody could read what comes out. The span of a line is the number of rows that
 * it crosses; each costs what a box costs.
 */
const mostBoxes = 160;
const mostSpan = 500;
/** Boxes side by side where that layout is not used. */
const longestRow = 10;

const gap = { across: 28, down: 46, edge: 14, margin: 14 };

/** Places boxes in rows, each below those that it has lines from. The same input gives the same places. */
export function placeBoxes(boxes: readonly Box[], lines: readonly Line[]): Layout {
  if (boxes.length === 0) return { width: 0, height: 0, boxes: new Map(), lines: [] };
  const rows = rowsOf(boxes, lines);
  let span = 0;
  for (const { from, to } of lines) span += (rows.get(to) ?? 0) - (rows.get(from) ?? 0);
  return boxes.length <= mostBoxes && span <= mostSpan ? layered(boxes, lines) : inRows(boxes, lines, rows);
}

/** The row of each box: behind the last of those that it has lines from, which stand before it. Linear. */
function rowsOf(boxes: readonly Box[], lines: readonly Line[]): Map<string, number> {
  const before = new Map<string, string[]>();
  for (const { from, to } of lines) {
    const known = before.get(to);
    if (known) known.push(from);
    else before.set(to, [from]);
  }
  const rows = new Map<string, number>();
  for (const { key } of boxes) {
    rows.set(
      key,
      (before.get(key) ?? []).reduce((last, from) => Math.max(last, (rows.get(from) ?? -1) + 1), 0),
    );
  }
  return rows;
}

function layered(boxes: readonly Box[], lines: readonly Line[]): Layout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: "TB",
    nodesep: gap.across,
    ranksep: gap.down,
    edgesep: gap.edge,
    marginx: gap.margin,
    marginy: gap.margin,
  });
  for (const { key, width, height } of boxes) graph.setNode(key, { width, height });
  for (const [index, { from, to, label }] of lines.entries()) {
    graph.setEdge(from, to, { ...(label ?? { width: 0, height: 0 }), labelpos: "c" }, String(index));
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    boxes: new Map(boxes.map(({ key }) => [key, rounded(graph.node(key))])),
    lines: lines.map(({ from, to, label }, index) => {
      const edge = graph.edge(from, to, String(index));
      return { points: (edge.points ?? []).map(rounded), label: label && rounded(edge) };
    }),
  };
}

/** In the order given, wrapped where a row is long; lines run straight. */
function inRows(boxes: readonly Box[], lines: readonly Line[], rowOf: ReadonlyMap<string, number>): Layout {
  const rows = new Map<number, Box[]>();
  for (const box of boxes) {
    const row = rowOf.get(box.key) ?? 0;
    const own = rows.get(row);
    if (own) own.push(box);
    else rows.set(row, [box]);
  }
  const places = new Map<string, Point & { readonly half: number }>();
  let top = gap.margin;
  let width = 0;
  for (const [, all] of [...rows].sort(([a], [b]) => a - b)) {
    for (let start = 0; start < all.length; start += longestRow) {
      const row = all.slice(start, start + longestRow);
      const height = row.reduce((most, box) => Math.max(most, box.height), 0);
      let left = gap.margin;
      for (const box of row) {
        places.set(box.key, { x: left + box.width / 2, y: top + height / 2, half: box.height / 2 });
        left += box.width + gap.across;
      }
      width = Math.max(width, left - gap.across + gap.margin);
      top += height + gap.down;
    }
  }
  return {
    width,
    height: top - gap.down + gap.margin,
    boxes: new Map([...places].map(([key, place]) => [key, rounded(place)])),
    lines: lines.map(({ from, to }) => {
      const [start, end] = [places.get(from), places.get(to)];
      if (!start || !end) return { points: [], label: undefined };
      const points = [
        { x: start.x, y: start.y + start.half },
        { x: end.x, y: end.y - end.half },
      ];
      return { points: points.map(rounded), label: undefined };
    }),
  };
}

function rounded({ x = 0, y = 0 }: Partial<Point>): Point {
  return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 };
}
