import { isBuilderName } from "../build/buildx-arguments.ts";
import { InputError } from "../model/input-error.ts";
import { reaches } from "../model/level.ts";
import type { Policy } from "../model/policy.ts";
import type { Problem } from "../model/report.ts";
import { closestName } from "../policy/closest-name.ts";
import { globProblem } from "../policy/glob.ts";

/** The inputs of action.yml. What the workflow leaves empty is undefined: the policy decides. */
export interface ActionInputs {
  readonly mode: "check" | "publish";
  /** Undefined where the workflow gives an empty one: then everything is read from the checkout. */
  readonly token: string | undefined;
  readonly policyToken: string | undefined;
  readonly policy: string | undefined;
  /** Empty for all. */
  readonly files: readonly string[];
  readonly failOn: Policy["failOn"] | undefined;
  readonly scope: Policy["scope"];
  readonly review: "comments" | "off";
  readonly comment: "on-findings" | "always" | "off";
  readonly annotations: "step" | "check-run" | "off";
  readonly reportFile: string | undefined;
  readonly sarifFile: string | undefined;
  readonly workingDirectory: string;
  /** Undefined where nothing is to be built. */
  readonly build: BuildInputs | undefined;
  /** What asks for something that is not done. */
  readonly problems: readonly Problem[];
}

export interface BuildInputs {
  readonly what: "test" | "all";
  /** Undefined for the builder in use. */
  readonly builder: string | undefined;
  /** Lines of `build-secrets`, which may hold values. */
  readonly secrets: readonly string[];
}

/** Reads one input by its name in action.yml; empty when it is not set. */
export type InputReader = (name: string) => string;

const annotations = { true: "step", false: "off", "check-run": "check-run" } as const;
const failOnValues = ["error", "warning", "notice", "never"] as const;

/** @throws InputError for a value that an input does not take. */
export function readActionInputs(read: InputReader): ActionInputs {
  return {
    mode: oneOf(read, "mode", ["check", "publish"]) ?? "check",
    token: read("github-token") || undefined,
    policyToken: read("policy-token") || undefined,
    policy: read("policy") || undefined,
    files: globs(read("files")),
    failOn: oneOf(read, "fail-on", failOnValues),
    scope: oneOf(read, "scope", ["new", "changed", "all"]),
    review: oneOf(read, "review", ["comments", "off"]) ?? "comments",
    comment: oneOf(read, "comment", ["on-findings", "always", "off"]) ?? "on-findings",
    annotations: annotations[oneOf(read, "annotations", ["true", "false", "check-run"]) ?? "true"],
    reportFile: read("report-file") || undefined,
    sarifFile: read("sarif-file") || undefined,
    workingDirectory: read("working-directory") || ".",
    build: buildInputs(read),
    problems: idleBuildInputs(read),
  };
}

/** The inputs that hold tokens: their values must not reach the log. */
export const tokenInputs = ["github-token", "policy-token"] as const;

const scopes = ["new", "changed", "all"] as const;

/** What `fail-on` and `scope` become: an input can only be stricter than the policy. `usual` is the scope where neither says. */
export function tightened(
  policy: Policy,
  { failOn, scope }: Pick<ActionInputs, "failOn" | "scope">,
  usual: (typeof scopes)[number],
): { policy: Policy; problems: Problem[] } {
  const problems: Problem[] = [];
  const isLooser = failOn === "never" || (policy.failOn !== "never" && !reaches(policy.failOn, failOn ?? "error"));
  const keepsLevel = failOn === undefined || failOn === policy.failOn;
  if (!keepsLevel && isLooser) problems.push(looser("fail-on", failOn, policy.failOn));
  const given = policy.scope ?? usual;
  const isNarrower = scope !== undefined && scopes.indexOf(scope) < scopes.indexOf(given);
  if (isNarrower) problems.push(looser("scope", scope, given));
  return {
    policy: {
      ...policy,
      failOn: keepsLevel || isLooser ? policy.failOn : failOn,
      scope: scope === undefined || isNarrower ? given : scope,
    },
    problems,
  };
}

function looser(input: string, given: string, held: string): Problem {
  return notFollowed(`The input ${input}: ${given} is looser than the policy, which says ${held}. The policy holds.`);
}

function buildInputs(read: InputReader): BuildInputs | undefined {
  const what = oneOf(read, "build", ["off", "test", "all"]) ?? "off";
  const builder = read("builder") || undefined;
  if (builder !== undefined && !isBuilderName(builder)) {
    throw new InputError(`The input builder cannot be "${builder}": that is no name of a builder.`);
  }
  return what === "off" ? undefined : { what, builder, secrets: read("build-secrets").split(/\r?\n/) };
}

/** Whoever names a builder and leaves `build` out meant something to be built. */
function idleBuildInputs(read: InputReader): Problem[] {
  if (!["", "off"].includes(read("build"))) return [];
  return ["builder", "build-secrets"]
    .filter((name) => read(name) !== "")
    .map((name) => notFollowed(`The input ${name} has no effect: nothing is built without the input build.`));
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
