import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reasons } from "../../scripts/dependencies/reasons.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/dependencies.md"), "utf8");
const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<
  "dependencies" | "devDependencies",
  Record<string, string>
>;
const all = { ...dependencies, ...devDependencies };

describe("the table of dependencies", () => {
  it("has each of them in the version that package.json asks for, with a licence and a reason", () => {
    const rows = [...page.matchAll(/^\| (\S+) \| (\d\S*) \| (.+?) \| (.+?) \| [\d,]+ KiB \|$/gm)];
    expect(Object.fromEntries(rows.map(([, name, version]) => [name, version]))).toEqual(all);
    expect(Object.fromEntries(rows.map(([, name, , , reason]) => [name, reason]))).toEqual(reasons);
  });

  it("has nothing that ships under a licence that asks for more than its notice", () => {
    const shipped = page.slice(0, page.indexOf("## For development"));
    const licences = [...shipped.matchAll(/\d+ ([A-Z0-9][\w.-]+(?: OR [\w.-]+)?)(?=[,.])/g)].map(
      ([, licence]) => licence,
    );
    expect(licences.length).toBeGreaterThan(1);
    for (const licence of licences)
      expect(licence).toMatch(/^(?:MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0)/);
  });
});
