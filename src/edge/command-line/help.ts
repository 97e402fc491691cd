import { wrapText } from "../../report/wrap.ts";
import { type Command, type OptionDefinition, sharedOptions } from "./command.ts";

const width = 100;

/** What `stagegate --help` prints. */
export function generalHelp(commands: readonly Command[]): string {
  const names = commands.map(({ name, operands, summary }) => [`${name} ${operands}`, summary] as const);
  return [
    "Stagegate judges the stage graph of Dockerfiles by a policy.",
    `Usage: stagegate COMMAND\n\n${columns(names)}`,
    "stagegate COMMAND --help explains a command, with examples. stagegate --version prints the version.\n",
  ].join("\n\n");
}

/** What `stagegate COMMAND --help` prints. */
export function commandHelp({ name, operands, description, options, examples }: Command): string {
  const lines = examples.flatMap(([comment, line]) => [
    `  # ${comment}`,
    `  ${line.includes("stagegate ") ? line : `stagegate ${line}`}`,
  ]);
  return [
    `Usage: stagegate ${name} [OPTION…] ${operands}`,
    wrapText(description, width).join("\n"),
    `Options:\n${columns([...options, ...sharedOptions].map(optionRow))}`,
    `Examples:\n${lines.join("\n")}\n`,
  ].join("\n\n");
}

function optionRow({ name, value, description }: OptionDefinition): readonly [string, string] {
  return [value === undefined ? `--${name}` : `--${name} ${value}`, description];
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const first = Math.max(...rows.map(([left]) => left.length)) + 4;
  return rows
    .flatMap(([left, right]) =>
      wrapText(right, width - first).map((line, index) => (index === 0 ? `  ${left}` : "").padEnd(first) + line),
    )
    .join("\n");
}
