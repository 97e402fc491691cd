import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { InputError } from "../../model/input-error.ts";
import { visibleText } from "../../report/foreign-text.ts";
import { reasonOf } from "../text-file.ts";
import { type Call, optionValue } from "./command.ts";
import type { CommandWorld, TerminalStream } from "./world.ts";

/** How text is to look where it goes. */
export interface Appearance {
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
}

const usualWidth = 100;
const narrowest = 40;

/** Colour for a terminal only, unless the user says otherwise: `--no-color`, NO_COLOR (no-color.org), FORCE_COLOR. */
export function appearance(call: Call): Appearance {
  const { environment, stdout } = call.world;
  const goesToTerminal = stdout.isTTY === true && !call.options.has("output");
  const width = goesToTerminal ? Math.max(narrowest, Math.min(stdout.columns || usualWidth, usualWidth)) : usualWidth;
  return { colour: wantsColour(call, environment, goesToTerminal), width };
}

function wantsColour(call: Call, environment: CommandWorld["environment"], goesToTerminal: boolean): boolean {
  if (call.options.has("no-color") || call.options.has("output")) return false;
  const { FORCE_COLOR: forced, NO_COLOR: none, TERM: terminal } = environment;
  if (forced) return forced !== "0" && forced !== "false";
  return goesToTerminal && !none && terminal !== "dumb";
}

/** Writes the result to standard output, or to the file of `--output`. @throws InputError when the file cannot be written. */
export async function writeResult(call: Call, text: string): Promise<void> {
  const file = optionValue(call, "output");
  if (file === undefined || file === "-") return write(call.world.stdout, text);
  try {
    writeFileSync(resolve(call.world.folder, file), text);
  } catch (error) {
    throw new InputError(`cannot be written: ${reasonOf(error)}.`, { path: file }, { cause: error });
  }
}

/** One line for a person, on standard error. */
export function say(world: CommandWorld, line: string): Promise<void> {
  return write(world.stderr, `${line.split("\n").map(visibleText).join("\n")}\n`);
}

const goneAway: ReadonlySet<string | undefined> = new Set(["EPIPE", "ERR_STREAM_DESTROYED"]);

/** A reader that has gone away, as `head` does, is no failure: the exit status still tells the verdict. */
export function write(stream: TerminalStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error || goneAway.has((error as NodeJS.ErrnoException).code)) resolve();
      else reject(new InputError(`The output cannot be written: ${reasonOf(error)}.`, undefined, { cause: error }));
    });
  });
}
