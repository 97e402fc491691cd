/** An expression of HCL's native syntax. `start` and `end` are offsets in the text. */
export type HclExpression = HclNode & { readonly start: number; readonly end: number };

export type HclNode =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  /** Text with `${…}`; a part that cannot be evaluated (`%{if …}`) is `opaque`. */
  | { readonly kind: "template"; readonly parts: readonly HclExpression[] }
  | { readonly kind: "opaque" }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "index"; readonly of: HclExpression; readonly key: HclExpression }
  /** `a.*.b`, `a[*].b` */
  | { readonly kind: "splat"; readonly of: HclExpression }
  | { readonly kind: "list"; readonly items: readonly HclExpression[] }
  | { readonly kind: "object"; readonly entries: readonly HclObjectEntry[] }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly arguments: readonly HclExpression[];
      readonly spreads: boolean;
    }
  | {
      readonly kind: "conditional";
      readonly test: HclExpression;
      readonly then: HclExpression;
      readonly otherwise: HclExpression;
    }
  | { readonly kind: "unary"; readonly operator: string; readonly of: HclExpression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: HclExpression; readonly right: HclExpression }
  | HclFor;

export interface HclFor {
  readonly kind: "for";
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: HclExpression;
  /** Undefined where the result is a list. */
  readonly key: HclExpression | undefined;
  readonly value: HclExpression;
  readonly condition: HclExpression | undefined;
  /** `…...`: values of one key are gathered. */
  readonly groups: boolean;
}

export interface HclObjectEntry {
  readonly key: HclExpression;
  readonly value: HclExpression;
}

export interface HclAttribute {
  readonly name: string;
  readonly value: HclExpression;
  /** Of the name. */
  readonly start: number;
}

export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
  readonly start: number;
  /** Behind the labels. */
  readonly headEnd: number;
}

export interface HclBody {
  readonly attributes: ReadonlyMap<string, HclAttribute>;
  readonly blocks: readonly HclBlock[];
}

/** Why a text is no HCL; the end of a sentence. */
export class HclRefusal extends Error {}
