/** Room on a surface that takes so much and no more, spent on what is worth most first. */
export class Room {
  private left: number;
  private readonly measure: (text: string) => number;

  /** `measure` gives the size of a text in the unit of the limit. */
  constructor(limit: number, measure: (text: string) => number) {
    this.left = limit;
    this.measure = measure;
  }

  /** As many of the items, rendered one after the other, as fit into a share of what is left, with two line ends each. */
  take<Item>(items: readonly Item[], share: number, render: (item: Item) => string): string[] {
    const room = this.left * share;
    const texts: string[] = [];
    let used = 0;
    for (const item of items) {
      const text = render(item);
      const size = this.measure(text) + 2;
      if (used + size > room) break;
      used += size;
      texts.push(text);
    }
    this.left -= used;
    return texts;
  }
}

/** Size in UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
