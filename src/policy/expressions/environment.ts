import { Environment, EvaluationError } from "@marcbachmann/cel-js";
import { parseImageReference } from "../../model/image-reference.ts";
import { globProblem, matchesAny } from "../glob.ts";
import { imageType, modelTypes } from "./model-types.ts";
import { StepBudget } from "./step-budget.ts";
import { compareVersions, parseVersion, Version } from "./version.ts";

/** What a custom rule looks at, one by one. */
export type Each = "dockerfile" | "stage" | "instruction";

/** Bounds of one expression. */
const limits = { maxAstNodes: 300, maxDepth: 24, maxListElements: 100, maxMapEntries: 100, maxCallArguments: 8 };

/** Names that an expression knows, by what its rule looks at. */
export const variables: Readonly<Record<Each, Readonly<Record<string, string>>>> = {
  dockerfile: { file: "File" },
  stage: { file: "File", stage: "Stage" },
  instruction: { file: "File", stage: "Stage", instruction: "Instruction" },
};

/** A function that Stagegate adds to CEL, for the reference page. */
export interface AddedFunction {
  readonly signature: string;
  readonly description: string;
  readonly handler: (...given: never[]) => unknown;
}

export const addedFunctions: readonly AddedFunction[] = [
  {
    signature: "glob(string, string): bool",
    description:
      'Whether the text matches the glob: `glob(stage.base.reference, "ghcr.io/acme/**")`. `*` stays within a segment between slashes, `**` does not.',
    handler: (text: string, pattern: string) => {
      const problem = globProblem(pattern);
      if (problem !== undefined) throw new EvaluationError(`the glob "${pattern}" ${problem}`);
      return matchesAny(text, [pattern]);
    },
  },
  {
    signature: "semver(string): Version",
    description:
      'A version, to be compared with `<`, `<=`, `>`, `>=`: `semver(stage.base.tag) >= semver("1.25")`. Takes `v1.26.1-alpine` too; an error for a text that is no version.',
    handler: (text: string) => {
      const version = parseVersion(text);
      if (version === undefined)
        throw new EvaluationError(`"${text.slice(0, 40)}" is no version; ask isSemver() first`);
      return version;
    },
  },
  {
    signature: "isSemver(string): bool",
    description: "Whether `semver()` can read the text.",
    handler: (text: string) => parseVersion(text) !== undefined,
  },
  {
    signature: "image(string): Image",
    description: 'An image reference, taken apart: `image("alpine").registry`. An error for a text that is none.',
    handler: (text: string) => {
      const image = parseImageReference(text);
      if (image === undefined)
        throw new EvaluationError(`"${text.slice(0, 80)}" is no image reference; ask isImage() first`);
      return imageType.of(image, new StepBudget(Number.POSITIVE_INFINITY));
    },
  },
  {
    signature: "isImage(string): bool",
    description: "Whether `image()` can read the text.",
    handler: (text: string) => parseImageReference(text) !== undefined,
  },
];

/** CEL as the rules of a policy may use it. */
export function expressionEnvironment(each: Each): Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: false, limits });
  const number = "int";
  environment.registerType("Version", {
    ctor: Version,
    fields: { major: number, minor: number, patch: number, suffix: "string" },
  });
  for (const [operator, holds] of comparisons) {
    environment.registerOperator(`Version ${operator} Version`, (a: Version, b: Version) =>
      holds(compareVersions(a, b)),
    );
  }
  for (const { name, ctor, fields } of modelTypes) {
    const types = Object.fromEntries(Object.entries(fields).map(([key, { type }]) => [key, type]));
    environment.registerType(name, { ctor, fields: types });
  }
  for (const { signature, handler } of addedFunctions) environment.registerFunction(signature, handler);
  for (const [name, type] of Object.entries(variables[each])) environment.registerVariable(name, type);
  return environment;
}

const comparisons: readonly [string, (order: number) => boolean][] = [
  ["<", (order) => order < 0],
  ["<=", (order) => order <= 0],
  [">", (order) => order > 0],
  [">=", (order) => order >= 0],
];
