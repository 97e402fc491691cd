import { bashCompletion } from "../../completion/bash.ts";
import type { CommandTree, CompletedCommand } from "../../completion/command-tree.ts";
import { fishCompletion } from "../../completion/fish.ts";
import { zshCompletion } from "../../completion/zsh.ts";
import { InputError } from "../../model/input-error.ts";
import { rules } from "../../rules/index.ts";
import type { ExitStatus } from "../../run.ts";
import { type Call, type Command, sharedOptions } from "./command.ts";
import { write } from "./output.ts";
import { didYouMean } from "./suggestion.ts";

const writers = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;
const shells = Object.keys(writers) as (keyof typeof writers)[];

/** `stagegate completion SHELL`, for the other commands and itself. */
export function completionCommand(others: readonly Command[]): Command {
  const command: Command = {
    name: "completion",
    operands: shells.join("|"),
    summary: "Print completions for a shell.",
    description:
      "Prints a script that has the shell complete commands, options and their values. It is made from what this version knows, " +
      "so print it anew after an update.",
    options: [],
    examples: [
      ["in ~/.bashrc", 'eval "$(stagegate completion bash)"'],
      ["for zsh, in a folder of the fpath", "completion zsh > ~/.zfunc/_stagegate"],
      ["for fish", "completion fish > ~/.config/fish/completions/stagegate.fish"],
    ],
    run: (call) => print(call, [...others, command]),
  };
  return command;
}

async function print({ operands, world }: Call, commands: readonly Command[]): Promise<ExitStatus> {
  const [name, ...more] = operands;
  const shell = shells.find((each) => each === name);
  if (shell === undefined || more.length > 0) {
    const hint = name === undefined ? "" : didYouMean(name, shells);
    throw new InputError(`stagegate completion takes one shell: ${shells.join(", ")}.${hint}`);
  }
  await write(world.stdout, writers[shell](treeOf(commands)));
  return 0;
}

function treeOf(commands: readonly Command[]): CommandTree {
  return { program: "stagegate", commands: commands.map(completed), general: ["--help", "--version"] };
}

function completed({ name, summary, options, operands }: Command): CompletedCommand {
  const words: Readonly<Record<string, readonly string[]>> = { rules: rules.map(({ id }) => id), completion: shells };
  return {
    name,
    summary,
    words: words[name] ?? [],
    takesFiles: /PATH|FILE|POLICY/.test(operands),
    options: [...options, ...sharedOptions].map((option) => ({
      name: option.name,
      description: option.description,
      takesValue: option.value !== undefined,
      choices: option.choices ?? (option.name === "rule" ? rules.map(({ id }) => id) : []),
    })),
  };
}
