import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkExample } from "../src/check/check-example.ts";
import { evaluate } from "../src/evaluate.ts";
import { rules } from "../src/rules/index.ts";
import { packPolicy } from "./support/pack-policy.ts";

const longest = 450;
const blame =
  /\b(?:please|should have|you (?:forgot|failed|must)|simply|just|obviously|unfortunately|sorry|violation|alias)\b/i;

/** What docs/style.md asks of a message and can be checked; empty for a good one. */
function faultsOf(message: string, texts: readonly string[]): string[] {
  const prose = message.replace(/`[^`]*`/g, "`x`").replace(/"[^"]*"/g, '"x"');
  const sentences = prose.split(/[.?!] (?=[A-Z`])/).length;
  const faults = [
    ...(sentences > 3 ? [`${sentences} sentences`] : []),
    ...(message.length > longest ? [`${message.length} characters`] : []),
    ...(blame.test(prose) ? ["blames or pleads"] : []),
    ...(/[.?]$/.test(message) ? [] : ["no full stop"]),
    ...(message.endsWith("?") && !/Did you mean [^.?]*\?$/.test(message) ? ["a question that is no suggestion"] : []),
    ...(/\n|\s$|^\s| {2}/.test(message) ? ["white space"] : []),
    ...(namesSomething(message, texts) ? [] : ["names nothing of the file"]),
  ];
  return faults.map((fault) => `${fault}: ${message}`);
}

/** A stage or line, a command in backticks, or a word of the file that is no plain English. What BuildKit says is in its words. */
function namesSomething(message: string, texts: readonly string[]): boolean {
  if (/\bstages? \S|\bline \d|^BuildKit refuses this file: /i.test(message)) return true;
  const quoted = [...message.matchAll(/`([^`\s]+)[^`]*`/g)].map(([, word = ""]) => word);
  const words = (message.match(/[\w./:@$-]{2,}/g) ?? []).map((word) => word.replace(/[.:]+$/, ""));
  const special = words.filter((word) => /[A-Z]{2}|[a-z]\.[a-z]|[/:_$\d-]/.test(word));
  return [...quoted, ...special].some((word) => texts.some((text) => text.includes(word)));
}

describe.each(rules.map((rule) => [rule.id, rule] as const))("the messages of %s", (_, rule) => {
  it("are as docs/style.md asks", () => {
    for (const example of rule.examples) {
      const { findings, source } = checkExample(rule, example);
      const texts = [example.dockerfile, source.text, ...Object.keys(example.files ?? {})];
      for (const { message, related } of findings) {
        expect(faultsOf(message, texts)).toEqual([]);
        for (const { message: clause } of related) expect(blame.test(clause.replace(/`[^`]*`/g, ""))).toBe(false);
      }
    }
  });

  it("have a summary and a reason in the same voice", () => {
    expect(blame.test(`${rule.summary} ${rule.why}`.replace(/`[^`]*`/g, ""))).toBe(false);
    expect(rule.summary.endsWith(".")).toBe(true);
  });
});

it("finds what is not so", () => {
  const texts = ["FROM golang:1.25\n"];
  expect(faultsOf("golang:1.25 ships. Everything in it does. It is large. Use scratch.", texts)[0]).toContain(
    "4 sentences",
  );
  expect(faultsOf("Please use another base than golang:1.25.", texts)[0]).toContain("blames");
  expect(faultsOf("Build tools were found.", texts)[0]).toContain("names nothing");
  expect(faultsOf("golang:1.25 has no digest", texts)[0]).toContain("no full stop");
});

const corpus = join(import.meta.dirname, "../../shared/corpus/files");

describe.skipIf(!existsSync(corpus))("over real Dockerfiles", () => {
  it("findings and problems are as docs/style.md asks", { timeout: 240_000 }, () => {
    const files = readdirSync(corpus, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .filter((_, index) => index % 4 === 0)
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path: path.slice(corpus.length + 1), text: readFileSync(path, "utf8") }));
    const change = { head: { sha: undefined, ref: undefined }, files, problems: [], target: undefined };
    const report = evaluate(change, packPolicy("strict"), rules, "0.0.0", "2026-11-24");
    const faults = report.files.flatMap(({ source, findings }) =>
      findings.flatMap(({ rule, message }) =>
        faultsOf(message, [source.text, source.path]).map((fault) => `${rule}: ${fault}`),
      ),
    );
    expect(faults.slice(0, 10)).toEqual([]);
    expect(report.problems.filter(({ message }) => !/^[^\n]+[.?]$/.test(message) || blame.test(message))).toEqual([]);
  });
});
