import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluate.ts";
import type { ChangedFile } from "../../src/model/change.ts";
import type { Policy } from "../../src/model/policy.ts";
import { rules } from "../../src/rules/index.ts";
import { packPolicy } from "../support/pack-policy.ts";

type Texts = Readonly<Record<string, string>>;

function compare(base: Texts, head: Texts, { renames = {}, policy = packPolicy("recommended") }: Options = {}) {
  const versions = (texts: Texts) => Object.entries(texts).map(([path, text]) => ({ path, text }));
  const change = {
    head: { sha: "head", ref: undefined },
    files: versions(head),
    base: { sha: "base", files: versions(base), changed: changedFiles(base, head, renames) },
    problems: [],
    target: undefined,
  };
  return evaluate(change, policy, rules, "1.2.3", "2026-11-24");
}

interface Options {
  /** Path at the head → path at the base. */
  readonly renames?: Texts;
  readonly policy?: Policy;
}

function changedFiles(base: Texts, head: Texts, renames: Texts): ChangedFile[] {
  const changed = (path: string, status: ChangedFile["status"], previousPath?: string) => ({
    path,
    previousPath,
    status,
    hunks: undefined,
  });
  return [
    ...Object.keys(head)
      .filter((path) => head[path] !== base[path])
      .map((path) => {
        const previous = renames[path];
        if (previous !== undefined) return changed(path, "renamed", previous);
        return changed(path, path in base ? "modified" : "added");
      }),
    ...Object.keys(base)
      .filter((path) => !(path in head) && !Object.values(renames).includes(path))
      .map((path) => changed(path, "removed")),
  ];
}

const status = (report: ReturnType<typeof compare>) =>
  report.files.flatMap(({ source, findings }) =>
    findings.map((finding) => `${finding.status} ${source.path}:${finding.span.start.line} ${finding.rule}`),
  );

const rootUser = "FROM alpine:3.23\nCOPY app /app\n";

describe("new findings", () => {
  it("leaves what was there alone, however its lines move", () => {
    const report = compare({ Dockerfile: rootUser }, { Dockerfile: `# a note\n\n${rootUser}` });
    expect(status(report)).toEqual(["existing Dockerfile:3 root-final-user"]);
    expect(report.counts).toEqual({ error: 0, warning: 0, notice: 0, existing: 1, waived: 0 });
    expect(report.base).toEqual({ sha: "base", fixed: 0 });
  });

  it("finds what a deleted line causes", () => {
    const report = compare({ Dockerfile: `${rootUser}USER 1000\n` }, { Dockerfile: rootUser });
    expect(status(report)).toEqual(["open Dockerfile:1 root-final-user"]);
  });

  it("counts a second finding like one that was there as new", () => {
    const line = "ADD http://files.example/a.tar /a\n";
    const text = `${rootUser}USER 1000\n${line}`;
    expect(status(compare({ Dockerfile: text }, { Dockerfile: text + line }))).toEqual([
      "existing Dockerfile:4 unverified-download",
      "open Dockerfile:5 unverified-download",
    ]);
  });

  it("follows a renamed file, and calls only its new findings new", () => {
    const report = compare(
      { "old/Dockerfile": rootUser },
      { "new/Dockerfile": `${rootUser}ADD http://files.example/a.tar /a\n` },
      { renames: { "new/Dockerfile": "old/Dockerfile" } },
    );
    expect(status(report)).toEqual([
      "existing new/Dockerfile:1 root-final-user",
      "open new/Dockerfile:3 unverified-download",
    ]);
  });

  it("counts what is fixed, also by removing a file", () => {
    const report = compare(
      { Dockerfile: rootUser, "b/Dockerfile": rootUser },
      { Dockerfile: `${rootUser}USER 1000\n` },
    );
    expect(report.base?.fixed).toBe(2);
    expect(status(report)).toEqual([]);
  });

  it("takes every finding of a file that the base could not have read as new", () => {
    const report = compare({ Dockerfile: `${rootUser}RUNN x\n` }, { Dockerfile: rootUser });
    expect(status(report)).toEqual(["open Dockerfile:1 root-final-user"]);
    expect(report.problems).toEqual([]);
  });

  it("counts every finding of changed files under scope: changed, and of all files under scope: all", () => {
    const base = { Dockerfile: rootUser, "b/Dockerfile": rootUser };
    const head = { ...base, Dockerfile: `${rootUser}# note\n` };
    const scoped = (scope: Policy["scope"]) =>
      status(compare(base, head, { policy: { ...packPolicy("recommended"), scope } })).map(
        (line) => line.split(" ")[0],
      );
    expect(scoped("new")).toEqual(["existing", "existing"]);
    expect(scoped("changed")).toEqual(["open", "existing"]);
    expect(scoped("all")).toEqual(["open", "open"]);
  });

  it("never lets a finding go: every one of the head is there as open or existing", () => {
    const lines = ["USER root", "ADD http://files.example/a /a", "RUN --network=host true", "ARG NPM_TOKEN", "ENV A=1"];
    const text = fc.array(fc.constantFrom(...lines)).map((chosen) => `${["FROM alpine", ...chosen].join("\n")}\n`);
    fc.assert(
      fc.property(text, text, (before, after) => {
        const alone = compare({}, { Dockerfile: after }).files.flatMap(({ findings }) => findings);
        const compared = compare({ Dockerfile: before }, { Dockerfile: after }).files.flatMap(
          ({ findings }) => findings,
        );
        expect(compared.map(({ fingerprint }) => fingerprint)).toEqual(alone.map(({ fingerprint }) => fingerprint));
        if (before === after) expect(compared.every((finding) => finding.status === "existing")).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
