import { type HclScope, withVariables } from "../hcl/evaluate.ts";
import { type HclValue, hclText, hclTexts, hclValue, isHclList, isHclObject, unknownValue } from "../hcl/value.ts";
import type { BakeAttribute, BakeSource, BakeSourceTarget } from "./bake-source.ts";

/** A target with its values, what it inherits included, one for each combination of its matrix. */
export interface BakeTarget {
  readonly name: string;
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly values: ReadonlyMap<string, BakeValue>;
}

export interface BakeValue {
  readonly value: HclValue;
  readonly attribute: BakeAttribute;
  readonly path: string;
}

const evaluationSteps = 200_000;
/** Variables made from variables, groups in groups, targets that inherit: more in a row is a circle. */
const longestChain = 64;
const mostCombinations = 256;
const mostTargets = 2_000;

const mergedAttributes = new Set(["args", "contexts", "labels"]);

/** The bake files of one invocation, later ones over earlier ones. Source: Docker's "Bake file reference". */
export class BakeProject {
  /** By name, after their matrices. */
  readonly targets: ReadonlyMap<string, BakeTarget>;
  /** Names of targets that others inherit from. */
  readonly inherited: ReadonlySet<string>;
  private readonly sources: readonly BakeSource[];
  private readonly variables = new Map<string, HclValue>();
  private readonly values = new Map<string, Map<string, BakeValue>>();
  private readonly matrixGroups = new Map<string, readonly string[]>();
  private readonly budget = { steps: evaluationSteps };
  private depth = 0;

  constructor(sources: readonly BakeSource[]) {
    this.sources = sources;
    const inherited = new Set<string>();
    const byName = new Map<string, BakeSourceTarget[]>();
    for (const target of sources.flatMap(({ targets }) => targets)) {
      const known = byName.get(target.name);
      if (known) known.push(target);
      else byName.set(target.name, [target]);
    }
    const expanded = new Map<string, Expanded>();
    for (const [name, parts] of byName) {
      const combinations = this.combinations(parts);
      const names: string[] = [];
      for (const given of combinations) {
        const own = this.ownName(name, parts, given);
        if (expanded.size >= mostTargets || own === undefined) continue;
        names.push(own);
        expanded.set(own, { parts, given });
      }
      if (names.length !== 1 || names[0] !== name) this.matrixGroups.set(name, names);
    }
    const targets = new Map<string, BakeTarget>();
    for (const [name, { parts }] of expanded) {
      const last = parts.at(-1);
      if (!last) continue;
      const values = this.valuesOf(name, expanded, inherited, new Set());
      targets.set(name, { name, path: last.path, start: last.start, end: last.end, values });
    }
    this.targets = targets;
    this.inherited = inherited;
  }

  /** Targets that a group or target of this name stands for. */
  expandGroup(name: string, seen: Set<string> = new Set()): string[] {
    if (seen.has(name) || seen.size > longestChain) return [];
    seen.add(name);
    const group = this.sources.findLast(({ groups }) => groups.has(name));
    const attribute = group?.groups.get(name);
    if (group && attribute) {
      return hclTexts(attribute.evaluate(this.scope(group.path))).flatMap((each) => this.expandGroup(each, seen));
    }
    return [...(this.matrixGroups.get(name) ?? (this.targets.has(name) ? [name] : []))];
  }

  /** Targets that are in some group. */
  grouped(): ReadonlySet<string> {
    const names = new Set(this.sources.flatMap(({ groups }) => [...groups.keys()]));
    return new Set([...names].flatMap((name) => this.expandGroup(name)));
  }

  private valuesOf(
    name: string,
    expanded: ReadonlyMap<string, Expanded>,
    inherited: Set<string>,
    below: Set<string>,
  ): Map<string, BakeValue> {
    const target = expanded.get(name);
    const known = this.values.get(name);
    if (known) return known;
    const values = new Map<string, BakeValue>();
    if (!target || below.has(name) || below.size > longestChain) return values;
    const around = new Set([...below, name]);
    const own: [string, BakeValue][] = target.parts.flatMap(({ path, attributes }) => {
      const scope = withVariables(this.scope(path), target.given);
      return [...attributes].map(([key, attribute]): [string, BakeValue] => [
        key,
        { value: attribute.evaluate(scope), attribute, path },
      ]);
    });
    for (const base of own.filter(([key]) => key === "inherits").flatMap(([, { value }]) => hclTexts(value))) {
      inherited.add(base);
      for (const [key, value] of this.valuesOf(base, expanded, inherited, around)) setValue(values, key, value);
    }
    for (const [key, value] of own) setValue(values, key, value);
    this.values.set(name, values);
    return values;
  }

  /** The values that a matrix gives its names, one map for each combination; one empty map without a matrix. */
  private combinations(parts: readonly BakeSourceTarget[]): ReadonlyMap<string, HclValue>[] {
    const part = parts.findLast(({ attributes }) => attributes.has("matrix"));
    const matrix = part?.attributes.get("matrix")?.evaluate(this.scope(part.path)).data;
    if (!part) return [new Map()];
    if (matrix === undefined || !isHclObject(matrix)) return [];
    let combinations: Map<string, HclValue>[] = [new Map()];
    for (const [name, { data }] of matrix) {
      if (!isHclList(data)) return [];
      combinations = combinations.flatMap((given) => data.map((item) => new Map([...given, [name, item]])));
      if (combinations.length > mostCombinations) return [];
    }
    return combinations;
  }

  private ownName(
    name: string,
    parts: readonly BakeSourceTarget[],
    given: ReadonlyMap<string, HclValue>,
  ): string | undefined {
    const part = parts.findLast(({ attributes }) => attributes.has("name"));
    const attribute = part?.attributes.get("name");
    if (!part || !attribute) return name;
    return hclText(attribute.evaluate(withVariables(this.scope(part.path), given)));
  }

  private scope(path: string): HclScope {
    return {
      path,
      budget: this.budget,
      variable: (name) => this.variable(name),
      userFunction: (name) => this.sources.findLast(({ functions }) => functions.has(name))?.functions.get(name),
    };
  }

  /** A variable has its default, and whoever builds can set another value in the environment. */
  private variable(name: string): HclValue | undefined {
    const known = this.variables.get(name);
    if (known) return known;
    const source = this.sources.findLast(({ variables, globals }) => variables.has(name) || globals.has(name));
    if (!source || this.depth > longestChain) return undefined;
    const isVariable = source.variables.has(name);
    const attribute = source.variables.get(name) ?? source.globals.get(name);
    // Whoever asks for it while it is being evaluated gets an unknown value.
    this.variables.set(name, { data: undefined, variables: isVariable ? [name] : [] });
    this.depth++;
    const value = attribute?.evaluate(this.scope(source.path)) ?? unknownValue;
    this.depth--;
    const variables = isVariable ? [...new Set([name, ...value.variables])] : value.variables;
    const result = { data: value.data, variables };
    this.variables.set(name, result);
    return result;
  }
}

interface Expanded {
  readonly parts: readonly BakeSourceTarget[];
  readonly given: ReadonlyMap<string, HclValue>;
}

function setValue(values: Map<string, BakeValue>, key: string, value: BakeValue): void {
  const known = values.get(key);
  const [below, above] = [known?.value.data, value.value.data];
  if (mergedAttributes.has(key) && isHclObject(below) && isHclObject(above)) {
    values.set(key, { ...value, value: hclValue(new Map([...below, ...above]), [value.value]) });
  } else if (key !== "inherits" || !known) values.set(key, value);
}
