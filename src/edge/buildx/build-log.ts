import type { BuildNews } from "../../build/progress-record.ts";
import { shownLine } from "../../build/step-log.ts";
import { concealed } from "../../secrets/concealment.ts";

/** Where the live log goes, line by line; whoever gives it makes the lines safe for that place. */
export type LogSink = (line: string) => void;

/** Characters; the rest of a longer line is cut. */
const longestLine = 2000;
/** Output of a build; what is beyond it is not shown, only kept for its end. */
const mostLines = 50_000;

/** Bake reads the definition as a compose file first, and takes variables of a shell for its own. */
const noise = /^WARNING: The "\w{0,200}" variable is not set\./;

/** Shows a build as it goes: a line for each step with its time or its cached mark, and what the steps print. */
export class BuildLog {
  private readonly sink: LogSink;
  private readonly names: ReadonlyMap<string, string>;
  private readonly secrets: readonly string[];
  private readonly open = new Map<string, string>();
  private shown = 0;

  /** @param names what a person calls each target; with one target, lines name none. */
  constructor(sink: LogSink, names: ReadonlyMap<string, string>, secrets: readonly string[]) {
    this.sink = sink;
    this.names = names;
    this.secrets = secrets;
  }

  add(news: BuildNews): void {
    if (news.kind === "words") {
      if (!noise.test(news.text)) this.write(news.text);
      return;
    }
    const name = news.target === undefined ? undefined : this.names.get(news.target);
    const prefix = name === undefined ? "" : `${name} | `;
    if (news.kind === "finished") {
      const { step } = news;
      const end = step.error !== "" ? "FAILED" : step.cached ? "CACHED" : `${step.seconds.toFixed(1)} s`;
      this.write(`${prefix}${step.name}  ${end}`);
      return;
    }
    const key = `${news.target} ${news.step}`;
    const lines = `${this.open.get(key) ?? ""}${news.text}`.split("\n");
    const rest = lines.pop() ?? "";
    // A line without an end, as a progress bar writes, is not kept for ever.
    this.open.set(key, rest.length > longestLine ? "" : rest);
    if (rest.length > longestLine) lines.push(rest);
    for (const line of lines) this.write(`${prefix}  ${shownLine(line)}`);
  }

  private write(line: string): void {
    this.shown++;
    if (this.shown > mostLines) {
      if (this.shown === mostLines + 1) this.sink("… the log is longer than can be shown");
      return;
    }
    this.sink(concealed(line, this.secrets).slice(0, longestLine));
  }
}
