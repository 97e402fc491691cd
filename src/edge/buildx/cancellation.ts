import process from "node:process";

/**
 * Runs something that a signal is to stop, and not the whole program: what it started must be ended, and what it knows be told. A
 * second signal ends the program as ever.
 */
export async function stoppedBySignals<Result>(carryOut: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    return await carryOut(controller.signal);
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}
