import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFinalWords } from "../../src/build/final-words.ts";
import type { PlannedBuild } from "../../src/build/planned-build.ts";
import { ProgressRecord } from "../../src/build/progress-record.ts";
import { readStepName } from "../../src/build/step-name.ts";
import { settle, targetResult } from "../../src/build/target-results.ts";

const start = "2026-11-24T18:41:57.000000000Z";
const later = (seconds: number) => `2026-11-24T18:41:${String(57 + seconds).padStart(2, "0")}.500000000Z`;
const vertex = (digest: string, name: string, more: object = {}) =>
  JSON.stringify({ vertexes: [{ digest, name, ...more }] });
const log = (digest: string, text: string, timestamp: string) =>
  JSON.stringify({ logs: [{ vertex: digest, data: Buffer.from(text).toString("base64"), timestamp }] });

const planned = (id: string): PlannedBuild => ({
  id,
  name: `${id}/Dockerfile: test`,
  purpose: "test",
  dockerfile: `${id}/Dockerfile`,
  inline: undefined,
  stage: 1,
  target: "test",
  context: id,
  buildArguments: [],
  namedContexts: [],
  platforms: [],
  caches: { from: [], to: [] },
});

const exit = 'process "/bin/sh -c false" did not complete successfully: exit code: 1';

describe("a step's name", () => {
  it("tells the target, the stage and the place", () => {
    expect(readStepName("[t1 linux/amd64 test  2/13] RUN go test", new Set(["t1"]))).toMatchObject({
      target: "t1",
      stage: "test",
      position: { index: 2, count: 13 },
      text: "RUN go test",
    });
    expect(readStepName("[internal] load .dockerignore", new Set(["internal"])).position).toBeUndefined();
  });

  it("is read whatever it is", () => {
    fc.assert(fc.property(fc.string(), (name) => typeof readStepName(name, new Set(["t"])).shown === "string"));
  });
});

describe("the record of a build", () => {
  it("tells which of two targets failed, and that the other must be built again", () => {
    const record = new ProgressRecord(["t1", "t2"]);
    record.add(vertex("sha256:a", "[t1 test 1/1] RUN false", { started: start, completed: later(1), error: exit }));
    record.add(
      vertex("sha256:b", "[t2 test 1/1] RUN sleep 9", {
        started: start,
        completed: later(1),
        error: `${exit}: context canceled`,
      }),
    );
    record.add(`ERROR: target t1: failed to solve: ${exit}`);
    const words = readFinalWords(record.words);
    const settled = settle([planned("t1"), planned("t2")], record, { kind: "exited", status: 1 }, words);
    expect(settled.get("t1")).toMatchObject({
      kind: "failed",
      failure: { exitStatus: 1, step: "[test 1/1] RUN false" },
    });
    expect(settled.get("t2")).toEqual({ kind: "again" });
  });

  it("never goes round for ever: a failure that names no target leaves all of them unverified", () => {
    const record = new ProgressRecord(["t1", "t2"]);
    record.add("ERROR: something nobody knows");
    const settled = settle(
      [planned("t1"), planned("t2")],
      record,
      { kind: "exited", status: 1 },
      readFinalWords(record.words),
    );
    expect([...settled.values()].map(({ kind }) => kind)).toEqual(["unverified", "unverified"]);
  });

  it("takes the output of a shared step once, and keeps its end", () => {
    const record = new ProgressRecord(["t1", "t2"]);
    record.add(vertex("sha256:a", "[t1 build 1/1] RUN make", { started: start }));
    for (const times of [1, 2]) {
      for (let line = 1; line <= 30; line++) record.add(log("sha256:a", `line ${line}\n`, `${start}${line}`));
      expect(record.logOf("sha256:a"), `heard ${times} times`).toHaveLength(20);
    }
    expect(record.logOf("sha256:a").at(0)).toBe("line 11");
    expect(record.logOf("sha256:a").at(-1)).toBe("line 30");
  });

  it("calls cached what the cache had", () => {
    const record = new ProgressRecord([]);
    record.add(vertex("sha256:a", "[build 1/2] RUN make", { started: start, completed: start, cached: true }));
    record.add(vertex("sha256:b", "[build 2/2] RUN test", { started: start, completed: later(2) }));
    const result = targetResult(planned("t1"), record, { kind: "built" });
    expect(result.steps.map(({ cached, seconds }) => [cached, seconds])).toEqual([
      [true, 0],
      [false, 2.5],
    ]);
  });

  it("keeps BuildKit's checks with their lines", () => {
    const record = new ProgressRecord([]);
    record.add(vertex("sha256:d", "[internal] load build definition from Dockerfile"));
    const short = Buffer.from("StageNameCasing: Stage name 'Build' should be lowercase (line 2)").toString("base64");
    record.add(
      JSON.stringify({ warnings: [{ vertex: "sha256:d", short, range: [{ start: { line: 2 }, end: { line: 2 } }] }] }),
    );
    expect(record.checksOf("t1")).toEqual([
      { rule: "StageNameCasing", message: "Stage name 'Build' should be lowercase", lines: { first: 2, last: 2 } },
    ]);
  });

  it.each([
    ["secret npm: not found", "[test 1/1] RUN make", /need the secret npm/],
    ["failed to do request: Head", "[internal] load metadata for nowhere.invalid/x:1", /failed to do request/],
  ])("does not blame the Dockerfile for: %s", (error, name, reason) => {
    const record = new ProgressRecord([]);
    record.add(vertex("sha256:a", name, { started: start, completed: later(1), error }));
    const [settlement] = settle([planned("t1")], record, { kind: "exited", status: 1 }, undefined).values();
    const result = targetResult(planned("t1"), record, settlement ?? { kind: "again" });
    expect(result.outcome).toBe("unverified");
    expect(result.reason).toMatch(reason);
  });

  it("is read whatever a build prints", () => {
    const record = new ProgressRecord(["t"]);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((text) => `{"vertexes":${text}`),
        ),
        (line) => Array.isArray(record.add(line)),
      ),
    );
    const hostile = {
      vertexes: [{ digest: "__proto__", name: "[t x 1/1] RUN", inputs: null, error: "e" }],
      logs: [{ vertex: "__proto__", data: "?" }],
    };
    expect(() => record.add(JSON.stringify(hostile))).not.toThrow();
  });
});

describe("the words behind the progress", () => {
  it("tell the target, the lines and the log", () => {
    const lines = [
      "------",
      " > [test 2/2] RUN go test:",
      "0.321 FAIL",
      "------",
      "Dockerfile:7",
      "--------------------",
      "   6 |     FROM a",
      "   7 | >>> RUN x && \\",
      "   8 | >>>     y",
      "--------------------",
      "ERROR: target t2: failed to solve: boom",
    ];
    expect(readFinalWords(lines)).toEqual({
      target: "t2",
      message: "boom",
      lines: { first: 7, last: 8 },
      log: ["FAIL"],
    });
    expect(readFinalWords(["all is well"])).toBeUndefined();
  });
});
