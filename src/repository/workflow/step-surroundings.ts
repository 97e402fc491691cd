import type { FactValue } from "../../model/repository-facts.ts";
import type { SourceFile } from "../../model/source.ts";
import { type ScriptText, ScriptTextBuilder } from "../../shell/script-text.ts";
import { entriesOf, textOf, type YamlNode, type YamlScalar } from "../yaml-tree.ts";
import { type ExpressionScope, expandedText, expressionParts } from "./expression.ts";

/** The scope with the variables of an `env:`. */
export function withEnvironment(scope: ExpressionScope, env: YamlNode | undefined): ExpressionScope {
  const own = entriesOf(env).map(([name, { value }]): [string, FactValue] => [
    name,
    expandedText(textOf(value) ?? "", scope),
  ]);
  return own.length === 0 ? scope : { ...scope, environment: new Map([...scope.environment, ...own]) };
}

/**
 * The script of a `run:`, with known expressions put in as GitHub does before any shell sees them, and a variable in the place of each
 * that is not known; `values` tells what those are.
 */
export function stepScript(
  source: SourceFile,
  node: YamlScalar,
  scope: ExpressionScope,
): { readonly script: ScriptText; readonly values: ReadonlyMap<string, FactValue> } {
  const whole = scalarScript(source, node);
  const values = new Map(scope.environment);
  const builder = new ScriptTextBuilder(source);
  let count = 0;
  for (const { start, end, value } of expressionParts(node.text, scope)) {
    if (value === undefined) builder.copy(whole, start, end);
    else if (value.text !== undefined) builder.replace(value.text, whole, start, end);
    else {
      const name = `EXPRESSION_${++count}`;
      values.set(name, value);
      builder.replace(`\${${name}}`, whole, start, end);
    }
  }
  return { script: builder.finish(), values };
}

/** A scalar as a script, with the places of its characters; the whole scalar's where they cannot be told. */
export function scalarScript(source: SourceFile, { text, pieces, span }: YamlScalar): ScriptText {
  const builder = new ScriptTextBuilder(source);
  if (pieces.length === 0) builder.add(text, span.start.offset, span.end.offset);
  for (const [index, { at, offset }] of pieces.entries()) {
    const next = pieces[index + 1]?.at ?? text.length;
    // The end of a line is one character here, and may be two and an indentation there.
    const part = text.slice(at, next);
    builder.add(part, offset, Math.min(offset + part.length, source.text.length));
  }
  return builder.finish();
}
