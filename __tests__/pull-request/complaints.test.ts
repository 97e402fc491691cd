import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** What people complain of in actions that comment on pull requests. Tests of this folder are named `complaint N: …`. */
const complaints = [
  "the same comments again at each push",
  "duplicates when the base moves",
  "comments that stay after the fix",
  "the job of a fork fails",
  "a fork's findings are shown nowhere",
  "one bad line loses the whole review",
  "rate limits leave a review half posted",
  "annotations on files that nobody changed",
  "only ten annotations, and nobody is told",
  "annotations without a readable log, or the reverse",
  "surfaces that count differently",
  "a check run under another workflow",
  "a check run on the test merge, where nobody sees it",
  "a required check that never reports",
  "no verdict in a merge queue",
  "a comment that is too long, and is not posted",
  "a job summary that is too large, and is dropped",
  "a missing permission with a misleading error",
  "the overview of another job is overwritten",
  "runs at the same time: two overviews, or an old one over a new one",
  "addresses of github.com on an Enterprise Server",
  "suggestions that break the file",
  "requested changes that nobody can lift",
  "a pending review that blocks all others",
  "approvals that are not permitted",
  "levels, waivers and several Dockerfiles",
  "a pull request that edits the policy which judges it",
  "policies of an organisation, and inputs that override them",
  "comments of other people and bots are touched",
  "too many comments",
  "an edited comment that does not tell its commit",
  "SARIF uploads that fail the job",
  "mentions of people in quoted text",
  "forged markers that hide findings",
  "a surface that hangs, and holds up the job",
  "changes that are too large for GitHub's lists",
] as const;

/** Numbers of the complaints by the names of the tests on them; tests that are skipped or expected to fail do not count. */
function tested(): Map<number, string[]> {
  const folder = import.meta.dirname;
  const names = new Map<number, string[]>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".test.ts"))) {
    const text = readFileSync(join(folder, file), "utf8");
    const starts = /\bit(?:\.concurrent)?(?:\.for\([^)]*\)(?: as const\))?)?\(\s*"complaint (\d+(?:, \d+)*): ([^"]+)"/g;
    for (const [, numbers = "", name = ""] of text.matchAll(starts)) {
      for (const number of numbers.split(", ").map(Number)) {
        names.set(number, [...(names.get(number) ?? []), `${file}: ${name}`]);
      }
    }
  }
  return names;
}

describe("complaints about other actions", () => {
  it.each(complaints.map((complaint, index) => ({ number: index + 1, complaint })))(
    "$number, $complaint, is tested on what ships",
    ({ number }) => {
      expect(tested().get(number) ?? []).not.toEqual([]);
    },
  );

  it("are all in the table", () => {
    expect([...tested().keys()].filter((number) => complaints[number - 1] === undefined)).toEqual([]);
  });
});
