import type { FindingLevel } from "../model/level.ts";

type Paint = (text: string) => string;

/** How the parts of a terminal text are coloured; without colours every part comes back unchanged. */
export interface Palette {
  readonly strong: Paint;
  readonly faint: Paint;
  readonly added: Paint;
  readonly removed: Paint;
  readonly problem: Paint;
  readonly passed: Paint;
  readonly level: Readonly<Record<FindingLevel, Paint>>;
}

/** ANSI colours from the terminal's own sixteen, so that they fit light and dark themes. */
export function palette(colour: boolean): Palette {
  const paint = (open: string, close: number): Paint =>
    colour ? (text) => (text === "" ? "" : `\u001b[${open}m${text}\u001b[${close}m`) : (text) => text;
  return {
    strong: paint("1", 22),
    faint: paint("2", 22),
    added: paint("32", 39),
    removed: paint("31", 39),
    problem: paint("35", 39),
    passed: paint("32", 39),
    level: { error: paint("31", 39), warning: paint("33", 39), notice: paint("36", 39) },
  };
}
