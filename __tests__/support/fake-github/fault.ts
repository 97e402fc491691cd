import type { Reply } from "./route.ts";

export interface LoggedRequest {
  readonly method: string;
  /** Without the prefix of an Enterprise server, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Undefined while it is under way, and where the connection was reset. */
  status: number | undefined;
}

/** Something that goes wrong at GitHub. */
export interface Fault {
  readonly match: (request: LoggedRequest) => boolean;
  /** How many matching requests it hits; 1 unless told. */
  readonly times?: number;
  /** What somebody else does just before the request is carried out: a push, another job's comment. */
  readonly meanwhile?: () => void;
  /** Answered without carrying the request out. */
  readonly reply?: Reply;
  /** The request is carried out, and the client gets a 502. */
  readonly afterWrite?: true;
  /** The connection is reset; after the request was carried out, with `afterWrite`. */
  readonly reset?: true;
  readonly slowMilliseconds?: number;
  /** No answer ever comes; the request is carried out with `afterWrite`, and not without. */
  readonly silent?: true;
  /** What becomes of the body of an answer on its way. */
  readonly alter?: (body: unknown) => unknown;
  /** Only the first half of the reply's bytes arrive. */
  readonly truncated?: true;
}

export class Faults {
  readonly #armed: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#armed.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#armed.length = 0;
  }

  /** The fault that hits this request, and is used up by it. */
  take(request: LoggedRequest): Fault | undefined {
    const hit = this.#armed.find(({ fault, left }) => left > 0 && fault.match(request));
    if (hit) hit.left -= 1;
    return hit?.fault;
  }
}

const secondaryLimitMessage =
  "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

/** How GitHub says that too much content was made: it has said it in three ways. */
export function secondaryLimitReply(as: 403 | 422 | 429, retryAfterSeconds: number | undefined): Reply {
  const headers = retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
  const documentation_url = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api";
  if (as !== 422) return { status: as, headers, body: { message: secondaryLimitMessage, documentation_url } };
  const errors = [{ resource: "PullRequestReview", code: "abuse", field: "base" }];
  return { status: 422, headers, body: { message: "Validation Failed", errors, documentation_url } };
}
