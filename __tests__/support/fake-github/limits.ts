import { type LoggedRequest, secondaryLimitReply } from "./fault.ts";
import type { Reply, Route } from "./route.ts";

export interface LimitOptions {
  /** Requests that are left of the hour; a job's token has 1,000. */
  readonly requests?: number;
  /** Comments, reviews and replies that may still be made before the secondary limit speaks. */
  readonly creations?: number;
  /** How often it then speaks before it is over. */
  readonly refusals?: number;
  readonly as?: 403 | 422 | 429;
  readonly retryAfterSeconds?: number;
}

const hourly = 1000;

/** The primary limit, counted down in headers, and the secondary one on what people are told of. */
export class Limits {
  readonly #clock: () => Date;
  #remaining = hourly;
  #options: LimitOptions = {};
  #creations = 0;
  #refused = 0;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  set(options: LimitOptions): void {
    this.#options = options;
    this.#remaining = options.requests ?? this.#remaining;
    this.#creations = 0;
    this.#refused = 0;
  }

  /** What is left of the hour; the time of its end in seconds since 1970. */
  get state() {
    const reset = Math.floor(this.#clock().getTime() / 1000) + 3600;
    return { limit: hourly, remaining: this.#remaining, used: hourly - this.#remaining, reset };
  }

  headers(): Readonly<Record<string, string>> {
    const counts = Object.entries(this.state).map(([name, count]) => [`x-ratelimit-${name}`, String(count)]);
    return { ...Object.fromEntries(counts), "x-ratelimit-resource": "core" };
  }

  /** The refusal of a request beyond the primary limit. */
  count(request: LoggedRequest): Reply | undefined {
    if (request.path.endsWith("/rate_limit")) return undefined;
    if (this.#remaining === 0) {
      const message = "API rate limit exceeded for installation ID 1.";
      return { status: 403, body: { message, documentation_url: "https://docs.github.com/rest" } };
    }
    this.#remaining -= 1;
    return undefined;
  }

  /** The refusal of a request that would make too much content. */
  countContent({ createsContent }: Pick<Route, "createsContent">): Reply | undefined {
    const { creations, as = 403, retryAfterSeconds, refusals = Number.POSITIVE_INFINITY } = this.#options;
    if (!createsContent || creations === undefined) return undefined;
    if (this.#creations < creations || this.#refused >= refusals) {
      this.#creations += 1;
      return undefined;
    }
    this.#refused += 1;
    return secondaryLimitReply(as, retryAfterSeconds);
  }
}
