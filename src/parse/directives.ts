import type { Directive, Directives } from "../model/dockerfile.ts";
import { lineText, type SourceFile, spanBetween } from "../model/source.ts";
import { Refusal } from "./refusal.ts";
import { skipSpace } from "./white-space.ts";

const names: ReadonlySet<string> = new Set(["syntax", "escape", "check"]);

/**
 * Parser directives: `# name=value` lines at the very top. The first line that is not one ends them, also a blank line, a
 * comment, or a `# word=value` that is no directive; so a later `# escape=` means nothing.
 * @throws Refusal for a doubled directive or an escape that is neither a backslash nor a backtick.
 */
export function readDirectives(source: SourceFile): Directives {
  const all: Directive[] = [];
  let escapeCharacter: Directives["escape"] = "\\";
  for (let line = 1; line <= source.lineStarts.length; line++) {
    const directive = directiveOn(source, line, "#", true);
    if (!directive) break;
    if (all.some((other) => other.name === directive.name)) {
      throw new Refusal(`only one ${directive.name} parser directive can be used`, rangeOf(directive));
    }
    all.push(directive);
    if (directive.name !== "escape") continue;
    if (directive.value !== "\\" && directive.value !== "`") {
      throw new Refusal(`invalid escape token '${directive.value}' does not match \` or \\`, rangeOf(directive));
    }
    escapeCharacter = directive.value;
  }
  return { escape: escapeCharacter, syntax: findSyntax(source), all };
}

function rangeOf(directive: Directive): { start: number; end: number } {
  return { start: directive.span.start.offset, end: directive.span.end.offset };
}

function directiveOn(source: SourceFile, line: number, comment: string, indented = false): Directive | undefined {
  const written = lineText(source, line);
  const byteOrderMark = line === 1 && written.startsWith("\uFEFF") ? 1 : 0;
  const text = written.slice(byteOrderMark).replace(/(?<!\r)\r+$/, "");
  const indent = indented ? skipSpace(text) : 0;
  if (!text.startsWith(comment, indent)) return undefined;
  const body = text.slice(skipSpace(text, indent + comment.length));
  const equals = body.indexOf("=");
  const name = body.slice(0, Math.max(equals, 0)).trimEnd().toLowerCase();
  const value = body.slice(equals + 1).trim();
  if (equals === -1 || value === "" || !isDirectiveName(name)) return undefined;
  const start = (source.lineStarts[line - 1] ?? 0) + byteOrderMark;
  return { name, value, span: spanBetween(source, start + indent, start + text.length) };
}

function isDirectiveName(name: string): name is Directive["name"] {
  return names.has(name);
}

/**
 * The frontend that BuildKit would load. Besides `# syntax=` it is found behind a shebang line, as `// syntax=`, and as the
 * key `syntax` of a file that is one JSON object. Source: BuildKit's `parser.DetectSyntax`.
 */
function findSyntax(source: SourceFile): Directive | undefined {
  const first = source.text.replace(/^\uFEFF/, "").startsWith("#!") ? 2 : 1;
  for (const comment of ["#", "//"]) {
    for (let line = first; line <= source.lineStarts.length; line++) {
      const directive = directiveOn(source, line, comment);
      if (!directive) break;
      if (directive.name === "syntax") return { ...directive, value: directive.value.split(" ", 1)[0] ?? "" };
    }
  }
  return syntaxInJson(source);
}

function syntaxInJson(source: SourceFile): Directive | undefined {
  const text = source.text.replace(/^\uFEFF/, "");
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    const value: unknown = (JSON.parse(text) as { syntax?: unknown }).syntax;
    if (typeof value !== "string") return undefined;
    return { name: "syntax", value, span: spanBetween(source, 0, lineText(source, 1).length) };
  } catch {
    return undefined;
  }
}
