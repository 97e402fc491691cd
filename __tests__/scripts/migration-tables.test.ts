import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { peers } from "../../scripts/peers/migration-tables.ts";
import { evaluate } from "../../src/evaluate.ts";
import { rules } from "../../src/rules/index.ts";
import { root } from "../support/command-line.ts";
import { packPolicy } from "../support/pack-policy.ts";

const rows = peers.flatMap((peer) => peer.rules.map((rule) => ({ name: `${peer.name} ${rule.id}`, ...rule })));
const headings = readFileSync(join(root, "docs/cookbook.md"), "utf8").match(/^## .*/gm) ?? [];

describe("the tables of what answers to other tools' rules", () => {
  it.each(rows.filter(({ example }) => example !== undefined))("$name: what is named finds it", ({ example, ours }) => {
    const change = {
      head: { sha: undefined, ref: undefined },
      files: [{ path: "Dockerfile", text: example ?? "" }],
      problems: [],
      target: undefined,
    };
    const { files } = evaluate(change, packPolicy("recommended"), rules, "", "2026-11-01");
    const found = files.flatMap(({ findings }) => findings.map(({ rule }) => rule));
    expect(found).toEqual(expect.arrayContaining([...ours]));
  });

  it.each(rows)("$name: has a rule with a proof, or says what else to do", ({ ours, example, remark }) => {
    if (ours.length === 0 || example === undefined) expect(remark).toBeTruthy();
    for (const rule of ours) expect(rules.map(({ id }) => id)).toContain(rule);
  });

  it("point to recipes that are there", () => {
    const anchors = headings.map((heading) =>
      heading
        .slice(3)
        .toLowerCase()
        .replace(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    );
    const links = rows.flatMap(({ remark = "" }) => remark.match(/(?<=cookbook\.md#)[\w-]+/g) ?? []);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(anchors).toContain(link);
  });
});
