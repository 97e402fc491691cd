import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CommitTree, TreeEntry } from "../../../src/edge/github/commit-tree.ts";
import { followLinks } from "../../../src/edge/github/follow-link.ts";
import { patchHunks } from "../../../src/edge/github/patch-hunks.ts";
import { treeDifference } from "../../../src/edge/github/tree-difference.ts";

function treeOf(files: Readonly<Record<string, string>>, kind: TreeEntry["kind"] = "file"): CommitTree {
  const entries = Object.entries(files).map(([path, oid]) => [path, { kind, oid, size: 1 }] as const);
  return { entries: new Map(entries), isComplete: true };
}

describe("the hunks of a patch", () => {
  it("are its headers, with what they leave out", () => {
    expect(
      patchHunks("@@ -1 +1,2 @@ RUN x\n a\n+b\n@@ -10,3 +11,0 @@\n-c\n-d\n-e\n\\ No newline at end of file"),
    ).toEqual([
      { oldStart: 1, oldLines: 1, newStart: 1, newLines: 2 },
      { oldStart: 10, oldLines: 3, newStart: 11, newLines: 0 },
    ]);
    expect(patchHunks("")).toEqual([]);
  });

  it("are never the text of a file", () => {
    const imitation = "@@ -1,9 +1,999 @@";
    const ends = ["\r", "\u2028", "\u2029", "\u0085", "\v"].map((end) => `+RUN x${end}${imitation}`);
    expect(patchHunks(["@@ -1 +1,6 @@", `+${imitation}`, ...ends].join("\n"))).toHaveLength(1);
  });
});

describe("the difference of two trees", () => {
  it("is what was added, changed, removed and moved", () => {
    const before = treeOf({ same: "1", changed: "2", gone: "3", moved: "4" });
    const after = treeOf({ same: "1", changed: "5", "new": "6", "a/moved": "4", copy: "1" });
    expect(treeDifference(before, after).map(({ path, previousPath, status }) => [path, status, previousPath])).toEqual(
      [
        ["a/moved", "renamed", "moved"],
        ["changed", "modified", undefined],
        ["copy", "added", undefined],
        ["gone", "removed", undefined],
        ["new", "added", undefined],
      ],
    );
  });

  it("is there where a file has become a link", () => {
    expect(treeDifference(treeOf({ a: "1" }), treeOf({ a: "1" }, "link"))).toMatchObject([
      { path: "a", status: "modified" },
    ]);
  });

  it("accounts for every path, whatever the trees are", () => {
    const tree = fc.dictionary(fc.constantFrom(..."abcdef"), fc.constantFrom(..."123"));
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const rebuilt = { ...before };
        for (const { path, previousPath, status } of treeDifference(treeOf(before), treeOf(after))) {
          if (previousPath !== undefined) delete rebuilt[previousPath];
          if (status === "removed") delete rebuilt[path];
          else rebuilt[path] = after[path] ?? "?";
        }
        expect(rebuilt).toEqual(after);
      }),
    );
  });
});

describe("links of a commit", () => {
  const segment = fc.constantFrom("a", "b", "c", "..", ".", "", ".git");
  const path = fc.array(segment, { maxLength: 5 }).map((segments) => segments.join("/"));

  it("lead to a file of the tree, or nowhere, and always end", () => {
    fc.assert(
      fc.property(path, fc.dictionary(path, path), fc.array(path), (start, links, files) => {
        const entries = new Map<string, TreeEntry>([
          ...files.map((file) => [file, { kind: "file", oid: file, size: 1 }] as const),
          ...Object.keys(links).map((link) => [link, { kind: "link", oid: link, size: 1 }] as const),
        ]);
        const end = followLinks(start, { entries, isComplete: true }, new Map(Object.entries(links)));
        if (end.kind === "file") expect(entries.get(end.path)?.kind).toBe("file");
        expect(end.kind).not.toBe("unread");
      }),
    );
  });

  it("do not lead into another repository, or above the root", () => {
    const entries = new Map<string, TreeEntry>([
      ["sub", { kind: "submodule", oid: "1", size: 0 }],
      ["a/in", { kind: "link", oid: "2", size: 1 }],
      ["a/up", { kind: "link", oid: "3", size: 1 }],
      ["a/git", { kind: "link", oid: "4", size: 1 }],
    ]);
    const texts = new Map([
      ["a/in", "../sub/Dockerfile"],
      ["a/up", "../../x"],
      ["a/git", "../.git/config"],
    ]);
    for (const link of texts.keys()) {
      expect(followLinks(link, { entries, isComplete: true }, texts)).toEqual({ kind: "outside" });
    }
  });
});
