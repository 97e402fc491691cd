import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type BuildKitFacts, differencesFromBuildKit } from "../../scripts/buildkit-facts.ts";

// Real Dockerfiles with BuildKit's own reading of each; they are data of others and lie outside the repository.
const folder = join(import.meta.dirname, "../../../shared/corpus");

describe.skipIf(!existsSync(folder))("BuildKit's reading of the corpus", () => {
  it("is ours in every file", () => {
    const lines = gunzipSync(readFileSync(join(folder, "facts.jsonl.gz")))
      .toString("utf8")
      .trim()
      .split("\n");
    const facts = lines.map((line) => JSON.parse(line) as BuildKitFacts);
    const different = facts.flatMap((fact) =>
      differencesFromBuildKit(readFileSync(join(folder, "files", fact.path), "utf8"), fact).map(
        (difference) => `${fact.path}: ${difference}`,
      ),
    );
    expect(facts.length).toBeGreaterThan(2_000);
    expect(different).toEqual([]);
  });
});
