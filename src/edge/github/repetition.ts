import type { getOctokit } from "@actions/github";
import type { WaitingBudget } from "./waiting-budget.ts";

type OctokitPlugin = Parameters<typeof getOctokit>[2];

/** Further tries of a read that failed for a reason that may pass, after 1 and 4 seconds. */
const mostRepetitions = 2;

/** An error of octokit for a reply, as far as it matters here. */
interface RequestFailure extends Error {
  status?: number;
  readonly response?: { readonly headers?: Readonly<Record<string, unknown>> };
}

/**
 * Decides for plugin-retry and plugin-throttling what is asked again. Left to themselves, the first repeats creates that may
 * have been carried out, and the second knows a secondary rate limit by its wording only: not by `retry-after` alone, and not
 * as the 422 with code `abuse` that GitHub also sends.
 */
export function repetition(budget: WaitingBudget): OctokitPlugin {
  return (octokit) => {
    octokit.hook.after("request", (response, options) => {
      const isGraphql = typeof options.query === "string";
      if ((isGraphql || isRead(options)) && !isObject(response.data)) throw noJson(response, options);
    });
    octokit.hook.error("request", (error, options) => {
      const failure = error as RequestFailure;
      options.request.retries = 0;
      if (isSecondaryLimit(failure)) {
        failure.status = 429;
        if (!/secondary rate/i.test(failure.message)) failure.message += " (secondary rate limit)";
      } else if (mayPass(failure) && isRead(options)) {
        const count = options.request.retryCount ?? 0;
        const again = count < mostRepetitions && budget.grant((count + 1) ** 2);
        if (again) options.request.retries = count + 1;
      }
      throw error;
    });
    return {};
  };
}

/**
 * Gives each request settings of its own. Octokit hands the same object to all of them, and the plugins count repetitions in it:
 * what was counted for a read would then be spent on a create. To stand behind all plugins that count.
 */
export const ownSettings: OctokitPlugin = (octokit) => {
  octokit.hook.before("request", (options) => {
    options.request = { ...options.request };
  });
  return {};
};

/** Whether a request changes nothing: a GET, or a GraphQL query. */
export function isRead({ method, query }: { readonly method?: unknown; readonly query?: unknown }): boolean {
  if (typeof query === "string") return !/^\s*mutation\b/.test(query);
  return method === "GET" || method === "HEAD";
}

function isObject(data: unknown): boolean {
  return typeof data === "object" && data !== null;
}

/** Octokit hands on as text what is said to be JSON and is none, or half of it. To be treated like a connection that broke off. */
function noJson(response: object, request: object): Error {
  return Object.assign(new Error("Its answer is no JSON."), { name: "HttpError", status: 500, response, request });
}

function isSecondaryLimit({ status, message, response }: RequestFailure): boolean {
  if (status === 422) return /"code":"abuse"/.test(message);
  if (status !== 403 && status !== 429) return false;
  return response?.headers?.["retry-after"] !== undefined || /secondary rate/i.test(message);
}

/** A failure of the server or of the way to it; octokit gives the latter the status 500 as well. */
function mayPass({ status = 0, cause }: RequestFailure): boolean {
  return status >= 500 && (cause as Error | undefined)?.name !== "RefusedReply";
}
