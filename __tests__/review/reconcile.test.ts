import { describe, expect, it } from "vitest";
import type { Problem } from "../../src/model/report.ts";
import { within } from "../../src/review/comment-text.ts";
import { type DesiredReview, reconcile } from "../../src/review/reconcile.ts";
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
