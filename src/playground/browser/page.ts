import { sourceFile } from "../../model/source.ts";
import { parseDockerfile } from "../../parse/parse-dockerfile.ts";
import { sourceTokens } from "../../report/source-tokens.ts";
import { type Analysis, withEdits } from "../analysis.ts";
import { policyTokens } from "../policy-tokens.ts";
import { readFragment, type SharedText, sharedFragment } from "../share.ts";
import { Analyst } from "./analyst.ts";
import { Editor } from "./editor.ts";
import type { Answer } from "./messages.ts";
import { showMarkup } from "./safe-markup.ts";

/** Typing is over for the moment when nothing was typed for so long; in milliseconds. */
const pause = 40;
const titles: Readonly<Record<Analysis["conclusion"], string>> = {
  passed: "Passed",
  blocked: "Blocked",
  incomplete: "Incomplete",
  "policy-mistake": "Mistake in the policy",
};

/** Brings the page to life. @param bundle address of this script, which the worker runs, too. */
export function startPage(bundle: string): void {
  new Page(bundle);
}

class Page {
  private readonly dockerfile: Editor;
  private readonly policy: Editor;
  private readonly analyst: Analyst;
  private shown: { readonly text: string; readonly analysis: Analysis } | undefined;
  private asked: SharedText = { dockerfile: "", policy: "" };
  private count = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(bundle: string) {
    const read = (text: string) => sourceTokens(parseDockerfile(sourceFile("Dockerfile", text)));
    this.dockerfile = new Editor(byId("dockerfile-editor"), read, () => this.changed());
    this.policy = new Editor(byId("policy-editor"), policyTokens, () => this.changed());
    this.analyst = new Analyst(bundle, (answer) => this.take(answer));
    this.listen();
    void this.open();
  }

  private listen(): void {
    const examples = byId("examples") as HTMLSelectElement;
    for (const { title } of stagegatePlayground.examples) examples.add(new Option(title, title));
    examples.addEventListener("change", () => this.load(stagegatePlayground.examples[examples.selectedIndex]));
    byId("share").addEventListener("click", () => void this.share());
    byId("fix-all").addEventListener("click", () => this.ask("fix"));
    byId("findings").addEventListener("click", (event) => this.clicked(event));
    addEventListener("hashchange", () => void this.open());
  }

  /** The texts of the link; the first example where there is none, or none that can be read. */
  private async open(): Promise<void> {
    const { hash } = location;
    if (hash === "" || hash === "#")
      return this.dockerfile.text === "" ? this.load(stagegatePlayground.examples[0]) : undefined;
    const shared = await readFragment(hash);
    if (shared) return this.load(shared);
    this.say("This link cannot be read: it is cut off, or not one of this page.");
    if (this.dockerfile.text === "") this.load(stagegatePlayground.examples[0]);
  }

  private load(texts: SharedText | undefined): void {
    if (!texts) return;
    this.dockerfile.replace(texts.dockerfile);
    this.policy.replace(texts.policy);
    this.dockerfile.paint();
    this.policy.paint();
    this.ask("analyse");
  }

  private changed(): void {
    this.shown = undefined;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask("analyse"), pause);
  }

  private ask(ask: "analyse" | "fix"): void {
    clearTimeout(this.timer);
    this.count += 1;
    this.asked = { dockerfile: this.dockerfile.text, policy: this.policy.text };
    byId("result").setAttribute("aria-busy", "true");
    this.analyst.ask({ id: this.count, ask, today: new Date().toISOString().slice(0, 10), ...this.asked });
  }

  private take({ id, analysis, fixed, failure }: Answer): void {
    if (id !== this.count) return;
    byId("result").removeAttribute("aria-busy");
    if (failure !== undefined) this.say(failure);
    if (fixed !== undefined && this.dockerfile.text === this.asked.dockerfile) {
      this.say(fixed === this.asked.dockerfile ? "No fix leaves fewer findings." : "Fixed. Undo brings the text back.");
      this.dockerfile.replace(fixed);
    }
    if (analysis && this.dockerfile.text === this.asked.dockerfile) this.show(analysis);
  }

  private show(analysis: Analysis): void {
    this.shown = { text: this.asked.dockerfile, analysis };
    const verdict = byId("verdict");
    verdict.className = analysis.conclusion;
    byId("conclusion").textContent = titles[analysis.conclusion];
    byId("outcome").textContent = analysis.outcome;
    const notes = [
      ...analysis.mistakes.map(({ line, message }) => (line === undefined ? message : `line ${line}: ${message}`)),
      ...analysis.problems,
    ];
    byId("notes").replaceChildren(...notes.map(listItem));
    showMarkup(byId("figure"), analysis.figure);
    showMarkup(byId("findings"), analysis.cards.join(""));
    byId("fix-all").hidden = analysis.safeFixes === 0;
    byId("fix-all").textContent =
      analysis.safeFixes === 1 ? "Apply the safe fix" : `Apply ${analysis.safeFixes} safe fixes`;
    this.dockerfile.showMarks(analysis.marks);
  }

  private clicked(event: Event): void {
    const target = event.target instanceof Element ? event.target.closest("[data-fix], a.place") : null;
    if (!(target instanceof HTMLElement)) return;
    event.preventDefault();
    const line = target.getAttribute("href")?.match(/^#line-(\d+)$/)?.[1];
    if (line !== undefined) {
      this.dockerfile.goTo(Number(line));
      return;
    }
    const edits = this.shown?.analysis.fixes[Number(target.dataset.fix)];
    if (!edits || this.shown?.text !== this.dockerfile.text) return;
    this.dockerfile.replace(withEdits(this.shown.text, edits));
    this.say("Fixed. Undo brings the text back.");
  }

  private async share(): Promise<void> {
    const fragment = await sharedFragment({ dockerfile: this.dockerfile.text, policy: this.policy.text });
    if (fragment === undefined) return this.say("This is too long for a link.");
    history.replaceState(undefined, "", fragment);
    try {
      await navigator.clipboard.writeText(location.href);
      this.say("The link is copied. It holds both texts; they are sent nowhere.");
    } catch {
      this.say("The link is in the address bar. It holds both texts; they are sent nowhere.");
    }
  }

  private say(text: string): void {
    byId("said").textContent = text;
  }
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}

function listItem(text: string): HTMLElement {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}
