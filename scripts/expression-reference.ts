import { addedFunctions, variables } from "../src/policy/expressions/environment.ts";
import { allowedFunctions } from "../src/policy/expressions/expression-cost.ts";
import { modelTypes } from "../src/policy/expressions/model-types.ts";

/** The tables of docs/expressions.md, from the declarations that expressions are checked and evaluated by. */
export function expressionReference(): string {
  const parts = [
    "### Names\n",
    table(
      ["`each`", "What the expressions of the rule know"],
      Object.entries(variables).map(([each, known]) => [
        `\`${each}\``,
        Object.entries(known)
          .map(([name, type]) => `\`${name}\` (${typeLink(type)})`)
          .join(", "),
      ]),
    ),
    ...modelTypes.toReversed().map(
      ({ name, description, fields }) =>
        `### ${name}\n\n${description}\n\n${table(
          ["Field", "Type", "Meaning"],
          Object.entries(fields).map(([key, field]) => [`\`${key}\``, typeLink(field.type), field.description]),
        )}`,
    ),
    "### Version\n\nWhat `semver(text)` gives: `major`, `minor` and `patch` are of type int, `suffix` is a string.\n",
    "### Functions of Stagegate\n",
    table(
      ["Function", "Meaning"],
      addedFunctions.map(({ signature, description }) => [`\`${signature}\``, description]),
    ),
    `### Functions of CEL\n\n${cel().join(", ")}, and the operators \`&& || ! == != < <= > >= in + - * / % ?:\`. Others are refused.\n`,
  ];
  return parts.join("\n");
}

function cel(): string[] {
  const ours = new Set(addedFunctions.map(({ signature }) => signature.split("(")[0]));
  return [...allowedFunctions].filter((name) => !ours.has(name)).map((name) => `\`${name}\``);
}

/** `list<Stage>` with a link to what it holds. */
function typeLink(type: string): string {
  const inner = /^list<(.+)>$/.exec(type)?.[1];
  if (inner !== undefined) return `list of ${typeLink(inner)}`;
  const isOurs = modelTypes.some(({ name }) => name === type);
  return isOurs ? `[${type}](#${type.toLowerCase()})` : type.replace("map<string, string>", "map of string to string");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("");
}
