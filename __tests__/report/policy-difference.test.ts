import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PolicyDifference, ProposedChange } from "../../src/model/policy-difference.ts";
import { policyDifferenceMarkdown, policyDifferenceText } from "../../src/report/policy-difference.ts";
import { expectHarmless, hostileText } from "./markdown-reader.ts";

const source = ".github/stagegate.yml";
const raised: ProposedChange = {
  kind: "level",
  subject: "root-final-user",
  before: "warning",
  after: "error",
  direction: "stricter",
  appliesNow: false,
};
const waiver: ProposedChange = {
  kind: "waiver",
  subject: "single-stage-build in legacy/**",
  before: undefined,
  after: "until 2027-03-31",
  direction: "looser",
  appliesNow: false,
};

const both = (difference: PolicyDifference) => [policyDifferenceMarkdown(difference), policyDifferenceText(difference)];

describe("what a pull request does to the policy", () => {
  it("is a short table, what lets more pass first", () => {
    expect(policyDifferenceMarkdown({ source, changes: [raised, waiver] })).toBe(
      `#### This pull request changes the policy \`.github/stagegate.yml\`

1 change lets more pass. It applies once merged; this pull request is judged by the policy as it is.

| What changes | Before | After | |
|---|---|---|---|
| single-stage-build in legacy/\\*\\* | – | until 2027-03-31 | looser |
| root-final-user | warning | error | stricter |`,
    );
  });

  it("is a line for each change in a log", () => {
    const gone = { ...waiver, before: "until 2027-03-31", after: undefined, direction: "stricter" } as const;
    expect(policyDifferenceText({ source, changes: [raised, waiver, gone] })).toBe(
      `This pull request changes the policy .github/stagegate.yml. 1 change lets more pass. It applies once merged; this pull request is judged by the policy as it is.
  single-stage-build in legacy/**: added (until 2027-03-31), looser
  root-final-user: warning -> error, stricter
  single-stage-build in legacy/**: removed (until 2027-03-31), stricter`,
    );
  });

  it("says what applies already", () => {
    const now = { ...raised, appliesNow: true };
    for (const text of both({ source, changes: [now] })) {
      expect(text).toContain("It is stricter, and applies to this pull request already.");
      expect(text).toContain("stricter, applies now");
    }
    for (const text of both({ source, changes: [now, waiver] })) {
      expect(text).toContain("1 change lets more pass. 1 stricter change applies already, the rest once merged.");
    }
  });

  it("says so when nothing is judged otherwise", () => {
    for (const text of both({ source, changes: [] })) expect(text).toContain("Nothing is judged otherwise by it.");
  });

  it("is short whatever the policy holds, and counts what is left out", () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ ...waiver, subject: `${index}-${"x".repeat(500)}` }));
    const [markdown = "", text = ""] = both({ source, changes: many });
    expect(markdown).toContain("**975 more** do not fit here");
    expect(text).toContain("and 975 more");
    expect(markdown.length).toBeLessThan(10_000);
  });

  it("makes nothing of what the policy says", () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (path, subject, value) => {
        const changes = [
          { ...waiver, subject, after: value },
          { ...raised, before: value },
        ];
        const [markdown = "", text = ""] = both({ source: path, changes });
        const { rows } = expectHarmless(markdown, []);
        expect(rows).toEqual([4, 4, 4]);
        expect(text.split("\n")).toHaveLength(3);
      }),
    );
  });
});
