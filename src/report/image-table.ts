import { changeText, growthText, percentText, sizeText } from "../model/byte-size.ts";
import { grownParts, isGrowth, type MeasuredImage } from "../model/image-size.ts";
import { shortened, visibleText } from "./foreign-text.ts";
import { cellCodeSpan, escapeMarkdown } from "./markdown.ts";
import type { Room } from "./room.ts";
import { joined, leftOut, table } from "./sections.ts";

const longestText = 80;
const shownParts = 3;
/** Of the room on a surface, so that findings have the rest. */
const share = 0.25;
/** Bytes; what adds less is no reason. */
const smallest = 1000;

const head = "| Image | Before | After | Change | Budget | What grew |\n|---|---:|---:|---:|---|---|";

/**
 * The sizes of images as a Markdown table: each with what it was, what the policy lets it be, and the instructions that add more
 * than they did; without a comparison those that add most. Empty where nothing was measured.
 */
export function imageTable(images: readonly MeasuredImage[] | undefined, room: Room, elsewhere: string): string {
  const all = images ?? [];
  const rows = room.take(all, share, (image) => {
    const parts = shownOf(image).map(
      ({ part, bytes }) => `${cellCodeSpan(shortened(part.text, longestText))} ${escapeMarkdown(bytes)}`,
    );
    const cells = [
      escapeMarkdown(image.name),
      escapeMarkdown(beforeText(image)),
      sizeText(image.content.bytes),
      escapeMarkdown(differenceText(image)),
      escapeMarkdown(budgetText(image)),
      parts.join("<br>"),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return joined([table(head, rows), leftOut(all.length - rows.length, elsewhere)]);
}

/** The same for a terminal. */
export function imageText(images: readonly MeasuredImage[] | undefined): string {
  const lines = (images ?? []).flatMap((image) => {
    const difference = differenceText(image);
    const known = beforeText(image);
    const was = known === "" ? "" : image.before.kind === "image" ? `, ${known} before` : `, before: ${known}`;
    const parts = shownOf(image).map(
      ({ part, bytes }) =>
        `  line ${part.span.start.line}: ${visibleText(shortened(part.text, longestText))}  ${bytes}`,
    );
    const budget = budgetText(image);
    const change = difference === "" ? "" : ` (${difference})`;
    return [
      `${visibleText(image.name)}: image of ${sizeText(image.content.bytes)}${was}${change}; budget ${budget}`,
      ...parts,
    ];
  });
  return lines.join("\n");
}

function beforeText({ before }: MeasuredImage): string {
  switch (before.kind) {
    case "image":
      return sizeText(before.content.bytes);
    case "new":
      return "new";
    case "unbuilt":
      return "did not build";
    case "unverified":
      return "could not verify";
    case "not-compared":
      return "";
  }
}

function differenceText({ content, before }: MeasuredImage): string {
  if (before.kind !== "image") return "";
  const was = before.content.bytes;
  const change = content.bytes - was;
  // Time stamps and logs make two builds of the same thing differ.
  const isSame = !isGrowth(was, content.bytes) && !isGrowth(content.bytes, was);
  if (isSame) return "same";
  return was === 0 ? changeText(change) : `${changeText(change)}, ${percentText(change, was)}`;
}

function budgetText({ budget: { max, growth } }: MeasuredImage): string {
  const parts = [
    ...(max === undefined ? [] : [`${sizeText(max)} at most`]),
    ...(growth === undefined ? [] : [`${growthText(growth)} growth`]),
  ];
  return parts.join(", ");
}

function shownOf({ content, before }: MeasuredImage) {
  if (before.kind !== "image") {
    return [...content.parts]
      .sort((a, b) => b.bytes - a.bytes)
      .slice(0, shownParts)
      .map((part) => ({ part, bytes: sizeText(part.bytes) }));
  }
  return grownParts(before.content, content)
    .filter((each) => each.part.bytes - each.before >= smallest)
    .slice(0, shownParts)
    .map(({ part, before: had }) => ({ part, bytes: changeText(part.bytes - had) }));
}
