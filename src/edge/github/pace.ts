import type { getOctokit } from "@actions/github";
import { isRead } from "./repetition.ts";

type OctokitPlugin = Parameters<typeof getOctokit>[2];
type ThrottleOptions = NonNullable<NonNullable<Parameters<typeof getOctokit>[1]>["throttle"]>;

/** Time as a client sees it, in milliseconds. */
export interface Clock {
  now(): number;
  wait(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** Hands out turns in the order in which they are asked for, with a gap between the beginnings of two. */
export class Pace {
  readonly #clock: Clock;
  readonly #gap: number;
  #next = Number.NEGATIVE_INFINITY;

  /** @param gap in milliseconds. */
  constructor(gap: number, clock: Clock) {
    this.#gap = gap;
    this.#clock = clock;
  }

  async turn(): Promise<void> {
    const now = this.#clock.now();
    const start = Math.max(now, this.#next);
    this.#next = start + this.#gap;
    if (start > now) await this.#clock.wait(start - now);
  }
}

/**
 * A second between two requests that write something, each repetition counted, and no wait for those that only read, GraphQL or not.
 * GitHub asks for the second, and bears 80 writes of content a minute.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#pause-between-mutative-requests
 */
export function pacing(pace: Pace): OctokitPlugin {
  return (octokit) => {
    octokit.hook.before("request", async (options) => {
      if (!isRead(options)) await pace.turn();
    });
    return {};
  };
}

/** Settings for plugin-throttling that leave the pace to {@link pacing}: its own holds up every GraphQL query for a second as well. */
export const unpaced = {
  // As much of a Bottleneck group as the plugin uses.
  write: { key: () => ({ schedule: async () => {} }) } as unknown as NonNullable<ThrottleOptions["write"]>,
  triggersNotification: () => false,
};
