import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runJob } from "./support/fake-runner.ts";
import { tree } from "./support/tree.ts";

// The action as it ships, as a process of its own under an emulated runner.
const entry = join(import.meta.dirname, "../dist/index.js");
const good = 'FROM scratch\nCOPY app /app\nUSER 65532\nCMD ["/app"]\n';
const bad = 'FROM golang:1.23\nCOPY . .\nRUN go build -o /app .\nUSER 65532\nCMD ["/app"]\n';
const pullRequest = {
  name: "pull_request",
  payload: { pull_request: { number: 7, head: { sha: "2".repeat(40), ref: "feature" } } },
};

function run(
  files: Record<string, string>,
  inputs: Record<string, string> = {},
  event: { name: string; payload?: unknown } = pullRequest,
) {
  return runJob({ entry, workspace: tree(files), inputs, event });
}

describe.skipIf(!existsSync(entry))("the action", () => {
  it("passes good Dockerfiles without a word in the pull request", async () => {
    const result = await run({ Dockerfile: good });
    expect(result.exitStatus).toBe(0);
    expect(result.annotations).toEqual([]);
    expect(result.outputs).toMatchObject({ conclusion: "passed", errors: "0", warnings: "0", notices: "0" });
    expect(result.summary).toContain("passed");
  });

  it("blocks on an error: on its line, in the summary with its graph, in the outputs", async () => {
    const result = await run({ "api/Dockerfile": bad, Dockerfile: good });
    expect(result.exitStatus).toBe(1);
    const [finding, verdict] = result.annotations;
    expect(finding).toMatchObject({
      level: "error",
      properties: { file: "api/Dockerfile", line: "3", title: "single-stage-build" },
    });
    expect(finding?.message).toContain("`go build` runs in the shipped stage 0");
    expect(verdict?.message).toContain("blocked");
    expect(result.outputs).toMatchObject({ conclusion: "blocked", errors: "1" });
    expect(JSON.parse(result.outputs.stages ?? "")).toMatchObject([{ path: "Dockerfile" }, { path: "api/Dockerfile" }]);
    expect(result.summary).toContain("| error |");
    expect(result.summary).toContain(`/acme/shop/blob/${"2".repeat(40)}/api/Dockerfile#L3`);
    expect(result.summary).toContain("```mermaid");
    expect(result.stderr).toBe("");
  });

  it("keeps within the runner's ten annotations of a kind, and says how many there are", async () => {
    const many = `FROM scratch\n${"EXPOSE 80 # http\n".repeat(143)}USER 1\n`;
    const result = await run({ Dockerfile: many });
    expect(result.hidden).toBe(0);
    expect(result.annotations.filter(({ level }) => level === "error")).toHaveLength(10);
    expect(result.log.concat(result.annotations.map(({ message }) => message)).join("\n")).toContain("9 of 143");
    expect(result.summary.match(/mistaken-inline-comment/g)?.length).toBe(143);
  });

  it("judges pushes without blocking, unless fail-on is given", async () => {
    const push = { name: "push", payload: {} };
    expect((await run({ Dockerfile: bad }, {}, push)).exitStatus).toBe(0);
    expect((await run({ Dockerfile: bad }, { "fail-on": "error" }, push)).exitStatus).toBe(1);
  });

  it("follows the policy of the checkout, and names a mistake in it with its line", async () => {
    const off = "version: 1\nrules:\n  single-stage-build: off\n  non-minimal-final-base: off\n";
    expect((await run({ Dockerfile: bad, ".github/stagegate.yml": off })).exitStatus).toBe(0);
    const mistaken = await run({
      Dockerfile: bad,
      ".github/stagegate.yml": "version: 1\nrules:\n  single-stage-bild: off\n",
    });
    expect(mistaken.exitStatus).not.toBe(0);
    const said = mistaken.annotations.map(({ message }) => message).join("\n");
    expect(said).toContain("single-stage-bild");
    expect(said).toContain("Did you mean `single-stage-build`?");
    expect(said + mistaken.stderr).not.toMatch(/^\s+at /m);
  });

  it("lets no text of a file issue a command to the runner", async () => {
    const hostile = [
      "FROM alpine:3.20 AS a",
      'LABEL x="::set-env name=PATH::/evil"',
      "EXPOSE 80 # ::error::spoofed",
      "EXPOSE 81 # ##[add-mask]x",
      "RUN <<EOF",
      "::stop-commands::abc",
      "##[error]spoofed",
      "EOF",
      "USER 1",
    ].join("\n");
    const result = await run({ "##[error]x/Dockerfile": hostile, "::warning::y/Dockerfile": `${hostile}\n` });
    expect(
      result.commands.map(({ name }) => name).filter((name) => !/^(?:error|warning|notice|group|endgroup)$/.test(name)),
    ).toEqual([]);
    expect(result.annotations.map(({ message }) => message)).not.toContain("spoofed");
    expect(result.masks).toEqual([]);
  });

  it("says what is missing where there is no checkout", async () => {
    const result = await run({});
    expect(result.exitStatus).toBe(2);
    expect(result.outputs.conclusion).toBe("incomplete");
    expect(result.annotations.map(({ message }) => message).join()).toContain(
      "Put a step with actions/checkout before",
    );
    expect(result.stderr).toBe("");
  });
});
