import type { StepBudget } from "./step-budget.ts";

/** What an expression can hold: whole numbers are bigints in CEL. */
type CelValue = string | bigint | boolean | readonly CelValue[] | ReadonlyMap<string, string> | object;

export interface CelField<Subject> {
  /** As CEL names it: `string`, `int`, `list<Stage>`, … */
  readonly type: string;
  /** Markdown; the reference page shows it. */
  readonly description: string;
  readonly read: (subject: Subject, budget: StepBudget) => CelValue;
}

/** A type of the model that expressions see: declared once for evaluation, type checking and the reference page. */
export interface CelType<Subject> {
  readonly name: string;
  readonly description: string;
  readonly fields: Readonly<Record<string, CelField<Subject>>>;
  /** The class that CEL knows values of this type by. */
  readonly ctor: new (
    subject: Subject,
    budget: StepBudget,
  ) => object;
  of(subject: Subject, budget: StepBudget): object;
}

/** Characters that cost as much as one item. */
const charactersPerItem = 8;

/** Fields are read when an expression asks for them, and each reading is charged. */
export function celType<Subject>(
  name: string,
  description: string,
  fields: Readonly<Record<string, CelField<Subject>>>,
): CelType<Subject> {
  class Value {
    readonly #subject: Subject;
    readonly #budget: StepBudget;

    constructor(subject: Subject, budget: StepBudget) {
      this.#subject = subject;
      this.#budget = budget;
    }

    static read(value: Value, { read }: CelField<Subject>): CelValue {
      const result = read(value.#subject, value.#budget);
      value.#budget.charge(sizeOf(result));
      return result;
    }
  }
  for (const [key, field] of Object.entries(fields)) {
    Object.defineProperty(Value.prototype, key, {
      enumerable: true,
      get(this: Value) {
        return Value.read(this, field);
      },
    });
  }
  return { name, description, fields, ctor: Value, of: (subject, budget) => new Value(subject, budget) };
}

function sizeOf(value: CelValue): number {
  if (typeof value === "string") return 1 + value.length / charactersPerItem;
  if (Array.isArray(value)) return value.reduce((sum: number, item: CelValue) => sum + itemSize(item), 1);
  if (value instanceof Map) return [...value].reduce((sum, [key, text]) => sum + itemSize(key) + itemSize(text), 1);
  return 1;
}

function itemSize(item: CelValue): number {
  return typeof item === "string" ? 1 + item.length / charactersPerItem : 1;
}
