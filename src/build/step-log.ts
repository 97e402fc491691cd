const mostLines = 20;
/** Characters. */
const longestLine = 400;
/** Chunks of which it is known that they were seen. */
const mostKnown = 10_000;

/** The end of what a step prints. Bounded, whatever it prints; builds that share a step report its output more than once. */
export class StepLog {
  private readonly whole: string[] = [];
  private open = "";
  private readonly known = new Set<string>();

  /** @returns whether the chunk is new. */
  add(timestamp: string, chunk: string): boolean {
    const key = `${timestamp} ${chunk.length}`;
    if (this.known.has(key)) return false;
    if (this.known.size < mostKnown) this.known.add(key);
    const lines = `${this.open}${chunk}`.split("\n");
    this.open = cut(lines.pop() ?? "");
    for (const line of lines.slice(-mostLines)) this.whole.push(cut(line));
    if (this.whole.length > mostLines) this.whole.splice(0, this.whole.length - mostLines);
    return true;
  }

  lines(): readonly string[] {
    return (this.open === "" ? this.whole : [...this.whole, this.open]).map(shownLine).slice(-mostLines);
  }
}

function cut(line: string): string {
  return line.length > longestLine ? line.slice(0, longestLine) : line;
}

/** What a terminal would show: behind the last carriage return, without colours. */
export function shownLine(line: string): string {
  const trimmed = line.endsWith("\r") ? line.slice(0, -1) : line;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences that programs colour their output with.
  return trimmed.slice(trimmed.lastIndexOf("\r") + 1).replace(/\u001b\[[\d;]{0,32}[A-Za-z]/g, "");
}
