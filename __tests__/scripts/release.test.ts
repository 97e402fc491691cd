import { describe, expect, it } from "vitest";
import { releaseNotes, withRelease } from "../../scripts/release/changelog.ts";
import { type ConventionalCommit, conventionalCommit, nextVersion } from "../../scripts/release/conventional-commit.ts";

function commits(...messages: readonly string[]): ConventionalCommit[] {
  return messages.flatMap((message, at) => conventionalCommit(`${at}`.repeat(40), message) ?? []);
}

describe("a commit's message", () => {
  it("is read by the convention", () => {
    expect(conventionalCommit("a1", "feat(rules): names the stage\n\nBody.")).toEqual({
      hash: "a1",
      type: "feat",
      scope: "rules",
      subject: "names the stage",
      breaking: undefined,
    });
  });

  it.each(["Merge branch 'x'", "no type", "feat : space", "Feat: upper case", ""])("is left out: %j", (message) => {
    expect(conventionalCommit("a1", message)).toBeUndefined();
  });

  it("says what breaks in its footer, or by its mark", () => {
    const [footer, mark] = commits("fix: a\n\nBREAKING CHANGE: the key is gone", "feat(policy)!: one key less");
    expect([footer?.breaking, mark?.breaking]).toEqual(["the key is gone", "one key less"]);
  });
});

describe("the next version", () => {
  it.each([
    ["1.2.3", ["fix: a"], "1.2.4"],
    ["1.2.3", ["docs: a"], "1.2.4"],
    ["1.2.3", ["fix: a", "feat: b"], "1.3.0"],
    ["1.2.3", ["feat: b", "fix!: a"], "2.0.0"],
    ["0.2.3", ["fix!: a"], "0.3.0"],
    ["0.2.3", ["fix: a"], "0.2.4"],
  ])("after %s with %j is %s", (current, messages, next) => {
    expect(nextVersion(current, commits(...messages))).toBe(next);
  });

  it("is not guessed after what is no version", () => {
    expect(() => nextVersion("1.2", [])).toThrow('"1.2" is no version of three numbers.');
  });
});

describe("the changelog", () => {
  it("says first what breaks, then what is new, fixed and faster, and nothing of chores", () => {
    const notes = releaseNotes(
      "2.0.0",
      "2026-01-02",
      commits("chore: x", "perf: quicker", "fix(parse): a <b> for @team in `a_b`", "feat!: new input"),
    );
    expect(notes).toBe(`## 2.0.0 (2026-01-02)

### Breaking

- new input (3333333)

### New

- new input (3333333)

### Fixed

- **parse:** a \\<b\\> for \\@team in \`a_b\` (2222222)

### Faster

- quicker (1111111)
`);
  });

  it("gets each release on top, below its introduction", () => {
    const first = withRelease("# Changelog\n\nWhat it is.\n", "1.0.0", "## 1.0.0 (2026-01-01)\n\n- a\n");
    const second = withRelease(first, "1.0.1", "## 1.0.1 (2026-01-02)\n\n- b\n");
    expect(second).toBe("# Changelog\n\nWhat it is.\n\n## 1.0.1 (2026-01-02)\n\n- b\n\n## 1.0.0 (2026-01-01)\n\n- a\n");
    expect(() => withRelease(second, "1.0.0", "")).toThrow("has 1.0.0 already");
  });

  it("is left alone where it is something else", () => {
    expect(() => withRelease("History\n", "1.0.0", "")).toThrow('does not begin with "# Changelog"');
  });
});
