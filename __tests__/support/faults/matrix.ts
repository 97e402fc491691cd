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

/** Lets everything go wrong with one request that can. With `once`, what may pass is also tried as something that does. */
export async function runRow({ scene, request }: MatrixRow, once: boolean): Promise<MatrixCell[]> {
  const ends: (() => Promise<void>)[] = [];
  // At one moment, so that the same change is the same commit.
  const clock = () => new Date(Date.UTC(2026, 0, 1));
  const github = await FakeGitHub.start({ clock }, (end: () => Promise<void>) => void ends.push(end));
  try {
    github.limit({ requests: 1_000_000 });
    github.commit("main", before);
    const reference = await referenceOf(github, scene);
    const cells: MatrixCell[] = [];
    for (const kind of faultKinds.filter(({ hits }) => hits(request.endpoint))) {
      for (const times of once ? timesOf(kind) : timesOf(kind).slice(-1)) {
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
