import { buildGraph } from "../src/graph/build-graph.ts";
import type { FromInstruction, Instruction, Mount, ParsedStage } from "../src/model/dockerfile.ts";
import { type BuildGraph, neededBy } from "../src/model/graph.ts";
import { normalisedReference } from "../src/model/image-reference.ts";
import { sourceFile } from "../src/model/source.ts";
import { parseDockerfile } from "../src/parse/parse-dockerfile.ts";

/** BuildKit's reading of one file, for linux/amd64 and without build arguments. */
export interface BuildKitFacts {
  readonly path: string;
  readonly directives: readonly { name: string; value: string; line: number }[] | null;
  readonly syntax: string | null;
  readonly escape: string;
  readonly phase: string;
  readonly instructions: readonly InstructionFacts[];
  readonly stages: readonly StageFacts[] | null;
  readonly graph: readonly GraphFacts[] | null;
}

interface InstructionFacts {
  readonly keyword: string;
  readonly stage: number;
  readonly startLine: number;
  readonly endLine: number;
  readonly flags?: readonly string[];
  readonly from?: string;
  readonly mounts?: readonly Record<string, string | boolean>[];
  readonly sources?: readonly string[] | null;
  readonly dest?: string;
  readonly keys?: readonly { key: string; value: string | null }[];
  readonly json?: boolean;
  readonly heredocs?: readonly { name: string; fd: number; expand: boolean; chomp: boolean }[];
  readonly trigger?: string;
}

interface StageFacts {
  readonly index: number;
  readonly name: string;
  readonly baseRaw: string;
  readonly platformRaw?: string;
  readonly startLine: number;
  readonly fromEnd: number;
  readonly endLine: number;
}

interface GraphFacts {
  readonly index: number;
  readonly base: string;
  readonly baseNorm?: string;
  readonly baseStage: number;
  readonly reachable: boolean;
  readonly sources?: readonly { line: number; keyword: string; n: number; stage: number; image?: string }[];
}

/** What our reading of a text says otherwise than BuildKit's; empty when the two agree. */
export function differencesFromBuildKit(text: string, facts: BuildKitFacts): string[] {
  const dockerfile = parseDockerfile(sourceFile(facts.path, text));
  const graph = buildGraph(dockerfile);
  const differences: string[] = [];
  const compare = (what: string, ours: unknown, theirs: unknown) => {
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
      differences.push(`${what}: ours ${JSON.stringify(ours)}, BuildKit's ${JSON.stringify(theirs)}`);
    }
  };
  const { directives } = dockerfile;
  compare(
    "directives",
    directives.all.map(({ name, value, span }) => ({ name, value, line: span.start.line })),
    facts.directives ?? [],
  );
  compare("syntax", directives.syntax?.value ?? null, facts.syntax);
  compare("escape", directives.escape, facts.escape);
  compare("refused", refusalOf(graph) !== undefined, facts.phase !== "ok");
  const theirs = facts.instructions.filter((instruction) => !("err" in instruction));
  const ours = allInstructions(dockerfile.globalArgs, dockerfile.stages);
  compare("number of instructions", ours.length, theirs.length);
  theirs.forEach((fact, index) => {
    const own = ours[index];
    if (own) compare(`instruction at line ${fact.startLine}`, instructionFacts(own, fact), fact);
  });
  if (facts.phase === "ok") {
    compare(
      "stages",
      dockerfile.stages.map(stageFacts),
      (facts.stages ?? []).map(({ platformRaw, ...stage }) => ({
        ...stage,
        platformRaw: platformRaw ?? "",
      })),
    );
    compareGraphs(graph, facts, compare);
  }
  return differences;
}

/** Why BuildKit would refuse the file, by our reading: its own words are not compared, only that it does. */
function refusalOf(graph: BuildGraph): string | undefined {
  return graph.rejections[0]?.message ?? graph.unbound[0]?.reason;
}

function allInstructions(globalArgs: readonly Instruction[], stages: readonly ParsedStage[]) {
  return [
    ...globalArgs.map((instruction) => ({ instruction, stage: -1 })),
    ...stages.flatMap((stage) =>
      [stage.from, ...stage.instructions].map((instruction) => ({ instruction, stage: stage.index })),
    ),
  ];
}

/** Our reading in the shape of BuildKit's, holding the keys that BuildKit's holds. */
function instructionFacts(
  { instruction, stage }: { instruction: Instruction | FromInstruction; stage: number },
  fact: InstructionFacts,
): Record<string, unknown> {
  const all: Record<string, unknown> = {
    keyword: instruction.keyword,
    stage,
    startLine: instruction.span.start.line,
    endLine: instruction.span.end.line,
    flags: instruction.flags.map((flag) => `--${flag.name}${flag.value === undefined ? "" : `=${flag.value}`}`),
    heredocs: instruction.heredocs.map(({ name, fileDescriptor, expand, chomp }) => ({
      name,
      fd: fileDescriptor,
      expand,
      chomp,
    })),
  };
  if (instruction.keyword === "COPY" || instruction.keyword === "ADD") {
    all.from = instruction.from?.text;
    // BuildKit's list still holds the heredoc words; ours has them among the heredocs.
    const marks = (fact.sources ?? []).filter((word) => instruction.heredocs.length > 0 && word.includes("<<"));
    const sources = [...instruction.sources.map((word) => word.text), ...marks];
    all.sources = sources.length ? sources : null;
    all.dest = instruction.destination.text;
    all.json = instruction.form === "exec";
  }
  if ("pairs" in instruction) all.keys = instruction.pairs.map(({ key, value }) => ({ key, value: value ?? null }));
  if (instruction.keyword === "ONBUILD") all.trigger = instruction.trigger.keyword;
  if ("words" in instruction && instruction.keyword === "VOLUME") all.json = instruction.text.includes("[");
  if ("arguments" in instruction) all.json = instruction.form === "exec";
  if (instruction.keyword === "RUN") {
    all.mounts = instruction.mounts.map((mount, index) => mountFacts(mount, fact.mounts?.[index] ?? {}));
  }
  return Object.fromEntries(Object.keys(fact).map((key) => [key, all[key]]));
}

function mountFacts(mount: Mount, fact: Record<string, string | boolean>): Record<string, unknown> {
  const all: Record<string, unknown> = {
    type: mount.type,
    from: mount.from?.text,
    target: mount.target,
    source: mount.source,
    id: mount.id,
    readonly: mount.readonly,
    sharing: mount.options.get("sharing"),
    required: mount.options.has("required"),
    env: mount.environment,
  };
  return Object.fromEntries(Object.keys(fact).map((key) => [key, all[key]]));
}

function stageFacts(stage: ParsedStage): StageFacts & { platformRaw: string } {
  return {
    index: stage.index,
    name: stage.name?.toLowerCase() ?? "",
    baseRaw: stage.from.image.text,
    startLine: stage.from.span.start.line,
    fromEnd: stage.from.span.end.line,
    endLine: stage.span.end.line,
    platformRaw: stage.from.platform?.value ?? "",
  };
}

function compareGraphs(
  graph: BuildGraph,
  facts: BuildKitFacts,
  compare: (what: string, ours: unknown, theirs: unknown) => void,
): void {
  const reachable = neededBy(graph.edges, [graph.stages.length - 1]);
  for (const fact of facts.graph ?? []) {
    const stage = graph.stages[fact.index];
    if (!stage) continue;
    const { base } = stage;
    compare(`stage ${fact.index}'s base stage`, base.kind === "stage" ? base.index : -1, fact.baseStage);
    compare(`stage ${fact.index}'s base`, stage.baseName, fact.base);
    if (fact.baseNorm !== undefined) {
      compare(
        `stage ${fact.index}'s image`,
        base.kind === "image" ? normalisedReference(base.image) : base.kind,
        fact.baseNorm,
      );
    }
    compare(`stage ${fact.index} reachable`, reachable.has(fact.index), fact.reachable);
    const theirs = (fact.sources ?? []).filter((source) => source.stage !== -1);
    const ours = graph.edges.filter((edge) => edge.stage === fact.index && edge.via !== "from");
    compare(
      `stage ${fact.index}'s sources`,
      ours.map((edge) => edge.source),
      theirs.map((source) => source.stage),
    );
  }
}
