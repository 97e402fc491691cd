import {
  type ArithmeticCommand,
  type ArithmeticExpression,
  forEachChild,
  type SyntaxNode,
  type TestCommand,
  type Word,
} from "unbash";
import { readSubstitutions } from "./read-substitutions.ts";
import { type ReadWord, readWord } from "./read-word.ts";
import { type Extent, type Head, noHead, type Place, type Reading } from "./reading.ts";
import { spanOf } from "./script-text.ts";
import { surveyOf } from "./word-survey.ts";

/** `[[ … ]]` and `((…))` are listed as commands of these names, with their operands; other arithmetic has only its substitutions read. */
export function readExpression(
  reading: Reading,
  place: Place,
  node: TestCommand | ArithmeticCommand | ArithmeticExpression | undefined,
  head: Head = noHead,
): Extent {
  if (node === undefined) return undefined;
  const isTest = node.type === "TestCommand";
  const words = isTest ? wordsIn(node).map((word) => readWord(reading, place, word)) : [];
  const extent =
    isTest || node.type === "ArithmeticCommand" ? addCommand(reading, place, node, words, head) : undefined;
  const text = place.script.text.slice(node.pos, node.end);
  const { substitutions } = isTest ? { substitutions: [] } : surveyOf(node, `(${text}`);
  readSubstitutions(reading, place, [...words.flatMap((word) => word.substitutions), ...substitutions]);
  return extent;
}

function addCommand(
  reading: Reading,
  { script, wrappers, within }: Place,
  node: TestCommand | ArithmeticCommand,
  words: readonly ReadWord[],
  head: Head,
): Extent {
  const text = node.type === "TestCommand" ? "[[" : "((";
  const start = { value: text, fields: [text], variables: [], span: spanOf(script, node.pos, node.pos + text.length) };
  const index = reading.add({
    ...head,
    name: text,
    word: { text, ...start },
    arguments: words.map(({ word }) => word),
    assignments: [],
    redirections: [],
    wrappers,
    within,
    span: spanOf(script, node.pos, node.end),
  });
  return { first: index, last: index };
}

/** The operands, in written order. */
function wordsIn(root: SyntaxNode): Word[] {
  const words: Word[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "Word") {
      words.push(node);
      continue;
    }
    const children: SyntaxNode[] = [];
    forEachChild(node, (child) => {
      children.push(child);
    });
    for (const child of children.reverse()) open.push(child);
  }
  return words;
}
