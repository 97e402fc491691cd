import { describe, it } from "vitest";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import { overviews, runOnGitHub, threadPlaces } from "../support/run-on-github.ts";

const waived = [
  "FROM scratch",
  "# stagegate: waive mistaken-inline-comment until 2999-12-31 -- the note stays until the move",
  "COPY app /app # note",
  "USER 65532",
  "",
].join("\n");

describe("a waiver that a pull request adds", () => {
  it.concurrent("27: counts after the approving review of somebody who may, and not before, nor after a further change of it", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", author: "dev", files: { Dockerfile: waived } });
    const before = await runOnGitHub(github, pull);
    expect(before).toMatchObject({ exitStatus: 1, outputs: { conclusion: "blocked", errors: "1" } });
    expect(threadPlaces(github, pull)).toEqual(["Dockerfile:3 mistaken-inline-comment"]);
    github.collaborator("bob", "write").review(pull, "APPROVED");
    expect((await runOnGitHub(github, pull)).exitStatus).toBe(1);
    github.collaborator("ann", "maintain").review(pull, "APPROVED");
    const approved = await runOnGitHub(github, pull);
    expect(approved).toMatchObject({ exitStatus: 0, outputs: { conclusion: "passed", errors: "0" } });
    expect(overviews(github, pull)).toEqual([expect.stringContaining("1 waived")]);
    expect(threadPlaces(github, pull)).toEqual([]);
    github.push(pull, { Dockerfile: waived.replace("2999-12-31", "2999-12-30") });
    expect((await runOnGitHub(github, pull)).exitStatus).toBe(1);
  });
});
