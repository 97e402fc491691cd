/** Like the fetch of the web, as far as a client of GitHub uses it. */
export type Fetch = (url: string, options: RequestInit) => Promise<Response>;

export interface FetchGuards {
  /** Milliseconds until a request is given up, its body included. */
  readonly timeout: number;
  /** Bytes of a body; more is an error. */
  readonly sizeLimit: number;
  /** Origins that may see the token, for example `https://api.github.com`. */
  readonly origins: readonly string[];
  /** Takes one line for every request: method, path, status, time and what is left of the rate limit; never a token, nor what is asked. */
  readonly debug: (line: string) => void;
  /** Milliseconds since some moment. */
  readonly now: () => number;
}

/** A reply of GitHub that is larger than the limit, or goes where the token must not go. */
class RefusedReply extends Error {
  override name = "RefusedReply";
}

const mostRedirects = 3;
const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Fetch that gives up in time, holds no more than the limit in memory, and sends the token nowhere but to GitHub: a redirect
 * is followed only within the same origin, as GitHub answers for a renamed repository, and only for reads.
 */
export function guardedFetch(fetch: Fetch, guards: FetchGuards): Fetch {
  return async (url, options) => {
    const started = { ...options, redirect: "manual" as const, signal: AbortSignal.timeout(guards.timeout) };
    let target = new URL(url);
    for (let redirects = 0; ; redirects += 1) {
      if (!guards.origins.includes(target.origin)) {
        throw new RefusedReply(`The request would go to ${target.origin}, which is not GitHub's API. It was not sent.`);
      }
      const name = requestName(options, target);
      const start = guards.now();
      const spent = () => `in ${Math.round(guards.now() - start)} ms`;
      const reply = await fetch(target.href, started).catch((error: unknown) => {
        guards.debug(`${name} failed ${spent()}: ${error instanceof Error ? error.name : "for no reason"}`);
        throw error;
      });
      guards.debug(`${name} ${reply.status} ${spent()}${limitsIn(reply)}`);
      const next = redirectOf(reply, target);
      if (next === undefined) return withinLimit(reply, guards.sizeLimit);
      await reply.body?.cancel();
      if (!isRead(options))
        throw new RefusedReply(`GitHub has moved this to ${next.origin}${next.pathname}. Nothing was written.`);
      if (redirects === mostRedirects) throw new RefusedReply("GitHub redirects in a circle.");
      target = next;
    }
  };
}

function isRead({ method = "GET" }: RequestInit): boolean {
  return method === "GET" || method === "HEAD";
}

function redirectOf(reply: Response, from: URL): URL | undefined {
  const location = reply.status >= 300 && reply.status < 400 ? reply.headers.get("location") : null;
  return location !== null && URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
}

async function withinLimit(reply: Response, limit: number): Promise<Response> {
  const { status, statusText } = reply;
  const headers = [...reply.headers];
  if (withoutBody.has(status) || reply.body === null) return new Response(null, { status, statusText, headers });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of reply.body) {
    size += chunk.length;
    if (size > limit) throw new RefusedReply(`GitHub's reply is larger than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks, size), { status, statusText, headers });
}

/** `GET /repos/acme/shop/compare/a...b`, or `POST /graphql (query Files)`: without a query, which may hold anything. */
function requestName({ method = "GET", body }: RequestInit, { pathname }: URL): string {
  const operation = typeof body === "string" ? /"query":"((?:query|mutation) \w{1,40})/.exec(body)?.[1] : undefined;
  return `${method} ${pathname}${operation === undefined ? "" : ` (${operation})`}`;
}

function limitsIn({ headers }: Response): string {
  const left = headers.get("x-ratelimit-remaining");
  const limit = headers.get("x-ratelimit-limit");
  const reset = Number(headers.get("x-ratelimit-reset"));
  const retryAfter = headers.get("retry-after");
  const until = reset > 0 && reset < 1e11 ? ` until ${new Date(reset * 1000).toISOString()}` : "";
  return [
    ...(left === null ? [] : [`, ${left} of ${limit ?? "?"} requests left${until}`]),
    ...(retryAfter === null ? [] : [`, retry after ${retryAfter} s`]),
  ].join("");
}
