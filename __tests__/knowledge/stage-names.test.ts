import { describe, expect, it } from "vitest";
import { isDevelopmentName, isTestName } from "../../src/knowledge/stage-names.ts";

const list = (text: string) => text.trim().split(/\s+/);

describe("stage names", () => {
  it.each(
    list(`test tests tester Testing unit-test unittests test_base test2 e2e e2e-base-debian lint golangci-lint linter vet
    coverage check check-formatting typecheck integration integration-tests spec ci smoketest validate app.test backend-tests`),
  )("%s tests", (name) => {
    expect(isTestName(name)).toBe(true);
    expect(isDevelopmentName(name)).toBe(false);
  });

  it.each(
    list(`dev develop development devel dev-envs app-dev debug application-debug debugger local watch docs docs-build
    documentation migrate migrator migrations db-migrate seed storybook playground bench benchmark devcontainer shell tools`),
  )("%s is for development or an errand", (name) => {
    expect(isDevelopmentName(name)).toBe(true);
    expect(isTestName(name)).toBe(false);
  });

  it.each(
    list(`builder build base deps prod-deps release runtime runner prod production final app server latest contest attestation
    greatest fastest inspect specification device devops seeded-data locale docker debian checkout health-check healthcheck
    base-ci-builder slack-integration api-spec admin-tools debugfs stage-0 cacher planner publish vendor gotestsum`),
  )("%s is neither", (name) => {
    expect(isTestName(name)).toBe(false);
    expect(isDevelopmentName(name)).toBe(false);
  });
});
