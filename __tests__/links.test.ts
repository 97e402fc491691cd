import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { root } from "./support/command-line.ts";

const folders = [".", "docs", "examples"];
const skipped = /(?:^|\/)(?:node_modules|dist|lib)(?:\/|$)/;
const pages = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: folder !== ".", encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => path.endsWith(".md") && !skipped.test(path)),
);

/** The headings of a page as GitHub makes anchors of them. */
function anchorsOf(text: string): string[] {
  return (text.match(/^#{1,6} .*$/gm) ?? []).map((heading) =>
    heading
      .replace(/^#+ /, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function linksOf(text: string): string[] {
  const tokens = new MarkdownIt({ html: true }).parse(text, {}).flatMap(({ children }) => children ?? []);
  return tokens.flatMap((token) => {
    const target = token.attrGet("href") ?? token.attrGet("src");
    return target === null ? [] : String(target);
  });
}

describe("links between pages", () => {
  it.each(pages)("of %s lead to what is there", (page) => {
    const text = readFileSync(join(root, page), "utf8");
    const broken = linksOf(text).filter((link) => {
      if (/^(?:https?|mailto):/.test(link)) return false;
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? join(root, page) : join(root, dirname(page), decodeURIComponent(path));
      if (!existsSync(target)) return true;
      return (
        anchor !== undefined && !(statSync(target).isFile() && anchorsOf(readFileSync(target, "utf8")).includes(anchor))
      );
    });
    expect(broken).toEqual([]);
  });

  it("are found", () => {
    expect(pages.length).toBeGreaterThan(40);
    expect(linksOf("[a](b.md#c) ![d](e.png)")).toEqual(["b.md#c", "e.png"]);
  });
});
