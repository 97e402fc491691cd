import { child, entriesOf, itemsOf, textOf, type YamlNode } from "../yaml-tree.ts";

/** Values by path: `image`, `image.file`. */
export type Combination = ReadonlyMap<string, string>;

/** GitHub's own limit of jobs is 256; more than this say nothing new of how things are built. */
const mostCombinations = 64;

/**
 * The combinations of a job's matrix, as far as they are literal; one empty combination without any. Values that an expression
 * gives are not in them. Source: GitHub's "Running variations of jobs in a workflow".
 */
export function matrixCombinations(matrix: YamlNode | undefined): Combination[] {
  let combinations: Combination[] = [new Map()];
  for (const [name, { value }] of entriesOf(matrix)) {
    if (name === "include" || name === "exclude" || value.kind !== "list") continue;
    const choices = value.items.map((item) => valuesOf(name, item));
    if (choices.length === 0) continue;
    combinations = combinations.flatMap((before) => choices.map((choice) => new Map([...before, ...choice])));
    combinations.splice(mostCombinations);
  }
  const excluded = itemsOf(child(matrix, "exclude")).map(combinationOf);
  combinations = combinations.filter((each) => !excluded.some((other) => contains(each, other)));
  return withIncluded(combinations, itemsOf(child(matrix, "include")).map(combinationOf));
}

/** An `include` that contradicts no combination adds to it; one that does is a combination of its own. */
function withIncluded(combinations: readonly Combination[], included: readonly Combination[]): Combination[] {
  const original = combinations.filter(({ size }) => size > 0);
  const result = original.map((each) => new Map(each));
  const own: Combination[] = [];
  for (const each of included.slice(0, mostCombinations)) {
    const fitting = result.filter((_, index) => isCompatible(original[index] ?? new Map(), each));
    for (const combination of fitting) for (const [name, value] of each) combination.set(name, value);
    if (fitting.length === 0) own.push(each);
  }
  const all = [...result, ...own];
  return all.length > 0 ? all.slice(0, mostCombinations) : [new Map()];
}

function isCompatible(combination: Combination, added: Combination): boolean {
  return [...added].every(([name, value]) => !combination.has(name) || combination.get(name) === value);
}

function contains(combination: Combination, part: Combination): boolean {
  return part.size > 0 && [...part].every(([name, value]) => combination.get(name) === value);
}

function combinationOf(item: YamlNode): Combination {
  return new Map(entriesOf(item).flatMap(([name, { value }]) => [...valuesOf(name, value)]));
}

function valuesOf(path: string, node: YamlNode, depth = 0): Map<string, string> {
  if (node.kind === "mapping" && depth < 8) {
    return new Map(entriesOf(node).flatMap(([name, { value }]) => [...valuesOf(`${path}.${name}`, value, depth + 1)]));
  }
  const text = textOf(node);
  return text === undefined || text.includes("${{") ? new Map() : new Map([[path, text]]);
}
