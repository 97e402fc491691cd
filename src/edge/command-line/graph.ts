import { evaluate } from "../../evaluate.ts";
import type { Finding } from "../../model/finding.ts";
import type { BuildGraph } from "../../model/graph.ts";
import { InputError } from "../../model/input-error.ts";
import type { Report } from "../../model/report.ts";
import { renderGraphJson } from "../../report/graph-json.ts";
import { renderGraphText } from "../../report/graph-text.ts";
import { renderMermaid } from "../../report/mermaid.ts";
import { stagePicture } from "../../report/stage-picture/stage-picture.ts";
import { renderStageSvg } from "../../report/stage-picture/svg.ts";
import { rules } from "../../rules/index.ts";
import type { ExitStatus } from "../../run.ts";
import { concealed, secretValuesIn, withoutSecretAssignments } from "../../secrets/concealment.ts";
import { version } from "../version.ts";
import { type Call, type Command, optionValue } from "./command.ts";
import { readMatter } from "./matter.ts";
import { appearance, writeResult } from "./output.ts";
import { withPathsFrom } from "./report-paths.ts";
import { requireTarget } from "./target.ts";

export const graphCommand: Command = {
  name: "graph",
  operands: "FILE",
  summary: "Show the stage graph of a Dockerfile.",
  description:
    "Shows the stages of a Dockerfile as BuildKit would build them: what each stands on, what it takes of others, whether " +
    "it ships, its open findings, and the row of steps that everything waits for. A name `-` is standard input.",
  options: [
    {
      name: "format",
      value: "FORMAT",
      choices: ["text", "json", "mermaid", "svg"],
      description: "How to draw: text (the default), json, mermaid or svg.",
    },
    { name: "target", value: "NAME", description: "The stage that ships." },
    { name: "policy", value: "FILE|PACK", description: "The policy that says what ships; found as for check." },
    { name: "output", value: "FILE", description: "Write to a file instead of standard output." },
    { name: "no-color", value: undefined, description: "Never colour the output. NO_COLOR does the same." },
  ],
  examples: [
    ["what ships, and what it needs", "graph Dockerfile"],
    ["a diagram for a README", "graph --format mermaid --output stages.mmd Dockerfile"],
    ["a picture for a page", "graph --format svg --output stages.svg Dockerfile"],
  ],
  run: showGraph,
};

async function showGraph(call: Call): Promise<ExitStatus> {
  if (call.operands.length !== 1) throw new InputError("stagegate graph takes one Dockerfile.");
  const matter = await readMatter(call, call.operands, "file");
  const { change, policy, today } = matter;
  const report = withPathsFrom(evaluate(change, policy, rules, version, today), matter);
  requireTarget(report, optionValue(call, "target"));
  const { graph, findings } = drawn(report);
  await writeResult(call, rendered(graph, findings, call));
  return 0;
}

/** @throws InputError for a Dockerfile that was not read, or that BuildKit refuses. */
function drawn({ files, problems }: Report): { readonly graph: BuildGraph; readonly findings: readonly Finding[] } {
  // Files that build the Dockerfile may have findings too.
  const file = files.find((each) => each.graph !== undefined);
  const graph = file?.graph;
  if (!graph) throw new InputError(problems[0]?.message ?? "There is no graph.", placeOf(problems[0]?.path));
  const refusal = graph.rejections.find(({ needsBuildArguments }) => !needsBuildArguments);
  if (!refusal) return { graph, findings: file.findings };
  const { line, column } = refusal.span.start;
  const { source } = graph.dockerfile;
  const words = concealed(withoutSecretAssignments(refusal.message), secretValuesIn(source.text));
  throw new InputError(`BuildKit refuses this Dockerfile: ${words}`, {
    path: source.path,
    line,
    column,
  });
}

function placeOf(path: string | undefined): { path: string } | undefined {
  return path === undefined ? undefined : { path };
}

function rendered(graph: BuildGraph, findings: readonly Finding[], call: Call): string {
  switch (optionValue(call, "format")) {
    case "json":
      return renderGraphJson(graph);
    case "mermaid":
      return renderMermaid(graph, findings);
    case "svg":
      return `${renderStageSvg(stagePicture(graph, findings), { title: drawingTitle(graph), standalone: true }).markup}\n`;
    default:
      return renderGraphText(graph, appearance(call), findings);
  }
}

function drawingTitle({ dockerfile }: BuildGraph): string {
  return `Stage graph of ${dockerfile.source.path}`;
}
