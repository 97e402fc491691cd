import { InputError } from "../../model/input-error.ts";
import { PolicyError } from "../../policy/policy-error.ts";
import { visibleText } from "../../report/foreign-text.ts";
import type { ExitStatus } from "../../run.ts";
import { version } from "../version.ts";
import { type Command, readCall } from "./command.ts";
import { commands } from "./commands.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { say, write } from "./output.ts";
import { didYouMean } from "./suggestion.ts";
import type { CommandWorld } from "./world.ts";

/** Carries out a command line. Never throws: what goes wrong is said in one line on standard error, and is exit status 2. */
export async function runCommandLine(world: CommandWorld): Promise<ExitStatus> {
  // Each write learns of its own failure; without a listener the stream would end the program as well.
  for (const stream of [world.stdout, world.stderr]) stream.on("error", () => {});
  try {
    return await carryOut(world);
  } catch (error) {
    await say(world, failureText(error, world));
    return 2;
  }
}

async function carryOut(world: CommandWorld): Promise<ExitStatus> {
  const [name, ...args] = world.arguments;
  if (name === undefined) {
    await write(world.stderr, generalHelp(commands));
    return 2;
  }
  if (name === "--version") {
    await write(world.stdout, `${version}\n`);
    return 0;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    await write(world.stdout, name === "help" && args[0] ? commandHelp(commandNamed(args[0])) : generalHelp(commands));
    return 0;
  }
  const command = commandNamed(name);
  const call = readCall(command, world, args);
  if (call.options.has("help")) {
    await write(world.stdout, commandHelp(command));
    return 0;
  }
  return command.run(call);
}

function commandNamed(name: string): Command {
  const command = commands.find((each) => each.name === name);
  if (command) return command;
  const names = commands.map((each) => each.name);
  const hint = didYouMean(name, names, (each) => `stagegate ${each}`);
  throw new InputError(`There is no command "${name}".${hint || ` The commands are ${names.join(", ")}.`}`);
}

function failureText(error: unknown, world: CommandWorld): string {
  if (error instanceof PolicyError) return error.line;
  if (error instanceof InputError) return `${error.place ? "" : "stagegate: "}${visibleText(error.line)}`;
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  const line = `stagegate: internal error: ${message.split("\n", 1)[0]} (please report)`;
  const wantsStack = Boolean(world.environment.STAGEGATE_DEBUG) || world.arguments.includes("--debug");
  return wantsStack && stack ? `${line}\n${stack}` : line;
}
