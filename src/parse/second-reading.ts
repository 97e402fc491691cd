import { DockerfileParser, type Instruction } from "dockerfile-ast";
import { Refusal } from "./refusal.ts";

/** The first word, and the first character of the second one: what else there is, does not decide what an instruction is. */
const head = /^[^ \t]*[ \t]*[^ \t]?/;

/**
 * Logical lines, read a second time with dockerfile-ast. BuildKit's rules for lines, directives, heredocs and flags are ours (see
 * docs/adr/0002): the library departs from them in some forty ways, ten of which hide a FROM or a USER. Given joined lines, one
 * instruction each, it has nothing to lose its way in, and stands as an independent witness: where the two readings differ the
 * file is refused, so that a mistake in either can never make an instruction disappear in silence.
 */
export class SecondReading {
  private readonly lines: readonly string[];
  /** Of all lines; undefined where the library finds another number of instructions than there are lines. */
  private readonly instructions: readonly Instruction[] | undefined;

  constructor(lines: readonly string[]) {
    this.lines = lines;
    const instructions = DockerfileParser.parse(lines.map(headOf).join("\n")).getInstructions();
    this.instructions = instructions.length === lines.length ? instructions : undefined;
  }

  /**
   * Compares the reading of one line.
   * @param image what FROM names; undefined for other instructions.
   * @throws Refusal that names both readings.
   */
  compare(index: number, keyword: string, image: string | undefined): void {
    const line = this.lines[index] ?? "";
    const instruction = this.instructions?.[index];
    const found = instruction ? [instruction] : DockerfileParser.parse(headOf(line)).getInstructions();
    const second = found.map((each) => each.getKeyword()).join(", ");
    if (second !== keyword) {
      throw new Refusal(`cannot be read for certain: BuildKit's rules give ${keyword}, dockerfile-ast gives ${second}`);
    }
    if (image === undefined || image.includes("\\")) return;
    const argument = found[0]?.getArguments().find((word) => !word.getValue().startsWith("--"));
    if (argument?.getValue() !== image) {
      throw new Refusal(
        `cannot be read for certain: BuildKit's rules give FROM ${image}, dockerfile-ast gives FROM ${argument?.getValue()}`,
      );
    }
  }
}

/**
 * Only the head decides what an instruction is, and what stands behind FROM: other arguments, heredoc marks and escapes would only
 * lead the library astray.
 */
function headOf(line: string): string {
  return (/^from/i.test(line) ? line : (head.exec(line)?.[0] ?? ""))
    .replace(/[\r\v\f\u00a0]/g, " ")
    .replaceAll("<<", "  ")
    .replace(/\\+/g, (run) => " ".repeat(run.length));
}
