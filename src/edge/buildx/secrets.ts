import { isAbsolute, resolve } from "node:path";
import type { BuildSecret } from "../../build/planned-build.ts";
import { InputError } from "../../model/input-error.ts";
import { readTextFile } from "../text-file.ts";

/** Secrets of a build, with the variables that hold them for Docker's own process. */
export interface GivenSecrets {
  readonly secrets: readonly BuildSecret[];
  readonly environment: Readonly<Record<string, string>>;
  /** To be hidden wherever they turn up. */
  readonly values: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

export const noSecrets: GivenSecrets = { secrets: [], environment: {}, values: [] };

/**
 * Reads secrets as docker/build-push-action takes them, `ID=VALUE`, or as Docker does, `id=ID,env=NAME` and `id=ID,src=PATH`; one a
 * line. A value goes by way of the environment, never as an argument or a file of ours.
 * @throws InputError, which never shows a value.
 */
export function readBuildSecrets(lines: readonly string[], environment: Environment, folder: string): GivenSecrets {
  const written = lines.map((line) => line.trim()).filter((line) => line !== "");
  return gathered(written.map((line, index) => secretIn(line, index, environment, folder)));
}

/** Reads `ID=NAME`, where NAME is a variable of the environment. @throws InputError */
export function readSecretOptions(options: readonly string[], environment: Environment): GivenSecrets {
  return gathered(
    options.map((option, index) => {
      const [id, name] = halves(option);
      if (name === undefined || !isId(id)) throw mistake(`--secret takes ID=VARIABLE, as in npm=NPM_TOKEN`);
      return fromEnvironment(id, name, index, environment);
    }),
  );
}

interface Given {
  readonly secret: BuildSecret;
  readonly variable: readonly [string, string] | undefined;
  readonly value: string;
}

function secretIn(line: string, index: number, environment: Environment, folder: string): Given {
  const [id, rest] = halves(line);
  const place = `line ${index + 1} of build-secrets`;
  if (rest === undefined) throw mistake(`The ${place} has no \`=\`: write ID=VALUE, id=ID,env=NAME or id=ID,src=PATH`);
  const parts = new Map(line.split(",").map((part) => halves(part.trim())));
  const named = parts.get("id");
  const [variable, path] = [parts.get("env"), parts.get("src") ?? parts.get("source")];
  if (id === "id" && named !== undefined && (variable ?? path) !== undefined) {
    if (!isId(named)) throw mistake(`The ${place} has no usable id`);
    return variable === undefined
      ? fromFile(named, path ?? "", folder)
      : fromEnvironment(named, variable, index, environment);
  }
  if (!isId(id)) throw mistake(`The ${place} has no usable id in front of its \`=\``);
  return inEnvironment(id, rest, index);
}

function fromEnvironment(id: string, name: string, index: number, environment: Environment): Given {
  const value = environment[name];
  if (value === undefined || value === "")
    throw mistake(`The secret ${id} is to come from the variable ${name}, which is not set`);
  return inEnvironment(id, value, index);
}

/** Under a name of ours: the one that it had may mean something to Docker. */
function inEnvironment(id: string, value: string, index: number): Given {
  const from = `STAGEGATE_BUILD_SECRET_${index + 1}`;
  return { secret: { id, kind: "environment", from }, variable: [from, value], value };
}

function fromFile(id: string, path: string, folder: string): Given {
  const from = isAbsolute(path) ? path : resolve(folder, path);
  const file = readTextFile(from);
  if (file.kind === "problem" && file.code === "file-unreadable") {
    throw mistake(`The secret ${id} is to come from a file that cannot be read`);
  }
  return {
    secret: { id, kind: "file", from },
    variable: undefined,
    value: file.kind === "text" ? file.text.trim() : "",
  };
}

function gathered(given: readonly Given[]): GivenSecrets {
  const lines = given.flatMap(({ value }) => [value, ...value.split(/\r?\n/).map((line) => line.trim())]);
  return {
    secrets: given.map(({ secret }) => secret),
    environment: Object.fromEntries(given.flatMap(({ variable }) => (variable ? [variable] : []))),
    values: [...new Set(lines)].filter((line) => line !== ""),
  };
}

/** What Docker takes for an id, and what cannot be read as another option of `--secret`. */
function isId(text: string): boolean {
  return /^[A-Za-z0-9_][\w.-]{0,127}$/.test(text);
}

function halves(text: string): [string, string | undefined] {
  const at = text.indexOf("=");
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function mistake(message: string): InputError {
  return new InputError(`${message}.`);
}
