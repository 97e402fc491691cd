import type { MigrationScene } from "./migration.ts";
import { isRun, type Place } from "./placement.ts";

const mostAsked = 3;
const scripts = /^(?:python[\d.]*|node|ruby|php|perl|bash|sh)$/;

/** What only the stage to build has although no build is known to read it: fetched, or made by a script. One question each. */
export function fetchedQuestions({ parts }: MigrationScene, places: readonly Place[]): string[] {
  const asked = parts.flatMap(({ step, instruction }, index) => {
    if (instruction.keyword !== "RUN" || isRun(places[index])) return [];
    const command = step.script?.commands.find(
      ({ name, arguments: words }) =>
        name === "curl" ||
        name === "wget" ||
        (name === "git" && words.some(({ value }) => value === "clone")) ||
        (scripts.test(name) && step.builds.length === 0 && words.length > 0 && words[0]?.value !== "-m"),
    );
    return command
      ? `Is what ${command.name} brings (line ${command.span.start.line} before) needed when the program runs, to be copied here?`
      : [];
  });
  return asked.slice(0, mostAsked);
}
