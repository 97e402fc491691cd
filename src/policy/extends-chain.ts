import { type ErrorPlace, InputError } from "../model/input-error.ts";
import type { Rule } from "../rules/rule.ts";
import { closestName } from "./closest-name.ts";
import { defaultPack, packPath } from "./packs.ts";
import { onOneLine, quoted } from "./policy-error.ts";
import { type PolicyFile, readPolicyFile } from "./read-policy.ts";
import { remotePolicy } from "./remote-policy.ts";

const deepestChain = 8;
const mostFiles = 64;

/** Text of a policy by the name that stands under `extends`, or undefined; for names that are no packs. */
export type ReadPolicy = (name: string) => string | undefined;

/** A policy as the run was given it. */
export interface PolicySource {
  /** Its name in the report: a pack's, or a path. */
  readonly source: string;
  readonly text: string;
  /** Named in messages about mistakes. */
  readonly path: string;
}

interface Reading {
  readonly rules: readonly Rule[];
  readonly packs: ReadonlyMap<string, string>;
  readonly read: ReadPolicy;
  /** By name, so that a policy that many extend is parsed once. */
  readonly known: Map<string, PolicyFile>;
}

/**
 * All files that a policy is made of, each behind those that it extends: what comes later wins. Where one of them has no
 * `extends`, the pack recommended comes first of all, so that it never takes back what another file has set.
 * @throws InputError for mistakes in any of them, names that are not known, circles and chains past the limits.
 */
export function extendsChain(
  entry: PolicySource,
  rules: readonly Rule[],
  packs: ReadonlyMap<string, string>,
  read: ReadPolicy,
): PolicyFile[] {
  const reading: Reading = { rules, packs, read, known: new Map() };
  const file = readPolicyFile(entry.text, entry.path, rules);
  const files: PolicyFile[] = [];
  append(file, [entry.source], files, reading);
  if (files.every(({ content }) => content.extends !== undefined)) return files;
  const base: PolicyFile[] = [];
  append(named(defaultPack, [entry.source], file.placeOf([]), reading), [entry.source, defaultPack], base, reading);
  return [...base, ...files];
}

function append(file: PolicyFile, chain: readonly string[], files: PolicyFile[], reading: Reading): void {
  for (const [index, name] of (file.content.extends ?? []).entries()) {
    const place = file.placeOf(["extends", index]);
    append(named(name, chain, place, reading), [...chain, name], files, reading);
    if (files.length >= mostFiles) {
      throw new InputError(`the policy is made of more than ${mostFiles} files; extend each of them once`, place);
    }
  }
  files.push(file);
}

function named(name: string, chain: readonly string[], place: ErrorPlace, reading: Reading): PolicyFile {
  const shown = onOneLine([...chain, name].join(" → "));
  if (chain.includes(name))
    throw new InputError(`the policy extends itself: ${shown}; remove one of these steps`, place);
  if (chain.length > deepestChain) {
    throw new InputError(`policies extend each other more than ${deepestChain} levels deep: ${shown}`, place);
  }
  const known = reading.known.get(name);
  if (known) return known;
  const pack = reading.packs.get(name);
  const text = pack ?? reading.read(name);
  if (text === undefined) throw new InputError(`${unknownName(name, reading.packs)} (${shown})`, place);
  const file = readPolicyFile(text, pack === undefined ? name : packPath(name), reading.rules);
  reading.known.set(name, file);
  return file;
}

function unknownName(name: string, packs: ReadonlyMap<string, string>): string {
  if (remotePolicy(name))
    return `${quoted(name)} stands in another repository, and only the action reads policies from there`;
  const meant = closestName(name, [...packs.keys()]);
  const hint = meant === undefined ? `The packs are ${[...packs.keys()].join(", ")}.` : `Did you mean \`${meant}\`?`;
  return `nothing that can be extended is called ${quoted(name)}. ${hint}`;
}
