import type { Instruction, RunInstruction } from "../model/dockerfile.ts";
import type { Edit, Fix } from "../model/finding.ts";
import type { BuildGraph, Step } from "../model/graph.ts";
import { type Span, spanBetween } from "../model/source.ts";
import { ContainerPaths } from "./container-paths.ts";
import type { SecretFlow } from "./flow.ts";
import type { SecretVariable } from "./secret-variables.ts";

/** First version of Docker's frontend that gives a secret as an environment variable. */
const environmentSince = 10;

/**
 * Rewrites an ARG that takes a secret to a secret mount on the RUNs that use it: as a variable of the same name, or as the file
 * that they wrote it to. None where it is used elsewhere, where it cannot be told which RUN needs it, or where a RUN would still
 * leave it in a file or in the log.
 */
export function secretMountFix(graph: BuildGraph, variable: SecretVariable, rests: SecretFlow): Fix | undefined {
  const { stage, pair, instruction, keyword } = variable;
  if (!stage || keyword !== "ARG" || instruction.pairs.length !== 1) return undefined;
  const declared = stage.steps.findIndex((step) => step.instruction === instruction);
  const steps = stage.steps.slice(declared + 1);
  if (steps.some((step) => step.instruction.keyword !== "RUN" && mentions(step.instruction, pair.key)))
    return undefined;
  const users = steps.filter((step) => step.instruction.keyword === "RUN" && mentions(step.instruction, pair.key));
  const written = users.map(writtenFile);
  const isFile = users.length > 0 && written.every((file) => file !== undefined);
  if (rests.prints.length > 0 || rests.leaks.some(({ step }) => !isFile || !users.includes(step))) return undefined;
  const edits = isFile
    ? fileMountEdits(graph, steps, users, written)
    : environmentMountEdits(graph, users.length > 0 ? users : steps.filter(installs), pair.key);
  if (edits.length === 0) return undefined;
  return {
    title: `Mount ${pair.key} as a secret`,
    safe: false,
    edits: [{ span: wholeLines(graph, instruction.span), text: "" }, ...edits],
  };
}

function mentions(instruction: Instruction, name: string): boolean {
  return [instruction.text, ...instruction.heredocs.map((heredoc) => heredoc.content)].some((text) => {
    for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
      if (!/\w/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at + name.length))) return true;
    }
    return false;
  });
}

function installs(step: Step): boolean {
  return step.builds.some((build) => build.kind === "install");
}

/** The file that a RUN writes, when writing it is all that the RUN does: `RUN echo "…$TOKEN" > .npmrc`. */
function writtenFile(step: Step): string | undefined {
  const [command, ...others] = step.script?.commands ?? [];
  if (!command || others.length > 0 || (command.name !== "echo" && command.name !== "printf")) return undefined;
  const target = command.redirections.find(({ operator }) => operator === ">" || operator === ">>")?.target;
  const paths = new ContainerPaths(step);
  const [file] = target ? paths.of(target) : [];
  return file?.startsWith("/") && paths.isKept(file) ? file : undefined;
}

function fileMountEdits(
  graph: BuildGraph,
  steps: readonly Step[],
  writers: readonly Step[],
  written: readonly (string | undefined)[],
): Edit[] {
  const files = [...new Set(written.flatMap((file) => file ?? []))];
  const readers = steps.filter((step) => installs(step) && !writers.includes(step));
  const name = files[0]?.split("/").at(-1) ?? "";
  const others = steps.filter((step) => !writers.includes(step));
  // A step that names the file itself, to remove it for instance, would meet the mount.
  if (files.length !== 1 || readers.length === 0 || others.some((step) => step.instruction.text.includes(name)))
    return [];
  const id = name.replace(/^\.+/, "").replace(/[^\w.-]/g, "_");
  return [
    ...writers.map((step) => ({ span: wholeLines(graph, step.instruction.span), text: "" })),
    ...readers.flatMap((step) => addMount(graph, step, `--mount=type=secret,id=${id},target=${files[0]}`)),
  ];
}

function environmentMountEdits(graph: BuildGraph, steps: readonly Step[], name: string): Edit[] {
  const version = /^docker(?:\.io\/docker)?\/dockerfile:1\.(\d+)/.exec(graph.dockerfile.directives.syntax?.value ?? "");
  if (version && Number(version[1]) < environmentSince) return [];
  const mount = `--mount=type=secret,id=${name.toLowerCase()},env=${name}`;
  return steps.flatMap((step) => addMount(graph, step, mount));
}

function addMount(graph: BuildGraph, step: Step, mount: string): Edit[] {
  const instruction = step.instruction as RunInstruction;
  const at = instruction.keywordSpan.end.offset;
  return [{ span: spanBetween(graph.dockerfile.source, at, at), text: ` ${mount}` }];
}

/** The lines of an instruction with the line ending behind it. */
function wholeLines(graph: BuildGraph, span: Span): Span {
  const { source } = graph.dockerfile;
  const start = source.lineStarts[span.start.line - 1] ?? span.start.offset;
  const end = source.lineStarts[span.end.line] ?? source.text.length;
  return spanBetween(source, start, end);
}
