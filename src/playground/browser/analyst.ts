import { answer } from "./answer.ts";
import type { Answer, Request } from "./messages.ts";
import { startWorker } from "./safe-markup.ts";

/** Longer than any honest text takes; a hostile one is given up, and the page stays alive. */
const patience = 10_000;

/** Asks the worker, one request at a time; of those that wait only the newest is kept. */
export class Analyst {
  private worker: Worker | undefined;
  private running: { readonly request: Request; readonly timer: ReturnType<typeof setTimeout> } | undefined;
  private waiting: Request | undefined;
  private readonly bundle: string;
  private readonly onAnswer: (answer: Answer) => void;

  constructor(bundle: string, onAnswer: (answer: Answer) => void) {
    this.bundle = bundle;
    this.onAnswer = onAnswer;
    this.start();
  }

  ask(request: Request): void {
    if (this.running) {
      this.waiting = request;
      return;
    }
    const timer = setTimeout(() => this.giveUp(), patience);
    this.running = { request, timer };
    if (this.worker) this.worker.postMessage(request);
    else setTimeout(() => this.finish(answer(request)));
  }

  private start(): void {
    try {
      this.worker = startWorker(this.bundle);
      this.worker.onmessage = (event: MessageEvent<Answer>) => this.finish(event.data);
      // Where workers are not allowed, the page does the work itself.
      this.worker.onerror = () => this.withoutWorker();
    } catch {
      this.worker = undefined;
    }
  }

  private finish(result: Answer): void {
    if (result.id !== this.running?.request.id) return;
    clearTimeout(this.running.timer);
    this.running = undefined;
    this.onAnswer(result);
    const next = this.waiting;
    this.waiting = undefined;
    if (next) this.ask(next);
  }

  private withoutWorker(): void {
    this.worker?.terminate();
    this.worker = undefined;
    const request = this.running?.request;
    if (request) this.finish(answer(request));
  }

  private giveUp(): void {
    const id = this.running?.request.id;
    if (id === undefined) return;
    this.worker?.terminate();
    this.start();
    this.finish({ id, failure: "This takes too long. Shorten the text." });
  }
}
