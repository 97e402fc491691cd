import type { HereDocBody, Word, WordPart } from "unbash";
import { type ScriptText, ScriptTextBuilder } from "./script-text.ts";
import { type ExpansionScope, expandWord } from "./word-expansion.ts";
import { surveyOf } from "./word-survey.ts";

/**
 * The text that a word hands to a shell, as in `sh -c "…"`: quotes removed, what is known expanded, and what is not known left
 * in place and marked.
 */
export interface NestedScript {
  readonly text: ScriptText;
  /** False when it is blank or nothing of it is known. */
  readonly isKnown: boolean;
}

export function nestedText(script: ScriptText, word: Word, scope: ExpansionScope): NestedScript {
  const text = new NestedText(script, scope);
  if (word.parts === undefined) text.addUnquoted(word.text, word.value, word.pos);
  else text.addParts(word.parts);
  return text.finish();
}

/** The text of a here-document as the command gets it on its standard input. */
export function nestedBody(script: ScriptText, body: HereDocBody, chomp: boolean, scope: ExpansionScope): NestedScript {
  const text = new NestedText(script, scope);
  if (body.parts === undefined) text.addUnquoted(body.text, body.text, body.pos);
  else text.addParts(body.parts);
  const { text: read, isKnown } = text.finish();
  if (!chomp) return { text: read, isKnown };
  const builder = new ScriptTextBuilder(script.source);
  for (let start = 0; start < read.text.length; ) {
    const newline = read.text.indexOf("\n", start);
    const end = newline === -1 ? read.text.length : newline + 1;
    while (read.text.charAt(start) === "\t") start++;
    builder.copy(read, start, end);
    start = end;
  }
  return { text: builder.finish(), isKnown };
}

class NestedText {
  private readonly builder: ScriptTextBuilder;
  private readonly script: ScriptText;
  private readonly scope: ExpansionScope;
  private hasKnown = false;

  constructor(script: ScriptText, scope: ExpansionScope) {
    this.script = script;
    this.scope = scope;
    this.builder = new ScriptTextBuilder(script.source);
  }

  finish(): NestedScript {
    return { text: this.builder.finish(), isKnown: this.hasKnown };
  }

  addParts(parts: readonly WordPart[]): void {
    for (const part of parts) this.addPart(part);
  }

  private addPart(part: WordPart): void {
    switch (part.type) {
      case "Literal":
        this.addUnquoted(part.text, part.value, part.pos);
        return;
      case "SingleQuoted":
        this.addUnquoted(part.value, part.value, part.pos + 1);
        return;
      case "DoubleQuoted":
      case "LocaleString":
        this.addParts(part.parts);
        return;
      case "Glob":
        this.addUnquoted(part.text, part.text, part.pos);
        return;
      case "AnsiCQuoted":
        this.addValue(part.value, part);
        return;
      default:
        this.addExpansion(part);
    }
  }

  /** `text` stands at `position`; `value` is what is left when the shell has taken backslashes out. */
  addUnquoted(text: string, value: string, position: number): void {
    if (value.trim() !== "") this.hasKnown = true;
    if (text === value) {
      this.builder.copy(this.script, position, position + text.length);
      return;
    }
    let start = 0;
    let taken = 0;
    for (let index = 0; index < text.length && taken < value.length; index++) {
      const next = text.charAt(index + 1);
      if (text.charAt(index) !== "\\" || !isEscape(next, value.charAt(taken))) {
        taken++;
        continue;
      }
      this.builder.copy(this.script, position + start, position + index);
      start = ++index + 1;
      if (next === "\n") continue;
      this.builder.replace(next, this.script, position + index - 1, position + start);
      taken++;
    }
    this.builder.copy(this.script, position + start, position + text.length);
  }

  private addExpansion(part: WordPart): void {
    const word: Word = { type: "Word", text: part.text, value: part.text, pos: part.pos, end: part.end, parts: [part] };
    const { value } = expandWord(word, this.scope);
    const { variables } = surveyOf(part, part.text);
    this.builder.expand(value !== undefined, variables, () => {
      if (value !== undefined) this.addValue(value, part);
      else this.builder.copy(this.script, part.pos, part.end);
    });
  }

  private addValue(value: string, { pos, end }: { pos: number; end: number }): void {
    if (value.trim() !== "") this.hasKnown = true;
    this.builder.replace(value, this.script, pos, end);
  }
}

/** A backslash goes when it escapes what comes next; `\n` in double quotes keeps it, and then stands in the value. */
function isEscape(next: string, taken: string): boolean {
  return next === "\n" || (next === taken && (next === "\\" || taken !== "\\"));
}
