import process from "node:process";
import { FakeGitHub } from "../fake-github/fake-github.ts";
import { type CellResult, referenceOf, runCell } from "./cell.ts";
import { type FaultKind, faultKinds, timesOf } from "./fault-kinds.ts";
import { before, type FaultedRequest, type Scene, scenes } from "./scenes.ts";

export interface MatrixRow {
  readonly title: string;
  readonly scene: Scene;
  readonly request: FaultedRequest;
}

/** Everything that a run asks for, with the scene in which it does. */
export const matrixRows: readonly MatrixRow[] = scenes.flatMap((scene) =>
  scene.requests.map((request) => ({ title: `${request.endpoint}: ${request.about}`, scene, request })),
);

export interface MatrixCell extends CellResult {
  readonly kind: FaultKind;
  /** How often it happened. */
  readonly times: number;
}

/** In the usual test run one of so many kinds of faults is tried on a request, on each other ones. */
const usualShare = 4;

/**
 * Lets go wrong with one request what can: everything where the environment says FAULTS=all (`npm run faults`), and also once what may
 * pass; else a share.
 */
export async function runRow(row: MatrixRow, all = process.env.FAULTS === "all"): Promise<MatrixCell[]> {
  const { scene, request } = row;
  const offset = matrixRows.indexOf(row);
  const possible = faultKinds.filter(({ hits }) => hits(request.endpoint));
  const kinds = all ? possible : possible.filter((_, index) => (index + offset) % usualShare === 0);
  const ends: (() => Promise<void>)[] = [];
  // At one moment, so that the same change is the same commit.
  const clock = () => new Date(Date.UTC(2026, 0, 1));
  const github = await FakeGitHub.start({ clock }, (end: () => Promise<void>) => void ends.push(end));
  try {
    github.limit({ requests: 1_000_000 });
    github.commit("main", before);
    const reference = await referenceOf(github, scene);
    const cells: MatrixCell[] = [];
    for (const kind of kinds) {
      for (const times of all ? timesOf(kind) : timesOf(kind).slice(-1)) {
        const cell = await runCell(github, scene, request, kind, { times, reference });
        cells.push({ ...cell, kind, times });
        for (const promise of process.env.SHOW_FAULTS ? cell.broken : []) {
          process.stderr.write(`${request.about} | ${kind.name} ×${times}: ${promise}\n`);
        }
      }
    }
    return cells;
  } finally {
    github.takeViolations();
    for (const end of ends) await end();
  }
}

export function brokenPromises(cells: readonly MatrixCell[]): string[] {
  return cells.flatMap(({ kind, times, broken }) => broken.map((promise) => `${kind.name} ×${times}: ${promise}`));
}
