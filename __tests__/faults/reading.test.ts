import { describe, expect, it } from "vitest";
import { endpointsInSource } from "../support/faults/endpoint.ts";
import { brokenPromises, matrixRows, runRow } from "../support/faults/matrix.ts";

/** What goes wrong with check runs, which are there on request only, is told by __tests__/pull-request/check-run.test.ts. */
const checkRuns = [
  "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations",
  "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
  "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
  "POST /repos/{owner}/{repo}/check-runs",
];

describe("what goes wrong with reading from GitHub", () => {
  it("is tried on every endpoint that the action knows, as is what goes wrong with publishing", () => {
    const tried = new Set(matrixRows.map(({ request }) => request.endpoint));
    expect([...tried, ...checkRuns].sort()).toEqual(endpointsInSource());
  });

  const rows = matrixRows.filter(({ request }) => request.use === "reading");
  it.each(rows)("never lets a change pass: $title", { timeout: 900_000 }, async (row) => {
    expect(brokenPromises(await runRow(row))).toEqual([]);
  });
});
