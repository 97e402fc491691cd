import type { Environment } from "@marcbachmann/cel-js";
import type { Level } from "../../model/level.ts";
import { compileExpression, type Expression, type ExpressionMistake, isMistake } from "./compile-expression.ts";
import { type Each, expressionEnvironment } from "./environment.ts";
import { parseTemplate } from "./message-template.ts";

/** A custom rule as the policy writes it. */
export interface CustomRuleText {
  readonly id: string;
  readonly level: Level;
  readonly each: Each;
  readonly when?: string | undefined;
  readonly assert: string;
  readonly message: string;
}

/** A custom rule that can be evaluated. */
export interface CompiledRule {
  readonly id: string;
  readonly level: Level;
  readonly each: Each;
  readonly when: Expression | undefined;
  readonly assert: Expression;
  /** Texts and expressions, in order. */
  readonly message: readonly (string | Expression)[];
}

export interface RuleMistake extends ExpressionMistake {
  readonly part: "when" | "assert" | "message";
}

const shownTypes: ReadonlySet<string> = new Set(["string", "int", "bool", "list<string>"]);

/** The rule, or all that is wrong with its expressions. */
export function compileRule(rule: CustomRuleText): CompiledRule | readonly RuleMistake[] {
  const environment = expressionEnvironment(rule.each);
  const mistakes: RuleMistake[] = [];
  const condition = (part: "when" | "assert", text: string) => {
    const compiled = compileExpression(text, environment);
    if (isMistake(compiled)) mistakes.push({ part, ...compiled });
    else if (compiled.type === "bool") return compiled;
    else mistakes.push({ part, offset: 0, message: `must be true or false; this is of type ${compiled.type}` });
    return undefined;
  };
  const when = rule.when === undefined ? undefined : condition("when", rule.when);
  const assert = condition("assert", rule.assert);
  const message = compileMessage(rule.message, environment);
  if ("mistakes" in message) mistakes.push(...message.mistakes);
  if (assert === undefined || mistakes.length > 0 || "mistakes" in message) return mistakes;
  return { id: rule.id, level: rule.level, each: rule.each, when, assert, message: message.parts };
}

export function isCompiled(result: CompiledRule | readonly RuleMistake[]): result is CompiledRule {
  return !Array.isArray(result);
}

function compileMessage(
  template: string,
  environment: Environment,
): { readonly parts: CompiledRule["message"] } | { readonly mistakes: readonly RuleMistake[] } {
  const parsed = parseTemplate(template);
  if ("message" in parsed) return { mistakes: [{ part: "message", ...parsed }] };
  const mistakes: RuleMistake[] = [];
  const parts = parsed.map((part) => {
    if (part.kind === "text") return part.text;
    const compiled = compileExpression(part.expression, environment);
    if (isMistake(compiled)) mistakes.push({ part: "message", ...compiled, offset: part.offset + compiled.offset });
    else if (shownTypes.has(compiled.type)) return compiled;
    else {
      const message = `a message can show text, numbers, true and false, and lists of texts; this is of type ${compiled.type}`;
      mistakes.push({ part: "message", offset: part.offset, message });
    }
    return "";
  });
  return mistakes.length > 0 ? { mistakes } : { parts };
}
