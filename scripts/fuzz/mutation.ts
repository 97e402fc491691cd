import type { Random } from "./random.ts";
import { images, oddities, paths, plantedSecrets, variableUse } from "./words.ts";

/** Longer texts are cut before they are changed: what makes trouble is short, and a run has many inputs. In characters. */
const longestText = 6_000;

type Mutation = (random: Random, text: string) => string;

const mutations: readonly [Mutation, ...Mutation[]] = [
  (random, text) => inserted(random, text, random.pick(oddities)),
  (random, text) => inserted(random, text, String.fromCharCode(random.below(128))),
  (random, text) => inserted(random, text, variableUse(random)),
  (random, text) => inserted(random, text, random.pick(["\n", "\\\n", "\r\n", "\\\n# c\n", "`\n", "\n\n"])),
  (random, text) =>
    inserted(random, text, ` ${random.pick([...paths, ...images, ...plantedSecrets] as [string, ...string[]])} `),
  (random, text) => removed(random, text, random.between(1, 8)),
  (random, text) => removed(random, text, 1),
  (random, text) => text.slice(0, random.below(text.length + 1)),
  (random, text) => text.slice(random.below(text.length + 1)),
  (_random, text) => text.replaceAll("\n", "\r\n"),
  (_random, text) => text.replaceAll("\\\n", "`\n"),
  (random, text) => inLines(text, (lines) => lines.splice(random.below(lines.length), 1)),
  (random, text) =>
    inLines(text, (lines) => lines.splice(random.below(lines.length), 0, lines[random.below(lines.length)] ?? "")),
  (random, text) => inLines(text, (lines) => swap(lines, random.below(lines.length), random.below(lines.length))),
  (random, text) => inLines(text, (lines) => lines.splice(random.below(lines.length), 0, random.pick(wholeLines))),
  (random, text) => repeated(random, text),
  (random, text) => changedWord(random, text),
];

const wholeLines: readonly [string, ...string[]] = [
  "FROM alpine",
  "FROM build AS prod",
  "FROM scratch",
  "USER root",
  "# escape=`",
  "RUN <<EOF",
  "EOF",
  "ARG NPM_TOKEN",
  "COPY --from=0 / /",
  "ONBUILD RUN true",
  "ENV A=$A$A",
  "# stagegate: waive floating-base-tag until 2027-03-31 -- soon",
  'SHELL ["/bin/bash", "-c"]',
  '\tCMD ["a",]',
];

/** A text that somebody wrote, changed in up to six places; now and then spliced with another one. */
export function mutatedText(random: Random, sources: readonly string[]): string {
  const source = () => (sources[random.below(sources.length)] ?? "FROM alpine\n").slice(0, longestText);
  let text = source();
  if (random.chance(0.15)) text = `${text.slice(0, random.below(text.length + 1))}${source()}`;
  const changes = random.chance(0.6) ? 1 : random.between(2, 6);
  for (let change = 0; change < changes; change++) text = random.pick(mutations)(random, text);
  return text.slice(0, 4 * longestText);
}

function inserted(random: Random, text: string, piece: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + piece + text.slice(at);
}

function removed(random: Random, text: string, length: number): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + text.slice(at + length);
}

function inLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split("\n");
  change(lines);
  return lines.join("\n");
}

function swap(lines: string[], one: number, other: number): void {
  [lines[one], lines[other]] = [lines[other] ?? "", lines[one] ?? ""];
}

/** A stretch many times over: what costs more than its length shows here. */
function repeated(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const length = random.between(1, 40);
  return text.slice(0, at) + text.slice(at, at + length).repeat(random.between(2, 60)) + text.slice(at + length);
}

function changedWord(random: Random, text: string): string {
  const words = [...text.matchAll(/\S+/g)];
  const word = words[random.below(words.length)];
  const other = words[random.below(words.length)];
  if (!word || !other) return text;
  return text.slice(0, word.index) + other[0] + text.slice(word.index + word[0].length);
}
