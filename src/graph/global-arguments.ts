import type { Dockerfile } from "../model/dockerfile.ts";
import { expand, type Lookup } from "../parse/expansion.ts";
import { Refusal } from "../parse/refusal.ts";
import type { WorkBudget } from "../shell/work-budget.ts";
import { affordable } from "./scope.ts";

/** The platform that is built for and on, unless the caller says otherwise: BuildKit's on a common runner. */
const defaultPlatform = "linux/amd64";

/** Global scope of a Dockerfile: what FROM lines can use. */
export interface GlobalArguments {
  /** Value of each ARG before the first FROM and of the platform ARGs; undefined for an ARG without default. */
  readonly values: ReadonlyMap<string, string | undefined>;
  /** ARGs that have no value of their own, or are made from one that has none. */
  readonly withoutDefault: ReadonlySet<string>;
  /** Names declared by ARG; platform ARGs are there without being declared. */
  readonly declared: ReadonlySet<string>;
  /** Defaults that BuildKit cannot expand, in its words. */
  readonly refusals: readonly { readonly name: string; readonly message: string }[];
}

/** An ARG default may use earlier ARGs; the last definition wins; build arguments win over defaults. */
export function readGlobalArguments(
  dockerfile: Dockerfile,
  buildArguments: ReadonlyMap<string, string>,
  target: string | undefined,
  budget: WorkBudget,
): GlobalArguments {
  const values = new Map<string, string | undefined>(platformArguments(target ?? dockerfile.stages.at(-1)?.name ?? ""));
  const withoutDefault = new Set<string>();
  const declared = new Set<string>();
  const refusals: { name: string; message: string }[] = [];
  for (const { key, value } of dockerfile.globalArgs.flatMap((instruction) => instruction.pairs)) {
    declared.add(key);
    const given = buildArguments.get(key);
    // Declaring a platform ARG, or an ARG again, without a default keeps the value that it has.
    if (given === undefined && value === undefined && values.get(key) !== undefined) continue;
    if (given !== undefined || value === undefined) {
      values.set(key, given);
      if (given === undefined) withoutDefault.add(key);
      else withoutDefault.delete(key);
      continue;
    }
    const used = new Set<string>();
    try {
      const expansion = expand(value, paidLookup(values, used, budget), { escape: dockerfile.directives.escape });
      values.set(key, expansion.value);
      if ([...used].some((name) => withoutDefault.has(name)) && expansion.value === "") withoutDefault.add(key);
      else withoutDefault.delete(key);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push({ name: key, message: `failed to process "${value}": ${error.message}` });
      values.set(key, undefined);
      withoutDefault.add(key);
    }
  }
  return { values, withoutDefault, declared, refusals };
}

/** In FROM an ARG without default counts as the empty string. */
export function recordingLookup(values: ReadonlyMap<string, string | undefined>, used: Set<string>): Lookup {
  return (name) => {
    used.add(name);
    return values.has(name) ? (values.get(name) ?? "") : undefined;
  };
}

function paidLookup(values: ReadonlyMap<string, string | undefined>, used: Set<string>, budget: WorkBudget): Lookup {
  const lookup = recordingLookup(values, used);
  return (name) => affordable(lookup(name), budget);
}

/** Source: Dockerfile reference, "Automatic platform ARGs in the global scope". */
function platformArguments(target: string): [string, string][] {
  const [os = "", architecture = ""] = defaultPlatform.split("/");
  return ["BUILD", "TARGET"]
    .flatMap((side): [string, string][] => [
      [`${side}PLATFORM`, defaultPlatform],
      [`${side}OS`, os],
      [`${side}OSVERSION`, ""],
      [`${side}ARCH`, architecture],
      [`${side}VARIANT`, ""],
    ])
    .concat([["TARGETSTAGE", target === "" ? "default" : target]]);
}
