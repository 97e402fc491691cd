/**
 * The smallest text that still fails, as far as leaving out lines and then characters finds one.
 *
 * @param most how often `fails` is asked.
 */
export function smallest(text: string, fails: (text: string) => boolean, most: number): string {
  let left = most;
  const asked = (candidate: string) => left-- > 0 && fails(candidate);
  const joined = (parts: readonly string[]) => parts.join("");
  const lines = withoutParts(text.split(/(?<=\n)/), (parts) => asked(joined(parts)));
  const words = withoutParts(joined(lines).split(/(?<=\s)(?=\S)/), (parts) => asked(joined(parts)));
  return joined(withoutParts([...joined(words)], (parts) => asked(joined(parts))));
}

/** Leaves out halves, then quarters, and so on, as long as what is left fails. */
function withoutParts(parts: readonly string[], fails: (parts: readonly string[]) => boolean): readonly string[] {
  let kept = parts;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length; ) {
      const fewer = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (fewer.length < kept.length && fails(fewer)) kept = fewer;
      else at += size;
    }
  }
  return kept;
}
