import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs/reliability.md"), "utf8");
const section = /^## Bounds$(.*?)(?=^## )/ms.exec(page)?.[1] ?? "";
const rows = [...section.matchAll(/^\| ([^|]+) \| .* \| `(src\/[^`]+)`: `([^`]+)` \| `(.+)` \|$/gm)].map(
  ([, what = "", file = "", constant = "", test = ""]) => ({ what, file, constant, test }),
);
const tests = readdirSync(join(root, "__tests__"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts") && file !== "bounds.test.ts")
  .map((file) => readFileSync(join(root, "__tests__", file), "utf8"))
  .join("\n");

describe("the table of bounds", () => {
  it("is read whole", () => {
    expect(rows.length).toBe([...section.matchAll(/^\| /gm)].length - 2);
    expect(rows.length).toBeGreaterThan(25);
  });

  it.each(rows)("holds what the code holds, and a test: $what", ({ file, constant, test }) => {
    expect(readFileSync(join(root, file), "utf8")).toContain(constant);
    expect(tests).toContain(`"${test}"`);
  });
});
