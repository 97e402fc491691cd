import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { GitStore } from "./git-store.ts";
import { findLine, movedLine } from "./hunk.ts";

/** For every old line whether it stays, and how many new ones come before it. */
const edits = fc.array(fc.record({ stays: fc.boolean(), before: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 3) }), {
  minLength: 1,
  maxLength: 60,
});

describe("lines of a diff by git", () => {
  it("are found where they went, for any edit", () => {
    const git = new GitStore();
    onTestFinished(() => git.remove());
    const commit = (lines: readonly string[], parents: readonly string[]) => {
      const files = { file: lines.map((line) => `${line}\n`).join("") };
      return git.commit({ parents, message: "", author: "dev", date: new Date(0), files, whole: true });
    };
    fc.assert(
      fc.property(edits, (lines) => {
        const before = lines.map((_, index) => `old ${index}`);
        const after = lines.flatMap(({ stays, before: count }, index) => [
          ...Array.from({ length: count }, (_, nth) => `new ${index}.${nth}`),
          ...(stays ? [`old ${index}`] : []),
        ]);
        const first = commit(before, []);
        const [file] = git.diff(first, commit(after, [first]));
        const hunks = file?.hunks ?? [];
        before.forEach((text, index) => {
          const line = after.indexOf(text) + 1;
          expect(movedLine(hunks, index + 1)).toBe(line === 0 ? undefined : line);
          const shown = findLine(hunks, line, "RIGHT");
          if (shown) expect(shown.line.text).toBe(` ${text}`);
        });
      }),
      { numRuns: 25 },
    );
  });
});
