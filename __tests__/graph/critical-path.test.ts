import { describe, expect, it } from "vitest";
import { contributions } from "../../src/graph/contributions.ts";
import { criticalPath } from "../../src/graph/critical-path.ts";
import { graphOf } from "../report/report-builder.ts";

function pathIn(text: string): string {
  const graph = graphOf(text);
  const path = criticalPath(graph);
  return path === undefined ? "" : `${path.stages.map((index) => graph.stages[index]?.name).join(" ")}: ${path.steps}`;
}

describe("criticalPath", () => {
  it("goes through the stage that has the most steps before it", () => {
    const slow = "FROM x AS slow\nRUN a\nRUN b\nRUN c\n";
    const fast = "FROM y AS fast\nRUN a\n";
    expect(pathIn(`${slow}${fast}FROM z AS app\nCOPY --from=fast /f /\nCOPY --from=slow /s /\n`)).toBe("slow app: 4");
    // The copy from `fast` waits for the one from `slow` above it.
    expect(pathIn(`${slow}${fast}FROM z AS app\nCOPY --from=slow /s /\nCOPY --from=fast /f /\n`)).toBe("slow app: 5");
  });

  it("starts in the shipped stage itself where its own steps take longer than what it copies", () => {
    expect(pathIn("FROM x AS tiny\nRUN a\nFROM y AS app\nRUN a\nRUN b\nRUN c\nCOPY --from=tiny /t /\n")).toBe("app: 4");
  });

  it("follows FROM and mounts, and counts no step that only sets something", () => {
    const text =
      "FROM x AS base\nRUN a\nENV A=b\nFROM base AS build\nRUN b\nFROM y AS app\nUSER 1\nRUN --mount=from=build,target=/b c\n";
    expect(pathIn(text)).toBe("base build app: 3");
  });

  it("is none where nothing ships", () => {
    expect(criticalPath(graphOf("# nothing\n"))).toBeUndefined();
  });
});

describe("contributions", () => {
  it("are what a stage copies and mounts from other stages, with absolute paths", () => {
    const text =
      "FROM x AS a\nFROM y\nWORKDIR /w\nCOPY --from=a /one two ./\nCOPY . .\nRUN --mount=from=a,source=/s,target=/t true\n";
    expect(contributions(graphOf(text))).toEqual([
      { stage: 1, source: 0, via: "copy", paths: ["/one", "/two"], destination: "/w/" },
      { stage: 1, source: 0, via: "mount", paths: ["/s"], destination: "/t" },
    ]);
  });
});
