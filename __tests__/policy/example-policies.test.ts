import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { policyJsonSchema } from "../../scripts/policy-schema.ts";
import { rules } from "../../src/rules/index.ts";
import { root, stagegate } from "../support/command-line.ts";

const folder = join(root, "examples/policies");
const names = readdirSync(folder).filter((name) => name.endsWith(".yml"));
const isPolicy = new Ajv({ strict: false }).compile(JSON.parse(JSON.stringify(policyJsonSchema(rules))));

describe("the example policies", () => {
  it("are there for three kinds of teams", () => {
    expect(names).toEqual(["open-source.yml", "regulated-company.yml", "start-up.yml"]);
  });

  it.each(names)("%s passes its own tests, in which every rule of its own finds something", async (name) => {
    const { stdout, stderr, exitStatus } = await stagegate(["test", name], { folder });
    expect({ stdout, stderr, exitStatus }).toEqual({
      stdout: expect.stringMatching(new RegExp(`^${name.replace(".", "\\.")}: \\d+ tests passed, 0 failed\n$`)),
      stderr: "",
      exitStatus: 0,
    });
  });

  it.each(names)("%s is what its schema takes, with six tests or more and rules of its own", (name) => {
    const content = parse(readFileSync(join(folder, name), "utf8"));
    expect(isPolicy(content)).toBe(true);
    expect(content.tests.length).toBeGreaterThanOrEqual(6);
    expect(content.custom.length).toBeGreaterThanOrEqual(2);
  });

  it.each(names)("%s says for whom it is", (name) => {
    expect(readFileSync(join(folder, name), "utf8")).toMatch(/^# yaml-language-server: .*\n#\n# For .*/);
  });
});
