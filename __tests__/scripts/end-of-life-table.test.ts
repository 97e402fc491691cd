import { describe, expect, it } from "vitest";
import { asOfText, renewed, tableText } from "../../scripts/end-of-life-table.ts";

const links = (product: string) => ({ icon: null, html: `https://endoflife.date/${product}`, releasePolicy: null });

/** A part of a real answer, with the keys that are not read. */
const download = {
  schema_version: "1.2.0",
  total: 3,
  result: [
    {
      name: "debian",
      label: "Debian",
      category: "os",
      links: { ...links("debian"), releasePolicy: "https://wiki.debian.org/DebianReleases" },
      releases: [
        {
          name: "12",
          codename: "Bookworm",
          isEol: false,
          eolFrom: "2026-06-10",
          isEoes: false,
          eoesFrom: "2028-06-10",
        },
        { name: "11", codename: "Bullseye", isEol: true, eolFrom: "2024-08-14", isEoes: true, eoesFrom: "2026-08-31" },
        { name: "5", codename: "Lenny", isEol: true, eolFrom: "2012-02-06", isEoes: null, eoesFrom: null },
      ],
    },
    {
      name: "go",
      label: "Go",
      category: "lang",
      links: links("go"),
      releases: [
        { name: "1.26", isEol: false, eolFrom: null },
        { name: "1.24", isEol: true, eolFrom: "2026-02-10" },
        { name: "1.9", isEol: true, eolFrom: null },
        { name: "1.10", isEol: true, eolFrom: "2019-02-25" },
        { name: "tip", isEol: false, eolFrom: null },
      ],
    },
    { name: "python", label: "Python", category: "lang", links: links("python"), releases: [] },
  ],
};

const life = (product: string) => ({
  product,
  label: product.toUpperCase(),
  source: "https://old.example",
  releases: [],
});

describe("the table of releases", () => {
  it("keeps the products and their labels, and takes sources and releases from the download", () => {
    expect(renewed([life("go"), life("debian")], download)).toEqual([
      {
        product: "go",
        label: "GO",
        source: "https://endoflife.date/go",
        releases: [
          ["1.10", "2019-02-25"],
          ["1.24", "2026-02-10"],
          ["1.26", null],
        ],
      },
      {
        product: "debian",
        label: "DEBIAN",
        source: "https://wiki.debian.org/DebianReleases",
        releases: [
          ["5", "2012-02-06"],
          ["11", "2026-08-31"],
          ["12", "2028-06-10"],
        ],
      },
    ]);
  });

  it("does not lose a product silently", () => {
    expect(() => renewed([life("ruby")], download)).toThrow("ruby");
    expect(() => renewed([life("python")], download)).toThrow("python");
  });

  it("refuses what is no day", () => {
    const release = { name: "1", isEol: false, eolFrom: "soon" };
    const result = [{ name: "go", label: "Go", links: links("go"), releases: [release] }];
    expect(() => renewed([life("go")], { result })).toThrow("soon");
  });

  it("is written as a module that gives the same back", () => {
    const lives = renewed([life("go")], download);
    const text = tableText("languages", lives);
    const written = /export const languages: readonly ProductLife\[\] = (.*);\n$/s.exec(text)?.[1];
    expect(JSON.parse(written ?? "")).toEqual(lives);
    expect(asOfText("2027-11-24")).toContain('endOfLifeAsOf = "2027-11-24"');
  });
});
