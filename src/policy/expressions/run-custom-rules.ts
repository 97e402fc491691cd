import type { CustomDraft, CustomFailure, CustomRun } from "../../model/custom-rule.ts";
import type { BuildGraph } from "../../model/graph.ts";
import type { Span } from "../../model/source.ts";
import { type Expression, evaluationFailure } from "./compile-expression.ts";
import type { CompiledRule } from "./compile-rule.ts";
import { fileType, instructionType, stageType, stepParts } from "./model-types.ts";
import { BudgetSpent, StepBudget } from "./step-budget.ts";

/** Steps of all custom rules on one file. */
const stepsOfFile = 5_000_000;
const longestValue = 200;
const mostItems = 10;

/** Runs the custom rules of a policy over one file. A rule that fails somewhere is not judged further, and says so once. */
export function runCustomRules(graph: BuildGraph, rules: readonly CompiledRule[]): CustomRun {
  const budget = new StepBudget(stepsOfFile);
  const drafts: CustomDraft[] = [];
  const failures: CustomFailure[] = [];
  for (const rule of rules) {
    const { level } = rule;
    if (level === "off") continue;
    let at: Span | undefined;
    try {
      for (const subject of subjectsOf(rule, graph, budget)) {
        at = subject.at;
        const { context } = subject;
        if (rule.when !== undefined && rule.when.evaluate(context, budget) !== true) continue;
        if (rule.assert.evaluate(context, budget) === true) continue;
        const message = rule.message.map((part) => shown(part, context, budget)).join("");
        drafts.push({ rule: rule.id, level, at, stage: subject.stage, message });
      }
    } catch (error) {
      failures.push({ rule: rule.id, at, reason: reasonOf(error) });
    }
  }
  return { drafts, failures };
}

interface Subject {
  readonly at: Span;
  readonly stage: number | undefined;
  readonly context: Readonly<Record<string, unknown>>;
}

function* subjectsOf({ each }: CompiledRule, graph: BuildGraph, budget: StepBudget): Generator<Subject> {
  const file = fileType.of(graph, budget);
  const first = graph.stages[0];
  if (each === "dockerfile") {
    if (first) yield { at: first.from.span, stage: undefined, context: { file } };
    return;
  }
  for (const part of graph.stages) {
    const stage = stageType.of({ graph, part }, budget);
    if (each === "stage") {
      yield { at: part.from.span, stage: part.index, context: { file, stage } };
      continue;
    }
    for (const step of stepParts(part)) {
      const instruction = instructionType.of({ graph, part: step }, budget);
      yield { at: step.instruction.span, stage: part.index, context: { file, stage, instruction } };
    }
  }
}

function shown(part: string | Expression, context: Subject["context"], budget: StepBudget): string {
  if (typeof part === "string") return part;
  const value = part.evaluate(context, budget);
  if (!Array.isArray(value)) return cut(String(value));
  const items = value.slice(0, mostItems).map((item) => cut(String(item)));
  return [...items, ...(value.length > mostItems ? ["…"] : [])].join(", ");
}

function cut(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue - 1).toWellFormed()}…` : text;
}

function reasonOf(error: unknown): string {
  if (error instanceof BudgetSpent) return "the custom rules of the policy take too much work on this file";
  return evaluationFailure(error) ?? "it could not be evaluated";
}
