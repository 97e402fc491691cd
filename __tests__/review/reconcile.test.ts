import { describe, expect, it } from "vitest";
import type { Problem } from "../../src/model/report.ts";
import { within } from "../../src/review/comment-text.ts";
import { withMarker } from "../../src/review/marker.ts";
import { type DesiredReview, findingMarker, reconcile } from "../../src/review/reconcile.ts";
import { DiscussionModel } from "../support/discussion-model.ts";
import { fingerprintOf, onFile, onLine, planOf } from "../support/review-scene.ts";

const writer = { key: "0123456789abcdef", run: 1, head: "a".repeat(40) };
const nothing: DesiredReview = { plan: planOf(), waived: new Set(), problems: [] };

/** A pull request with comments on lines 1 and 2 of one file and on another file; the first is answered. */
function commented() {
  const model = new DiscussionModel(writer.head);
  const plan = planOf(onLine(1), onLine(2), onFile(3, "other/Dockerfile"));
  model.carryOut(reconcile({ ...nothing, plan }, model.read(), writer), writer);
  model.threads[0]?.comments.push(model.newComment("We need this.", false));
  return { model, plan };
}

function actionsFor(desired: Partial<DesiredReview>) {
  const { model } = commented();
  const { settle, remove, leave } = reconcile({ ...nothing, ...desired }, model.read(), { ...writer, run: 2 });
  const numbers = (list: readonly { readonly own: { readonly fingerprint: string } }[]) =>
    list.map(({ own }) => Number.parseInt(own.fingerprint, 16));
  return { settled: settle.map(({ body }) => body), remove: numbers(remove), leave: leave.length };
}

const unread = (path: string | undefined): Problem => ({
  code: "file-unreadable",
  message: "It cannot be read.",
  path,
  span: undefined,
  incomplete: true,
});

describe("findings that are no longer reported", () => {
  it("are fixed: what nobody answered goes, what somebody answered says so", () => {
    const { settled, remove } = actionsFor({});
    expect(remove).toEqual([2, 3]);
    expect(settled.length).toBe(1);
    expect(settled[0]).toMatch(/^\*\*Fixed in a{40}\.\*\*\n/);
    expect(settled[0]).toContain("**Error** in line 1.");
  });

  it("are waived where they are there and accepted", () => {
    expect(actionsFor({ waived: new Set([fingerprintOf(1)]) }).settled[0]).toMatch(/^\*\*Waived as of a{40}\.\*\*\n/);
  });

  it("are not known to be fixed where their file, or anything, could not be judged", () => {
    expect(actionsFor({ problems: [unread("other/Dockerfile")] }).remove).toEqual([2]);
    expect(actionsFor({ problems: [unread("Dockerfile")] })).toEqual({ settled: [], remove: [3], leave: 2 });
    expect(actionsFor({ problems: [unread(undefined)] })).toEqual({ settled: [], remove: [], leave: 3 });
    expect(actionsFor({ problems: [{ ...unread(undefined), incomplete: false }] }).remove).toEqual([2, 3]);
  });

  it("are open where they are only listed elsewhere", () => {
    const { finding } = onLine(2);
    const plan = { comments: [], elsewhere: [{ finding, path: "Dockerfile", reason: "no-room" as const }] };
    expect(actionsFor({ plan }).remove).toEqual([3]);
  });
});

describe("a finding that was settled and is back without a comment of its own", () => {
  const listed = (reason: "no-room" | "notice") => ({
    ...nothing,
    plan: { comments: [], elsewhere: [{ finding: onLine(1).finding, path: "Dockerfile", reason }] },
  });

  it("is said to be back in its thread, once, and can be settled again without growing", () => {
    const { model } = commented();
    const run = (desired: DesiredReview, number: number, head: string) => {
      const now = { ...writer, run: number, head: head.repeat(40) };
      const actions = reconcile(desired, model.read(), now);
      model.carryOut(actions, now);
      return actions.update.length + actions.settle.length;
    };
    const text = () => model.threads[0]?.comments[0]?.body.replace(/\n*<!-- stagegate:.*-->$/, "");
    run(nothing, 2, "b");
    const settled = text()?.replaceAll("b".repeat(40), "");
    expect(model.threads[0]?.comments[0]?.isHidden).toBe(true);
    expect(run(listed("no-room"), 3, "c")).toBe(1);
    expect(text()).toBe(
      `**Back as of ${"c".repeat(40)}.** The finding is open again; the job summary says where it stands now.\n\n**Error** in line 1.`,
    );
    expect(model.threads[0]?.comments[0]?.isHidden).toBe(false);
    expect(run(listed("notice"), 4, "d")).toBe(0);
    expect(run(nothing, 5, "e")).toBe(1);
    expect(text()?.replaceAll("e".repeat(40), "")).toBe(settled);
  });

  it("stays as a person left it", () => {
    const { model } = commented();
    model.carryOut(reconcile(nothing, model.read(), { ...writer, run: 2 }), { ...writer, run: 2 });
    Object.assign(model.threads[0] ?? {}, { isResolved: true });
    expect(reconcile(listed("no-room"), model.read(), { ...writer, run: 3 }).update).toEqual([]);
  });
});

describe("a comment of a run with a higher number", () => {
  const judge = (run: number, since: string | undefined) => {
    const { model, plan } = commented();
    const [first] = model.threads;
    const marker = { ...findingMarker(fingerprintOf(1), writer), run };
    const body = withMarker("**Error** in line 1.", marker, model.pullRequest);
    Object.assign(first?.comments[0] ?? {}, { body, writtenAt: "2026-01-01T12:00:00Z" });
    const { create, outrun } = reconcile({ ...nothing, plan }, model.read(), { ...writer, run: 1000, since });
    return { outrun, created: create.length };
  };

  it("is a later run's where it was written after the event of this one", () => {
    expect(judge(1001, "2026-01-01T11:59:00Z")).toEqual({ outrun: true, created: 0 });
    expect(judge(500_000, "2026-01-01T11:59:00Z")).toEqual({ outrun: true, created: 0 });
    expect(judge(1001, undefined)).toEqual({ outrun: true, created: 0 });
  });

  it("is nobody's where no run can have had that number then: the finding is said anew", () => {
    expect(judge(1001, "2026-01-01T12:00:01Z")).toEqual({ outrun: false, created: 1 });
    expect(judge(999_999_999_999, "2026-01-01T11:59:00Z")).toEqual({ outrun: false, created: 1 });
  });
});

describe("a suggestion", () => {
  const body = "Fix:\n\n````suggestion\nUSER 1000\n````";
  const bodyOf = (place: Partial<ReturnType<typeof onLine>>) => {
    const { model } = commented();
    const plan = planOf(onLine(1, { body, ...place }), onLine(2), onFile(3, "other/Dockerfile"));
    return reconcile({ ...nothing, plan }, model.read(), { ...writer, run: 2 }).update[0]?.body;
  };

  it("is one only on the very lines that it replaces", () => {
    expect(bodyOf({})).toContain("````suggestion\n");
    expect(bodyOf({ startLine: 1, line: 3 })).toContain("````dockerfile\n");
    expect(bodyOf({ line: 4 })).toContain("````dockerfile\n");
  });
});

describe("a text that is too long", () => {
  it("is cut between paragraphs, never in code or in a folded part", () => {
    const text = `First.\n\nSecond.\n\n\`\`\`diff\n${"+ line\n\n".repeat(40)}\`\`\`\n\n<details>\n\nIn it.\n\n</details>\n\nLast.`;
    const note = "\n\nThis is cut: the job summary has the rest.";
    expect(within(text.length, text)).toBe(text);
    expect(within(200, text)).toBe(`First.\n\nSecond.${note}`);
    expect(within(text.length + note.length, text + "x".repeat(100))).toMatch(/<\/details>\n\nThis is cut/);
    expect(within(10, "x".repeat(100)).trim()).toBe(note.trim());
  });
});
