import { at, callFunction } from "./functions.ts";
import type { HclExpression, HclFor } from "./syntax.ts";
import { type HclData, type HclValue, hclText, hclValue, isHclList, isHclObject, unknownValue } from "./value.ts";

/** What a function of the file is: its parameters, and what it comes to. */
export interface HclUserFunction {
  readonly parameters: readonly string[];
  readonly result: HclExpression;
}

export interface HclScope {
  /** Undefined for a name that nobody has defined. */
  variable(name: string): HclValue | undefined;
  userFunction(name: string): HclUserFunction | undefined;
  /** The file that the expressions are in. */
  readonly path: string;
  /** Counts what evaluation costs, over the whole file. */
  readonly budget: { steps: number };
}

const deepestCall = 32;

/** What an expression comes to. Never throws: what cannot be known is unknown, and so is everything made from it. */
export function evaluateHcl(expression: HclExpression, scope: HclScope, depth = 0): HclValue {
  if (--scope.budget.steps < 0 || depth > deepestCall * 4) return unknownValue;
  const evaluate = (each: HclExpression) => evaluateHcl(each, scope, depth + 1);
  switch (expression.kind) {
    case "literal":
      return hclValue(expression.value);
    case "opaque":
      return unknownValue;
    case "variable":
      return scope.variable(expression.name) ?? unknownValue;
    case "template": {
      const parts = expression.parts.map(evaluate);
      const texts = parts.map(hclText);
      return hclValue(texts.every((text) => text !== undefined) ? texts.join("") : undefined, parts);
    }
    case "list":
      return listValue(expression.items.map(evaluate));
    case "object":
      return objectValue(expression.entries, scope, evaluate);
    case "index": {
      const [of, key] = [evaluate(expression.of), evaluate(expression.key)];
      return hclValue(at(of, key), [of, key]);
    }
    case "splat":
      return hclValue(undefined, [evaluate(expression.of)]);
    case "unary":
      return unary(expression.operator, evaluate(expression.of));
    case "binary":
      return binary(expression.operator, evaluate(expression.left), evaluate(expression.right));
    case "conditional": {
      const test = evaluate(expression.test);
      if (typeof test.data !== "boolean") {
        return hclValue(undefined, [test, evaluate(expression.then), evaluate(expression.otherwise)]);
      }
      const chosen = evaluate(test.data ? expression.then : expression.otherwise);
      return hclValue(chosen.data, [test, chosen]);
    }
    case "call":
      return call(expression, scope, expression.arguments.map(evaluate), depth);
    case "for":
      return forValue(expression, scope, evaluate(expression.collection), depth);
  }
}

/** What a list is made from is told by its items. */
function listValue(items: readonly HclValue[]): HclValue {
  return hclValue(items, items);
}

function objectValue(
  entries: readonly { readonly key: HclExpression; readonly value: HclExpression }[],
  scope: HclScope,
  evaluate: (expression: HclExpression) => HclValue,
): HclValue {
  const values = new Map<string, HclValue>();
  for (const { key, value } of entries) {
    const name = hclText(evaluate(key));
    const place = { path: scope.path, start: key.start, end: value.end };
    if (name !== undefined) values.set(name, { ...evaluate(value), place });
  }
  return hclValue(values, [...values.values()]);
}

function unary(operator: string, of: HclValue): HclValue {
  if (operator === "!") return hclValue(typeof of.data === "boolean" ? !of.data : undefined, [of]);
  return hclValue(typeof of.data === "number" ? -of.data : undefined, [of]);
}

function binary(operator: string, left: HclValue, right: HclValue): HclValue {
  return hclValue(binaryData(operator, left, right), [left, right]);
}

function binaryData(operator: string, left: HclValue, right: HclValue): HclData {
  const [a, b] = [left.data, right.data];
  // One side can be enough.
  if (operator === "||" && (a === true || b === true)) return true;
  if (operator === "&&" && (a === false || b === false)) return false;
  if (a === undefined || b === undefined) return undefined;
  if (operator === "==") return callFunction("equal", [left, right]).data;
  if (operator === "!=") return callFunction("notequal", [left, right]).data;
  if (operator === "&&" || operator === "||") {
    if (typeof a !== "boolean" || typeof b !== "boolean") return undefined;
    return operator === "&&" ? a && b : a || b;
  }
  if (typeof a !== "number" || typeof b !== "number") return undefined;
  const results: Readonly<Record<string, number | boolean>> = {
    "+": a + b,
    "-": a - b,
    "*": a * b,
    "/": b === 0 ? Number.NaN : a / b,
    "%": b === 0 ? Number.NaN : a % b,
    "<": a < b,
    ">": a > b,
    "<=": a <= b,
    ">=": a >= b,
  };
  const result = results[operator];
  return typeof result === "number" && !Number.isFinite(result) ? undefined : result;
}

function call(
  { name, spreads }: { readonly name: string; readonly spreads: boolean },
  scope: HclScope,
  written: readonly HclValue[],
  depth: number,
): HclValue {
  const last = written.at(-1);
  const values = spreads && last && isHclList(last.data) ? [...written.slice(0, -1), ...last.data] : written;
  const own = scope.userFunction(name);
  if (!own) return callFunction(name, values);
  if (depth > deepestCall || own.parameters.length !== values.length) return hclValue(undefined, values);
  const given = new Map(own.parameters.map((parameter, index) => [parameter, values[index] ?? unknownValue]));
  return evaluateHcl(own.result, withVariables(scope, given), depth + 1);
}

function forValue(expression: HclFor, scope: HclScope, collection: HclValue, depth: number): HclValue {
  const { data } = collection;
  const items: [HclValue, HclValue][] | undefined = isHclList(data)
    ? data.map((item, index) => [hclValue(index), item])
    : isHclObject(data)
      ? [...data].map(([key, value]) => [hclValue(key), value])
      : undefined;
  if (items === undefined || expression.groups) return hclValue(undefined, [collection]);
  const list: HclValue[] = [];
  const object = new Map<string, HclValue>();
  for (const [key, value] of items) {
    const given = new Map([[expression.valueName, value]]);
    if (expression.keyName !== undefined) given.set(expression.keyName, key);
    const inner = withVariables(scope, given);
    const evaluate = (each: HclExpression) => evaluateHcl(each, inner, depth + 1);
    const condition = expression.condition && evaluate(expression.condition);
    if (condition && typeof condition.data !== "boolean") return hclValue(undefined, [collection, condition]);
    if (condition?.data === false) continue;
    const result = evaluate(expression.value);
    if (!expression.key) list.push(result);
    else {
      const name = hclText(evaluate(expression.key));
      if (name === undefined) return hclValue(undefined, [collection]);
      object.set(name, result);
    }
  }
  return expression.key ? hclValue(object, [collection, ...object.values()]) : hclValue(list, [collection, ...list]);
}

/** The scope with more names, which hide those of the same name. */
export function withVariables(scope: HclScope, given: ReadonlyMap<string, HclValue>): HclScope {
  return {
    path: scope.path,
    budget: scope.budget,
    variable: (name) => given.get(name) ?? scope.variable(name),
    userFunction: (name) => scope.userFunction(name),
  };
}
