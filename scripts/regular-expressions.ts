// `npm run regular-expressions [-- --again]`: judges the regular expressions of the sources that were not judged before, with more
// time than the tests have, and records those that are linear. With `--again` all of them. What is left is printed: to be rewritten,
// or to be put among `accepted` of the record with the reason for which its input is bounded.
import { writeFileSync } from "node:fs";
import { writtenExpressions } from "./regular-expressions/collect.ts";
import { judgeExpression } from "./regular-expressions/judge.ts";
import { judgedExpressions, recordPath } from "./regular-expressions/record.ts";

const timeout = 20_000;
const again = process.argv.includes("--again");

const { linear: before, accepted } = judgedExpressions();
const known = new Set(again ? [] : before);
const linear: string[] = [];
let left = 0;
const written = await writtenExpressions();
for (const { expression, path } of written) {
  if (known.has(expression)) linear.push(expression);
  else if (accepted[expression] === undefined) {
    const { status, detail } = judgeExpression(expression, timeout);
    if (status === "linear") linear.push(expression);
    else {
      left++;
      console.log(`${path}: ${expression} is ${status}: ${detail}`);
    }
  }
}
const present = new Set(written.map(({ expression }) => expression));
const kept = Object.fromEntries(Object.entries(accepted).filter(([expression]) => present.has(expression)));
writeFileSync(recordPath, `${JSON.stringify({ linear: linear.sort(), accepted: kept }, null, 2)}\n`);
console.log(
  `${written.length} expressions: ${linear.length} linear, ${Object.keys(kept).length} accepted, ${left} left`,
);
process.exitCode = left === 0 ? 0 : 1;
