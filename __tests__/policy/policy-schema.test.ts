import { describe, expect, it } from "vitest";
import { policyFieldsTable, policyJsonSchema } from "../../scripts/policy-schema.ts";
import { sampleRules } from "./sample-rules.ts";

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly additionalProperties?: unknown;
}

const schema = JSON.parse(JSON.stringify(policyJsonSchema(sampleRules)));

function* propertiesWithoutDescription(node: Node, path: string): Generator<string> {
  for (const [name, property] of Object.entries(node.properties ?? {})) {
    if (!property.description) yield `${path}.${name}`;
    yield* propertiesWithoutDescription(property, `${path}.${name}`);
  }
  for (const inner of [node.items, ...(node.anyOf ?? [])]) if (inner) yield* propertiesWithoutDescription(inner, path);
}

describe("policyJsonSchema", () => {
  it("is a closed draft-07 schema with the version required", () => {
    expect(schema).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
      type: "object",
      required: ["version"],
      additionalProperties: false,
    });
  });

  it("describes every field, except for options that a rule leaves without description", () => {
    expect([...propertiesWithoutDescription(schema, "")]).toEqual([
      ".rules.unreachable-stage.used-by",
      ".rules.untrusted-registry.allow",
    ]);
  });

  it("has each rule as a level or a mapping of its options, with their defaults", () => {
    const { rules } = schema.properties;
    expect(rules.additionalProperties).toBe(false);
    expect(Object.keys(rules.properties)).toEqual(sampleRules.map((rule) => rule.id));
    const [level, setting] = rules.properties["non-minimal-final-base"].anyOf;
    expect(level.enum).toEqual(["error", "warning", "notice", "off"]);
    expect(setting.properties.unknown).toEqual({
      enum: ["allow", "warn", "deny"],
      type: "string",
      default: "allow",
      description: "Images that are not known.",
    });
    expect(Object.keys(setting.properties)).toEqual(["level", "allow", "unknown", "distribution"]);
    expect(setting.additionalProperties).toBe(false);
    expect(rules.properties["invalid-dockerfile"].not).toEqual({});
  });
});

describe("policyFieldsTable", () => {
  it("is a Markdown table with a row for each field", () => {
    const lines = policyFieldsTable(sampleRules).trimEnd().split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "| Field | Value | Meaning |",
      "| --- | --- | --- |",
      "| `version` | `1` | Version of this format; always 1. Required. |",
    ]);
    expect(lines).toContain("| `targets[].test` | text | The stage that runs the tests. |");
    expect(lines).toContain(
      "| `targets[].files` | text or list | Globs of the Dockerfiles that this is about. Required. |",
    );
    expect(lines).toContain(
      "| `build.budget.max` | text | Largest size of a shipped image, unpacked: kB, MB, GB, or KiB, MiB, GiB. |",
    );
    expect(lines.filter((line) => line.includes("root-final-user"))).toEqual([]);
    for (const line of lines) expect(line).toMatch(/^\| [^|]+ \| [^|]+ \| [^|]+ \|$/);
  });
});
