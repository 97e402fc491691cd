import { type CommandExpansionPart, forEachChild, type ProcessSubstitutionPart, type SyntaxNode } from "unbash";
import { identifiersIn } from "./assigned-names.ts";

/** A command or process substitution. */
export type Substitution =
  | CommandExpansionPart
  | ProcessSubstitutionPart
  | Extract<SyntaxNode, { type: "ArithmeticCommandExpansion" }>;

export interface Survey {
  /** Names of the variables that the word uses itself, each once; those of commands in `$(…)` are those commands'. */
  readonly variables: readonly string[];
  /** In written order. */
  readonly substitutions: readonly Substitution[];
  /** True when arithmetic is nested too deeply to be read. */
  readonly truncated: boolean;
}

const nothing: Survey = { variables: [], substitutions: [], truncated: false };

/** Each level of arithmetic is read when it is reached, at the cost of all its text. */
const maximumArithmeticDepth = 16;

/** What stands in a word, a here-document or an arithmetic or test expression. Substitutions are found, not entered. */
export function surveyOf(root: SyntaxNode, text: string): Survey {
  if (!/[$`(]/.test(text)) return nothing;
  const variables = new Set<string>();
  const substitutions: Substitution[] = [];
  let truncated = false;
  const open: { node: SyntaxNode; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    if (isSubstitution(node)) {
      substitutions.push(node);
      continue;
    }
    if (depth > maximumArithmeticDepth) {
      truncated = true;
      continue;
    }
    for (const name of namesIn(node)) variables.add(name);
    const children: SyntaxNode[] = [];
    forEachChild(node, (child) => {
      children.push(child);
    });
    const childDepth = node.type === "ArithmeticExpansion" ? depth + 1 : depth;
    for (const child of children.reverse()) open.push({ node: child, depth: childDepth });
  }
  return { variables: [...variables], substitutions, truncated };
}

function isSubstitution(node: SyntaxNode): node is Substitution {
  return (
    node.type === "CommandExpansion" ||
    node.type === "ProcessSubstitution" ||
    node.type === "ArithmeticCommandExpansion"
  );
}

function namesIn(node: SyntaxNode): readonly string[] {
  if (node.type === "SimpleExpansion") return identifiersIn(node.text.slice(1));
  if (node.type === "ParameterExpansion") return identifiersIn(node.parameter);
  if (node.type === "ArithmeticWord" && node.parts === undefined) return identifiersIn(node.value);
  return [];
}
