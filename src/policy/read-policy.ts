import { safeParse } from "valibot";
import { type ErrorPlace, InputError } from "../model/input-error.ts";
import type { Level } from "../model/level.ts";
import { lineText, positionAt, type SourceFile, type Span, sourceFile, spanBetween } from "../model/source.ts";
import type { Rule } from "../rules/rule.ts";
import { explainIssues } from "./explain-issue.ts";
import { type CompiledRule, type CustomRuleText, compileRule, isCompiled } from "./expressions/compile-rule.ts";
import { type LocatedValue, type Mistake, offsetAt, pathName, type ValuePath } from "./located-value.ts";
import { onOneLine, PolicyError } from "./policy-error.ts";
import { type PolicyContent, policySchema } from "./schema.ts";
import { structureMistakes } from "./structure-mistakes.ts";
import { readYaml } from "./yaml/read-yaml.ts";

/** Of each kind; nobody reads more, and a file can be made to have tens of thousands. */
const mostMistakes = 100;

/** One policy file, checked by itself; what it extends is not folded in. */
export interface PolicyFile {
  readonly path: string;
  readonly source: SourceFile;
  readonly content: Omit<PolicyContent, "rules">;
  readonly rules: ReadonlyMap<string, RuleEntry>;
  readonly custom: readonly CompiledRule[];
  /** Where what stands at a path of the file was written, for example `["rules", "root-final-user"]`. */
  placeOf(path: ValuePath): ErrorPlace;
  /** From there to the end of the line. */
  spanOf(path: ValuePath): Span;
}

/** What one file says of one rule: as written, without defaults. */
interface RuleEntry {
  readonly level: Level | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  /** Of the level where there is one, else of the entry. */
  readonly place: ErrorPlace;
}

/**
 * Reads and checks a policy file. The text may be anything.
 * @throws PolicyError (an InputError) with every mistake that was found, each with line and column.
 */
export function readPolicyFile(text: string, path: string, rules: readonly Rule[]): PolicyFile {
  const source = sourceFile(path, text);
  const reading = readYaml(text);
  if (reading.mistakes) throw policyError(source, reading.mistakes);
  const { root } = reading;
  const schema = policySchema(rules);
  const parsed = safeParse(schema, root.value, { abortPipeEarly: true });
  const mistakes: Mistake[] = [];
  for (const mistake of structureMistakes(schema, root)) if (mistakes.push(mistake) >= mostMistakes) break;
  mistakes.push(...explainIssues(parsed.issues?.slice(0, mostMistakes) ?? [], schema, root));
  const custom = compileCustomRules(parsed.success ? (parsed.output.custom ?? []) : [], source, root);
  mistakes.push(...custom.mistakes);
  const [first, ...more] = mistakes;
  if (first) throw policyError(source, [first, ...more]);
  if (!parsed.success) throw new Error(`the schema refuses ${path} without a reason`);
  const { rules: _, ...content } = parsed.output;
  return {
    path,
    source,
    content,
    rules: ruleEntries(root, source),
    custom: custom.rules,
    placeOf: (part) => placeAt(source, offsetAt(root, part)),
    spanOf: (part) => restOfLine(source, offsetAt(root, part)),
  };
}

/** Expressions are checked when the policy is read, so that a mistake in one is told at once and at its place. */
function compileCustomRules(
  texts: readonly CustomRuleText[],
  source: SourceFile,
  root: LocatedValue,
): { rules: readonly CompiledRule[]; mistakes: readonly Mistake[] } {
  const rules: CompiledRule[] = [];
  const mistakes: Mistake[] = [];
  for (const [index, text] of texts.entries()) {
    const compiled = compileRule(text);
    if (isCompiled(compiled)) {
      rules.push(compiled);
      continue;
    }
    for (const { part, offset, message } of compiled) {
      const path = ["custom", index, part];
      const start = offsetAt(root, path);
      mistakes.push({
        offset: start + offsetInScalar(source.text, start, text[part] ?? "", offset),
        message: `\`${pathName(path)}\` cannot be used: ${message}`,
      });
    }
  }
  return { rules, mistakes };
}

/** Where a character of a YAML text stands behind its start: as written on one line, plain or in quotes; else the start. */
function offsetInScalar(file: string, start: number, value: string, offset: number): number {
  const before = value.slice(0, offset);
  const quote = [0, 1].find((length) => file.startsWith(before, start + length));
  return quote === undefined || offset === 0 ? 0 : quote + offset;
}

/** One place has one mistake: what a value that is aliased twice, or that fails two checks, is told once. */
function policyError(source: SourceFile, mistakes: readonly [Mistake, ...Mistake[]]): PolicyError {
  const byOffset = new Map<number, Mistake>();
  for (const mistake of mistakes) if (!byOffset.has(mistake.offset)) byOffset.set(mistake.offset, mistake);
  const [first = mistakes[0], ...more] = [...byOffset.values()].sort((a, b) => a.offset - b.offset);
  const toError = ({ offset, message }: Mistake) => new InputError(onOneLine(message), placeAt(source, offset));
  return new PolicyError([toError(first), ...more.map(toError)]);
}

function placeAt(source: SourceFile, offset: number): ErrorPlace {
  const { line, column } = positionAt(source, offset);
  return { path: source.path, line, column };
}

function restOfLine(source: SourceFile, offset: number): Span {
  const { line } = positionAt(source, offset);
  const end = (source.lineStarts[line - 1] ?? 0) + lineText(source, line).length;
  return spanBetween(source, offset, Math.max(offset, end));
}

/** From the text and not from the schema's output, which holds defaults that would hide what an extended policy says. */
function ruleEntries(root: LocatedValue, source: SourceFile): Map<string, RuleEntry> {
  const entries = new Map<string, RuleEntry>();
  for (const [id, { value }] of root.entries?.get("rules")?.value.entries ?? []) {
    const place = placeAt(source, offsetAt(root, ["rules", id, "level"]));
    if (value.entries) {
      const { level, ...options } = value.value as { level?: Level } & Record<string, unknown>;
      entries.set(id, { level, options, place });
    } else entries.set(id, { level: value.value as Level, options: {}, place });
  }
  return entries;
}
