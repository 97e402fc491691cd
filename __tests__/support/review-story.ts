import fc from "fast-check";
import { expect } from "vitest";
import { ownThreads, type Writer } from "../../src/review/discussion.ts";
import { reconcile } from "../../src/review/reconcile.ts";
import { reconcileSticky } from "../../src/review/reconcile-sticky.ts";
import { DiscussionModel, type ModelThread } from "./discussion-model.ts";
import { fingerprintOf } from "./review-scene.ts";
import { anyWanted, desiredOf, overviewOf, type Wanted } from "./wanted-review.ts";

const key = "0123456789abcdef";
const commit = (number: number) => number.toString(16).padStart(40, "0");

type Step =
  | { readonly kind: "push"; readonly wanted: Wanted; readonly outdates: readonly number[] }
  | { readonly kind: "judge"; readonly wanted: Wanted }
  | { readonly kind: "run" | "twins" | "brokenTwins" | "older" }
  | { readonly kind: "broken"; readonly after: number }
  | { readonly kind: Deed; readonly which: number };

const deeds = [
  "reply",
  "resolve",
  "unresolve",
  "hide",
  "show",
  "edit",
  "delete",
  "copy",
  "quote",
  "begin",
  "botReply",
] as const;
type Deed = (typeof deeds)[number];

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("push" as const), wanted: anyWanted, outdates: fc.array(fc.nat(6)) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom("run" as const, "twins" as const, "brokenTwins" as const, "older" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("judge" as const), wanted: anyWanted }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("broken" as const), after: fc.nat(8) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom(...deeds), which: fc.nat(20) }) },
);

/** A pull request with its people, and runs of ours on it. */
export class Story {
  readonly model: DiscussionModel;
  wanted: Wanted = { planned: [], elsewhere: [], waived: [] };
  #commits = 1;
  #runs = 1000;
  /** What people and other bots wrote, by id. */
  readonly foreign = new Map<number, string>();
  /** Threads that people resolved, hid or rewrote, with the text that they are to keep. */
  readonly taken = new Map<ModelThread, string>();
  /** Threads of ours that people answered, with the id of the comment that begins them. */
  readonly answered = new Map<ModelThread, number>();

  constructor(canResolve: boolean) {
    this.model = new DiscussionModel(commit(1));
    const { newThread } = this.model;
    this.model.newThread = (...parts) => Object.assign(newThread.apply(this.model, parts), { canResolve });
  }

  writer(run?: number): Writer {
    if (run === undefined) this.#runs += 1;
    return { key, run: run ?? this.#runs, head: this.model.headSha };
  }

  run(most?: number): void {
    const { model, writer } = { model: this.model, writer: this.writer() };
    const discussion = model.read();
    model.carryOut(reconcile(desiredOf(this.wanted), discussion, writer), writer, most);
    if (most === undefined) model.carryOutSticky(this.sticky(writer));
    if (most === undefined) this.removeTwins(writer);
  }

  /** Two runs that read before either writes, and then look for twins, unless they are ended before. */
  twins(areBroken: boolean): void {
    const [one, two] = [this.writer(), this.writer()];
    const before = this.model.read();
    for (const writer of [one, two]) {
      this.model.carryOut(reconcile(desiredOf(this.wanted), before, writer), writer);
      this.model.carryOutSticky(reconcileSticky("always", overviewOf(this.wanted), [], before, writer));
    }
    for (const writer of areBroken ? [] : [two, one]) this.removeTwins(writer);
  }

  /** As the edge does behind a create. */
  removeTwins(writer: Writer): void {
    const actions = reconcile(desiredOf(this.wanted), this.model.read(), writer);
    const remove = actions.remove.filter(({ reason }) => reason === "twin");
    this.model.carryOut({ ...actions, create: [], update: [], settle: [], remove }, writer);
    this.model.carryOutSticky(this.sticky(writer));
  }

  sticky(writer: Writer) {
    return reconcileSticky("always", overviewOf(this.wanted), [], this.model.read(), writer);
  }

  take(step: Step): void {
    if (step.kind === "push") {
      this.wanted = step.wanted;
      this.#commits += 1;
      this.model.headSha = commit(this.#commits);
      for (const index of step.outdates) {
        const thread = this.model.threads[index];
        if (thread) thread.line = undefined;
      }
    } else if (step.kind === "run") this.run();
    else if (step.kind === "judge") this.wanted = step.wanted;
    else if (step.kind === "twins" || step.kind === "brokenTwins") this.twins(step.kind === "brokenTwins");
    else if (step.kind === "broken") this.run(step.after);
    else if (step.kind === "older") this.older();
    else if ("which" in step) this.do(step.kind, step.which);
  }

  /** An older run than the last one may write nothing new, whatever it believes. */
  older(): void {
    this.run();
    const before = this.model.read();
    if (ownThreads(before, { key }).length === 0 && before.comments.length === 0) return;
    const actions = reconcile(desiredOf({ ...this.wanted, planned: [] }), before, this.writer(1));
    expect({ ...actions, leave: [] }).toMatchObject({ create: [], update: [], settle: [], remove: [], outrun: true });
  }

  do(deed: Deed, which: number): void {
    const { model } = this;
    const thread = model.threads[which % Math.max(1, model.threads.length)];
    const first = thread?.comments[0];
    if (deed === "begin") {
      const begun = model.newThread("Dockerfile", which, "What is this for?", false);
      this.note(begun);
    }
    if (!thread || !first) return;
    const isOurs = first.isOurs && !this.foreign.has(first.id);
    if (deed === "reply" || deed === "botReply") {
      const reply = model.newComment(deed === "reply" ? "We need this." : first.body, false);
      thread.comments.push(reply);
      this.foreign.set(reply.id, reply.body);
      if (isOurs) this.answered.set(thread, first.id);
    }
    if (deed === "resolve" && !thread.isResolved) {
      Object.assign(thread, { isResolved: true, isResolvedByUs: false });
      if (isOurs) this.taken.set(thread, first.body);
    }
    if (deed === "unresolve" && thread.isResolved) {
      Object.assign(thread, { isResolved: false, isResolvedByUs: false });
      this.release(thread);
    }
    // Who hides what we have hidden changes nothing.
    if (deed === "hide" && isOurs && !first.isHidden && first.body.includes("state=open")) {
      first.isHidden = true;
      this.taken.set(thread, first.body);
    }
    if (deed === "show" && first.isHidden) {
      first.isHidden = false;
      this.release(thread);
    }
    if (deed === "edit" && isOurs) {
      Object.assign(first, { body: `Edited: ${first.body}`, isEditedByOther: true });
      this.taken.set(thread, first.body);
    }
    if (deed === "delete" && isOurs) {
      model.deleteComment(first.id);
      this.taken.delete(thread);
      this.answered.delete(thread);
      if (model.threads.includes(thread)) this.note(thread);
    }
    // Somebody else's comment with our marker, word for word; and one of another workflow, which has our account.
    if (deed === "copy") this.note(model.newThread("Dockerfile", which, first.body, false));
    if (deed === "quote" && isOurs) {
      this.note(model.newThread("Dockerfile", which, `Another bot says:\n\n${first.body}`, true));
    }
  }

  isAbout(number: number, { id, isOurs, body }: ModelThread["comments"][number]): boolean {
    return isOurs && !this.foreign.has(id) && body.includes(`finding=${fingerprintOf(number)}`);
  }

  isTaken(id: number): boolean {
    return [...this.taken.keys()].some(({ comments }) => comments[0]?.id === id);
  }

  note(thread: ModelThread): void {
    for (const { id, body } of thread.comments) this.foreign.set(id, body);
  }

  release(thread: ModelThread): void {
    const [first] = thread.comments;
    if (!first || first.isEditedByOther || thread.isResolved) return;
    if (!first.isHidden) this.taken.delete(thread);
  }

  check(): void {
    const { model, wanted } = this;
    const bodies = new Map(
      model.threads.flatMap(({ comments }) => comments.map(({ id, body }) => [id, body] as const)),
    );
    for (const [id, body] of this.foreign) expect(bodies.get(id), "what others wrote").toBe(body);
    for (const [thread, body] of this.taken) expect(thread.comments[0]?.body, "what people took").toBe(body);
    for (const thread of this.taken.keys()) expect(model.threads).toContain(thread);
    for (const [thread, id] of this.answered) expect(thread.comments[0]?.id, "what people answered").toBe(id);
    for (const { number } of wanted.planned) {
      const begun = model.threads.filter(({ comments: [first] }) => first && this.isAbout(number, first));
      const kept = begun.filter((thread) => this.taken.has(thread) || this.answered.has(thread)).length;
      expect(begun.length - kept, "threads that nobody but us needs").toBe(kept > 0 ? 0 : 1);
    }

    const own = ownThreads(model.read(), { key });
    for (const threads of Map.groupBy(own, ({ fingerprint }) => fingerprint).values()) {
      const free = threads.filter(({ isAnswered, isTaken }) => !isAnswered && !isTaken).length;
      expect(free, "threads of one finding").toBeLessThanOrEqual(threads.length > free ? 0 : 1);
    }
    for (const { number } of wanted.planned) {
      const ours = own.filter(({ fingerprint }) => fingerprint === fingerprintOf(number));
      expect(ours.length, "threads of a finding that is there").toBeGreaterThan(0);
      const shown = ours.some(
        (each) => this.isTaken(each.comment.id) || (each.marker.state === "open" && !each.comment.isHidden),
      );
      expect(shown, "said as open").toBe(true);
    }
    const open = new Set([...wanted.planned.map(({ number }) => number), ...wanted.elsewhere].map(fingerprintOf));
    for (const { fingerprint, isAnswered, isTaken, marker } of own) {
      if (isTaken) continue;
      const [worthiest] = own.filter((each) => each.fingerprint === fingerprint && each.marker.state === "open");
      if (open.has(fingerprint)) expect(worthiest, "a thread of what is open says so").toBeDefined();
      if (open.has(fingerprint)) continue;
      expect({ isAnswered, state: marker.state }).toEqual({ isAnswered: true, state: "settled" });
    }
    expect(model.comments.map(({ body }) => body.split(" at some time")[0])).toEqual([JSON.stringify(wanted)]);

    const again = reconcile(desiredOf(wanted), model.read(), this.writer());
    expect({ ...again, leave: [] }).toEqual({
      create: [],
      update: [],
      settle: [],
      remove: [],
      leave: [],
      outrun: false,
    });
    expect(this.sticky(this.writer())).toEqual({ action: { kind: "none" }, remove: [] });
  }
}
