/**
 * Bounds what expansion may produce, so that `X="$X$X"` many times over, or a long value used many times, costs no more than
 * a long script would. What no longer fits is not known.
 */
export class WorkBudget {
  private left: number;
  private refused = 0;

  /** @param units characters, or steps of about that cost. */
  constructor(units: number) {
    this.left = units;
  }

  /** How often something did not fit. */
  get refusals(): number {
    return this.refused;
  }

  /** Another budget with what is left of this one. */
  copy(): WorkBudget {
    return new WorkBudget(this.left);
  }

  spend(units: number): boolean {
    if (units > this.left) {
      this.refused++;
      return false;
    }
    this.left -= units;
    return true;
  }
}

/** What reading one file may cost, however many instructions share it. */
export interface FileBudget {
  /** Characters that the variables of instructions and scripts may become. */
  readonly expansion: WorkBudget;
  /** Characters of scripts within scripts, such as that of `eval`: each is parsed where it runs. */
  readonly nestedScripts: WorkBudget;
}

const expansionUnits = 4 * 1024 * 1024;
const nestedScriptUnits = 256 * 1024;

/** @param length of the file: a script that is written out once may be as long as the file allows. */
export function fileBudget(length: number): FileBudget {
  return {
    expansion: new WorkBudget(expansionUnits),
    nestedScripts: new WorkBudget(nestedScriptUnits + length),
  };
}
