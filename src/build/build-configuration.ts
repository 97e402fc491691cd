import type { BuildFact } from "../model/repository-facts.ts";
import { isAddress, pathIn } from "../repository/repository-path.ts";
import type { PlannedBuild, PlannedContext } from "./planned-build.ts";

type Configured = Pick<PlannedBuild, "context" | "buildArguments" | "namedContexts" | "platforms">;

/**
 * How the repository builds a Dockerfile, as far as its files tell. An argument that only the pipeline knows, or that is made from
 * one of its secrets, is left out: the Dockerfile's own default stays.
 */
export function configurationOf(
  fact: BuildFact,
  purpose: PlannedBuild["purpose"],
): { build: Configured | undefined; trouble: string | undefined } {
  const failed = (reason: string) => ({ build: undefined, trouble: `${reason} (${fact.path}, ${fact.name})` });
  if (fact.context === undefined) return failed("its build context is only known when the pipeline runs");
  const namedContexts: PlannedContext[] = [];
  for (const { name, value } of fact.namedContexts) {
    const context = value.text === undefined ? undefined : namedContext(name, value.text, fact.path);
    if (context === undefined) return failed(`its named context ${name} cannot be built here`);
    namedContexts.push(context);
  }
  const values = new Map<string, string>();
  for (const { name, value } of fact.buildArguments) {
    if (!/^[A-Za-z_]\w{0,199}$/.test(name) || value.secrets.length > 0) continue;
    if (value.text !== undefined && !(value.text === "" && value.variables.length > 0)) values.set(name, value.text);
  }
  return {
    build: {
      context: fact.context,
      buildArguments: [...values].sort(([a], [b]) => (a < b ? -1 : 1)),
      namedContexts,
      platforms: platformsOf(fact, purpose),
    },
    trouble: undefined,
  };
}

/** Tests run on the builder's own platform, unless the repository builds for one alone. */
function platformsOf({ platforms }: BuildFact, purpose: PlannedBuild["purpose"]): readonly string[] {
  const valid = platforms.filter((platform) => /^[a-z0-9]{1,40}(?:\/[a-z0-9.-]{1,40}){0,2}$/.test(platform));
  return purpose === "ships" || valid.length === 1 ? valid : [];
}

function namedContext(name: string, value: string, path: string): PlannedContext | undefined {
  // A `=` or a template character would end the name; BuildKit's names have none.
  if (!/^[\w./:@-]{1,200}$/.test(name)) return undefined;
  if (/^(?:docker-image|https?|git|ssh):\/\//.test(value)) return { name, kind: "address", value };
  // The target of a file: which build of the plan that is, is found later.
  const target = /^(?:target|service):([\w.-]{1,200})$/.exec(value)?.[1];
  if (target !== undefined) return { name, kind: "target", value: `${path}\0${target}` };
  if (value.includes("://") || isAddress(value)) return undefined;
  const folder = pathIn(".", value);
  return folder === undefined ? undefined : { name, kind: "folder", value: folder };
}

/** Each configuration once: a push and a pull request often build the same. */
export function distinct<Item extends { readonly build: Configured & Pick<PlannedBuild, "caches"> }>(
  items: readonly Item[],
): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item.build), item])).values()];
}
