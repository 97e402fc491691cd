import { describe, expect, it } from "vitest";
import { buildRefusal } from "../../src/build/build-trust.ts";

const fork = { isFork: true, hasSecrets: false, forks: undefined };

describe("code of a fork", () => {
  it.each(["pull_request_target", "workflow_run", "issue_comment"])("is not built at %s", (event) => {
    expect(buildRefusal({ ...fork, event })).toMatch(
      /code of a fork.*pull_request, or say `build: \{ forks: allow \}`/,
    );
    expect(buildRefusal({ ...fork, event, forks: "never" })).toBeDefined();
    expect(buildRefusal({ ...fork, event, forks: "allow" })).toBeUndefined();
  });

  it("is built at pull_request, but gets no secrets", () => {
    expect(buildRefusal({ ...fork, event: "pull_request" })).toBeUndefined();
    expect(buildRefusal({ ...fork, event: "pull_request", hasSecrets: true })).toContain("would hand it secrets");
  });

  it("is not meant where the code is the repository's own", () => {
    expect(buildRefusal({ ...fork, isFork: false, event: "pull_request_target", hasSecrets: true })).toBeUndefined();
  });
});
