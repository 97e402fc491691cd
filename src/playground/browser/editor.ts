import type { FindingLevel } from "../../model/level.ts";

export interface EditorToken {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

export interface EditorMark {
  readonly start: number;
  readonly end: number;
  readonly level: FindingLevel;
}

/** Longer texts are shown plain: colouring them would cost more than a frame. */
const longestColoured = 40_000;
const lineHeight = 20;

/** A textarea with its own text coloured behind it, and line numbers beside it. The textarea does all the editing. */
export class Editor {
  readonly area: HTMLTextAreaElement;
  private readonly coloured: HTMLElement;
  private readonly numbers: HTMLElement;
  private readonly read: (text: string) => readonly EditorToken[];
  private marks: readonly EditorMark[] = [];

  constructor(root: HTMLElement, read: (text: string) => readonly EditorToken[], changed: () => void) {
    const [area, coloured, numbers] = [
      root.querySelector("textarea"),
      root.querySelector(".coloured"),
      root.querySelector(".numbers"),
    ];
    if (!area || !(coloured instanceof HTMLElement) || !(numbers instanceof HTMLElement))
      throw new Error("the page is not whole");
    this.area = area;
    this.coloured = coloured;
    this.numbers = numbers;
    this.read = read;
    area.addEventListener("input", () => {
      this.marks = [];
      this.paint();
      changed();
    });
    area.addEventListener("scroll", () => this.follow());
  }

  get text(): string {
    return this.area.value;
  }

  /** Puts a text in place of all that is there, so that the browser's undo brings it back. */
  replace(text: string): void {
    if (text === this.area.value) return;
    const active = document.activeElement;
    this.area.focus({ preventScroll: true });
    this.area.select();
    if (!document.execCommand("insertText", false, text) || this.area.value !== text) {
      this.area.value = text;
      this.area.dispatchEvent(new Event("input"));
    }
    this.area.setSelectionRange(0, 0);
    this.area.scrollTop = 0;
    if (active instanceof HTMLElement && active !== document.body) active.focus({ preventScroll: true });
    else this.area.blur();
  }

  showMarks(marks: readonly EditorMark[]): void {
    this.marks = marks;
    this.paint();
  }

  /** Selects a line, 1-based, and brings it into view. */
  goTo(line: number): void {
    const lines = this.area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    this.area.focus();
    this.area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    this.area.scrollTop = Math.max(0, (line - 4) * lineHeight);
    this.area.scrollIntoView({ block: "nearest" });
  }

  paint(): void {
    const text = this.area.value;
    const isLong = text.length > longestColoured;
    this.area.classList.toggle("plain", isLong);
    this.coloured.replaceChildren(...(isLong ? [] : pieces(text, this.read(text), this.marks)), "\n");
    const count = text.split("\n").length;
    if (this.numbers.childElementCount !== count || this.marks.length > 0 || this.numbers.querySelector("[class]")) {
      this.numbers.replaceChildren(...lineNumbers(text, count, this.marks));
    }
    this.follow();
  }

  private follow(): void {
    const { scrollTop, scrollLeft } = this.area;
    this.coloured.scrollTop = scrollTop;
    this.coloured.scrollLeft = scrollLeft;
    this.numbers.scrollTop = scrollTop;
  }
}

const mostNumbers = 20_000;

function lineNumbers(text: string, count: number, marks: readonly EditorMark[]): HTMLElement[] {
  const weight = { error: 3, warning: 2, notice: 1 };
  const levels = new Map<number, FindingLevel>();
  let line = 1;
  let at = 0;
  for (const { start, level } of marks.toSorted((a, b) => a.start - b.start)) {
    for (let next = text.indexOf("\n", at); next !== -1 && next < start; next = text.indexOf("\n", at)) {
      line += 1;
      at = next + 1;
    }
    const known = levels.get(line);
    if (known === undefined || weight[known] < weight[level]) levels.set(line, level);
  }
  return Array.from({ length: Math.min(count, mostNumbers) }, (_, index) => {
    const number = document.createElement("span");
    number.textContent = String(index + 1);
    const level = levels.get(index + 1);
    if (level !== undefined) number.className = level;
    return number;
  });
}

/** The text in spans: what it is, and where findings point. Text becomes text nodes, never markup. */
function pieces(text: string, tokens: readonly EditorToken[], marks: readonly EditorMark[]): Node[] {
  const borders = new Set([0, text.length]);
  for (const { start, end } of [...tokens, ...marks]) borders.add(start).add(end);
  const places = [...borders].filter((place) => place <= text.length).sort((a, b) => a - b);
  const nodes: Node[] = [];
  const sorted = marks.toSorted((a, b) => a.start - b.start);
  let token = 0;
  let mark = 0;
  for (const [index, start] of places.entries()) {
    const end = places[index + 1];
    if (end === undefined) break;
    while ((tokens[token]?.end ?? Number.POSITIVE_INFINITY) <= start) token += 1;
    while ((sorted[mark]?.end ?? Number.POSITIVE_INFINITY) <= start) mark += 1;
    const kind = (tokens[token]?.start ?? end) <= start ? tokens[token]?.kind : undefined;
    const level = (sorted[mark]?.start ?? end) <= start ? sorted[mark]?.level : undefined;
    const content = text.slice(start, end);
    if (kind === undefined && level === undefined) nodes.push(document.createTextNode(content));
    else {
      const span = document.createElement("span");
      span.className = [kind && `t-${kind}`, level && `m-${level}`].filter(Boolean).join(" ");
      span.textContent = content;
      nodes.push(span);
    }
  }
  return nodes;
}
