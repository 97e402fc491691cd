import type { CopyInstruction, Heredoc, Word } from "../model/dockerfile.ts";
import type { Copy, CopyOrigin, CopySource } from "../model/graph.ts";
import { absolutePath } from "./paths.ts";
import type { Scope } from "./scope.ts";

/** What a COPY or ADD brings, seen from the stage's working directory. */
export function readCopy(instruction: CopyInstruction, origin: CopyOrigin, workdir: string, scope: Scope): Copy {
  const destination = scope.substitute(instruction.destination.text);
  const absolute = absolutePath(workdir, destination);
  const isFolder = /[/\\]\.?$/.test(destination) || destination === ".";
  return {
    from: origin,
    sources: [
      ...instruction.sources.map((word) => readSource(word, origin, scope)),
      ...instruction.heredocs.map(heredocSource),
    ],
    destination: isFolder && absolute !== "/" ? `${absolute}/` : absolute,
  };
}

function readSource(word: Word, origin: CopyOrigin, scope: Scope): CopySource {
  const text = scope.substitute(word.text);
  const kind = origin.kind === "context" && origin.name === undefined ? kindOf(text) : "file";
  if (kind !== "file") return { text: word.text, path: text, kind, span: word.span };
  // The root of the context, stage or image is the top: nothing leaves it by `..`.
  const absolute = absolutePath("/", text);
  const path = origin.kind === "context" ? absolute.slice(1) || "." : absolute;
  return { text: word.text, path, kind, span: word.span };
}

function heredocSource(heredoc: Heredoc): CopySource {
  return { text: `<<${heredoc.name}`, path: heredoc.name, kind: "heredoc", span: heredoc.span };
}

/** ADD fetches URLs and git repositories. Source: Dockerfile reference, ADD. */
function kindOf(text: string): CopySource["kind"] {
  if (/^git@[\w.-]+:|^(?:git|ssh):\/\/|^https?:\/\/.+\.git(?:[#?].*)?$/s.test(text)) return "git";
  return /^https?:\/\//i.test(text) ? "url" : "file";
}
