import type { FactCollector } from "../fact-collector.ts";
import { evaluateHcl, type HclScope, type HclUserFunction } from "../hcl/evaluate.ts";
import { readHcl, readHclTemplate } from "../hcl/read-hcl.ts";
import { type HclBlock, type HclBody, type HclExpression, HclRefusal } from "../hcl/syntax.ts";
import { type HclValue, hclValue, unknownValue } from "../hcl/value.ts";
import { child, entriesOf, itemsOf, type YamlNode } from "../yaml-tree.ts";

/** One bake file, HCL or JSON, with its values still to be evaluated. */
export interface BakeSource {
  readonly path: string;
  /** Their defaults; undefined for one without. */
  readonly variables: ReadonlyMap<string, BakeAttribute | undefined>;
  /** `name = value` outside of blocks. */
  readonly globals: ReadonlyMap<string, BakeAttribute>;
  readonly functions: ReadonlyMap<string, HclUserFunction>;
  readonly groups: ReadonlyMap<string, BakeAttribute>;
  readonly targets: readonly BakeSourceTarget[];
}

export interface BakeAttribute {
  /** Offsets of its name, and of its value. */
  readonly start: number;
  readonly nameEnd: number;
  readonly valueStart: number;
  readonly end: number;
  evaluate(scope: HclScope): HclValue;
}

export interface BakeSourceTarget {
  readonly name: string;
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly attributes: ReadonlyMap<string, BakeAttribute>;
}

/** Undefined for a file that is not there or cannot be read, which is then a problem. */
export function readBakeSource(path: string, collector: FactCollector): BakeSource | undefined {
  const source = collector.source(path);
  if (!source) return undefined;
  if (path.toLowerCase().endsWith(".json")) {
    const [root] = collector.yaml(path);
    return root?.kind === "mapping" ? sourceOfJson(path, root) : undefined;
  }
  try {
    return sourceOfHcl(path, readHcl(source.text));
  } catch (error) {
    if (!(error instanceof HclRefusal)) throw error;
    collector.addProblem(path, `${error.message}.`);
    return undefined;
  }
}

function sourceOfHcl(path: string, { attributes, blocks }: HclBody): BakeSource {
  const ofType = (type: string) => blocks.filter((block) => block.type === type);
  const named = <T>(type: string, read: (block: HclBlock) => T): Map<string, T> =>
    new Map(ofType(type).map((block) => [block.labels[0] ?? "", read(block)]));
  return {
    path,
    variables: named("variable", ({ body }) => attributesOf(body).get("default")),
    globals: attributesOf({ attributes, blocks }),
    functions: new Map(ofType("function").flatMap((block) => functionOf(block) ?? [])),
    groups: new Map(
      ofType("group").flatMap(({ labels, body }): [string, BakeAttribute][] => {
        const targets = attributesOf(body).get("targets");
        return targets ? [[labels[0] ?? "", targets]] : [];
      }),
    ),
    targets: ofType("target").map(({ labels, body, start, headEnd }) => ({
      ...{ name: labels[0] ?? "", path, start, end: headEnd },
      attributes: attributesOf(body),
    })),
  };
}

function attributesOf({ attributes }: HclBody): Map<string, BakeAttribute> {
  return new Map(
    [...attributes].map(([name, { start, value }]) => [
      name,
      {
        ...{ start, nameEnd: start + name.length, valueStart: value.start, end: value.end },
        evaluate: (scope) => evaluateHcl(value, scope),
      },
    ]),
  );
}

function functionOf({ labels, body }: HclBlock): [string, HclUserFunction][] {
  const result = body.attributes.get("result")?.value;
  const parameters = body.attributes.get("params")?.value;
  if (!result || parameters?.kind !== "list" || body.attributes.has("variadic_param")) return [];
  const names = parameters.items.flatMap((item) => (item.kind === "variable" ? item.name : []));
  return [[labels[0] ?? "", { parameters: names, result }]];
}

function sourceOfJson(path: string, root: YamlNode): BakeSource {
  const attributes = (node: YamlNode | undefined) =>
    new Map(
      entriesOf(node).map(([name, { keySpan, value }]) => [
        name,
        jsonAttribute(keySpan.start.offset, keySpan.end.offset, value),
      ]),
    );
  return {
    path,
    variables: new Map(
      entriesOf(child(root, "variable")).map(([name, { value }]) => [name, attributes(value).get("default")]),
    ),
    globals: new Map(),
    functions: new Map(),
    groups: new Map(
      entriesOf(child(root, "group")).flatMap(([name, { value }]): [string, BakeAttribute][] => {
        const targets = attributes(value).get("targets");
        return targets ? [[name, targets]] : [];
      }),
    ),
    targets: entriesOf(child(root, "target")).map(([name, { keySpan, value }]) => ({
      ...{ name, path, start: keySpan.start.offset, end: keySpan.end.offset },
      attributes: attributes(value),
    })),
  };
}

function jsonAttribute(start: number, nameEnd: number, node: YamlNode): BakeAttribute {
  return {
    ...{ start, nameEnd, valueStart: node.span.start.offset, end: node.span.end.offset },
    evaluate: (scope) => jsonValue(node, scope),
  };
}

function jsonValue(node: YamlNode, scope: HclScope): HclValue {
  if (node.kind === "list") {
    const items = itemsOf(node).map((item) => jsonValue(item, scope));
    return hclValue(items, items);
  }
  if (node.kind === "mapping") {
    const values = new Map(
      entriesOf(node).map(([name, { keySpan, value }]) => [
        name,
        {
          ...jsonValue(value, scope),
          place: { path: scope.path, start: keySpan.start.offset, end: value.span.end.offset },
        },
      ]),
    );
    return hclValue(values, [...values.values()]);
  }
  if (typeof node.value === "string") return evaluateTemplate(node.text, scope);
  return typeof node.value === "number" || typeof node.value === "boolean" || node.value === null
    ? hclValue(node.value)
    : unknownValue;
}

function evaluateTemplate(text: string, scope: HclScope): HclValue {
  let expression: HclExpression;
  try {
    expression = readHclTemplate(text);
  } catch (error) {
    if (error instanceof HclRefusal) return unknownValue;
    throw error;
  }
  return evaluateHcl(expression, scope);
}
