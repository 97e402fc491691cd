import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs/threat-model.md"), "utf8");

interface Row {
  readonly attack: string;
  readonly defence: string;
  /** Titles of tests. */
  readonly tests: readonly string[];
}

/** The rows of the table of attacks, without the headings of its groups. */
const rows: readonly Row[] = page
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| Attack |") && !line.startsWith("| **"))
  .map((line) => {
    const cells = line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
    const [attack = "", defence = "", shown = ""] = cells;
    if (cells.length !== 3) throw new Error(`This row has ${cells.length} cells: ${line}`);
    return { attack, defence, tests: [...shown.matchAll(/`([^`]+)`/g)].map(([, title = ""]) => title) };
  });

/** Everything that a test can be called, as it is written. */
const titles: ReadonlySet<string> = new Set(
  readdirSync(join(root, "__tests__"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith("threat-model.test.ts"))
    .flatMap((path) => [
      ...readFileSync(join(root, "__tests__", path), "utf8").matchAll(
        /\b(?:it|describe)(?:\.\w+\([^\n]*\))?\(\s*("(?:[^"\\\n]|\\.)*")|\btitle: ("(?:[^"\\\n]|\\.)*"|'[^'\n]*')/g,
      ),
    ])
    .map(([, title, trap]) => title ?? trap ?? "")
    .map((literal) => (literal.startsWith("'") ? literal.slice(1, -1) : String(JSON.parse(literal)))),
);

describe("the threat model", () => {
  it("knows at least twenty attacks, each once", () => {
    expect(rows.length).toBeGreaterThanOrEqual(20);
    expect(new Set(rows.map(({ attack }) => attack)).size).toBe(rows.length);
  });

  it.each(rows)("shows what stops this, or says which setting does: $attack", ({ defence, tests }) => {
    expect(defence).not.toBe("");
    expect(tests.filter((title) => !titles.has(title))).toEqual([]);
    if (tests.length === 0) expect(defence).toContain("**Setting:**");
  });
});
