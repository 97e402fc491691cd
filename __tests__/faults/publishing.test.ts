import { describe, expect, it } from "vitest";
import { brokenPromises, matrixRows, runRow } from "../support/faults/matrix.ts";

describe("what goes wrong with publishing at GitHub", () => {
  const rows = matrixRows.filter(({ request }) => request.use === "publishing");
  it.each(rows)("loses nothing, doubles nothing, changes no verdict: $title", { timeout: 900_000 }, async (row) => {
    expect(brokenPromises(await runRow(row))).toEqual([]);
  });
});
