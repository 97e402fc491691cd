import { textJudge } from "../check/judge-text.ts";
import { evaluate } from "../evaluate.ts";
import { type FixJudge, fixChange } from "../fix/fix-change.ts";
import type { Change } from "../model/change.ts";
import { withLineEnds } from "../model/finding.ts";
import { InputError } from "../model/input-error.ts";
import type { FindingLevel } from "../model/level.ts";
import type { Conclusion } from "../model/report.ts";
import { PolicyError } from "../policy/policy-error.ts";
import { type ResolvedPolicy, resolvePolicy } from "../policy/resolve-policy.ts";
import { element } from "../report/markup.ts";
import { outcome } from "../report/outcome.ts";
import { findingCard } from "../report/page/finding-card.ts";
import { stageFigure } from "../report/page/stage-figure.ts";
import { findingsInOrder } from "../report/place.ts";
import { secretRanges } from "../report/secret-ranges.ts";
import { sourceTokens } from "../report/source-tokens.ts";
import { rules } from "../rules/index.ts";
import type { SharedText } from "./share.ts";

/** What does not change while somebody types. */
export interface Surroundings {
  /** The text of each pack by its name. */
  readonly packs: ReadonlyMap<string, string>;
  readonly version: string;
  /** ISO date. */
  readonly today: string;
}

/** What the page shows of two texts: plain data, so that a worker can send it. Markup is escaped. */
export interface Analysis {
  readonly conclusion: Conclusion | "policy-mistake";
  readonly outcome: string;
  /** 1-based lines of the policy with what is wrong there. */
  readonly mistakes: readonly { readonly line: number | undefined; readonly message: string }[];
  readonly problems: readonly string[];
  /** Markup of the stage graph; empty where there is none. */
  readonly figure: string;
  /** Markup of each finding, in the order of the file. */
  readonly cards: readonly string[];
  readonly marks: readonly { readonly start: number; readonly end: number; readonly level: FindingLevel }[];
  /** For each finding its edits, without overlaps, the last first; undefined for one without a fix. */
  readonly fixes: readonly (readonly TextEdit[] | undefined)[];
  /** How many open findings have a fix that is safe. */
  readonly safeFixes: number;
}

export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Longer texts are not judged here: a page is no place for them. In UTF-16 code units. */
export const longestText = 200_000;
const path = "Dockerfile";
const policyPath = "stagegate.yml";
/** The page shows so many findings; the others are counted. */
const mostCards = 200;

/** Judges a Dockerfile by a policy, both as typed. Pure: the same texts give the same markup. */
export function analyse({ dockerfile, policy }: SharedText, surroundings: Surroundings): Analysis {
  if (dockerfile.length > longestText || policy.length > longestText) {
    return unjudged([`Texts of more than ${longestText} characters are not judged here. Use the command line.`]);
  }
  let resolved: ResolvedPolicy;
  try {
    resolved = policyOf(policy, surroundings);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const mistakes = error instanceof PolicyError ? error.mistakes : [error];
    return {
      ...unjudged([]),
      conclusion: "policy-mistake",
      outcome: "The policy cannot be used, so nothing is judged by it.",
      mistakes: mistakes.map(({ message, place }) => ({ line: place?.line, message })),
    };
  }
  const report = evaluate(changeOf(dockerfile), resolved, rules, surroundings.version, surroundings.today);
  const files = report.files.filter(({ source }) => source.path === path);
  const file = files[0];
  if (file === undefined) return unjudged(["The policy leaves this file out."]);
  const findings = findingsInOrder(file.findings);
  const tokens = file.graph === undefined ? [] : sourceTokens(file.graph.dockerfile, file.graph);
  const shown = { source: file.source, tokens, secrets: secretRanges(file.source, file.findings) };
  const fixes = findings.map(
    ({ fix }) =>
      fix &&
      withLineEnds(dockerfile, fix.edits)
        .map(({ span, text }) => ({ start: span.start.offset, end: span.end.offset, text }))
        .sort((a, b) => b.start - a.start),
  );
  return {
    conclusion: report.conclusion,
    outcome: outcome(report),
    mistakes: [],
    problems: [
      ...report.problems.map(({ message }) => message),
      ...(findings.length > mostCards ? [`${findings.length - mostCards} more findings are not shown.`] : []),
    ],
    figure: stageFigure(file)?.markup ?? "",
    cards: findings.slice(0, mostCards).map((finding, index) => {
      const button = element("button", { type: "button", class: "apply", "data-fix": index }, "Apply this fix");
      const place = { file: path, href: `#line-${finding.span.start.line}` };
      return findingCard(shown, finding, place, fixes[index] && button).markup;
    }),
    marks: findings.map(({ span, level }) => ({ start: span.start.offset, end: span.end.offset, level })),
    fixes: fixes.slice(0, mostCards),
    safeFixes: findings.filter(({ status, fix }) => status === "open" && fix?.safe).length,
  };
}

/** The Dockerfile with every safe fix applied that leaves fewer findings. @throws InputError for mistakes in the policy. */
export function withSafeFixes({ dockerfile, policy }: SharedText, surroundings: Surroundings): string {
  if (dockerfile.length > longestText) return dockerfile;
  const resolved = policyOf(policy, surroundings);
  const { version, today } = surroundings;
  const judge: FixJudge = {
    whole: (change) => evaluate(change, resolved, rules, version, today),
    texts: (change) => textJudge({ change, policy: resolved, rules, today }),
  };
  const { files } = fixChange(changeOf(dockerfile), { unsafe: false, rule: undefined }, judge);
  return files.find((file) => file.path === path)?.after ?? dockerfile;
}

/** The text with edits of an {@link Analysis} of that very text. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  return edits.reduce((done, edit) => done.slice(0, edit.start) + edit.text + done.slice(edit.end), text);
}

function policyOf(text: string, { packs }: Surroundings): ResolvedPolicy {
  const entry = { source: policyPath, path: policyPath, text: text.trim() === "" ? "version: 1\n" : text };
  return resolvePolicy(entry, rules, packs);
}

function changeOf(text: string): Change {
  const head = { sha: undefined, ref: undefined };
  return { head, files: [{ path, text }], problems: [], target: undefined };
}

function unjudged(problems: readonly string[]): Analysis {
  const nothing = { mistakes: [], figure: "", cards: [], marks: [], fixes: [], safeFixes: 0 };
  return { conclusion: "incomplete", outcome: "Nothing was judged.", problems, ...nothing };
}
