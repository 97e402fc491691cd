import type { CommandInstruction, Instruction, RunInstruction } from "../model/dockerfile.ts";
import { spanInText } from "../model/dockerfile.ts";
import { checkFlags, type LineFlag } from "./flags.ts";
import type { InstructionContext } from "./instruction-context.ts";
import { readMount } from "./mounts.ts";
import { Refusal } from "./refusal.ts";
import { isSpace, skipSpace } from "./white-space.ts";
import { jsonStrings } from "./words.ts";

type Form = Pick<CommandInstruction, "form" | "scriptStart" | "arguments">;

/** Reads RUN, CMD, ENTRYPOINT, HEALTHCHECK and SHELL, which take a script or a JSON array. @throws Refusal */
export function readCommandInstruction(
  context: InstructionContext,
  keyword: CommandInstruction["keyword"],
): Instruction {
  switch (keyword) {
    case "HEALTHCHECK":
      return { ...context.common(), keyword, ...readHealthcheck(context) };
    case "SHELL": {
      const form = readForm(context, context.start);
      checkFlags(keyword, context.flags);
      if (form.form !== "exec") throw new Refusal("SHELL requires the arguments to be in JSON form");
      if (form.arguments.length === 0) throw new Refusal("SHELL requires at least one argument");
      return { ...context.common(), keyword, ...form };
    }
    case "RUN":
      return readRun(context);
    default: {
      const form = readForm(context, context.start);
      checkFlags(keyword, context.flags);
      return { ...context.common(), keyword, ...form };
    }
  }
}

function readForm(context: InstructionContext, start: number): Form {
  const json = start === context.end ? undefined : jsonStrings(context.text, start, context.end);
  if (json) return { form: "exec", scriptStart: start, arguments: json.map((word) => context.word(word)) };
  return { form: start === context.end ? "none" : "shell", scriptStart: start, arguments: [] };
}

function readRun(context: InstructionContext): RunInstruction {
  const form = readForm(context, context.start);
  checkFlags("RUN", context.flags);
  const value = (name: string) => context.flags.find((flag) => flag.name === name)?.value;
  const mounts = context.flags
    .filter((flag) => flag.name === "mount")
    .map((flag) => {
      const span = (range: { start: number; end: number }) =>
        spanInText(context.source, context.pieces, range.start, range.end);
      return readMount(flag, span(flag), span(fromRange(context.text, flag)));
    });
  return {
    ...context.common(),
    keyword: "RUN",
    ...form,
    mounts,
    network: value("network"),
    security: value("security"),
  };
}

/** Where the value of `from=` stands in a mount flag; the whole flag where quoting hides it. */
function fromRange(text: string, flag: LineFlag): { start: number; end: number } {
  const match = /[=,"']from=([^,"']+)/i.exec(text.slice(flag.start, flag.end));
  if (!match?.[1]) return flag;
  const end = flag.start + match.index + match[0].length;
  return { start: end - match[1].length, end };
}

function readHealthcheck(context: InstructionContext): Form {
  let typeEnd = context.start;
  while (typeEnd < context.end && !isSpace(context.text.charAt(typeEnd))) typeEnd++;
  const type = context.text.slice(context.start, typeEnd).toUpperCase();
  const start = Math.min(skipSpace(context.text, typeEnd), context.end);
  if (type === "") throw new Refusal("HEALTHCHECK requires at least one argument");
  if (type === "NONE") {
    if (start < context.end) throw new Refusal("HEALTHCHECK NONE takes no arguments");
    return { form: "none", scriptStart: start, arguments: [] };
  }
  const form = readForm(context, start);
  checkFlags("HEALTHCHECK", context.flags);
  if (type !== "CMD") throw new Refusal(`unknown type "${type}" in HEALTHCHECK (try CMD)`);
  if (form.form === "none" || (form.form === "exec" && form.arguments.length === 0)) {
    throw new Refusal("missing command after HEALTHCHECK CMD");
  }
  checkDurations(context.flags);
  return form;
}

function checkDurations(flags: readonly LineFlag[]): void {
  for (const flag of flags) {
    const value = flag.value ?? "";
    if (flag.name === "retries") {
      if (!/^[+]?\d+$/.test(value) && value !== "")
        throw new Refusal(`--retries must be a number, not "${value}"`, flag);
    } else if (value !== "" && value !== "0" && !/^[+-]?(?:\d+(?:\.\d*)?(?:ns|us|µs|μs|ms|s|m|h))+$/.test(value)) {
      throw new Refusal(`time: invalid duration "${value}"`, flag);
    }
  }
}
