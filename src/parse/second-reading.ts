import { DockerfileParser } from "dockerfile-ast";
import { Refusal } from "./refusal.ts";

/**
 * Reads a logical line a second time, with dockerfile-ast, and compares. BuildKit's rules for lines, directives, heredocs and
 * flags are ours (see docs/adr/0002): the library departs from them in some forty ways, ten of which hide a FROM or a USER.
 * Given one joined line at a time it has nothing to lose its way in, and stands as an independent witness: where the two
 * readings differ the file is refused, so that a mistake in either can never make an instruction disappear in silence.
 * @throws Refusal that names both readings.
 */
export function compareWithSecondReading(line: string, keyword: string, image: string | undefined): void {
  // Only the head decides what an instruction is; heredoc marks and escapes behind it would only lead the library astray.
  const head = line
    .replace(/[\r\v\f\u00a0]/g, " ")
    .replaceAll("<<", "  ")
    .replace(/\\+/g, (run) => " ".repeat(run.length));
  const instructions = DockerfileParser.parse(head).getInstructions();
  const second = instructions.map((instruction) => instruction.getKeyword()).join(", ");
  if (second !== keyword) {
    throw new Refusal(`cannot be read for certain: BuildKit's rules give ${keyword}, dockerfile-ast gives ${second}`);
  }
  if (image === undefined || image.includes("\\")) return;
  const argument = instructions[0]?.getArguments().find((word) => !word.getValue().startsWith("--"));
  if (argument?.getValue() !== image) {
    throw new Refusal(
      `cannot be read for certain: BuildKit's rules give FROM ${image}, dockerfile-ast gives FROM ${argument?.getValue()}`,
    );
  }
}
