import { noHead, type Place, type Reading } from "./reading.ts";
import { type ScriptText, ScriptTextBuilder } from "./script-text.ts";
import type { Substitution } from "./word-survey.ts";

/** Reads the commands of `$(…)`, `` `…` ``, `<(…)` and `>(…)`. They run in processes of their own: what they set is lost. */
export function readSubstitutions(reading: Reading, place: Place, substitutions: readonly Substitution[]): void {
  for (const part of substitutions) {
    const inner = reading.inside(place, part.pos, "substitution");
    const tree = inner && part.script;
    if (inner === undefined || tree === undefined) continue;
    const decoded = tree.source;
    const script = decoded === undefined ? place.script : backtickText(place.script, part, decoded);
    reading.variables.apart(() => reading.readers.tree(reading, { ...inner, script }, tree, noHead));
  }
}

/** The text between backticks, in which a backslash in front of `$`, `` ` `` or `\` is taken out, with its places. */
function backtickText(outer: ScriptText, part: Substitution, decoded: string): ScriptText {
  const builder = new ScriptTextBuilder(outer.source);
  let index = part.pos + 1;
  let start = index;
  for (let taken = 0; taken < decoded.length && index < part.end; taken++) {
    const isEscaped = outer.text.charAt(index) === "\\" && outer.text.charAt(index + 1) === decoded.charAt(taken);
    if (isEscaped && (decoded.charAt(taken) !== "\\" || outer.text.charAt(index + 1) === "\\")) {
      builder.copy(outer, start, index);
      start = ++index;
    }
    index++;
  }
  builder.copy(outer, start, index);
  const text = builder.finish();
  if (text.text === decoded) return text;
  const whole = new ScriptTextBuilder(outer.source);
  whole.replace(decoded, outer, part.pos, part.end);
  return whole.finish();
}
