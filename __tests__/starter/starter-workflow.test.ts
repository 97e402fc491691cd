import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { starterWorkflowText } from "../../src/starter/starter-workflow.ts";

const root = join(import.meta.dirname, "../..");

describe("the workflow of a repository", () => {
  const workflow = parse(starterWorkflowText("main"));

  it("runs where a verdict is needed, and is never filtered away", () => {
    expect(workflow.on).toEqual({
      pull_request: { types: ["opened", "synchronize", "reopened", "edited"] },
      pull_request_review: { types: ["submitted", "dismissed"] },
      merge_group: null,
      push: { branches: ["main"] },
    });
    expect(workflow.jobs["dockerfile-policy"].if).toBeUndefined();
  });

  it("has only the permissions that it needs, and checks nothing out", () => {
    expect(workflow.permissions).toEqual({});
    expect(Object.keys(workflow.jobs)).toEqual(["dockerfile-policy"]);
    expect(workflow.jobs["dockerfile-policy"]).toEqual({
      "runs-on": "ubuntu-latest",
      "timeout-minutes": 10,
      permissions: { contents: "read", "pull-requests": "write" },
      steps: [{ uses: expect.any(String) }],
    });
  });

  it("judges a pull request once at a time, by its last commit", () => {
    expect(workflow.concurrency).toEqual({
      group: "stagegate-${{ github.event.pull_request.number || github.sha }}",
      "cancel-in-progress": true,
    });
  });

  it("uses the action as the README does", () => {
    const [{ uses }] = workflow.jobs["dockerfile-policy"].steps;
    expect(readFileSync(join(root, "README.md"), "utf8")).toContain(`- uses: ${uses}\n`);
  });

  it.each([
    ["release/2.x", "release/2.x"],
    ["true", "true"],
    ["c++", "c\\+\\+"],
    ["!important", "\\!important"],
    ["# x", "# x"],
    ["a]b", "a\\]b"],
  ])("names the default branch as a filter takes it: %s", (branch, filter) => {
    expect(parse(starterWorkflowText(branch)).on.push.branches).toEqual([filter]);
  });
});
