import type { BuildGraph, Stage } from "../model/graph.ts";
import { stageLabel } from "../model/graph.ts";
import type { BuildFact } from "../model/repository-facts.ts";
import { folderOf } from "../repository/repository-path.ts";
import { type CacheTrust, cachesFor } from "./build-cache.ts";
import { configurationOf } from "./build-configuration.ts";
import type { Buildable } from "./plan-builds.ts";
import type { PlannedBuild, PlannedContext } from "./planned-build.ts";
import { stageNamed, targetId, targetName } from "./test-stages.ts";

/** Targets that stand on each other: more in a row is a circle. */
const longestChain = 32;

interface Found {
  readonly buildable: Buildable;
  readonly fact: BuildFact;
  readonly stage: Stage;
}

/** A context, or why it cannot be one. */
type Linked = { readonly contexts: readonly PlannedContext[] } | { readonly trouble: string };

/**
 * The targets that others name as a context: `target:base` of bake, `service:base` of compose. Each is built once, in the same bake,
 * whether or not the change touches it. https://docs.docker.com/build/bake/contexts/#using-a-target-as-a-build-context
 */
export class LinkedTargets {
  private readonly buildables: readonly Buildable[];
  private readonly trust: CacheTrust;
  private readonly plan: PlannedBuild[];
  private readonly ids = new Map<string, string>();

  /** @param plan what is planned so far; targets are put behind it. */
  constructor(buildables: readonly Buildable[], trust: CacheTrust, plan: PlannedBuild[]) {
    this.buildables = buildables;
    this.trust = trust;
    this.plan = plan;
  }

  /** Puts the id of a planned build in the place of each name of a target. */
  link(contexts: readonly PlannedContext[], purpose: PlannedBuild["purpose"], depth = 0): Linked {
    const linked: PlannedContext[] = [];
    for (const context of contexts) {
      const id = context.kind === "target" ? this.idOf(context.value, purpose, depth) : { value: context.value };
      if ("trouble" in id) return id;
      linked.push({ ...context, value: id.value });
    }
    return { contexts: linked };
  }

  private idOf(
    reference: string,
    purpose: PlannedBuild["purpose"],
    depth: number,
  ): { readonly value: string } | { readonly trouble: string } {
    const [path = "", name = ""] = reference.split("\0");
    const known = this.ids.get(`${purpose}\0${reference}`);
    if (known !== undefined) return { value: known };
    const found = this.find(path, name);
    if (!found) return { trouble: `the target ${name}, which is one of its named contexts, is not known (${path})` };
    if (depth >= longestChain) return { trouble: `its named contexts go round in a circle (${path}, ${name})` };
    const { buildable, fact, stage } = found;
    const target = targetName(buildable.graph, stage);
    if (target === undefined) return { trouble: `the target ${name} is a stage without a name of its own (${path})` };
    // As its user is built: of several platforms it takes the same.
    const { build, trouble } = configurationOf(fact, purpose);
    if (!build) return { trouble: trouble ?? `the target ${name} cannot be built here` };
    const below = this.link(build.namedContexts, purpose, depth + 1);
    if ("trouble" in below) return below;
    const id = targetId(stage, this.plan.length);
    this.ids.set(`${purpose}\0${reference}`, id);
    const { graph, shownPath, inline } = buildable;
    this.plan.push({
      id,
      name: `${shownPath}: ${stageLabel(stage)} (${fact.name})`,
      purpose: "context",
      dockerfile: graph.dockerfile.source.path,
      inline,
      stage: stage.index,
      target,
      ...build,
      namedContexts: below.contexts,
      caches: cachesFor(fact.caches, true, this.trust),
    });
    return { value: id };
  }

  private find(path: string, name: string): Found | undefined {
    const all = this.buildables.flatMap((buildable) =>
      (buildable.graph.repository?.builds ?? []).flatMap((fact): Found[] => {
        const stage = fact.name === name && !fact.isElsewhere ? stageOf(buildable.graph, fact) : undefined;
        return stage ? [{ buildable, fact, stage }] : [];
      }),
    );
    return all.find(({ fact }) => fact.path === path) ?? all.find(({ fact }) => folderOf(fact.path) === folderOf(path));
  }
}

function stageOf(graph: BuildGraph, { target }: BuildFact): Stage | undefined {
  if (target.kind === "last") return graph.stages.at(-1);
  return target.kind === "named" ? stageNamed(graph, target.name) : undefined;
}
