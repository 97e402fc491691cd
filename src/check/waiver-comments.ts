import type { Comment, FromInstruction, Instruction, ParsedStage } from "../model/dockerfile.ts";
import type { BuildGraph } from "../model/graph.ts";
import type { CommentWaiver, WaiverScope } from "../model/waiver.ts";
import { closestName } from "../policy/closest-name.ts";
import { isCalendarDay } from "../policy/schema-values.ts";
import { normalisedText, stageKey } from "./fingerprint.ts";

/** A comment that is meant as a waiver and is none. */
interface InvalidWaiver {
  readonly comment: Comment;
  /** What is wrong and what to write, a sentence. */
  readonly message: string;
}

export interface WaiverComments {
  readonly waivers: readonly CommentWaiver[];
  readonly invalid: readonly InvalidWaiver[];
}

const prefix = /^stagegate\s*:/i;
const scopes = ["instruction", "stage", "file"] as const;
const form = "waive RULE until YYYY-MM-DD -- reason";
/** `acme/own-registry`, `buildkit/JSONArgsRecommended`. */
const ruleOfPolicy = /^[\w-]{1,64}\/[\w-]{1,64}$/;
const longestReason = 500;

/**
 * Reads the waivers in the comments of a Dockerfile: `# stagegate: waive <rule> until 2027-03-31 -- reason`. One above an
 * instruction covers that instruction, one above a FROM the whole stage; `waive <rule> in file until …` (or `in stage`,
 * `in instruction`) says otherwise. Blank lines and other comments may stand between.
 * @param known rules that can be waived; names with a slash belong to policies and are taken as they are.
 */
export function readWaiverComments({ dockerfile }: BuildGraph, known: ReadonlySet<string>): WaiverComments {
  const waivers: CommentWaiver[] = [];
  const invalid: InvalidWaiver[] = [];
  const places = [
    ...dockerfile.globalArgs.map((instruction) => ({ instruction, stage: undefined })),
    ...dockerfile.stages.flatMap((stage) =>
      [stage.from, ...stage.instructions].map((instruction) => ({ instruction, stage })),
    ),
  ];
  let next = 0;
  for (const comment of dockerfile.comments) {
    if (!prefix.test(comment.text)) continue;
    while (next < places.length && (places[next]?.instruction.span.end.offset ?? 0) <= comment.span.start.offset)
      next += 1;
    const terms = readTerms(comment.text.replace(prefix, "").trim(), known);
    if (typeof terms === "string") {
      invalid.push({ comment, message: terms });
      continue;
    }
    const place = places[next];
    const scope = place === undefined ? undefined : scopeOf(terms.scope, place);
    if (place === undefined || scope === undefined) {
      invalid.push({ comment, message: nothingBelow(terms.scope) });
      continue;
    }
    const { rule, reason, expires } = terms;
    const subject = JSON.stringify([rule, expires, reason, subjectOf(scope, place)]);
    waivers.push({ rule, reason, expires, scope, span: comment.span, subject });
  }
  return { waivers, invalid };
}

interface Terms {
  readonly rule: string;
  readonly scope: WaiverScope["kind"] | undefined;
  readonly expires: string;
  readonly reason: string;
}

interface Place {
  readonly instruction: Instruction | FromInstruction;
  /** Undefined before the first FROM. */
  readonly stage: ParsedStage | undefined;
}

/** The terms, or what is wrong with them. */
function readTerms(text: string, known: ReadonlySet<string>): Terms | string {
  const [head = "", ...reasonParts] = text.split(/(?:^|\s)--(?=\s|$)/);
  const reason = reasonParts.join(" -- ").trim();
  const [verb = "", rule, ...rest] = head.trim().split(/\s+/);
  if (verb !== "waive") return `A comment for Stagegate must say \`${form}\`; ${said(verb)}.`;
  if (rule === undefined || rule === "until" || rule === "in") return `The waiver names no rule. Write \`${form}\`.`;
  if (!known.has(rule) && !ruleOfPolicy.test(rule)) return unknownRule(rule, known);
  const scope = rest[0] === "in" ? rest[1] : undefined;
  if (rest[0] === "in" && !isScope(scope))
    return `A waiver is for \`in instruction\`, \`in stage\` or \`in file\`, not ${said(scope)}.`;
  const [until, expires, ...surplus] = rest.slice(rest[0] === "in" ? 2 : 0);
  if (until !== "until" || expires === undefined)
    return `The waiver of ${rule} has no end. Write \`until YYYY-MM-DD\` behind the rule.`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(expires) || !isCalendarDay(expires)) {
    return `The waiver of ${rule} ends on no day of the calendar. Write \`until YYYY-MM-DD\`.`;
  }
  if (surplus.length > 0 || reason === "")
    return `The waiver of ${rule} gives no reason. Write \`-- \` and the reason behind the date.`;
  if (reason.length > longestReason)
    return `The reason of the waiver of ${rule} is longer than ${longestReason} characters. Shorten it.`;
  return { rule, scope: isScope(scope) ? scope : undefined, expires, reason };
}

function isScope(word: string | undefined): word is WaiverScope["kind"] {
  return scopes.some((scope) => scope === word);
}

function said(word: string | undefined): string {
  return word ? `\`${word.slice(0, 40)}\` is not known` : "it says nothing";
}

function unknownRule(rule: string, known: ReadonlySet<string>): string {
  const shown = rule.slice(0, 60);
  const meant = closestName(rule, [...known]);
  return `There is no rule \`${shown}\` that can be waived.${meant ? ` Did you mean \`${meant}\`?` : " `stagegate rules` lists them."}`;
}

function scopeOf(asked: Terms["scope"], { instruction, stage }: Place): WaiverScope | undefined {
  if (asked === "file") return { kind: "file" };
  if (asked === "stage" || (asked === undefined && instruction.keyword === "FROM")) {
    return stage && { kind: "stage", stage: stage.index, span: stage.span };
  }
  return { kind: "instruction", span: instruction.span };
}

function nothingBelow(asked: Terms["scope"]): string {
  if (asked === "stage") return "The waiver is for a stage and stands in none. Put it above the FROM of the stage.";
  return "Nothing follows the waiver. Put it directly above the instruction or stage that it is for.";
}

function subjectOf(scope: WaiverScope, { instruction, stage }: Place): readonly string[] {
  const inStage = stage === undefined ? "" : stageKey(stage);
  switch (scope.kind) {
    case "file":
      return ["file"];
    case "stage":
      return ["stage", inStage];
    case "instruction":
      return ["instruction", inStage, normalisedText(instruction)];
  }
}
