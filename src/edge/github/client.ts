import { randomUUID } from "node:crypto";
import { getOctokit } from "@actions/github";
import { defaults } from "@actions/github/lib/utils";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { version } from "../version.ts";
import { type Fetch, guardedFetch } from "./guarded-fetch.ts";
import { type Clock, Pace, pacing, systemClock, unpaced } from "./pace.ts";
import { ownSettings, repetition } from "./repetition.ts";
import { defaultWaitingBudget, waitingBudget } from "./waiting-budget.ts";

type Octokit = ReturnType<typeof getOctokit>;

/** GitHub's API, REST and GraphQL, for one token. */
export interface GitHubClient {
  readonly request: Octokit["request"];
  readonly graphql: Octokit["graphql"];
  readonly paginate: Octokit["paginate"];
}

/** Where GitHub's API is: github.com, data residency, or an Enterprise Server. */
export interface ApiAddress {
  /** Without a slash at the end, for example `https://api.github.com` or `https://github.acme.example/api/v3`. */
  readonly rest: string;
  readonly graphql: string;
}

export interface ClientOptions {
  readonly token: string;
  readonly address: ApiAddress;
  /** Takes one line for every request. */
  readonly debug: (line: string) => void;
  /** Seconds that this client waits in all before it asks again, {@link defaultWaitingBudget} unless given. */
  readonly waitingBudget?: number;
  /** Milliseconds that a second of waiting lasts: 1000 unless a test is in a hurry. */
  readonly second?: number;
  /** Milliseconds until one request is given up, {@link requestTimeout} unless given. */
  readonly timeout?: number;
  /** Paces the writes; that of the system unless given. */
  readonly clock?: Clock;
  /** Unless given: the fetch of @actions/github, which honours the proxy of the runner. */
  readonly fetch?: Fetch;
}

/** Milliseconds until one request is given up. */
const requestTimeout = 30_000;
/** Bytes. A tree of 100,000 entries, the most that GitHub lists, takes about 25 MB. */
const replyLimit = 64 * 1024 * 1024;
/** Times that one request is repeated because of a rate limit. */
const mostRepetitions = 5;

/** What the runner says of GitHub's address; github.com where it says nothing. */
export function apiAddress(environment: Readonly<Record<string, string | undefined>>): ApiAddress {
  const rest = (environment.GITHUB_API_URL || "https://api.github.com").replace(/\/$/, "");
  const graphql = environment.GITHUB_GRAPHQL_URL || `${rest.replace(/\/v3$/, "")}/graphql`;
  return { rest, graphql };
}

/**
 * A client that paces its writes, honours `retry-after` within its waiting budget, and asks again after a failure only where
 * nothing can have been written: for reads, and for requests that were refused by a rate limit. Whoever creates something
 * learns of a failure that may have come too late (see api-trouble.ts) and looks before creating again.
 */
export function gitHubClient(options: ClientOptions): GitHubClient {
  const { token, address, second = 1000, clock = systemClock } = options;
  const budget = waitingBudget(options.waitingBudget ?? defaultWaitingBudget);
  const origins = [new URL(address.rest).origin, new URL(address.graphql).origin];
  const fetch = guardedFetch(options.fetch ?? (defaults.request?.fetch as Fetch), {
    timeout: options.timeout ?? requestTimeout,
    sizeLimit: replyLimit,
    origins,
    debug: options.debug,
    now: () => clock.now(),
  });
  const askAgain = (seconds: number, _request: unknown, _octokit: unknown, count: number) =>
    count < mostRepetitions && budget.grant(seconds);
  const settings = {
    baseUrl: address.rest,
    userAgent: `stagegate/${version}`,
    request: { fetch },
    log: { debug: options.debug, info: options.debug, warn: options.debug, error: options.debug },
    retry: { doNotRetry: [], retries: 0, retryAfterBaseValue: second },
    // The plugin paces all clients of a process together unless each has a name of its own.
    throttle: {
      ...unpaced,
      id: randomUUID(),
      onRateLimit: askAgain,
      onSecondaryRateLimit: askAgain,
      retryAfterBaseValue: second,
    },
  };
  const octokit = getOctokit(
    token,
    settings,
    repetition(budget),
    pacing(new Pace(second, clock)),
    retry,
    throttling,
    ownSettings,
  );
  return {
    request: octokit.request,
    graphql: octokit.graphql.defaults({ url: address.graphql }),
    paginate: octokit.paginate,
  };
}
