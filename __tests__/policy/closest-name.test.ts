import { describe, expect, it } from "vitest";
import { closestName } from "../../src/policy/closest-name.ts";

describe("closestName", () => {
  const names = ["fail-on", "root-final-user", "untrusted-registry", "untrusted-frontend", "error"];

  it.each([
    ["eror", "error"],
    ["erorr", "error"],
    ["fial-on", "fail-on"],
    ["failOn", "fail-on"],
    ["Fail_On", "fail-on"],
    ["root-final-usr", "root-final-user"],
    ["root-user", "root-final-user"],
    ["untrusted", undefined],
    ["x", undefined],
    ["", undefined],
    ["something-else-entirely", undefined],
    ["error".repeat(100), undefined],
  ])("%s is meant as %s", (written, meant) => {
    expect(closestName(written, names)).toBe(meant);
  });
});
