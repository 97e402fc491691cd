import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import { runJob } from "../support/fake-runner.ts";
import { tree } from "../support/tree.ts";

const entry = join(import.meta.dirname, "../../dist/index.js");
const good = "FROM scratch\nCOPY app /app\nUSER 65532\n";

describe("requests", () => {
  it("are at most eight for ten changed Dockerfiles, comments included", async () => {
    const github = await FakeGitHub.start();
    const paths = Array.from({ length: 10 }, (_, index) => `service-${index}/Dockerfile`);
    const all = (text: string) => Object.fromEntries(paths.map((path) => [path, text]));
    github.commit("main", all(good));
    const pull = github.openPull({ head: "topic", files: all(`${good}COPY more /more # note\n`) });
    const result = await runJob({ entry, workspace: tree({}), ...github.job(pull) });
    expect(result.outputs).toMatchObject({ conclusion: "blocked", errors: "10" });
    expect(github.threads(pull)).toHaveLength(10);
    expect(github.requests.length).toBeLessThanOrEqual(8);
  });
});
