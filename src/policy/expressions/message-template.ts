/** A part of a message: text, or an expression that stands in braces. */
export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "expression"; readonly expression: string; readonly offset: number };

export interface TemplateMistake {
  readonly offset: number;
  readonly message: string;
}

/**
 * Takes a message apart: `{stage.name} must …` holds one expression. `{{` and `}}` are braces; braces and quotes may stand
 * within an expression.
 */
export function parseTemplate(template: string): readonly TemplatePart[] | TemplateMistake {
  const parts: TemplatePart[] = [];
  let text = "";
  let at = 0;
  while (at < template.length) {
    const character = template[at];
    if (character === template[at + 1] && (character === "{" || character === "}")) {
      text += character;
      at += 2;
    } else if (character === "}") {
      return { offset: at, message: "a `}` without its `{`; write `}}` for a brace" };
    } else if (character === "{") {
      const end = endOfExpression(template, at + 1);
      if (end === undefined) return { offset: at, message: "a `{` without its `}`; write `{{` for a brace" };
      if (text !== "") parts.push({ kind: "text", text });
      text = "";
      parts.push({ kind: "expression", expression: template.slice(at + 1, end), offset: at + 1 });
      at = end + 1;
    } else {
      text += character;
      at += 1;
    }
  }
  return text === "" ? parts : [...parts, { kind: "text", text }];
}

/** Index of the brace that closes the expression. */
function endOfExpression(template: string, start: number): number | undefined {
  let depth = 0;
  let quote: string | undefined;
  for (let at = start; at < template.length; at += 1) {
    const character = template[at];
    if (quote !== undefined) {
      if (character === "\\") at += 1;
      else if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "{") depth += 1;
    else if (character === "}" && depth === 0) return at;
    else if (character === "}") depth -= 1;
  }
  return undefined;
}
