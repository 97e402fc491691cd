import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluate.ts";
import { applyEdits } from "../../src/model/finding.ts";
import type { Policy } from "../../src/model/policy.ts";
import { resolvePolicy } from "../../src/policy/resolve-policy.ts";
import { rules } from "../../src/rules/index.ts";
import { packPolicy, packTexts } from "../support/pack-policy.ts";

const today = "2026-11-24";

interface Options {
  readonly policy?: Policy;
  readonly base?: string;
  readonly review?: "pending" | "approved";
  readonly whole?: boolean;
}

function judge(text: string, { policy = packPolicy("recommended"), base, review, whole }: Options = {}) {
  const path = "Dockerfile";
  const changed = [{ path, previousPath: undefined, status: "modified" as const, hunks: undefined }];
  const change = {
    head: { sha: "head", ref: undefined },
    files: [{ path, text }],
    base: base === undefined ? undefined : { sha: "base", files: [{ path, text: base }], changed },
    waiverReview: review,
    whole,
    problems: [],
    target: undefined,
  };
  return evaluate(change, policy, rules, "1.2.3", today);
}

const told = (report: ReturnType<typeof judge>) =>
  report.files.flatMap(({ source, findings }) =>
    findings.map(({ status, level, rule, span }) => `${status} ${level} ${source.path}:${span.start.line} ${rule}`),
  );
const messages = (report: ReturnType<typeof judge>, rule: string) =>
  report.files.flatMap(({ findings }) => findings.filter((one) => one.rule === rule).map(({ message }) => message));

const policyWith = (more: string): Policy =>
  resolvePolicy({ source: "p.yml", path: "p.yml", text: `version: 1\n${more}` }, rules, packTexts());

const root = "FROM alpine:3.23\nCOPY app /app\n";
const waiver = "# stagegate: waive root-final-user until 2027-03-31 -- port 80 until the proxy moves\n";
const download = "ADD http://files.example/a.tar /a\n";

describe("a waiver in a comment", () => {
  it("waives the finding below it, with its reason and last day", () => {
    const report = judge(waiver + root);
    expect(told(report)).toEqual(["waived warning Dockerfile:2 root-final-user"]);
    expect(report.counts).toMatchObject({ warning: 0, waived: 1 });
    expect(report.files[0]?.findings[0]?.waiver).toEqual({
      reason: "port 80 until the proxy moves",
      expires: "2027-03-31",
      pending: false,
      place: { kind: "comment", path: "Dockerfile", line: 1 },
    });
  });

  it("covers the instruction, the stage above a FROM, and the file where it says so", () => {
    const one = "# stagegate: waive unverified-download until 2027-01-01 -- mirror comes\n";
    const all = one.replace("download until", "download in file until");
    const stage = `FROM alpine:3.23\nUSER 1\n`;
    const open = (text: string) => told(judge(text)).filter((line) => line.startsWith("open"));
    expect(open(`${stage}${one}${download}${download}`)).toEqual(["open warning Dockerfile:5 unverified-download"]);
    expect(open(`${one}${stage}${download}${download}`)).toEqual([]);
    const two = `FROM alpine:3.23 AS a\n${download}FROM a\nUSER 1\n${download}`;
    expect(open(one + two)).toEqual(["open warning Dockerfile:6 unverified-download"]);
    expect(open(all + two)).toEqual([]);
    const inStage = one.replace("download until", "download in stage until");
    expect(open(`${stage}${inStage}${download}${download}`)).toEqual([]);
  });

  it("counts on its last day, is announced fourteen days before, and counts no more after it", () => {
    const until = (day: string) => judge(waiver.replace("2027-03-31", day) + root);
    expect(told(until("2026-12-09"))).toEqual(["waived warning Dockerfile:2 root-final-user"]);
    expect(messages(until("2026-12-08"), "expired-waiver")).toEqual([
      "The waiver of root-final-user ends in 14 days, on 2026-12-08. Fix what it is for before that, or agree on a new date.",
    ]);
    expect(told(until("2026-11-24"))).toEqual([
      "open notice Dockerfile:1 expired-waiver",
      "waived warning Dockerfile:2 root-final-user",
    ]);
    expect(told(until("2026-11-23"))).toEqual([
      "open error Dockerfile:1 expired-waiver",
      "open warning Dockerfile:2 root-final-user",
    ]);
  });

  it("that nothing needs is a notice, and its fix removes the line", () => {
    const text = `${waiver}FROM alpine:3.23\nUSER 1000\n`;
    const report = judge(text);
    expect(told(report)).toEqual(["open notice Dockerfile:1 unused-waiver"]);
    const fix = report.files[0]?.findings[0]?.fix;
    expect(fix && applyEdits(text, fix.edits)).toBe("FROM alpine:3.23\nUSER 1000\n");
  });

  it.each([
    ["waive root-final-usr until 2027-01-01 -- x", "Did you mean `root-final-user`?"],
    ["waive root-final-user -- x", "has no end"],
    ["waive root-final-user until tomorrow -- x", "no day of the calendar"],
    ["waive root-final-user until 2027-02-30 -- x", "no day of the calendar"],
    ["waive root-final-user until 2027-01-01", "gives no reason"],
    ["waive root-final-user until 2027-01-01 because -- x", "gives no reason"],
    ["waive root-final-user until 2027-01-01 --", "gives no reason"],
    ["waive root-final-user in repository until 2027-01-01 -- x", "`in file`"],
    ["waive", "names no rule"],
    ["waive until 2027-01-01 -- x", "names no rule"],
    ["ignore root-final-user", "must say `waive RULE until YYYY-MM-DD -- reason`"],
    ["", "must say `waive RULE until YYYY-MM-DD -- reason`"],
    ["waive invalid-dockerfile until 2027-01-01 -- x", "no rule `invalid-dockerfile` that can be waived"],
    ["waive expired-waiver until 2027-01-01 -- x", "no rule `expired-waiver` that can be waived"],
  ])("that cannot be read is an error and waives nothing: %s", (text, expected) => {
    const report = judge(`# stagegate: ${text}\n${root}`);
    expect(told(report)).toEqual([
      "open error Dockerfile:1 invalid-waiver",
      "open warning Dockerfile:2 root-final-user",
    ]);
    expect(messages(report, "invalid-waiver")[0]).toContain(expected);
  });

  it("below the last instruction is for nothing", () => {
    expect(told(judge(`${root}USER 1\n${waiver}`))).toEqual(["open error Dockerfile:4 invalid-waiver"]);
  });

  it("of another tool waives nothing and is not spoken of", () => {
    const foreign = "# check=skip=all\n# hadolint ignore=DL3002\n# tally ignore=all\n";
    expect(told(judge(foreign + root))).toEqual(["open warning Dockerfile:4 root-final-user"]);
  });

  it("counts for nothing where the policy says never", () => {
    const report = judge(waiver + root, { policy: policyWith("inline-waivers: never\n") });
    expect(told(report)).toEqual([
      "open error Dockerfile:1 invalid-waiver",
      "open warning Dockerfile:2 root-final-user",
    ]);
  });
});

describe("a waiver that a pull request adds", () => {
  const other = `${waiver}${root}`;

  it("waits for a review, and counts after it", () => {
    const pending = judge(other, { base: "FROM alpine:3.23\nUSER 1\n", review: "pending" });
    expect(told(pending)).toEqual(["open warning Dockerfile:2 root-final-user"]);
    expect(pending.files[0]?.findings[0]?.waiver?.pending).toBe(true);
    const approved = judge(other, { base: "FROM alpine:3.23\nUSER 1\n", review: "approved" });
    expect(told(approved)).toEqual(["waived warning Dockerfile:2 root-final-user"]);
  });

  it("counts at once where the policy allows it, or where it was there before", () => {
    const options = { base: "FROM alpine:3.23\nUSER 1\n", review: "pending" as const };
    const allowing = policyWith("inline-waivers: allow\n");
    expect(told(judge(other, { ...options, policy: allowing }))).toEqual([
      "waived warning Dockerfile:2 root-final-user",
    ]);
    expect(told(judge(`# moved\n${other}`, { ...options, base: other }))).toEqual([
      "waived warning Dockerfile:3 root-final-user",
    ]);
  });

  it("waits again with another end, another reason, or above another instruction", () => {
    const above = (text: string, line: string) => `FROM alpine:3.23\nUSER 1\n${text}${line}`;
    const accepted = "# stagegate: waive unverified-download until 2027-01-01 -- mirror comes\n";
    const base = above(accepted, download);
    const statusOf = (head: string) => told(judge(head, { base, review: "pending" }))[0]?.split(" ")[0];
    expect(statusOf(base)).toBe("waived");
    expect(statusOf(above(accepted.replace("2027", "2036"), `${download.trim()}x\n`))).toBe("open");
    expect(statusOf(above(accepted, "ADD http://evil.example/b /b\n"))).toBe("open");
  });
});

describe("a waiver of the policy", () => {
  const waivers = (expires: string, files = "**") =>
    policyWith(`waivers:\n  - { rule: root-final-user, files: "${files}", reason: "port 80", expires: ${expires} }\n`);

  it("waives what its globs match", () => {
    expect(told(judge(root, { policy: waivers("2027-01-31") }))).toEqual([
      "waived warning Dockerfile:1 root-final-user",
    ]);
    expect(told(judge(root, { policy: waivers("2027-01-31", "legacy/**") }))).toEqual([
      "open warning Dockerfile:1 root-final-user",
    ]);
    const [finding] = judge(root, { policy: waivers("2027-01-31") }).files[0]?.findings ?? [];
    expect(finding?.waiver?.place).toEqual({ kind: "policy", path: "p.yml", line: 3 });
  });

  it("is spoken of on its line of the policy", () => {
    expect(told(judge(root, { policy: waivers("2026-01-31") }))).toEqual([
      "open warning Dockerfile:1 root-final-user",
      "open error p.yml:3 expired-waiver",
    ]);
    expect(told(judge(root, { policy: waivers("2026-11-30") }))).toContain("open notice p.yml:3 expired-waiver");
  });

  it("is unused only where the whole repository was judged", () => {
    const policy = waivers("2027-01-31", "legacy/**");
    expect(told(judge(root, { policy, whole: true }))).toContain("open notice p.yml:3 unused-waiver");
    expect(told(judge(root, { policy, whole: false }))).not.toContain("open notice p.yml:3 unused-waiver");
  });

  it("that has expired does not block a pull request, which does not bring it", () => {
    const report = judge(root, { policy: waivers("2026-01-31"), base: root });
    expect(told(report)).toContain("existing error p.yml:3 expired-waiver");
    expect(report.conclusion).toBe("passed");
  });
});

describe("waivers under any text", () => {
  it("never lose a finding, and say the same twice", () => {
    const words = [
      "waive",
      "until",
      "in",
      "file",
      "stage",
      "--",
      "root-final-user",
      "2027-01-01",
      "2020-01-01",
      "x",
      "\u202e",
    ];
    const comment = fc
      .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 8 })))
      .map((parts) => `# stagegate: ${parts.join(" ").replace(/[\r\n]/g, " ")}\n`);
    fc.assert(
      fc.property(fc.array(comment, { maxLength: 4 }), (comments) => {
        const text = comments.join("") + root;
        const report = judge(text);
        expect(report.files[0]?.findings.some(({ rule }) => rule === "root-final-user")).toBe(true);
        expect(judge(text)).toEqual(report);
      }),
    );
  });
});
