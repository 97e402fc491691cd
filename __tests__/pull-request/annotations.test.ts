import { describe, it } from "vitest";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import { overviews, runOnGitHub } from "../support/run-on-github.ts";

function many(count: number): string {
  const lines = Array.from({ length: count }, (_, index) => `COPY a${index} /b${index}/ # note\n`).join("");
  return `FROM scratch\n${lines}USER 1\n`;
}

describe("annotations of a step", { timeout: 240_000 }, () => {
  it.concurrent("complaint 8: are for what the pull request brings; what was there is counted in the summary", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { Dockerfile: many(20), "old/Dockerfile": many(20) });
    const text = `${many(20)}COPY new /new/ # note\n`;
    const pull = github.openPull({ head: "topic", files: { Dockerfile: text } });
    const run = await runOnGitHub(github, pull);
    expect(run.annotations.flatMap(({ properties }) => properties.file ?? [])).toEqual(["Dockerfile"]);
    expect(run.annotations[0]?.properties.line).toBe("23");
    expect(run.outputs.errors).toBe("1");
    expect(run.summary).toContain("20 existing");
  });

  it.concurrent("complaint 9: are at most what GitHub shows, the heaviest first, and say how many there are", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const files = { "a/Dockerfile": "FROM alpine\nUSER 1\n", "z/Dockerfile": many(143) };
    const pull = github.openPull({ head: "topic", files });
    const run = await runOnGitHub(github, pull);
    expect(run.hidden).toBe(0);
    const errors = run.annotations.filter(({ level }) => level === "error");
    expect(errors.length).toBe(10);
    expect(errors.slice(0, 9).every(({ properties }) => properties.file === "z/Dockerfile")).toBe(true);
    expect(errors[9]?.message).toContain("Showing 9 of 143 errors as annotations; all are in the job summary.");
    expect(run.annotations.some(({ level }) => level === "warning")).toBe(true);
    expect(run.summary.match(/`mistaken-inline-comment`/g)?.length).toBe(143);
  });

  it.concurrent("complaint 10: come with a log that can be read, and each can be had without the other", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { "a/Dockerfile": many(2) } });
    const run = await runOnGitHub(github, pull);
    const log = run.log.join("\n");
    expect(log).toContain("a/Dockerfile");
    expect(log).toContain("mistaken-inline-comment");
    for (const line of ["COPY a0 /b0/ # note", "COPY a1 /b1/ # note"]) expect(log).toContain(line);
    expect(run.annotations.filter(({ properties }) => properties.file !== undefined).length).toBe(2);
    const off = await runOnGitHub(github, pull, { inputs: { annotations: "false" } });
    expect(off.log.join("\n")).toContain("COPY a0 /b0/ # note");
    expect(off.annotations.map(({ properties }) => properties.file)).toEqual([undefined]);
  });

  it.concurrent("complaint 11: agree in number with every other surface", async ({ expect, onTestFinished }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n", "old/Dockerfile": many(3) });
    const files = {
      "a/Dockerfile": many(5),
      "b/Dockerfile": "FROM alpine\nRUN apk add curl\n",
      "old/Dockerfile": `${many(3)}# end\n`,
    };
    const pull = github.openPull({ head: "topic", files });
    const run = await runOnGitHub(github, pull, { inputs: { "sarif-file": "stagegate.sarif" } });
    const { errors = "", warnings = "", notices = "" } = run.outputs;
    const counts = [errors, warnings, notices].map(Number);
    expect(counts[0]).toBe(5);
    expect(counts[1]).toBeGreaterThan(0);
    const annotated = (level: string) =>
      run.annotations.filter((each) => each.level === level && each.properties.file !== undefined).length;
    expect(["error", "warning", "notice"].map(annotated)).toEqual(counts);
    const said = `5 errors, ${warnings} warning${warnings === "1" ? "" : "s"}`;
    for (const text of [overviews(github, pull)[0], run.summary, run.annotations.at(-1)?.message]) {
      expect(text).toContain(said);
      expect(text).toContain("3 existing");
    }
    const results: readonly { baselineState?: string; level: string }[] = JSON.parse(run.sarif ?? "").runs[0].results;
    const open = results.filter(({ baselineState }) => baselineState !== "unchanged");
    expect(["error", "warning", "note"].map((level) => open.filter((each) => each.level === level).length)).toEqual(
      counts,
    );
    expect(github.threads(pull).length).toBe(Number(errors) + Number(warnings));
  });
});
