import type { FactValue } from "../../model/repository-facts.ts";
import type { SourceFile } from "../../model/source.ts";
import type { BakeInvocation } from "../bake/bake-invocation.ts";
import { readShellBuilds } from "../commands/shell-builds.ts";
import type { FactCollector } from "../fact-collector.ts";
import { pathIn } from "../repository-path.ts";
import { child, descendant, entriesOf, itemsOf, textOf, type YamlNode } from "../yaml-tree.ts";
import { type ActionStep, addBuildPushAction, bakeActionInvocation } from "./action-builds.ts";
import { type ExpressionScope, expandedText } from "./expression.ts";
import { matrixCombinations } from "./matrix.ts";
import { stepScript, withEnvironment } from "./step-surroundings.ts";

/** What the steps of a job have in common. */
interface JobSurroundings {
  readonly source: SourceFile;
  readonly scope: ExpressionScope;
  readonly workingDirectory: string | undefined;
  readonly shell: string | undefined;
}

/** Finds what the jobs of a workflow build. @returns how they run bake. */
export function readWorkflow(path: string, collector: FactCollector): BakeInvocation[] {
  const [root] = collector.yaml(path);
  const source = collector.source(path);
  if (!root || !source) return [];
  const outer = withEnvironment({ environment: new Map(), matrix: new Map() }, child(root, "env"));
  return entriesOf(child(root, "jobs")).flatMap(([, { value: job }]) => {
    const steps = itemsOf(child(job, "steps"));
    if (steps.length === 0) return [];
    const text = source.text.slice(job.span.start.offset, job.span.end.offset);
    const combinations = text.includes("matrix.")
      ? matrixCombinations(descendant(job, "strategy", "matrix"))
      : [new Map()];
    const written = (node: YamlNode | undefined) =>
      node ? source.text.slice(node.span.start.offset, node.span.end.offset) : "";
    const isVaried = written(child(job, "env")).includes("matrix.");
    return combinations.flatMap((matrix, index) => {
      const scope = withEnvironment({ ...outer, matrix }, child(job, "env"));
      const run = (name: string) =>
        textOf(descendant(job, "defaults", "run", name)) ?? textOf(descendant(root, "defaults", "run", name));
      const surroundings = { source, scope, workingDirectory: run("working-directory"), shell: run("shell") };
      // What does not name the matrix is the same in all combinations.
      const varied = steps.filter((step) => index === 0 || isVaried || written(step).includes("matrix."));
      return varied.flatMap((step) => readStep(step, surroundings, collector));
    });
  });
}

/** Finds what the steps of an action of the repository build. @returns how they run bake. */
export function readAction(path: string, collector: FactCollector): BakeInvocation[] {
  const [root] = collector.yaml(path);
  const source = collector.source(path);
  if (!root || !source) return [];
  const scope = { environment: new Map<string, FactValue>(), matrix: new Map<string, string>() };
  const surroundings = { source, scope, workingDirectory: undefined, shell: undefined };
  return itemsOf(descendant(root, "runs", "steps")).flatMap((step) => readStep(step, surroundings, collector));
}

function readStep(step: YamlNode, job: JobSurroundings, collector: FactCollector): BakeInvocation[] {
  if (!collector.spend(job.source.path, step.span.end.offset - step.span.start.offset)) return [];
  const scope = withEnvironment(job.scope, child(step, "env"));
  const entry = step.kind === "mapping" ? (step.entries.get("uses") ?? step.entries.get("run")) : undefined;
  if (entry?.value.kind !== "scalar") return [];
  const name = textOf(child(step, "name")) ?? textOf(child(step, "id")) ?? "";
  if (child(step, "uses")) {
    const span = { start: entry.keySpan.start, end: entry.value.span.end };
    const action: ActionStep = { source: job.source, name, span, inputs: child(step, "with"), scope };
    const used = entry.value.text.split("@", 1)[0] ?? "";
    if (/^[^./][^/]*\/build-push-action$/.test(used)) addBuildPushAction(action, collector);
    return /^[^./][^/]*\/bake-action$/.test(used) ? [bakeActionInvocation(action)] : [];
  }
  const shell = textOf(child(step, "shell")) ?? job.shell;
  if (shell !== undefined && !/^(?:\/\S*\/)?(?:ba|da|z)?sh\b/.test(shell)) return [];
  const { script, values } = stepScript(job.source, entry.value, scope);
  const written = textOf(child(step, "working-directory")) ?? job.workingDirectory;
  const folder = written === undefined ? "." : expandedText(written, scope).text;
  const start = folder === undefined ? undefined : pathIn(".", folder);
  const place = { source: "workflow" as const, path: job.source.path, name, values };
  return readShellBuilds(script, { ...place, folders: start === undefined ? [] : [start] }, collector);
}
