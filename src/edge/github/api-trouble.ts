import { isRead } from "./repetition.ts";
import { UnexpectedReply } from "./reply.ts";

/** What a failed request to GitHub means for whoever made it. */
export type ApiTrouble =
  | { readonly kind: "bad-credentials" }
  /** `accepted` are the permissions that would do, as GitHub lists them: `issues=write; pull_requests=write`. */
  | { readonly kind: "missing-permission"; readonly accepted: string | undefined; readonly reason: string }
  /** Gone, or hidden from this token. */
  | { readonly kind: "not-found" }
  /** Too many requests in a short time; seconds. */
  | { readonly kind: "secondary-limit"; readonly retryAfter: number | undefined }
  /** The hour's requests are used up; seconds since 1970. */
  | { readonly kind: "primary-limit"; readonly resetsAt: number | undefined }
  /** What was sent was refused; one text for each reason, in GitHub's words. */
  | { readonly kind: "validation"; readonly texts: readonly string[] }
  | { readonly kind: "conflict" }
  /** More than GitHub hands out or takes in this form. */
  | { readonly kind: "too-large"; readonly reason: string }
  /** A write failed in such a way that it may have been carried out: look before writing again. */
  | { readonly kind: "maybe-applied"; readonly reason: string }
  /** What came back has not the form that GitHub describes; nothing was written. */
  | { readonly kind: "unexpected-reply"; readonly reason: string }
  /** GitHub, or the way to it, is out of order; nothing was written. */
  | { readonly kind: "network"; readonly reason: string };

/** An error of octokit, REST or GraphQL, by its shape: the bundle holds more than one copy of the classes. */
interface OctokitError extends Error {
  readonly name: "HttpError" | "GraphqlResponseError";
  readonly status?: number;
  readonly request?: { readonly method?: string; readonly query?: string; readonly body?: unknown };
  readonly response?: { readonly headers?: Headers; readonly data?: unknown };
  /** Of a GraphQL reply, which comes with status 200. */
  readonly headers?: Headers;
  readonly errors?: readonly GraphqlError[];
}

type Headers = Readonly<Record<string, string | number | undefined>>;

interface GraphqlError {
  readonly type?: string;
  readonly message?: string;
}

/** What an error of the client means; undefined for what did not come from GitHub: a bug of ours. */
export function apiTrouble(error: unknown): ApiTrouble | undefined {
  if (error instanceof UnexpectedReply) {
    const { message: reason, isOfWrite } = error;
    return isOfWrite ? { kind: "maybe-applied", reason } : { kind: "unexpected-reply", reason };
  }
  if (isThrottled(error)) return primaryLimit(error.response.headers);
  if (!isOctokitError(error)) return undefined;
  return error.name === "GraphqlResponseError" ? graphqlTrouble(error) : httpTrouble(error);
}

/** One sentence on a trouble, for a problem of the report. */
export function troubleText(trouble: ApiTrouble): string {
  switch (trouble.kind) {
    case "bad-credentials":
      return "GitHub does not accept the token: it is wrong or has expired.";
    case "missing-permission":
      return `The token may not do this: ${trouble.reason}${trouble.accepted ? ` (needs ${trouble.accepted})` : ""}.`;
    case "not-found":
      return "GitHub says that it does not exist, or that the token may not see it.";
    case "secondary-limit":
      return "GitHub asks to slow down, for longer than this run waits.";
    case "primary-limit":
      return `The token's requests for this hour are used up${trouble.resetsAt ? ` until ${new Date(trouble.resetsAt * 1000).toISOString()}` : ""}.`;
    case "validation":
      return `GitHub refuses it: ${trouble.texts.join("; ")}.`;
    case "conflict":
      return "Something else changed it at the same time.";
    case "too-large":
      return `It is too large for GitHub: ${trouble.reason}.`;
    case "maybe-applied":
      return `GitHub failed after it may have been written: ${trouble.reason}.`;
    case "unexpected-reply":
      return `GitHub's answer cannot be used: ${trouble.reason}.`;
    case "network":
      return `GitHub could not be reached: ${trouble.reason}.`;
  }
}

function httpTrouble(error: OctokitError): ApiTrouble {
  const { status = 500, response } = error;
  const headers = response?.headers ?? {};
  const reason = reasonIn(error);
  const limit = limitIn(error, headers);
  if (limit) return limit;
  if (status >= 500) {
    const refused = (error.cause as Error | undefined)?.name === "RefusedReply";
    return { kind: refused || wasRead(error) ? "network" : "maybe-applied", reason };
  }
  switch (status) {
    case 401:
      return { kind: "bad-credentials" };
    case 403:
      if (codesIn(response?.data).includes("too_large")) return { kind: "too-large", reason };
      return { kind: "missing-permission", accepted: textOf(headers["x-accepted-github-permissions"]), reason };
    case 404:
    case 410:
      return { kind: "not-found" };
    case 406:
    case 413:
      return { kind: "too-large", reason };
    case 409:
      return { kind: "conflict" };
    default:
      return { kind: "validation", texts: textsIn(response?.data, reason) };
  }
}

function limitIn({ status, message }: OctokitError, headers: Headers): ApiTrouble | undefined {
  if (status !== 403 && status !== 429) return undefined;
  if (/secondary rate/i.test(message) || headers["retry-after"] !== undefined) {
    return { kind: "secondary-limit", retryAfter: numberOf(headers["retry-after"]) };
  }
  if (status === 429 || headers["x-ratelimit-remaining"] === "0") return primaryLimit(headers);
  return undefined;
}

function primaryLimit(headers: Headers): ApiTrouble {
  return { kind: "primary-limit", resetsAt: numberOf(headers["x-ratelimit-reset"]) };
}

/** GraphQL's troubles come with status 200; the first that has a type decides. */
function graphqlTrouble(error: OctokitError): ApiTrouble {
  const { errors = [], headers = {} } = error;
  const texts = errors.map(({ message }) => message ?? "no reason given");
  const reason = withoutStop(texts[0] ?? error.message);
  switch (errors.find(({ type }) => type !== undefined)?.type) {
    case "FORBIDDEN":
    case "INSUFFICIENT_SCOPES":
      return { kind: "missing-permission", accepted: textOf(headers["x-accepted-github-permissions"]), reason };
    case "NOT_FOUND":
      return { kind: "not-found" };
    case "RATE_LIMITED":
      return primaryLimit(headers);
    case undefined:
      if (texts.some((text) => /something went wrong|timed? ?out|couldn't respond/i.test(text))) {
        return { kind: wasRead(error) ? "network" : "maybe-applied", reason };
      }
      return { kind: "validation", texts: texts.map(withoutStop) };
    default:
      return { kind: "validation", texts: texts.map(withoutStop) };
  }
}

function isOctokitError(error: unknown): error is OctokitError {
  return error instanceof Error && (error.name === "HttpError" || error.name === "GraphqlResponseError");
}

/** What plugin-throttling makes of a GraphQL reply that names the rate limit. */
function isThrottled(error: unknown): error is Error & { readonly response: { readonly headers: Headers } } {
  return error instanceof Error && error.message === "GraphQL Rate Limit Exceeded" && "response" in error;
}

function wasRead({ request }: OctokitError): boolean {
  if (request === undefined) return false;
  const body = typeof request.body === "string" ? request.body : undefined;
  const query = request.query ?? (request.body as { query?: unknown } | undefined)?.query ?? queryIn(body);
  return isRead({ method: request.method, query });
}

function queryIn(body: string | undefined): unknown {
  return body === undefined ? undefined : (JSON.parse(body) as { query?: unknown }).query;
}

/** GitHub's own words, without octokit's additions. */
function reasonIn({ response, message }: OctokitError): string {
  const data = response?.data;
  const own = typeof data === "object" && data !== null ? (data as { message?: unknown }).message : undefined;
  return withoutStop(typeof own === "string" ? own : message);
}

/** The reasons of a 422: plain texts, objects with a message, or objects with a code and a field. */
function textsIn(data: unknown, reason: string): string[] {
  const texts = errorsIn(data).map((error) => {
    if (typeof error === "string") return error;
    const { message, code, resource, field } = error;
    return message ?? [code, [resource, field].filter(Boolean).join(".")].filter(Boolean).join(" ");
  });
  return texts.length > 0 ? texts.map(withoutStop) : [reason];
}

function codesIn(data: unknown): string[] {
  return errorsIn(data).flatMap((error) => (typeof error === "string" ? [] : (error.code ?? [])));
}

type ErrorEntry = string | Readonly<Partial<Record<"message" | "code" | "resource" | "field", string>>>;

function errorsIn(data: unknown): readonly ErrorEntry[] {
  const errors = typeof data === "object" && data !== null ? (data as { errors?: unknown }).errors : undefined;
  if (typeof errors === "string") return [errors];
  return Array.isArray(errors)
    ? errors.filter((error) => error !== null && /^(?:string|object)$/.test(typeof error))
    : [];
}

function withoutStop(text: string): string {
  return text.replace(/[.]$/, "");
}

function textOf(value: string | number | undefined): string | undefined {
  return value === undefined || value === "" ? undefined : String(value);
}

function numberOf(value: string | number | undefined): number | undefined {
  const number = Number(value);
  return value !== undefined && Number.isFinite(number) ? number : undefined;
}
