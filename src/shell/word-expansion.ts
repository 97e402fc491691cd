import type { HereDocBody, ParameterExpansionPart, Word, WordPart } from "unbash";
import { namesAssignedIn } from "./assigned-names.ts";
import { expandBraces, maximumWords } from "./brace-expansion.ts";
import { FieldCollector } from "./field-collector.ts";
import { parameterResult } from "./parameter-expansion.ts";
import type { Known, Variables } from "./variables.ts";
import type { WorkBudget } from "./work-budget.ts";

/** What a word becomes, as far as that is known before it runs. */
export interface Expansion {
  /** Several fields from braces or an array are joined by blanks. */
  readonly value: string | undefined;
  readonly fields: readonly string[] | undefined;
  /** The values of which it has one, where it uses the variable of a loop over known items; `fields` then has the fields of all. */
  readonly choices: readonly string[] | undefined;
  /** Holds an unquoted wildcard, which stays as written in value and fields. */
  readonly hasGlob: boolean;
}

export interface ExpansionScope {
  readonly variables: Variables;
  readonly budget: WorkBudget;
}

const notKnown: Expansion = { value: undefined, fields: undefined, choices: undefined, hasGlob: false };

/** @param braces false where the shell leaves them alone, as in an assignment. */
export function expandWord(word: Word, scope: ExpansionScope, braces = true): Expansion {
  const { parts } = word;
  if (parts === undefined) return { value: word.value, fields: [word.value], choices: undefined, hasGlob: false };
  const hasBraces = braces && parts.some(({ type }) => type === "BraceExpansion");
  const words = hasBraces ? scope.budget.spend(maximumWords) && expandBraces(parts) : [parts];
  if (!words) {
    for (const name of namesAssignedIn(word.text)) scope.variables.forget(name);
    return notKnown;
  }
  return expandPossibly(scope, word.text.length, (run) => {
    const fields: string[] = [];
    let hasGlob = false;
    let value = "";
    for (const each of words) {
      const collector = new FieldCollector();
      run.expand(each, false, collector);
      if (words.length === 1) value = collector.value;
      for (const field of collector.fields()) fields.push(field);
      hasGlob ||= collector.hasGlob;
    }
    return { value: words.length === 1 ? value : fields.join(" "), fields, hasGlob };
  });
}

/** The body of a here-document, without the leading tabs for `<<-`. */
export function expandBody(body: HereDocBody, chomp: boolean, scope: ExpansionScope): Expansion {
  const parts = body.parts ?? [{ type: "Literal", pos: body.pos, end: body.end, value: body.text, text: body.text }];
  return expandPossibly(scope, body.text.length, (run) => {
    const collector = new FieldCollector();
    run.expand(chomp ? chomped(parts) : parts, true, collector);
    return { value: collector.value, fields: [collector.value], hasGlob: false };
  });
}

function chomped(parts: readonly WordPart[]): WordPart[] {
  return parts.map((part, index) => {
    if (part.type !== "Literal") return part;
    const value = part.value.replace(/\n\t+/g, "\n");
    return { ...part, value: index === 0 ? value.replace(/^\t+/, "") : value };
  });
}

type Outcome = Pick<Expansion, "hasGlob"> & { value: string; fields: string[] };

/** Runs an expansion once, or once for each value of the one loop variable that it uses. */
function expandPossibly(scope: ExpansionScope, length: number, expand: (run: ExpansionRun) => Outcome): Expansion {
  const first = new ExpansionRun(scope, undefined);
  const { value, fields, hasGlob } = expand(first);
  if (first.failed) return notKnown;
  if (first.choice === undefined) {
    return { value, fields: first.unsplittable ? undefined : fields, choices: undefined, hasGlob };
  }
  const { name, items } = first.choice;
  const allFields = new Set<string>();
  const choices = new Set<string>();
  for (const item of items) {
    const run = new ExpansionRun(scope, { name, item });
    const outcome = expand(run);
    if (run.failed || run.choice || run.unsplittable || !scope.budget.spend(length)) return notKnown;
    choices.add(outcome.value);
    for (const field of outcome.fields) allFields.add(field);
  }
  return { value: undefined, fields: [...allFields], choices: [...choices], hasGlob };
}

class ExpansionRun {
  failed = false;
  /** Fields cannot be told: the script sets IFS. */
  unsplittable = false;
  choice: { readonly name: string; readonly items: readonly string[] } | undefined;
  private readonly scope: ExpansionScope;
  private readonly bound: { readonly name: string; readonly item: string } | undefined;

  constructor(scope: ExpansionScope, bound: { name: string; item: string } | undefined) {
    this.scope = scope;
    this.bound = bound;
  }

  expand(parts: readonly WordPart[], quoted: boolean, collector: FieldCollector): void {
    for (const part of parts) this.expandPart(part, quoted, collector);
  }

  private expandPart(part: WordPart, quoted: boolean, collector: FieldCollector): void {
    switch (part.type) {
      case "Literal":
      case "SingleQuoted":
      case "AnsiCQuoted":
        collector.add(part.value);
        return;
      case "DoubleQuoted":
      case "LocaleString":
        // `"$@"` alone makes no empty field, but any other pair of quotes does.
        if (part.parts.length === 0) collector.add("");
        this.expand(part.parts, true, collector);
        return;
      case "Glob":
      case "ExtendedGlob":
        if (part.parts?.some((inner) => inner.type !== "Literal")) this.failed = true;
        collector.add(part.text);
        collector.hasGlob = true;
        return;
      case "SimpleExpansion":
        this.addKnown(this.lookUp(part.text.slice(1)), quoted, collector);
        return;
      case "ParameterExpansion":
        this.expandParameter(part, quoted, collector);
        return;
      case "ArithmeticExpansion":
        this.fail(part.text);
        return;
      case "BraceExpansion":
        if (part.parts === undefined) collector.add(part.text);
        else this.failed = true;
        return;
      default:
        this.failed = true;
    }
  }

  private addKnown(known: Known, quoted: boolean, collector: FieldCollector): void {
    if (known.kind === "scalar") this.addText(known.value, quoted, collector);
    else if (known.kind === "array") this.addText(known.items[0] ?? "", quoted, collector);
    else if (known.kind === "unset") this.addText("", quoted, collector);
    else if (known.kind === "unknown") this.failed = true;
  }

  private expandParameter(part: ParameterExpansionPart, quoted: boolean, collector: FieldCollector): void {
    const known = this.lookUp(part.parameter);
    if (known.kind === "choice") {
      this.forgetAssigned(part.text);
      return;
    }
    const result = parameterResult(part, known, {
      value: (word) => this.operandValue(word),
      budget: this.scope.budget,
    });
    if (result === undefined) {
      this.fail(part.text);
    } else if (result.kind === "items") {
      const whole = part.index?.text === "*" && quoted ? [result.items.join(" ")] : result.items;
      if (!quoted) this.noteSplitting();
      if (this.afford(result.items.join(" "))) collector.addItems(whole, quoted);
    } else {
      if (result.assigns) this.scope.variables.set(part.parameter, { kind: "scalar", value: result.text });
      // Quotes within the operand protect it, as in `${X:-"a b"}`.
      const isProtected = result.isOperand && !result.assigns && /["'\\]/.test(part.text);
      this.addText(result.text, quoted || isProtected, collector);
    }
  }

  /** What is not known may still assign, as `${X:=d}` does. */
  private fail(text: string): void {
    this.failed = true;
    this.forgetAssigned(text);
  }

  private forgetAssigned(text: string): void {
    for (const name of namesAssignedIn(text)) this.scope.variables.forget(name);
  }

  private operandValue(word: Word): string | undefined {
    if (word.parts === undefined) return word.value;
    const collector = new FieldCollector();
    this.expand(word.parts, true, collector);
    return this.failed ? undefined : collector.value;
  }

  private addText(text: string, quoted: boolean, collector: FieldCollector): void {
    if (!this.afford(text)) return;
    if (quoted) {
      collector.add(text);
      return;
    }
    this.noteSplitting();
    collector.addSplit(text);
  }

  private noteSplitting(): void {
    if (this.scope.variables.has("IFS")) this.unsplittable = true;
  }

  private afford(text: string): boolean {
    if (!this.scope.budget.spend(text.length + 1)) this.failed = true;
    return !this.failed;
  }

  private lookUp(name: string): Known {
    if (this.bound?.name === name) return { kind: "scalar", value: this.bound.item };
    const known = this.scope.variables.get(name);
    if (known.kind === "choice") {
      if (this.choice && this.choice.name !== name) this.failed = true;
      this.choice = { name, items: known.items };
    }
    return known;
  }
}
