import type { PlannedBuild } from "./planned-build.ts";
import type { Settlement } from "./target-results.ts";

/** The builds with all that they stand on, each once and in the order of the plan: what one definition must hold. */
export function withContexts(some: readonly PlannedBuild[], plan: readonly PlannedBuild[]): PlannedBuild[] {
  const byId = new Map(plan.map((build) => [build.id, build]));
  const wanted = new Set(some);
  // A Set grows while it is walked through.
  for (const build of wanted) {
    for (const id of linkedIds(build)) {
      const context = byId.get(id);
      if (context) wanted.add(context);
    }
  }
  return plan.filter((build) => wanted.has(build));
}

/**
 * A build whose context did not build has shown nothing of its own Dockerfile, though BuildKit names the failing step in both: only
 * the context's is blamed.
 */
export function settleStranded(plan: readonly PlannedBuild[], settled: Map<string, Settlement>): void {
  for (const build of plan) {
    const before = settled.get(build.id);
    if (before?.kind === "built" || before?.kind === "unverified") continue;
    const below = withContexts([build], plan).filter(({ id }) => id !== build.id);
    const culprit = below.find(({ id }) => {
      const kind = settled.get(id)?.kind;
      return kind === "failed" || kind === "unverified";
    });
    if (culprit)
      settled.set(build.id, { kind: "unverified", reason: `its named context did not build: ${culprit.name}` });
  }
}

function linkedIds({ namedContexts }: PlannedBuild): string[] {
  return namedContexts.flatMap(({ kind, value }) => (kind === "target" ? [value] : []));
}
