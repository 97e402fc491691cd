import * as core from "@actions/core";
import { type ErrorPlace, InputError } from "../model/input-error.ts";
import { PolicyError } from "../policy/policy-error.ts";
import { visibleText } from "../report/foreign-text.ts";
import type { ExitStatus } from "../run.ts";
import { readActionInputs, tokenInputs } from "./action-inputs.ts";
import type { ClientOptions } from "./github/client.ts";
import { readJob } from "./job.ts";
import { publishFailure } from "./publish-run.ts";
import { runCheck } from "./run-check.ts";
import { runPublish } from "./run-publish.ts";

export interface ActionWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that Stagegate's own policies are in. */
  readonly packs: string;
  /** ISO date of the day, in UTC. */
  readonly today: string;
  /** How to talk to GitHub, where it is not as in a job: with another clock, for example. */
  readonly client?: Partial<ClientOptions> | undefined;
}

/** The runner shows ten errors of a step; one is the verdict. */
const mostMistakes = 9;

/** Carries out a step. Never throws: what goes wrong is an error of the step, and exit status 2. */
export async function runAction(world: ActionWorld): Promise<ExitStatus> {
  try {
    for (const name of tokenInputs) {
      const token = core.getInput(name);
      if (token) core.setSecret(token);
    }
    const inputs = readActionInputs(core.getInput);
    const job = await readJob(world.environment, inputs, world.client);
    return await (inputs.mode === "publish" ? runPublish(job, inputs, world) : runCheck(job, inputs, world));
  } catch (error) {
    sayFailure(error, world.environment.GITHUB_STEP_SUMMARY);
    return 2;
  }
}

function sayFailure(error: unknown, summaryPath: string | undefined): void {
  core.setOutput("conclusion", "incomplete");
  if (error instanceof InputError) {
    const mistakes = error instanceof PolicyError ? error.mistakes : [error];
    for (const { message, place } of mistakes.slice(0, mostMistakes)) {
      if (place !== undefined) core.error(visibleText(message), annotationPlace(place));
    }
    publishFailure(
      mistakes.map(({ line }) => line),
      summaryPath,
    );
    return;
  }
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  if (stack !== undefined) core.debug(stack);
  publishFailure([`Internal error: ${message} (please report)`], summaryPath);
}

function annotationPlace({ path, line, column }: ErrorPlace): core.AnnotationProperties {
  return {
    file: path,
    ...(line === undefined ? {} : { startLine: line }),
    ...(column === undefined ? {} : { startColumn: column }),
  };
}
