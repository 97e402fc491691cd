import { isDevelopmentName, isTestName } from "../knowledge/stage-names.ts";
import type { Dockerfile, ParsedStage } from "../model/dockerfile.ts";
import { type Edge, neededBy, type Role } from "../model/graph.ts";
import { documentedTargets, type TargetOptions } from "./targets.ts";

/** Gives each stage its role. Source of the order: "What ships" in docs/policy.md. */
export function rolesOf(dockerfile: Dockerfile, edges: readonly Edge[], options: TargetOptions): Role[] {
  const { stages } = dockerfile;
  const documented = documentedTargets(dockerfile);
  const known = { documented, test: options.test, choices: choicesOf(stages), built: options.built };
  const shipped = shippedIndexes(stages, documented, options);
  const needed = neededBy(edges, shipped);
  const roles = stages.map((stage): Role | undefined => {
    if (shipped.has(stage.index)) return "ships";
    if (isTestStage(stage, known)) return "tests";
    if (needed.has(stage.index)) return "contributes";
    return ownRole(stage, known);
  });
  for (const role of ["tests", "auxiliary"] as const) {
    const indexes = stages.map((stage) => stage.index).filter((index) => roles[index] === role);
    for (const index of neededBy(edges, indexes)) roles[index] ??= role;
  }
  return roles.map((role) => role ?? "unreachable");
}

interface KnownTargets {
  readonly documented: ReadonlySet<string>;
  readonly test: string | undefined;
  readonly choices: readonly Choice[];
  readonly built: TargetOptions["built"];
}

function shippedIndexes(
  stages: readonly ParsedStage[],
  documented: ReadonlySet<string>,
  { ships, test, built }: TargetOptions,
): Set<number> {
  const named = new Set(ships?.map((name) => name.toLowerCase()));
  const chosen = stages.filter((stage) => named.has(stage.id) || named.has(String(stage.index)));
  if (chosen.length > 0) return new Set(chosen.map((stage) => stage.index));
  const isBuilt = (stage: ParsedStage) =>
    documented.has(stage.id) || (built !== undefined && isAmong(built.published, stage));
  const others = stages.slice(0, -1).filter((stage) => isBuilt(stage) && !isSideTarget(stage, test));
  const last = stages.at(-1);
  const shipped = new Set(others.map((stage) => stage.index));
  if (last && (others.length === 0 || !isSideTarget(last, test))) shipped.add(last.index);
  return shipped;
}

/** A target is a name, or an index. */
function isAmong(targets: ReadonlySet<string>, stage: ParsedStage): boolean {
  return targets.has(stage.id) || targets.has(String(stage.index));
}

function isSideTarget(stage: ParsedStage, test: string | undefined): boolean {
  return isTestStage(stage, { test }) || isDevelopmentName(stage.name ?? "");
}

function isTestStage(stage: ParsedStage, { test }: Pick<KnownTargets, "test">): boolean {
  return stage.id === test?.toLowerCase() || isTestName(stage.name ?? "");
}

function ownRole(stage: ParsedStage, known: KnownTargets): Role | undefined {
  if (isDevelopmentName(stage.name ?? "") || known.documented.has(stage.id)) return "auxiliary";
  if (known.built && (isAmong(known.built.others, stage) || isAmong(known.built.published, stage))) return "auxiliary";
  if (known.choices.some((choice) => isChosenBy(choice, stage))) return "auxiliary";
  return isTargetByItsForm(stage) ? "auxiliary" : undefined;
}

/** A FROM whose stage a build argument chooses: `FROM build-${VARIANT}` means one of the stages `build-*`. */
interface Choice {
  readonly index: number;
  readonly prefix: string;
  readonly suffix: string;
}

function choicesOf(stages: readonly ParsedStage[]): Choice[] {
  return stages.flatMap(({ from, index }) => {
    const parts = from.image.text.split(/\$\{[^}]{0,200}\}|\$\w+/);
    const [prefix, suffix] = [parts[0] ?? "", parts.at(-1) ?? ""];
    return parts.length > 1 ? [{ index, prefix, suffix }] : [];
  });
}

function isChosenBy({ index, prefix, suffix }: Choice, stage: ParsedStage): boolean {
  return (
    stage.index < index &&
    stage.name !== undefined &&
    stage.id.length >= prefix.length + suffix.length &&
    stage.id.startsWith(prefix) &&
    stage.id.endsWith(suffix)
  );
}

/**
 * A stage that says how to run it, gathers files on scratch for export, or takes one of several stages by a variable is meant to
 * be built for itself.
 */
function isTargetByItsForm(stage: ParsedStage): boolean {
  if (stage.name === undefined) return false;
  if (stage.from.image.text.includes("$") && stage.from.image.text.includes("-")) return true;
  if (stage.from.image.text === "scratch" && stage.instructions.length > 0) return true;
  return stage.instructions.some(({ keyword }) => keyword === "CMD" || keyword === "ENTRYPOINT");
}
