import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { policyJsonSchema } from "../../scripts/policy-schema.ts";
import { rules } from "../../src/rules/index.ts";
import { root, stagegate } from "../support/command-line.ts";

const text = readFileSync(join(root, "docs/cookbook.md"), "utf8");
const recipes = text
  .split(/^## /m)
  .slice(1)
  .map((section): [string, string] => [
    section.slice(0, section.indexOf("\n")),
    /^```yaml\n([\s\S]*?)^```/m.exec(section)?.[1] ?? "",
  ]);

describe("the cookbook", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stagegate-cookbook-")));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const isPolicy = new Ajv({ strict: false }).compile(JSON.parse(JSON.stringify(policyJsonSchema(rules))));

  it("has as many policies as it says", () => {
    expect(recipes).toHaveLength(15);
    expect(text).toContain("Fifteen policies");
  });

  it.each(recipes)("%s: is what its schema takes, and passes its own tests", async (name, policy) => {
    expect(isPolicy(parse(policy))).toBe(true);
    const place = join(folder, name.replace(/\W+/g, "-"));
    mkdirSync(place);
    writeFileSync(join(place, "policy.yml"), policy);
    const { stdout, stderr, exitStatus } = await stagegate(["test", "policy.yml"], { folder: place });
    expect({ stdout, stderr, exitStatus }).toEqual({
      stdout: expect.stringMatching(/^policy\.yml: [1-9]\d* tests? passed, 0 failed\n$/),
      stderr: "",
      exitStatus: 0,
    });
  });
});
