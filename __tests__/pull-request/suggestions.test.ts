import { describe, it } from "vitest";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import type { Thread } from "../support/fake-github/thread.ts";
import { runOnGitHub } from "../support/run-on-github.ts";

const levels = "version: 1\nrules:\n  uncleaned-package-cache: error\n  unnamed-stage-reference: error\n";

describe("suggestions", { timeout: 120_000 }, () => {
  it.concurrent("complaint 22: replace the very lines of a CRLF file, and leave it as it was but for the offence", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const text = "# escape=`\r\nFROM scratch\r\n\tCOPY app /app # the program\r\nUSER 65532\r\n";
    const pull = github.openPull({ head: "topic", files: { Dockerfile: text } });
    await runOnGitHub(github, pull);
    const accepted = accept(text, github.threads(pull));
    expect(accepted).toBe("# escape=`\r\nFROM scratch\r\n\t# the program\r\n\tCOPY app /app\r\nUSER 65532\r\n");
    github.push(pull, { Dockerfile: accepted });
    const run = await runOnGitHub(github, pull);
    expect(run.outputs).toMatchObject({ conclusion: "passed", errors: "0" });
    expect(github.threads(pull)).toEqual([]);
  });

  it.concurrent("complaint 22: of one file can all be accepted at once, and it is then judged clean: none overlaps another", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { ".github/stagegate.yml": levels });
    const text = [
      "FROM golang:1.25 AS build",
      "RUN go build -o /app .",
      "FROM debian:12-slim",
      "RUN apt-get update \\",
      "    # for the probe",
      "    && apt-get install -y --no-install-recommends \\",
      "      curl",
      "COPY --from=0 /app /app # the program",
      "COPY --from=0 /other /other",
      "USER 65532",
      "",
    ].join("\n");
    const pull = github.openPull({ head: "topic", files: { Dockerfile: text } });
    await runOnGitHub(github, pull);
    const ranges = suggested(github.threads(pull)).map(rangeOf);
    expect(ranges.length).toBe(3);
    const taken = ranges.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, at) => first + at));
    expect(new Set(taken).size).toBe(taken.length);
    const accepted = accept(text, github.threads(pull));
    github.push(pull, { Dockerfile: accepted });
    const second = await runOnGitHub(github, pull);
    expect(second.outputs.errors).toBe("1");
    github.push(pull, { Dockerfile: accept(accepted, github.threads(pull)) });
    const last = await runOnGitHub(github, pull);
    expect(last.outputs).toMatchObject({ conclusion: "passed", errors: "0", warnings: "0", notices: "0" });
    expect(github.threads(pull)).toEqual([]);
  });

  it.concurrent("complaint 22: are not made where the pull request does not show all lines of an instruction", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    const words = Array.from({ length: 20 }, (_, index) => `      package-${index} \\\n`).join("");
    const text = (first: string) =>
      `FROM debian:12-slim\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends \\\n      ${first} \\\n${words}      last\nUSER 65532\n`;
    github.commit("main", { ".github/stagegate.yml": `${levels}scope: all\n`, Dockerfile: text("curl") });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: text("wget") } });
    const run = await runOnGitHub(github, pull);
    expect(run.exitStatus).toBe(1);
    const [thread] = github.threads(pull);
    expect(suggested(github.threads(pull))).toEqual([]);
    expect(thread?.comments[0]?.body).toContain("```diff");
  });
});

function suggestion(thread: Thread): string | undefined {
  return /^(`{3,})suggestion\n([\s\S]*?)\n?\1$/m.exec(thread.comments[0]?.body ?? "")?.[2];
}

function suggested(threads: readonly Thread[]): Thread[] {
  return threads.filter((thread) => suggestion(thread) !== undefined);
}

function rangeOf({ place }: Thread): { first: number; last: number } {
  if (!place) throw new Error("The thread is on no line.");
  return { first: place.startLine ?? place.line, last: place.line };
}

/**
 * What GitHub makes of a file when all suggestions on it are committed at once: each replaces the whole lines that it is on. Comments
 * come from browsers with CRLF and from programs with LF, so lines are taken to end as those of the file do.
 */
function accept(text: string, threads: readonly Thread[]): string {
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.split(end);
  const suggestions = threads.flatMap((thread) => {
    const block = suggestion(thread);
    return block === undefined ? [] : [{ ...rangeOf(thread), lines: block === "" ? [] : block.split(/\r?\n/) }];
  });
  for (const { first, last, lines: replacement } of suggestions.sort((a, b) => b.first - a.first)) {
    lines.splice(first - 1, last - first + 1, ...replacement);
  }
  return lines.join(end);
}
