/** Gathers what a word becomes: its value, and the fields into which the shell splits it. */
export class FieldCollector {
  value = "";
  hasGlob = false;
  private readonly done: string[] = [];
  private current: string | undefined;

  /** Quoted or literal text: stays in one field, and makes one even when empty. */
  add(text: string): void {
    this.value += text;
    this.current = (this.current ?? "") + text;
  }

  /** The value of an unquoted expansion: blanks in it separate fields. */
  addSplit(text: string): void {
    this.value += text;
    const pieces = text.split(/[ \t\n]+/);
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) this.endField();
      if (piece !== "") this.current = (this.current ?? "") + piece;
    }
  }

  /** `"${items[@]}"`: each its own field, the first and last joined to what is around. */
  addItems(items: readonly string[], quoted: boolean): void {
    for (const [index, item] of items.entries()) {
      if (index > 0) {
        this.value += " ";
        this.endField();
      }
      if (quoted) this.add(item);
      else this.addSplit(item);
    }
  }

  fields(): string[] {
    this.endField();
    return this.done;
  }

  private endField(): void {
    if (this.current !== undefined) this.done.push(this.current);
    this.current = undefined;
  }
}
