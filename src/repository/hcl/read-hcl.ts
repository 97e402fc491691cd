import { readExpression } from "./read-expression.ts";
import { readPlainTemplate } from "./read-template.ts";
import { HclScanner } from "./scanner.ts";
import type { HclAttribute, HclBlock, HclBody, HclExpression } from "./syntax.ts";

/**
 * Reads HCL's native syntax, as bake uses it: blocks with labels, attributes, and expressions, which stay unevaluated. Takes time
 * linear in the text. @throws HclRefusal
 */
export function readHcl(text: string): HclBody {
  return readBody(new HclScanner(text), false);
}

/** A text of a JSON file that may hold `${…}`. @throws HclRefusal */
export function readHclTemplate(text: string): HclExpression {
  const scanner = new HclScanner(text);
  return readPlainTemplate(scanner, (newlines) => readExpression(scanner, newlines));
}

function readBody(scanner: HclScanner, isBlock: boolean): HclBody {
  const attributes = new Map<string, HclAttribute>();
  const blocks: HclBlock[] = [];
  for (;;) {
    scanner.skip(true);
    if (isBlock && scanner.take("}")) return { attributes, blocks };
    if (scanner.isAtEnd) {
      if (isBlock) throw scanner.refusal("a block has no end");
      return { attributes, blocks };
    }
    const start = scanner.position;
    const name = scanner.takeName();
    if (name === undefined) throw scanner.refusal("a name is missing");
    scanner.skip(false);
    if (!scanner.startsWith("==") && scanner.take("=")) {
      scanner.skip(false);
      attributes.set(name, { name, value: readExpression(scanner, false), start });
      endLine(scanner, isBlock);
    } else {
      blocks.push(readBlock(scanner, name, start));
    }
  }
}

function readBlock(scanner: HclScanner, type: string, start: number): HclBlock {
  const labels: string[] = [];
  for (;;) {
    scanner.skip(false);
    const headEnd = scanner.position;
    if (scanner.take("{")) {
      return { type, labels, body: scanner.nested(() => readBody(scanner, true)), start, headEnd };
    }
    const label = readLabel(scanner);
    if (label === undefined) throw scanner.refusal("a block has no `{`");
    labels.push(label);
  }
}

function readLabel(scanner: HclScanner): string | undefined {
  if (!scanner.startsWith('"')) return scanner.takeName();
  const end = scanner.text.indexOf('"', scanner.position + 1);
  const label = scanner.text.slice(scanner.position + 1, end);
  if (end === -1 || /[\n\\$%]/.test(label)) throw scanner.refusal("a label is no plain text");
  scanner.position = end + 1;
  return label;
}

function endLine(scanner: HclScanner, isBlock: boolean): void {
  scanner.skip(false);
  if (scanner.isAtEnd || scanner.take("\n") || (isBlock && scanner.startsWith("}"))) return;
  throw scanner.refusal("a line has more than one value");
}
