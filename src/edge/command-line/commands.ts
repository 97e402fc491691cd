import { buildCommand } from "./build.ts";
import { checkCommand } from "./check.ts";
import type { Command } from "./command.ts";
import { completionCommand } from "./completion.ts";
import { fixCommand } from "./fix.ts";
import { graphCommand } from "./graph.ts";
import { initCommand } from "./init.ts";
import { rulesCommand } from "./rules.ts";
import { testCommand } from "./test.ts";

/** Every command but the one that completes them, in the order of the help. */
const others: readonly Command[] = [
  checkCommand,
  fixCommand,
  rulesCommand,
  graphCommand,
  testCommand,
  initCommand,
  buildCommand,
];

/** The one definition that the help, the parser and the completions are made from. */
export const commands: readonly Command[] = [...others, completionCommand(others)];
