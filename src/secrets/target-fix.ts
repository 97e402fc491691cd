import type { Fix } from "../model/finding.ts";
import type { BuildGraph } from "../model/graph.ts";
import { type Span, spanBetween } from "../model/source.ts";
import type { SecretLeak } from "./secret-leak.ts";

/**
 * Mounts a secret where a RUN copies it to for the commands behind it, instead of the copy. None where anything else would see a
 * difference: another use of the secret, another step that names the file.
 */
export function targetFix(graph: BuildGraph, leak: SecretLeak): Fix | undefined {
  const { step, sources, path, command: tool } = leak;
  const [source] = sources;
  const { instruction, script } = step;
  if (instruction.keyword !== "RUN" || instruction.form !== "shell" || instruction.heredocs.length > 0)
    return undefined;
  const mount = instruction.mounts.find(({ span }) => span === source?.span);
  if (
    !mount ||
    sources.length !== 1 ||
    mount.id === undefined ||
    mount.target !== undefined ||
    mount.environment !== undefined
  )
    return undefined;
  if (!/^(?:cp|install|cat)$/.test(tool) || !/^\/[\w./-]+$/.test(path)) return undefined;
  const index = script?.commands.findIndex(({ span }) => span === leak.span) ?? -1;
  const copy = script?.commands[index];
  const next = script?.commands[index + 1];
  const isPlain = copy?.within.length === 0 && (copy.operator ?? "&&") === "&&" && copy.pipedFrom === undefined;
  if (!isPlain || next?.operator !== "&&" || next.within.length > 0 || copy.wrappers.length > 0) return undefined;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const { text } = graph.dockerfile.source;
  const inside = text.slice(copy.span.start.offset, copy.span.end.offset);
  const isSolePlace =
    usesOf(text, `/run/secrets/${mount.id}`, instruction.span) === usesOf(inside, `/run/secrets/${mount.id}`);
  const isSoleUse =
    usesOf(text, name, instruction.span) === usesOf(inside, name) + usesOf(sliceOf(text, mount.span), name);
  const isNamedElsewhere = graph.stages[leak.stage]?.steps.some(
    (other) => other !== step && other.instruction.text.includes(name),
  );
  if (!isSolePlace || !isSoleUse || isNamedElsewhere) return undefined;
  return {
    title: `Mount ${source?.name} at ${path}`,
    safe: false,
    edits: [
      { span: at(graph, mount.span.end.offset), text: `,target=${path}` },
      { span: spanBetween(graph.dockerfile.source, copy.span.start.offset, next.span.start.offset), text: "" },
    ],
  };
}

function sliceOf(text: string, { start, end }: Span): string {
  return text.slice(start.offset, end.offset);
}

function usesOf(text: string, word: string, span?: Span): number {
  return (span ? sliceOf(text, span) : text).split(word).length - 1;
}

function at({ dockerfile }: BuildGraph, offset: number): Span {
  return spanBetween(dockerfile.source, offset, offset);
}
