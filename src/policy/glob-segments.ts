/** A pattern without braces, cut at its slashes. */
export type Glob = readonly (readonly Piece[] | "folders")[];

/** One character of a pattern, or what stands for one; `many` for any number of them. */
export type Piece =
  | { readonly kind: "text"; readonly character: string }
  | { readonly kind: "any" }
  | { readonly kind: "many" }
  | { readonly kind: "set"; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] };

/**
 * Reads a pattern without braces; behind the last slash `**` stands for one segment or more, elsewhere for none or more.
 * @throws RangeError with the end of a sentence that starts with the pattern's name.
 */
export function parseSegments(pattern: string): Glob {
  const glob: (readonly Piece[] | "folders")[] = [];
  for (const segment of pattern.split("/")) {
    if (segment !== "**") glob.push(parseSegment(segment));
    else if (glob.at(-1) !== "folders") glob.push("folders");
  }
  if (glob.at(-1) === "folders") glob.push([{ kind: "many" }]);
  return glob;
}

/** @throws RangeError as {@link parseSegments} does. */
export function parseSegment(segment: string): Piece[] {
  if (segment.includes("**")) {
    throw new RangeError("has `**` beside other characters; it stands alone between slashes, as in `a/**`");
  }
  if (segment.includes("\\")) throw new RangeError("must separate folders with `/`, not with `\\`");
  if (/[@!+*?]\(/.test(segment)) throw new RangeError("must write a choice as `{a,b}`, not with parentheses");
  const pieces: Piece[] = [];
  const characters = [...segment];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? "";
    if (character === "*") pieces.push({ kind: "many" });
    else if (character === "?") pieces.push({ kind: "any" });
    else if (character === "[") {
      const end = characters.indexOf("]", index + 2);
      if (end === -1) throw new RangeError("has a `[` without `]`");
      pieces.push(parseSet(characters.slice(index + 1, end)));
      index = end;
    } else pieces.push({ kind: "text", character });
  }
  return pieces;
}

function parseSet(characters: readonly string[]): Piece {
  const negated = characters[0] === "!" || characters[0] === "^";
  const members = negated ? characters.slice(1) : characters;
  if (members.length === 0) throw new RangeError("has nothing between `[` and `]`");
  const ranges: [string, string][] = [];
  for (let index = 0; index < members.length; index++) {
    const first = members[index] ?? "";
    const last = members[index + 1] === "-" ? members[index + 2] : undefined;
    if (last === undefined) ranges.push([first, first]);
    else if (last < first) throw new RangeError(`has the range \`${first}-${last}\` the wrong way round`);
    else {
      ranges.push([first, last]);
      index += 2;
    }
  }
  return { kind: "set", negated, ranges };
}

export function matchesSegments(glob: Glob, segments: readonly string[]): boolean {
  return matchesSequence(
    glob,
    segments,
    (pattern) => pattern === "folders",
    (pattern, segment) => pattern !== "folders" && matchesSegment(pattern, segment),
  );
}

export function matchesSegment(pieces: readonly Piece[], segment: string): boolean {
  return matchesSequence(pieces, [...segment], (piece) => piece.kind === "many", matchesCharacter);
}

function matchesCharacter(piece: Piece, character: string): boolean {
  switch (piece.kind) {
    case "text":
      return piece.character === character;
    case "set":
      return piece.ranges.some(([first, last]) => first <= character && character <= last) !== piece.negated;
    default:
      return true;
  }
}

/** Going back to the last wildcard only is enough, and keeps the comparisons below patterns times items. */
function matchesSequence<Pattern, Item>(
  patterns: readonly Pattern[],
  items: readonly Item[],
  isWildcard: (pattern: Pattern) => boolean,
  matches: (pattern: Pattern, item: Item) => boolean,
): boolean {
  let at = 0;
  let afterWildcard: number | undefined;
  let taken = 0;
  for (let index = 0; index < items.length; ) {
    const pattern = patterns[at];
    const item = items[index] as Item;
    if (pattern !== undefined && isWildcard(pattern)) {
      at++;
      afterWildcard = at;
      taken = index;
    } else if (pattern !== undefined && matches(pattern, item)) {
      at++;
      index++;
    } else if (afterWildcard !== undefined) {
      at = afterWildcard;
      taken++;
      index = taken;
    } else return false;
  }
  return patterns.slice(at).every(isWildcard);
}
