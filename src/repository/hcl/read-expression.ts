import { readHeredoc, readQuoted } from "./read-template.ts";
import type { HclScanner } from "./scanner.ts";
import type { HclExpression, HclNode, HclObjectEntry } from "./syntax.ts";

/** Those that bind most loosely first. */
const operators: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/", "%"],
];

/** An expression; ends of lines belong to it only within brackets. */
export function readExpression(scanner: HclScanner, newlines: boolean): HclExpression {
  return scanner.nested(() => {
    const test = readBinary(scanner, newlines, 0);
    scanner.skip(newlines);
    if (!scanner.take("?")) return test;
    const then = readExpression(scanner, newlines);
    scanner.skip(newlines);
    scanner.expect(":");
    const otherwise = readExpression(scanner, newlines);
    return at({ kind: "conditional", test, then, otherwise }, test.start, otherwise.end);
  });
}

function readBinary(scanner: HclScanner, newlines: boolean, level: number): HclExpression {
  const here = operators[level];
  if (!here) return readUnary(scanner, newlines);
  let left = readBinary(scanner, newlines, level + 1);
  for (;;) {
    scanner.skip(newlines);
    const operator = here.find((each) => scanner.startsWith(each));
    if (operator === undefined) return left;
    scanner.take(operator);
    const right = readBinary(scanner, newlines, level + 1);
    left = at({ kind: "binary", operator, left, right }, left.start, right.end);
  }
}

function readUnary(scanner: HclScanner, newlines: boolean): HclExpression {
  scanner.skip(newlines);
  const start = scanner.position;
  const operator = scanner.take("-") ? "-" : !scanner.startsWith("!=") && scanner.take("!") ? "!" : undefined;
  if (operator === undefined) return readTraversal(scanner, newlines);
  const of = scanner.nested(() => readUnary(scanner, newlines));
  return at({ kind: "unary", operator, of }, start, of.end);
}

function readTraversal(scanner: HclScanner, newlines: boolean): HclExpression {
  let of = readTerm(scanner, newlines);
  for (;;) {
    if (newlines) scanner.skip(true);
    const { start } = of;
    if (scanner.startsWith("...")) return of;
    if (scanner.take(".*") || scanner.take("[*]")) {
      of = at({ kind: "splat", of }, start, scanner.position);
    } else if (scanner.take(".")) {
      const keyStart = scanner.position;
      const key = scanner.takeName() ?? scanner.takeNumber();
      if (key === undefined) throw scanner.refusal("a name is missing behind `.`");
      of = at(
        { kind: "index", of, key: at({ kind: "literal", value: key }, keyStart, scanner.position) },
        start,
        scanner.position,
      );
    } else if (scanner.take("[")) {
      const key = readExpression(scanner, true);
      scanner.skip(true);
      scanner.expect("]");
      of = at({ kind: "index", of, key }, start, scanner.position);
    } else return of;
  }
}

function readTerm(scanner: HclScanner, newlines: boolean): HclExpression {
  scanner.skip(newlines);
  const start = scanner.position;
  const inside = (within: boolean) => readExpression(scanner, within);
  if (scanner.take('"')) return readQuoted(scanner, start, inside);
  if (scanner.take("<<")) return readHeredoc(scanner, start, inside);
  if (scanner.take("(")) {
    const expression = readExpression(scanner, true);
    scanner.skip(true);
    scanner.expect(")");
    return { ...expression, start, end: scanner.position };
  }
  if (scanner.take("[")) return readList(scanner, start);
  if (scanner.take("{")) return readObject(scanner, start);
  const number = scanner.takeNumber();
  if (number !== undefined) return at({ kind: "literal", value: number }, start, scanner.position);
  const name = scanner.takeName();
  if (name === undefined) throw scanner.refusal("a value is missing");
  if (name === "true" || name === "false")
    return at({ kind: "literal", value: name === "true" }, start, scanner.position);
  if (name === "null") return at({ kind: "literal", value: null }, start, scanner.position);
  const end = scanner.position;
  if (!scanner.take("(")) return at({ kind: "variable", name }, start, end);
  const { items, spreads } = readItems(scanner, ")");
  return at({ kind: "call", name, arguments: items, spreads }, start, scanner.position);
}

function readList(scanner: HclScanner, start: number): HclExpression {
  scanner.skip(true);
  const { position } = scanner;
  if (scanner.takeName() === "for") return readFor(scanner, start, "]");
  scanner.position = position;
  const { items } = readItems(scanner, "]");
  return at({ kind: "list", items }, start, scanner.position);
}

function readItems(scanner: HclScanner, close: string): { items: HclExpression[]; spreads: boolean } {
  const items: HclExpression[] = [];
  let spreads = false;
  for (;;) {
    scanner.skip(true);
    if (scanner.take(close)) return { items, spreads };
    items.push(readExpression(scanner, true));
    scanner.skip(true);
    if (scanner.take("...")) {
      spreads = true;
      scanner.skip(true);
    }
    if (scanner.take(",")) continue;
    scanner.expect(close);
    return { items, spreads };
  }
}

function readObject(scanner: HclScanner, start: number): HclExpression {
  scanner.skip(true);
  const { position } = scanner;
  if (scanner.takeName() === "for" && !/^\s*[=:]/.test(scanner.text.slice(scanner.position, scanner.position + 64))) {
    return readFor(scanner, start, "}");
  }
  scanner.position = position;
  const entries: HclObjectEntry[] = [];
  for (;;) {
    scanner.skip(true);
    if (scanner.take("}")) return at({ kind: "object", entries }, start, scanner.position);
    const key = readKey(scanner);
    scanner.skip(false);
    if (!scanner.take("=")) scanner.expect(":");
    scanner.skip(true);
    entries.push({ key, value: readExpression(scanner, false) });
    scanner.skip(false);
    if (!scanner.take(",") && !scanner.startsWith("\n") && !scanner.startsWith("}")) {
      throw scanner.refusal("an entry has no end");
    }
  }
}

/** A bare word is a text here, and no variable. */
function readKey(scanner: HclScanner): HclExpression {
  const key = readExpression(scanner, false);
  return key.kind === "variable" ? at({ kind: "literal", value: key.name }, key.start, key.end) : key;
}

function readFor(scanner: HclScanner, start: number, close: "]" | "}"): HclExpression {
  scanner.skip(true);
  let valueName = scanner.takeName();
  let keyName: string | undefined;
  scanner.skip(true);
  if (scanner.take(",")) {
    scanner.skip(true);
    keyName = valueName;
    valueName = scanner.takeName();
    scanner.skip(true);
  }
  if (valueName === undefined || scanner.takeName() !== "in") throw scanner.refusal("`for` is not complete");
  const collection = readExpression(scanner, true);
  scanner.skip(true);
  scanner.expect(":");
  let value = readExpression(scanner, true);
  let key: HclExpression | undefined;
  scanner.skip(true);
  if (close === "}") {
    scanner.expect("=>");
    key = value;
    value = readExpression(scanner, true);
    scanner.skip(true);
  }
  const groups = scanner.take("...");
  scanner.skip(true);
  let condition: HclExpression | undefined;
  if (scanner.startsWith("if")) {
    scanner.take("if");
    condition = readExpression(scanner, true);
    scanner.skip(true);
  }
  scanner.expect(close);
  return at({ kind: "for", keyName, valueName, collection, key, value, condition, groups }, start, scanner.position);
}

function at(node: HclNode, start: number, end: number): HclExpression {
  return { ...node, start, end };
}
