import { type Fault, secondaryLimitReply } from "../fake-github/fault.ts";
import { isGraphql, isWriting } from "./endpoint.ts";
import { refusals } from "./refusals.ts";

/** Something that goes wrong with a request, whatever it asks for. */
export interface FaultKind {
  readonly name: string;
  readonly fault: Omit<Fault, "match" | "times">;
  /** Whether it can happen to an endpoint at all. */
  readonly hits: (endpoint: string) => boolean;
}

/** How often it is tried to happen: what passes by itself once and again and again, what does not pass again and again. */
export function timesOf({ fault }: FaultKind): readonly number[] {
  const status = fault.reply?.status ?? 500;
  return status >= 500 || fault.reply?.headers?.["retry-after"] === "2" ? [1, 99] : [99];
}

const always = () => true;
/** Whether an answer has something to say. */
const answers = (endpoint: string) => !endpoint.startsWith("DELETE /");
const isRest = (endpoint: string) => !isGraphql(endpoint);
const answer = (status: number, message: string, headers: Readonly<Record<string, string>> = {}) => ({
  reply: { status, headers, body: { message, documentation_url: "https://docs.github.com/rest" } },
});
const graphqlError = (error: Readonly<Record<string, string>>) => ({
  reply: { status: 200, body: { data: null, errors: [error] } },
});
const hourEnds = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "4102444800" };

/** Every part of an answer replaced, down to the last. */
function altered(change: (value: unknown) => unknown): NonNullable<Fault["alter"]> {
  const alter = (value: unknown): unknown => {
    const changed = change(value);
    if (changed !== value || typeof value !== "object" || value === null) return changed;
    if (Array.isArray(value)) return value.map(alter);
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, alter(part)]));
  };
  return (body) => {
    const isData = typeof body === "object" && body !== null && "data" in body;
    return isData ? { ...body, data: alter(body.data) } : alter(body);
  };
}

export const faultKinds: readonly FaultKind[] = [
  { name: "401", fault: answer(401, "Bad credentials"), hits: always },
  {
    name: "403",
    fault: answer(403, "Resource not accessible by integration", {
      "x-accepted-github-permissions": "issues=write; pull_requests=write",
    }),
    hits: always,
  },
  { name: "403, retry after 2 s", fault: { reply: secondaryLimitReply(403, 2) }, hits: always },
  { name: "403, retry after 900 s", fault: { reply: secondaryLimitReply(403, 900) }, hits: always },
  {
    name: "403, hour used up",
    fault: answer(403, "API rate limit exceeded for installation ID 1.", hourEnds),
    hits: always,
  },
  { name: "404", fault: answer(404, "Not Found"), hits: always },
  { name: "409", fault: answer(409, "Conflict"), hits: always },
  { name: "410", fault: answer(410, "Gone"), hits: isRest },
  { name: "422", fault: answer(422, "Validation Failed"), hits: (endpoint) => !isWriting(endpoint) },
  { name: "429, retry after 2 s", fault: { reply: secondaryLimitReply(429, 2) }, hits: always },
  { name: "429", fault: answer(429, "Too many requests"), hits: always },
  { name: "500", fault: answer(500, "Server Error"), hits: always },
  { name: "502", fault: answer(502, "Server Error"), hits: always },
  { name: "502, carried out", fault: { afterWrite: true }, hits: isWriting },
  { name: "reset", fault: { reset: true }, hits: always },
  { name: "reset, carried out", fault: { reset: true, afterWrite: true }, hits: isWriting },
  { name: "no answer in time", fault: { silent: true }, hits: always },
  { name: "no answer in time, carried out", fault: { silent: true, afterWrite: true }, hits: isWriting },
  { name: "half an answer", fault: { truncated: true }, hits: answers },
  { name: "half the JSON", fault: { alter: halfJson }, hits: answers },
  {
    name: "a page of HTML",
    fault: { reply: { status: 200, headers: { "content-type": "text/html" }, body: "<html>Sign in</html>" } },
    hits: always,
  },
  { name: "null", fault: { alter: () => null }, hits: answers },
  { name: "{}", fault: { alter: () => ({}) }, hits: answers },
  {
    name: "texts missing",
    fault: { alter: altered((value) => (typeof value === "string" ? undefined : value)) },
    hits: answers,
  },
  {
    name: "numbers for texts",
    fault: { alter: altered((value) => (typeof value === "string" ? 7 : value)) },
    hits: answers,
  },
  {
    name: "texts for numbers",
    fault: { alter: altered((value) => (typeof value === "number" ? "x" : value)) },
    hits: answers,
  },
  {
    name: "null for lists",
    fault: { alter: altered((value) => (Array.isArray(value) ? null : value)) },
    hits: answers,
  },
  {
    name: "FORBIDDEN",
    fault: graphqlError({ type: "FORBIDDEN", message: "Resource not accessible by integration" }),
    hits: isGraphql,
  },
  {
    name: "NOT_FOUND",
    fault: graphqlError({ type: "NOT_FOUND", message: "Could not resolve to a Repository" }),
    hits: isGraphql,
  },
  {
    name: "RATE_LIMITED",
    fault: graphqlError({ type: "RATE_LIMITED", message: "API rate limit exceeded" }),
    hits: isGraphql,
  },
  { name: "UNPROCESSABLE", fault: graphqlError({ type: "UNPROCESSABLE", message: "Not now" }), hits: isGraphql },
  {
    name: "something went wrong",
    fault: graphqlError({ message: "Something went wrong while executing your query." }),
    hits: isGraphql,
  },
  ...refusals.map(({ name, reply }) => ({
    name: `422: ${name}`,
    fault: { reply },
    hits: (endpoint: string) => isWriting(endpoint) && isRest(endpoint),
  })),
];

/** Whole as far as HTTP can tell. */
function halfJson(body: unknown): unknown {
  const text = JSON.stringify(body ?? {});
  return text.slice(0, text.length >> 1);
}
