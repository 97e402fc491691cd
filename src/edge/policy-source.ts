import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { InputError } from "../model/input-error.ts";
import type { Policy } from "../model/policy.ts";
import { closestName } from "../policy/closest-name.ts";
import type { PolicySource } from "../policy/extends-chain.ts";
import { matchesAny } from "../policy/glob.ts";
import { defaultPack, isPackName, type PackName, packPath, packs } from "../policy/packs.ts";
import { type ResolvedPolicy, resolvePolicy } from "../policy/resolve-policy.ts";
import { rules } from "../rules/index.ts";
import type { FileSelection } from "./find-dockerfiles.ts";
import { isInside, pathFrom } from "./paths.ts";
import { readTextFile } from "./text-file.ts";

export interface PolicyRequest {
  /** A pack's name or a file's; undefined for the repository's own policy. */
  readonly named: string | undefined;
  /** Absolute folder that a named file is relative to. */
  readonly folder: string;
  /** Absolute root of the repository, links resolved. */
  readonly base: string;
  /** Absolute folder of the packs. */
  readonly packs: string;
  /** Whether a file that is named in the repository may be a link to one outside. */
  readonly trustLinks: boolean;
}

/** Where a repository keeps its policy. */
export const ownPolicies = [".github/stagegate.yml", ".github/stagegate.yaml"];

/** Reads the policy of a run. @throws InputError for one that is not there, cannot be read, or has mistakes. */
export function readPolicy(request: PolicyRequest): ResolvedPolicy {
  const texts = packTexts(request.packs);
  return resolvePolicy(sourceOf(request, texts), rules, texts);
}

/** The text of each pack by name. @param folder that they are in, absolute. */
export function packTexts(folder: string): ReadonlyMap<string, string> {
  return new Map(packs.map(({ name }) => [name, packText(folder, name)]));
}

/** A pack as the policy of a run. */
export function packSource(pack: PackName, texts: ReadonlyMap<string, string>): PolicySource {
  return { source: pack, path: packPath(pack), text: texts.get(pack) ?? "" };
}

/** What to say of a name that is neither a file nor a pack. */
export function unknownPolicy(named: string): InputError {
  const names = packs.map(({ name }) => name);
  const meant = closestName(named, names);
  const hint = meant === undefined ? `The packs are ${names.join(", ")}.` : `Did you mean ${meant}?`;
  return new InputError(`There is no policy "${named}", neither a file nor a pack. ${hint}`);
}

/** Which files the policy wants judged. */
export function selectionOf({ files }: Pick<Policy, "files">): FileSelection {
  return {
    includes: (path) => matchesAny(path, files.include),
    excludes: (path) => matchesAny(path, files.exclude),
  };
}

function sourceOf(request: PolicyRequest, texts: ReadonlyMap<string, string>): PolicySource {
  const { named, folder, base } = request;
  if (named !== undefined && !isPackName(named)) {
    return { source: named, path: named, text: namedText(resolve(folder, named), request) };
  }
  const own = named === undefined ? ownPolicies.find((path) => existsSync(join(base, path))) : undefined;
  if (own !== undefined) {
    const path = pathFrom(folder, join(base, own));
    return { source: own, path, text: policyText(join(base, own), path, base) };
  }
  return packSource(named ?? defaultPack, texts);
}

function namedText(path: string, { named = "", base, trustLinks }: PolicyRequest): string {
  const isFile = existsSync(path);
  if (!isFile && !/[./\\]/.test(named)) {
    throw unknownPolicy(named);
  }
  return policyText(path, named, !trustLinks && isInside(base, path) ? base : undefined);
}

/** @param boundary folder that the file must lie in, links resolved. */
function policyText(path: string, name: string, boundary: string | undefined): string {
  if (boundary !== undefined && existsSync(path) && !isInside(boundary, realpathSync(path))) {
    throw new InputError("The policy is a link that leaves the repository. It was not read.", { path: name });
  }
  const file = readTextFile(path);
  if (file.kind === "text") return file.text;
  throw new InputError(`The policy cannot be used. ${file.message}`, { path: name });
}

/** @throws InputError when Stagegate was taken apart. */
function packText(folder: string, name: string): string {
  const file = readTextFile(join(folder, `${name}.yml`));
  if (file.kind === "text") return file.text;
  throw new InputError(`Stagegate's own policy ${name} is not where it belongs. ${file.message}`, {
    path: join(folder, `${name}.yml`),
  });
}
