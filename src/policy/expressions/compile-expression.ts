import { type Environment, EvaluationError, type ParseError } from "@marcbachmann/cel-js";
import { closestName } from "../closest-name.ts";
import { variables } from "./environment.ts";
import { allowedFunctions, expressionCost } from "./expression-cost.ts";
import { modelTypes } from "./model-types.ts";
import type { StepBudget } from "./step-budget.ts";

export interface Expression {
  readonly type: string;
  /** @throws EvaluationError, BudgetSpent */
  evaluate(context: Readonly<Record<string, unknown>>, budget: StepBudget): unknown;
}

export interface ExpressionMistake {
  /** Within the expression. */
  readonly offset: number;
  /** A clause, without a stop. */
  readonly message: string;
}

/** Steps that one evaluation may take without reading the model; more is refused when the policy is read. */
const mostSteps = 100_000;

/** Parses and type-checks an expression, and refuses what could do work without bound. */
export function compileExpression(text: string, environment: Environment): Expression | ExpressionMistake {
  const checked = environment.check(text);
  if (checked.error !== undefined) {
    const refused = refusedCall(text, environment);
    return refused ?? { offset: checked.error.range?.start ?? 0, message: explain(checked.error) };
  }
  const program = environment.parse(text);
  const { nodes, steps, refused } = expressionCost(program.ast);
  if (refused) return { offset: refused.start, message: notAvailable(refused.name) };
  if (steps > mostSteps) return { offset: 0, message: "does too much work; nest fewer lists" };
  return {
    type: checked.type ?? "dyn",
    evaluate(context, budget) {
      budget.begin(nodes, steps);
      return program(context);
    },
  };
}

export function isMistake(result: Expression | ExpressionMistake): result is ExpressionMistake {
  return "message" in result;
}

/** Why an evaluation failed, a clause; undefined for what is no failure of the expression. */
export function evaluationFailure(error: unknown): string | undefined {
  return error instanceof EvaluationError ? error.summary : undefined;
}

/** What is refused is said to be so even where it would not type-check either. */
function refusedCall(text: string, environment: Environment): ExpressionMistake | undefined {
  try {
    const { refused } = expressionCost(environment.parse(text).ast);
    return refused && { offset: refused.start, message: notAvailable(refused.name) };
  } catch {
    return undefined;
  }
}

function notAvailable(name: string): string {
  if (name === "matches")
    return "`matches` is not available: a regular expression can take forever. Use `glob(text, pattern)`";
  const meant = closestName(name, [...allowedFunctions]);
  return `\`${name}\` is not available here${meant ? `. Did you mean \`${meant}\`?` : ""}`;
}

/** The checker can fail itself, and then has no summary. */
function explain({
  code,
  summary = "its types do not fit together",
}: Partial<Pick<ParseError, "code" | "summary">>): string {
  const name = code === "unknown_variable" ? /^Unknown variable: (\w+)$/.exec(summary)?.[1] : undefined;
  if (name !== undefined) return unknownName(name);
  if (summary === "Unexpected token: EOF") return "the expression ends too early";
  const key = code === "no_such_key" ? /^No such key: (\w+)$/.exec(summary)?.[1] : undefined;
  if (key === undefined) return summary.replace(/\.$/, "");
  const meant = closestName(key, [...new Set(modelTypes.flatMap(({ fields }) => Object.keys(fields)))]);
  return `there is no field \`${key}\`${meant ? `. Did you mean \`${meant}\`?` : ""}`;
}

function unknownName(name: string): string {
  const owners = Object.entries(variables).filter(([, known]) => name in known);
  if (owners.length > 0) {
    const each = owners.map(([owner]) => `\`each: ${owner}\``).join(" and ");
    return `\`${name}\` is not known here, only with ${each}`;
  }
  const meant = closestName(name, ["file", "stage", "instruction"]);
  return `nothing is called \`${name}\` here${meant ? `. Did you mean \`${meant}\`?` : ""}`;
}
