import process from "node:process";
import { describe, expect, it } from "vitest";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import { referenceOf, runCell } from "../support/faults/cell.ts";
import { endpointsInSource } from "../support/faults/endpoint.ts";
import { faultKinds, timesOf } from "../support/faults/fault-kinds.ts";
import { before, scenes } from "../support/faults/scenes.ts";

describe("what goes wrong at GitHub", () => {
  it("is tried on every endpoint that the action knows", () => {
    const tried = scenes.flatMap(({ requests }) => requests.map(({ endpoint }) => endpoint));
    expect([...new Set(tried)].sort()).toEqual(endpointsInSource());
  });

  const rows = scenes.flatMap((scene) =>
    scene.requests.map((request) => ({ title: `${request.endpoint}: ${request.about}`, scene, request })),
  );
  it.each(rows)("$title", async ({ scene, request }) => {
    // At one moment, so that the same change is the same commit.
    const github = await FakeGitHub.start({ clock: () => new Date(Date.UTC(2026, 0, 1)) });
    github.limit({ requests: 1_000_000 });
    github.commit("main", before);
    const reference = await referenceOf(github, scene);
    const broken: string[] = [];
    for (const kind of faultKinds.filter(({ hits }) => hits(request.endpoint))) {
      for (const times of timesOf(kind)) {
        const cell = await runCell(github, scene, request, kind, { times, reference });
        if (process.env.SHOW) process.stderr.write(`${request.about} | ${kind.name} ×${times}: ${cell.outcome}\n`);
        broken.push(...cell.broken.map((promise) => `${kind.name} ×${times}: ${promise}`));
      }
    }
    github.takeViolations();
    expect(broken).toEqual([]);
  });
});
