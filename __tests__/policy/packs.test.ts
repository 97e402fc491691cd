import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Level } from "../../src/model/level.ts";
import { isPackName, packPath, packs } from "../../src/policy/packs.ts";
import { type ResolvedPolicy, resolvePolicy } from "../../src/policy/resolve-policy.ts";
import { rules } from "../../src/rules/index.ts";

const root = join(import.meta.dirname, "../..");
const texts = new Map(packs.map(({ name }) => [name as string, readFileSync(join(root, packPath(name)), "utf8")]));

function pack(name: string): ResolvedPolicy {
  return resolvePolicy({ source: name, path: packPath(name), text: texts.get(name) ?? "" }, rules, texts);
}

function levels(name: string): Record<string, Level> {
  return Object.fromEntries([...pack(name).rules].map(([id, setting]) => [id, setting.level]));
}

const raised: Record<Level, Level> = { error: "error", warning: "error", notice: "warning", off: "off" };

describe("packs", () => {
  it("are the files in policies/, each with a comment that says for whom", () => {
    const files = readdirSync(join(root, "policies")).filter((name) => name.endsWith(".yml"));
    expect(files.map((name) => name.replace(/\.yml$/, "")).sort()).toEqual(packs.map(({ name }) => name).sort());
    for (const text of texts.values()) expect(text).toMatch(/^# yaml-language-server: .*\n#\n# For .*/);
    expect(isPackName("strict")).toBe(true);
    expect(isPackName("lenient")).toBe(false);
  });

  it("recommended names every rule that can be set, with the rule's own level", () => {
    const settable = rules.filter((rule) => !rule.mandatory);
    const written = pack("recommended").chain.at(-1)?.rules;
    expect(Object.fromEntries([...(written ?? [])].map(([id, entry]) => [id, entry.level]))).toEqual(
      Object.fromEntries(settable.map((rule) => [rule.id, rule.level])),
    );
    expect(levels("recommended")).toEqual(Object.fromEntries(rules.map((rule) => [rule.id, rule.level])));
  });

  it("strict raises every warning to an error and every notice to a warning, and nothing sinks", () => {
    const strict = levels("strict");
    for (const rule of rules) {
      if (rule.level === "off") continue;
      expect([rule.id, strict[rule.id]]).toEqual([rule.id, raised[rule.level]]);
    }
    expect(pack("strict").rules.get("non-minimal-final-base")?.options).toMatchObject({
      unknown: "warn",
      distribution: "deny",
    });
  });

  it("secrets has the secret rules as errors and nothing else", () => {
    for (const rule of rules.filter(({ mandatory }) => !mandatory)) {
      expect([rule.id, levels("secrets")[rule.id]]).toEqual([rule.id, rule.group === "secrets" ? "error" : "off"]);
    }
  });
});
