import { HclRefusal } from "./syntax.ts";

const deepestNesting = 64;

/** Walks over the text of an HCL file. Every character is passed once, the few that are looked at ahead aside. */
export class HclScanner {
  position = 0;
  readonly text: string;
  private depth = 0;

  constructor(text: string) {
    this.text = text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text;
  }

  get isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  startsWith(expected: string): boolean {
    return this.text.startsWith(expected, this.position);
  }

  /** Steps over the text if it is next. */
  take(expected: string): boolean {
    if (!this.startsWith(expected)) return false;
    this.position += expected.length;
    return true;
  }

  expect(expected: string): void {
    if (!this.take(expected)) throw this.refusal(`\`${expected}\` is missing`);
  }

  /** An identifier; it may hold dashes, but does not begin with one. */
  takeName(): string | undefined {
    const pattern = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
    pattern.lastIndex = this.position;
    const name = pattern.exec(this.text)?.[0];
    if (name !== undefined) this.position += name.length;
    return name;
  }

  takeNumber(): number | undefined {
    const pattern = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    pattern.lastIndex = this.position;
    const written = pattern.exec(this.text)?.[0];
    if (written === undefined) return undefined;
    this.position += written.length;
    return Number(written);
  }

  /** Steps over blanks and comments; over the ends of lines only where they mean nothing. */
  skip(newlines: boolean): void {
    for (;;) {
      const character = this.text.charAt(this.position);
      if (character === " " || character === "\t" || character === "\r" || (newlines && character === "\n")) {
        this.position++;
      } else if (character === "#" || this.startsWith("//")) {
        const end = this.text.indexOf("\n", this.position);
        this.position = end === -1 ? this.text.length : end;
      } else if (this.startsWith("/*")) {
        const end = this.text.indexOf("*/", this.position + 2);
        if (end === -1) throw this.refusal("a comment has no end");
        this.position = end + 2;
      } else return;
    }
  }

  /** Runs a reader that may come back here. @throws HclRefusal for what nests deeper than anybody writes. */
  nested<T>(read: () => T): T {
    if (++this.depth > deepestNesting) throw this.refusal(`it nests more than ${deepestNesting} levels deep`);
    try {
      return read();
    } finally {
      this.depth--;
    }
  }

  refusal(reason: string): HclRefusal {
    const line = this.text.slice(0, this.position).split("\n").length;
    return new HclRefusal(`it is not valid HCL (line ${line}: ${reason})`);
  }
}
