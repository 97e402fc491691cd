import type { Environment } from "../model/graph.ts";
import { expand } from "../parse/expansion.ts";
import { Refusal } from "../parse/refusal.ts";
import type { WorkBudget } from "../shell/work-budget.ts";

/** ENV of one stage upon that of the stage below it, so that stages share what they inherit. */
export class LayeredEnvironment implements Environment {
  private readonly own = new Map<string, string>();
  private readonly inherited: Environment | undefined;

  constructor(inherited: Environment | undefined) {
    this.inherited = inherited;
  }

  get(name: string): string | undefined {
    return this.own.get(name) ?? this.inherited?.get(name);
  }

  set(name: string, value: string): void {
    this.own.set(name, value);
  }
}

/**
 * The variables that instructions of a stage see: ENV wins over ARG, and an ARG counts from its line on.
 * As a map it answers what scripts ask: `has` with an undefined value means declared, but known only when it is built.
 */
export class Scope {
  readonly environment: LayeredEnvironment;
  private readonly buildArguments = new Map<string, string | undefined>();
  private readonly escapeCharacter: "\\" | "`";

  private readonly budget: WorkBudget;

  constructor(inherited: Environment | undefined, escapeCharacter: "\\" | "`", budget: WorkBudget) {
    this.environment = new LayeredEnvironment(inherited);
    this.escapeCharacter = escapeCharacter;
    this.budget = budget;
  }

  declare(name: string, value: string | undefined): void {
    this.buildArguments.set(name, value);
  }

  has(name: string): boolean {
    return this.environment.get(name) !== undefined || this.buildArguments.has(name);
  }

  get(name: string): string | undefined {
    return this.environment.get(name) ?? this.buildArguments.get(name);
  }

  /** The word with quotes removed and known variables expanded; unknown ones stay as written. */
  substitute(word: string): string {
    try {
      return expand(word, (name) => this.lookUp(name), { escape: this.escapeCharacter, keepUnset: true }).value;
    } catch (error) {
      if (error instanceof Refusal) return word;
      throw error;
    }
  }

  /** Like {@link substitute}, but undefined when a variable is not known. */
  value(word: string): string | undefined {
    try {
      const { value, unset } = expand(word, (name) => this.lookUp(name), { escape: this.escapeCharacter });
      return unset.length === 0 ? value : undefined;
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }

  /** Like {@link value}, but with defaults taken as if nobody set what is not known; undefined when nothing is left then. */
  valueByDefault(word: string): string | undefined {
    try {
      const { value, unset } = expand(word, (name) => this.lookUp(name), { escape: this.escapeCharacter });
      return unset.length > 0 && value === "" ? undefined : value;
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }

  /** @throws Refusal when the variables of the file would become longer than any real file's. */
  private lookUp(name: string): string | undefined {
    return affordable(this.get(name), this.budget);
  }
}

/** The value of a variable, paid for. @throws Refusal when it does not fit. */
export function affordable(value: string | undefined, budget: WorkBudget): string | undefined {
  if (value !== undefined && !budget.spend(value.length)) {
    throw new Refusal("the variables of this file expand to more than can be read");
  }
  return value;
}
