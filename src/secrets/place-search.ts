import type { Span } from "../model/source.ts";

/**
 * How often a place is compared with a word. Commands that come out of one variable all stand in one place: without a limit, the
 * work would grow with their square.
 */
const mostLooks = 200_000;

/** Finds what starts within a span, up to a limit for all searches together. */
export class PlaceSearch {
  private looks = mostLooks;

  /** True once something may have been overlooked. */
  get isExhausted(): boolean {
    return this.looks < 0;
  }

  /** Indexes of what starts in the span, of a list in the order of places. */
  *startingWithin(list: readonly { readonly span: Span }[], { start, end }: Span): Iterable<number> {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle]?.span.start.offset ?? 0) < start.offset) low = middle + 1;
      else high = middle;
    }
    for (let index = low; (list[index]?.span.start.offset ?? end.offset) < end.offset; index++) {
      if (--this.looks < 0) return;
      yield index;
    }
  }
}
