import { parse } from "valibot";
import { imageContent } from "../build/image-parts.ts";
import { buildGraph } from "../graph/build-graph.ts";
import { applyEdits, type Finding } from "../model/finding.ts";
import type { BuildGraph } from "../model/graph.ts";
import type { ImageContent, MeasuredImage } from "../model/image-size.ts";
import type { RepositoryFacts } from "../model/repository-facts.ts";
import { type SourceFile, sourceFile } from "../model/source.ts";
import { parseDockerfile } from "../parse/parse-dockerfile.ts";
import { FactsByDockerfile } from "../repository/dockerfile-facts.ts";
import { readRepositoryFacts } from "../repository/read-repository.ts";
import type { Example, ExampleImage, Rule } from "../rules/rule.ts";
import { findingsOf } from "./passes.ts";
import { repositoryFindings } from "./repository-findings.ts";
import { runRules } from "./run-rules.ts";

export interface ExampleResult {
  readonly graph: BuildGraph;
  /** The file that the findings are in. */
  readonly source: SourceFile;
  readonly findings: readonly Finding[];
  /** The text with every fix of the findings applied; undefined when there is none. */
  readonly fixed: string | undefined;
}

/** Examples and pages must not change from day to day. */
const exampleDay = "2026-11-24";

/** Runs one rule on one of its examples, at the rule's own level: what the tests and the rule's page show. */
export function checkExample(rule: Rule, example: Example): ExampleResult {
  const dockerfile = parseDockerfile(sourceFile("Dockerfile", example.dockerfile));
  const facts = example.files && factsOf(example.files, example.dockerfile);
  const repository = facts && new FactsByDockerfile(facts).of("Dockerfile", dockerfile);
  const plain = buildGraph(dockerfile, { ships: example.ships, repository });
  const images = example.images?.map((image) => measured(plain, image));
  const graph = { ...plain, built: example.built, images };
  const level = rule.level === "off" ? "warning" : rule.level;
  const options = rule.options && parse(rule.options, example.options ?? {});
  const settings = new Map([[rule.id, { level, options }]]);
  if (facts && example.flagged !== undefined) {
    const view = { facts, graphs: new Map([["Dockerfile", graph]]), isJudged: () => true };
    const { files, problems } = repositoryFindings(view, [rule], settings);
    if (problems[0]) throw new Error(problems[0].message);
    const flagged = files.find(({ source }) => source.path === example.flagged);
    const source = flagged?.source ?? sourceFile(example.flagged, example.files?.[example.flagged] ?? "");
    return { graph, source, findings: flagged?.findings ?? [], fixed: undefined };
  }
  const { drafts, problems } = runRules(graph, [rule], settings, example.today ?? exampleDay);
  if (problems[0]) throw new Error(problems[0].message);
  const findings = findingsOf(graph, drafts, [rule]);
  const edits = findings.flatMap((finding) => finding.fix?.edits ?? []);
  const fixed = edits.length === 0 ? undefined : applyEdits(example.dockerfile, edits);
  return { graph, source: dockerfile.source, findings, fixed };
}

function measured(graph: BuildGraph, { stage, layers, before, budget }: ExampleImage): MeasuredImage {
  const earlier = before && buildGraph(parseDockerfile(sourceFile("Dockerfile", before.dockerfile)));
  return {
    dockerfile: "Dockerfile",
    stage,
    name: "Dockerfile",
    platform: undefined,
    budget,
    content: contentOf(graph, stage, layers),
    before: before && earlier ? { kind: "image", content: contentOf(earlier, stage, before.layers) } : { kind: "new" },
  };
}

function contentOf(graph: BuildGraph, index: number, layers: ExampleImage["layers"]): ImageContent {
  const stage = graph.stages[index];
  if (!stage) throw new Error(`the example has no stage ${index}`);
  return imageContent(graph, stage, layers);
}

function factsOf(files: Readonly<Record<string, string>>, dockerfile: string): RepositoryFacts {
  const texts = new Map(Object.entries(files));
  return readRepositoryFacts({ listing: ["Dockerfile", ...texts.keys()], texts: texts.set("Dockerfile", dockerfile) });
}
