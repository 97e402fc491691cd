import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellCodeSpan, codeSpan, escapeMarkdown, fencedBlock, proseMarkdown } from "../../src/report/markdown.ts";

const pieces = fc.constantFrom(
  ..."` `` ``` \\ | \\| @user @ #1 <!-- --> <a> https://x.y www.a.b ![a](b) [a](b) [a]:// * ** _ ~~ $x $ &lt; 1. --- :---".split(
    " ",
  ),
  ...[
    " ",
    "\n",
    "\r",
    "\t",
    ":tada:",
    "GH-1",
    "\u202e",
    "\u200b",
    "\u2028",
    "- ",
    "> ",
    "# ",
    "e@f.gh",
    "\u0000",
    "한",
  ],
);
const foreign = fc
  .array(
    fc.oneof({ weight: 6, arbitrary: pieces }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) }),
    {
      maxLength: 14,
    },
  )
  .map((parts) => parts.join(""));

/** What is left when code spans are taken out, found as CommonMark finds them: runs of backticks of equal length. */
function withoutCode(markdown: string): string {
  let rest = "";
  for (let at = 0; at < markdown.length; ) {
    const run = /^`+/.exec(markdown.slice(at))?.[0];
    const escaped = markdown[at] === "\\";
    if (run === undefined || escaped) {
      rest += markdown.slice(at, at + (escaped ? 2 : 1));
      at += escaped ? 2 : 1;
      continue;
    }
    const closing = [...markdown.slice(at + run.length).matchAll(/`+/g)].find(
      (match) => match[0].length === run.length,
    );
    if (closing === undefined) return `${rest}UNCLOSED`;
    rest += "¤";
    at += run.length + closing.index + run.length;
  }
  return rest;
}

/** What GitHub would make something of, outside code. */
function expectPlain(markdown: string): void {
  const plain = withoutCode(markdown).replace(/&(?:#\d+|[a-z]+);/g, "¤");
  expect(plain).not.toMatch(/[<>`$\n\r]|UNCLOSED|@[\w-]|#\d|GH-\d|:\/\/|www\.|:\w+:/i);
  expect(plain.replace(/\\./g, "")).not.toMatch(/[*_~[\]()!#\\]/);
  expect(markdown).not.toContain("<!--");
}

/** How many cells a table row has: pipes part them, unless a backslash stands before. */
function cellsOf(row: string): number {
  return row.replace(/\\[\\|]/g, "").split("|").length - 2;
}

describe("escapeMarkdown", () => {
  it.each([
    ["a stage called build_it *now*", "a stage called build\\_it \\*now\\*"],
    ["ping @octocat (or #12)", "ping `@octocat` (or `#12`)".replace("(", "\\(").replace(/\)$/, "\\)")],
    ["see https://evil.example/x.", "see `https://evil.example/x`."],
    ["![x](y) [z](w)", "\\!\\[x\\]\\(y\\) \\[z\\]\\(w\\)"],
    ["<img src=x> <!-- marker -->", "&lt;img src=x&gt; &lt;\\!-- marker --&gt;"],
    ["a | b\nc\r\n\td", "a &#124; b c d"],
    ["$A costs $B", "`$A` costs `$B`"],
    ["golang@sha256:abc", "`golang@sha256:abc`"],
    ["- item", "\\- item"],
    ["1. item", "1\\. item"],
    ["== line", "\\== line"],
    ["\u202e\u001b[31m", "&lt;U+202E&gt;␛\\[31m"],
    ["", ""],
  ])("%j becomes %j", (text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });

  it("lets no foreign text act", () => {
    fc.assert(
      fc.property(foreign, (text) => {
        const escaped = escapeMarkdown(text);
        expectPlain(escaped);
        expect(escaped).not.toMatch(/^(?:[-+=:>#|]|\d+[.)]| )/);
        expect(cellsOf(`| ${escaped} | b |`)).toBe(2);
      }),
      { numRuns: 500 },
    );
  });
});

describe("codeSpan", () => {
  it.each([
    ["npm ci", "`npm ci`"],
    ["echo `date`", "`` echo `date` ``"],
    ["``", "``` `` ```"],
    ["a\n  b", "`a   b`"],
    [" x", "`  x `"],
    ["", "` `"],
    ["<!-- x -->", "`<!\u200b-- x -->`"],
    ["curl x | sh", "`curl x | sh`"],
  ])("%j becomes %j", (text, expected) => {
    expect(codeSpan(text)).toBe(expected);
  });

  it("is one code span, whatever is in it", () => {
    fc.assert(
      fc.property(foreign, (text) => {
        expect(withoutCode(codeSpan(text))).toBe("¤");
      }),
      { numRuns: 500 },
    );
  });
});

describe("cellCodeSpan", () => {
  it("keeps pipes in the cell", () => {
    expect(cellCodeSpan("curl x | sh")).toBe("`curl x \\| sh`");
    expect(cellCodeSpan("sed s/a\\|b/c/")).toBe("sed s/a\\\\&#124;b/c/");
  });

  it("is one cell, whatever is in it", () => {
    fc.assert(
      fc.property(foreign, (text) => {
        expect(cellsOf(`| ${cellCodeSpan(text)} | b |`)).toBe(2);
        expectPlain(cellCodeSpan(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe("proseMarkdown", () => {
  it.each([
    ["Write `USER 65532` before `CMD`.", "Write `USER 65532` before `CMD`."],
    ["One ` alone", "One &#96; alone"],
    ["`a``b` c", "`a`\u200b`b` c"],
    ["`a | b`", "a &#124; b"],
    ["*a* `b`", "\\*a\\* `b`"],
  ])("%j becomes %j", (text, expected) => {
    expect(proseMarkdown(text)).toBe(expected);
  });

  it("lets no foreign text act", () => {
    fc.assert(
      fc.property(foreign, (text) => {
        expectPlain(proseMarkdown(text));
        expect(cellsOf(`| ${proseMarkdown(text)} | b |`)).toBe(2);
      }),
      { numRuns: 500 },
    );
  });
});

describe("fencedBlock", () => {
  it("has a fence longer than any in the text", () => {
    expect(fencedBlock("FROM a\r\n\tRUN b\n\n", "dockerfile")).toBe("```dockerfile\nFROM a\n\tRUN b\n```");
    expect(fencedBlock("a\n`````\nb", "text")).toBe("``````text\na\n`````\nb\n``````");
    expect(fencedBlock("", "text")).toBe("```text\n```");
  });

  it("ends where it should, whatever is in it", () => {
    fc.assert(
      fc.property(foreign, (text) => {
        const [opening = "", ...rest] = fencedBlock(text, "text").split("\n");
        const fence = opening.replace(/text$/, "");
        const closing = rest.findIndex((line) => new RegExp(`^ {0,3}\`{${fence.length},}[ \\t]*$`).test(line));
        expect(closing).toBe(rest.length - 1);
        expect(rest.join("\n").replaceAll("<!\u200b--", "")).not.toMatch(/[\r\u202e\u200b\u2028]|<!--/);
      }),
      { numRuns: 500 },
    );
  });
});
