import { describe, expect, it } from "vitest";
import { endpointsInSource } from "../support/faults/endpoint.ts";
import { brokenPromises, matrixRows, runRow } from "../support/faults/matrix.ts";

describe("what goes wrong with reading from GitHub", () => {
  it("is tried on every endpoint that the action knows, as is what goes wrong with publishing", () => {
    const tried = new Set(matrixRows.map(({ request }) => request.endpoint));
    expect([...tried].sort()).toEqual(endpointsInSource());
  });

  const rows = matrixRows.filter(({ request }) => request.use === "reading");
  it.each(rows)("never lets a change pass: $title", { timeout: 900_000 }, async (row) => {
    expect(brokenPromises(await runRow(row))).toEqual([]);
  });
});
