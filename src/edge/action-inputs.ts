import { InputError } from "../model/input-error.ts";
import { reaches } from "../model/level.ts";
import type { Policy } from "../model/policy.ts";
import type { Problem } from "../model/report.ts";
import { closestName } from "../policy/closest-name.ts";
import { globProblem } from "../policy/glob.ts";

/** The inputs of action.yml. What the workflow leaves empty is undefined: the policy decides. */
export interface ActionInputs {
  readonly policy: string | undefined;
  /** Empty for all. */
  readonly files: readonly string[];
  readonly failOn: Policy["failOn"] | undefined;
  readonly annotations: boolean;
  readonly reportFile: string | undefined;
  readonly sarifFile: string | undefined;
  readonly workingDirectory: string;
  /** What asks for something that this version does not do. */
  readonly problems: readonly Problem[];
}

/** Reads one input by its name in action.yml; empty when it is not set. */
export type InputReader = (name: string) => string;

const failOnValues = ["error", "warning", "notice", "never"] as const;

/** @throws InputError for a value that an input does not take. */
export function readActionInputs(read: InputReader): ActionInputs {
  const mode = oneOf(read, "mode", ["check", "publish"]);
  if (mode === "publish") throw new InputError("The input mode: publish is not in this version yet.");
  return {
    policy: read("policy") || undefined,
    files: globs(read("files")),
    failOn: oneOf(read, "fail-on", failOnValues),
    annotations: oneOf(read, "annotations", ["true", "false"]) !== "false",
    reportFile: read("report-file") || undefined,
    sarifFile: read("sarif-file") || undefined,
    workingDirectory: read("working-directory") || ".",
    problems: [...buildProblems(read), ...laterProblems(read)],
  };
}

/** The inputs that hold tokens: their values must not reach the log. */
export const tokenInputs = ["github-token", "policy-token"] as const;

/** What `fail-on` becomes: an input can only be stricter than the policy. */
export function tightened(
  policy: Policy,
  failOn: Policy["failOn"] | undefined,
): { policy: Policy; problems: Problem[] } {
  if (failOn === undefined || failOn === policy.failOn) return { policy, problems: [] };
  const isLooser = failOn === "never" || (policy.failOn !== "never" && !reaches(policy.failOn, failOn));
  if (!isLooser) return { policy: { ...policy, failOn }, problems: [] };
  const message = `The input fail-on: ${failOn} is looser than the policy, which says ${policy.failOn}. The policy holds.`;
  return { policy, problems: [notFollowed(message)] };
}

function buildProblems(read: InputReader): Problem[] {
  const build = oneOf(read, "build", ["off", "test", "all"]);
  if (build === undefined || build === "off") return [];
  return [
    { ...notFollowed(`The input build: ${build} is not in this version yet. Nothing was built.`), incomplete: true },
  ];
}

function laterProblems(read: InputReader): Problem[] {
  const scope = oneOf(read, "scope", ["new", "changed", "all"]);
  const review = oneOf(read, "review", ["comments", "off"]);
  const comment = oneOf(read, "comment", ["on-findings", "always", "off"]);
  const messages = [
    scope === "new" || scope === "changed" ? `scope: ${scope} is not in this version yet. Every finding counts.` : "",
    review === "comments" ? "review: comments is not in this version yet. Findings are annotations instead." : "",
    comment === "on-findings" || comment === "always"
      ? `comment: ${comment} is not in this version yet. The job summary says the same.`
      : "",
    ...["builder", "build-secrets"].map((name) => (read(name) ? `${name} is not in this version yet.` : "")),
  ];
  return messages.filter((message) => message !== "").map((message) => notFollowed(`The input ${message}`));
}

function notFollowed(message: string): Problem {
  return { code: "input-not-followed", message, path: undefined, span: undefined, incomplete: false };
}

function oneOf<Value extends string>(read: InputReader, name: string, values: readonly Value[]): Value | undefined {
  const given = read(name);
  if (given === "") return undefined;
  const value = values.find((each) => each === given);
  if (value !== undefined) return value;
  const suggestion = closestName(given, values);
  const hint = suggestion === undefined ? "" : ` Did you mean ${suggestion}?`;
  throw new InputError(`The input ${name} cannot be "${given}": it takes ${values.join(", ")}.${hint}`);
}

function globs(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => {
    if (line === "") return false;
    const problem = globProblem(line);
    if (problem !== undefined) throw new InputError(`The glob "${line}" of the input files ${problem}.`);
    return true;
  });
}
