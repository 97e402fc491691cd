import type { ASTNode } from "@marcbachmann/cel-js";

/**
 * Functions that an expression may call. CEL has more; those left out could do work without bound (`matches` takes a regular
 * expression, `split` and `join` make lists and texts of any length) or have nothing to work on here.
 */
export const allowedFunctions: ReadonlySet<string> = new Set([
  ...["all", "exists", "exists_one", "filter", "map", "has", "size"],
  ...["startsWith", "endsWith", "contains", "string", "int"],
  ...["glob", "semver", "isSemver", "image", "isImage"],
]);

const macros: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "filter", "map"]);

export interface ExpressionCost {
  readonly nodes: number;
  /** Steps of one evaluation, lists of the model counted as one item: these are charged as they are read. */
  readonly steps: number;
  readonly refused: { readonly name: string; readonly start: number } | undefined;
}

/** Walks an expression once. */
export function expressionCost(ast: ASTNode): ExpressionCost {
  const walk = { nodes: 0, refused: undefined as ExpressionCost["refused"] };
  const { steps } = measure(ast, walk);
  return { ...walk, steps };
}

interface Measure {
  readonly steps: number;
  /** Items, where it is a list written out, or made from one. */
  readonly items: number;
}

function measure(node: ASTNode, walk: { nodes: number; refused: ExpressionCost["refused"] }): Measure {
  walk.nodes += 1;
  const name = node.op === "call" || node.op === "rcall" ? node.args[0] : undefined;
  if (name !== undefined && !allowedFunctions.has(name)) walk.refused ??= { name, start: node.range.start };
  const parts = childrenOf(node).map((child) => measure(child, walk));
  const sum = (measures: readonly Measure[]) => measures.reduce((total, { steps }) => total + steps, 1);
  if (node.op === "list") return { steps: sum(parts), items: parts.length };
  if (node.op === "rcall" && name !== undefined && macros.has(name)) {
    const [receiver = { steps: 0, items: 1 }, ...bodies] = parts;
    return { steps: receiver.steps + Math.max(1, receiver.items) * sum(bodies), items: receiver.items };
  }
  const items = node.op === "+" || node.op === "?:" ? parts.reduce((total, part) => total + part.items, 0) : 1;
  return { steps: sum(parts), items };
}

function childrenOf(node: ASTNode): ASTNode[] {
  return nodesIn(node.args);
}

function nodesIn(value: unknown): ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return isNode(value) ? [value] : [];
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}
