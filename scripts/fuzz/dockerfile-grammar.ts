import { from, globalArgument, instruction, type MadeInstruction } from "./instruction-grammar.ts";
import type { Random } from "./random.ts";
import { oddities, text } from "./words.ts";

/** How the lines of one file are written. */
interface Layout {
  readonly escapeCharacter: string;
  readonly lineEnd: () => string;
}

/** A Dockerfile by the grammar of the language, mostly valid, in every layout that BuildKit reads. */
export function madeDockerfile(random: Random): string {
  const escapeCharacter = random.chance(0.06) ? "`" : "\\";
  const usual = random.pick(["\n", "\n", "\n", "\n", "\r\n"]);
  const layout: Layout = {
    escapeCharacter,
    lineEnd: () => (random.chance(0.01) ? random.pick(["\r\n", "\n"]) : usual),
  };
  const parts: string[] = [random.chance(0.03) ? "\ufeff" : "", directives(random, layout)];
  for (const made of random.times(0, random.chance(0.4) ? 3 : 0, () => globalArgument(random))) {
    parts.push(written(random, made, layout));
  }
  const stages = random.chance(0.03) ? random.between(10, 60) : random.between(1, 5);
  for (let index = 0; index < stages; index++) {
    parts.push(written(random, from(random, index), layout));
    for (const made of random.times(0, 7, () => instruction(random))) parts.push(written(random, made, layout));
  }
  const whole = parts.join("");
  if (random.chance(0.1)) return whole.trimEnd();
  return random.chance(0.03) ? `${whole}${random.pick(oddities)}` : whole;
}

function directives(random: Random, { escapeCharacter, lineEnd }: Layout): string {
  const lines = [
    ...(random.chance(0.1)
      ? [`# syntax=${random.pick(["docker/dockerfile:1", "evil.example/frontend", "docker/dockerfile"])}`]
      : []),
    ...(escapeCharacter === "`" ? ["# escape=`"] : []),
    ...(random.chance(0.05) ? ["# check=skip=all"] : []),
    ...(random.chance(0.05) ? [`# ${text(random)}`] : []),
  ];
  return lines.map((line) => `${line}${lineEnd()}`).join("");
}

/** An instruction with what may stand in front of it, and its line broken where BuildKit lets it be. */
function written(random: Random, { line, bodies }: MadeInstruction, layout: Layout): string {
  const end = layout.lineEnd;
  const before = random.chance(0.2) ? `${random.pick(["", "# note", "  # indented", comment(random)])}${end()}` : "";
  const indent = random.chance(0.05) ? random.pick(["  ", "\t"]) : "";
  const keyword = random.chance(0.05) ? line.replace(/^\w+/, (word) => word.toLowerCase()) : line;
  const broken = random.chance(0.25) ? brokenLine(random, keyword, layout) : keyword;
  const body = bodies.map((each) => each.replaceAll("\n", end())).join("");
  return `${before}${indent}${broken.replaceAll(/\n/g, end())}${end()}${body}`;
}

function comment(random: Random): string {
  return random.pick([
    "# stagegate: waive root-final-user until 2027-03-31 -- needs port 80",
    "# stagegate: waive floating-base-tag until 2020-01-01 -- old",
    "# stagegate: waive",
    `# stagegate: ${text(random)}`,
    `# ${text(random)}`,
  ]);
}

/** Breaks a line at some of its blanks; inside a continuation comments and empty lines may stand. */
function brokenLine(random: Random, line: string, { escapeCharacter }: Layout): string {
  return line.replaceAll(/ /g, (blank) => {
    if (!random.chance(0.25)) return blank;
    const inside = random.chance(0.15) ? random.pick(["# inside\n", "\n", "  # inside\n", "\t\n"]) : "";
    const trailing = random.chance(0.1) ? random.pick([" ", "\t", "  "]) : "";
    return ` ${escapeCharacter}${trailing}\n${inside}${random.pick(["", "  ", "\t"])}`;
  });
}
