import { visibleText } from "./foreign-text.ts";
import { type Palette, palette } from "./palette.ts";
import { groupTitles, type RuleExample, type RulePage, sentence, waiverComment } from "./rule-page.ts";
import { renderFindings, type TextOptions } from "./text.ts";
import { proseLines } from "./wrap.ts";

const defaultWidth = 80;
const exampleIndent = "    ";

/** The page of a rule for a terminal, as `stagegate rules ID` prints it. */
export function renderRuleText(page: RulePage, options: TextOptions): string {
  const paint = palette(options.colour);
  const width = options.width ?? defaultWidth;
  const level =
    page.level === "off" ? paint.faint("off unless a policy sets a level") : paint.level[page.level](page.level);
  const bad = page.examples.filter((example) => example.findings.length > 0);
  const good = page.examples.filter((example) => example.findings.length === 0);
  const prose = (text: string) => proseLines(text, width, "  ").join("\n");
  const parts = [
    `${paint.strong(page.id)}  ${level}  ${paint.faint(groupTitles[page.group])}`,
    prose(sentence(page.summary)),
    section("Why", [whyText(page.why, prose)], paint),
    section(
      "Avoid",
      bad.map((example) =>
        exampleText(example, paint, { colour: options.colour, width: width - exampleIndent.length }),
      ),
      paint,
    ),
    section(
      "Prefer",
      good.map((example) =>
        exampleText(example, paint, { colour: options.colour, width: width - exampleIndent.length }),
      ),
      paint,
    ),
    section(
      "Options",
      page.options.map((option) => optionText(option, paint, width)),
      paint,
    ),
    section("Waive it", [`  ${waiverComment(page.id)}`], paint),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function section(title: string, parts: readonly string[], paint: Palette): string {
  return parts.length === 0 ? "" : [paint.strong(title), ...parts].join("\n\n");
}

/** Paragraphs of Markdown, each wrapped anew; code blocks and lists keep their lines. */
function whyText(markdown: string, prose: (text: string) => string): string {
  return markdown
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => prose(/^(?:[-*] |```| {4})/.test(paragraph) ? paragraph : paragraph.replaceAll("\n", " ")))
    .join("\n\n");
}

function exampleText(example: RuleExample, paint: Palette, options: TextOptions): string {
  const findings = renderFindings(example.source, example.findings, options);
  const policy = example.policy === undefined ? [] : ["  With this in the policy:", indented(example.policy, paint)];
  const fixed = example.fixed === undefined ? [] : ["  Fixed:", indented(example.fixed, paint)];
  return [
    `  ${visibleText(example.title)}`,
    ...policy,
    indented(example.source.text, paint),
    ...(example.files ?? []).flatMap(({ path, text }) => [`  With this ${visibleText(path)}:`, indented(text, paint)]),
    ...(findings === "" ? [] : [findings.replace(/^(?=.)/gm, exampleIndent)]),
    ...fixed,
  ].join("\n\n");
}

/** A text of our own making, line by line behind a bar. */
function indented(text: string, paint: Palette): string {
  const lines = text.replace(/\n$/, "").split("\n");
  return lines
    .map((line) => `${exampleIndent}${paint.faint("│")} ${line.split("\t").map(visibleText).join("    ")}`.trimEnd())
    .join("\n");
}

function optionText(
  { name, type, default: value, description }: RulePage["options"][number],
  paint: Palette,
  width: number,
): string {
  const head = `  ${paint.strong(name)}  ${type}${value === undefined ? "" : `  ${paint.faint(`default ${value}`)}`}`;
  return [head, ...proseLines(description, width, "    ")].join("\n");
}
