import { describe, expect, it } from "vitest";
import { apiTrouble, troubleText } from "../../../src/edge/github/api-trouble.ts";
import { apiAddress, type ClientOptions, gitHubClient } from "../../../src/edge/github/client.ts";

interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** A client before replies that are given one after the other; the last is given again and again. */
function clientBefore(replies: readonly (Reply | Error)[], options: Partial<ClientOptions> = {}) {
  const requests: { url: string; method: string | undefined; headers: Headers; body: unknown }[] = [];
  const log: string[] = [];
  const client = gitHubClient({
    token: "secret-token",
    address: apiAddress({}),
    debug: (line) => log.push(line),
    second: 1,
    fetch: async (url, { method, headers, body }) => {
      requests.push({ url, method, headers: new Headers(headers), body });
      const reply = replies[Math.min(requests.length, replies.length) - 1];
      if (reply === undefined || reply instanceof Error) throw reply;
      const { status = 200, body: data = {} } = reply;
      const text = typeof data === "string" ? data : JSON.stringify(data);
      return new Response(text, { status, headers: { "content-type": "application/json", ...reply.headers } });
    },
    ...options,
  });
  return { client, requests, log };
}

async function troubleOf(request: Promise<unknown>) {
  return request.then(
    () => "no trouble",
    (error: unknown) => apiTrouble(error),
  );
}

const read = ["GET /repos/{owner}/{repo}", { owner: "acme", repo: "shop" }] as const;
const write = [
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
  { owner: "acme", repo: "shop", issue_number: 1, body: "Hello" },
] as const;

describe("a client of GitHub", () => {
  it("goes where the runner says that GitHub is", async () => {
    const address = apiAddress({ GITHUB_API_URL: "https://github.acme.example/api/v3" });
    expect(address.graphql).toBe("https://github.acme.example/api/graphql");
    const { client, requests } = clientBefore([{ body: { data: {} } }], { address });
    await client.request(...read);
    await client.graphql("query { viewer { login } }");
    expect(requests.map(({ url }) => url)).toEqual([
      "https://github.acme.example/api/v3/repos/acme/shop",
      "https://github.acme.example/api/graphql",
    ]);
    expect(requests[0]?.headers.get("authorization")).toBe("token secret-token");
    expect(requests[0]?.headers.get("user-agent")).toMatch(/^stagegate\//);
  });

  it("asks again when a read fails for a reason that may pass", async () => {
    const { client, requests } = clientBefore([{ status: 502 }, new TypeError("fetch failed"), { body: { id: 1 } }]);
    const { data } = await client.request(...read);
    expect(data.id).toBe(1);
    expect(requests).toHaveLength(3);
  });

  it("gives a read up after three tries", async () => {
    const { client, requests } = clientBefore([{ status: 503, body: { message: "Unavailable." } }]);
    expect(await troubleOf(client.request(...read))).toEqual({ kind: "network", reason: "Unavailable" });
    expect(requests).toHaveLength(3);
  });

  it("asks again for a GraphQL query that fails, and not for a mutation", async () => {
    const reading = clientBefore([{ status: 502 }, { body: { data: { viewer: { login: "me" } } } }]);
    expect(await reading.client.graphql("query { viewer { login } }")).toEqual({ viewer: { login: "me" } });
    const writing = clientBefore([{ status: 502, body: { message: "Bad gateway" } }]);
    expect(await troubleOf(writing.client.graphql("mutation { a }"))).toEqual({
      kind: "maybe-applied",
      reason: "Bad gateway",
    });
    expect(writing.requests).toHaveLength(1);
  });

  it.each([{ status: 500 }, { status: 504 }, new TypeError("socket hang up")])(
    "never repeats a create that may have been carried out (%s)",
    async (reply) => {
      const { client, requests } = clientBefore([reply]);
      expect(await troubleOf(client.request(...write))).toMatchObject({ kind: "maybe-applied" });
      expect(requests).toHaveLength(1);
    },
  );

  it("spends no repetition of one request on another", async () => {
    const failure = { status: 502, body: { message: "Bad gateway" } };
    const twice = [failure, failure, {}];
    const { client, requests } = clientBefore([...twice, ...twice, failure, ...twice]);
    await client.request(...read);
    await client.request(...read);
    expect(await troubleOf(client.request(...write))).toMatchObject({ kind: "maybe-applied" });
    await client.request(...read);
    const three = ["GET", "GET", "GET"];
    expect(requests.map(({ method }) => method)).toEqual([...three, ...three, "POST", ...three]);
  });

  it.each([
    ["a 403 with its wording", { status: 403, body: { message: "You have exceeded a secondary rate limit." } }, 60],
    ["a 429 with retry-after alone", { status: 429, headers: { "retry-after": "3" }, body: { message: "Slow" } }, 3],
    ["a 403 with retry-after alone", { status: 403, headers: { "retry-after": "3" }, body: { message: "Slow" } }, 3],
    ["a 422 in disguise", { status: 422, body: { message: "Validation Failed", errors: [{ code: "abuse" }] } }, 60],
  ])("waits for a secondary limit, also for creates: %s", async (_, refusal, seconds) => {
    const patient = clientBefore([refusal, { status: 201, body: { id: 7 } }], { waitingBudget: seconds });
    expect((await patient.client.request(...write)).data.id).toBe(7);
    const hurried = clientBefore([refusal], { waitingBudget: seconds - 1 });
    expect(await troubleOf(hurried.client.request(...write))).toMatchObject({ kind: "secondary-limit" });
    expect(hurried.requests).toHaveLength(1);
  });

  it("leaves a second between writes, and none before or between reads", async () => {
    let now = 5000;
    const clock = {
      now: () => now,
      wait: async (milliseconds: number) => {
        now += milliseconds;
      },
    };
    const starts: string[] = [];
    const { client } = clientBefore([], {
      clock,
      second: 1000,
      fetch: async (_, { method, body }) => {
        const kind = method === "POST" && !String(body).includes("query Files") ? "write" : "read";
        starts.push(`${kind} ${now}`);
        now += 40;
        return Response.json({ data: {}, id: 1 });
      },
    });
    for (let count = 0; count < 3; count += 1) await client.graphql("query Files { viewer { login } }");
    await client.request(...read);
    await client.request(...write);
    await client.request(...write);
    await client.graphql("query Files { viewer { login } }");
    await client.graphql("mutation { a }");
    now += 5000;
    await client.request(...write);
    const reads = ["read 5000", "read 5040", "read 5080", "read 5120"];
    expect(starts).toEqual([...reads, "write 5160", "write 6160", "read 6200", "write 7160", "write 12200"]);
  });

  it("paces a write that is repeated like any other", async () => {
    const slow = { status: 429, headers: { "retry-after": "1" }, body: { message: "secondary rate limit" } };
    const waits: number[] = [];
    const clock = { now: () => 0, wait: async (milliseconds: number) => void waits.push(milliseconds) };
    const { client, requests } = clientBefore([slow, { body: { id: 1 } }], { clock });
    await client.request(...write);
    await client.request(...write);
    expect(requests).toHaveLength(3);
    expect(waits).toEqual([1, 2]);
  });

  it("waits no longer in all than its budget", async () => {
    const slow = { status: 429, headers: { "retry-after": "50" }, body: { message: "secondary rate limit" } };
    const { client, requests } = clientBefore([slow], { waitingBudget: 120 });
    expect(await troubleOf(client.request(...read))).toEqual({ kind: "secondary-limit", retryAfter: 50 });
    expect(requests).toHaveLength(3);
    expect(await troubleOf(client.request(...read))).toMatchObject({ kind: "secondary-limit" });
    expect(requests).toHaveLength(4);
  });

  it("does not wait for the end of the hour", async () => {
    const resetsAt = Math.floor(Date.now() / 1000) + 3000;
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(resetsAt) };
    const { client, requests } = clientBefore([{ status: 403, headers, body: { message: "API rate limit exceeded" } }]);
    expect(await troubleOf(client.request(...read))).toEqual({ kind: "primary-limit", resetsAt });
    expect(requests).toHaveLength(1);
  });

  it("follows a renamed repository, and takes the token nowhere else", async () => {
    const moved = { status: 301, headers: { location: "https://api.github.com/repositories/1" } };
    const renamed = clientBefore([moved, { body: { id: 1 } }]);
    expect((await renamed.client.request(...read)).data.id).toBe(1);
    const away = clientBefore([{ status: 302, headers: { location: "https://evil.example/" } }]);
    expect(await troubleOf(away.client.request(...read))).toMatchObject({
      kind: "network",
      reason: expect.stringContaining("https://evil.example"),
    });
    expect(away.requests).toHaveLength(1);
    const write307 = clientBefore([{ status: 307, headers: { location: "https://api.github.com/repositories/1" } }]);
    expect(await troubleOf(write307.client.request(...write))).toMatchObject({ kind: "network" });
    expect(write307.requests).toHaveLength(1);
  });

  it("gives up a request that gets no answer in time", async () => {
    const silent = (_: string, { signal }: RequestInit) =>
      new Promise<never>((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    const { client } = clientBefore([], { fetch: silent, timeout: 5 });
    expect(await troubleOf(client.request(...read))).toMatchObject({ kind: "network" });
    expect(await troubleOf(client.request(...write))).toMatchObject({ kind: "maybe-applied" });
  });

  it("holds no more of a reply than its limit", async () => {
    const endless = new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(1024 * 1024)) });
    const { client } = clientBefore([], { fetch: async () => new Response(endless) });
    expect(await troubleOf(client.request(...read))).toMatchObject({
      kind: "network",
      reason: expect.stringContaining("larger than"),
    });
  });

  it("logs each request, and never the token", async () => {
    const headers = { "x-ratelimit-remaining": "12", "x-ratelimit-limit": "1000", "x-ratelimit-reset": "1767225600" };
    let now = 0;
    const clock = { now: () => (now += 20), wait: async () => {} };
    const { client, log } = clientBefore([{ headers }, { headers }, new TypeError("secret-token")], { clock });
    await client.request(...read);
    await client.graphql("query Files { viewer { login } }", { path: "secret-token" });
    await troubleOf(client.request(...write));
    const left = "12 of 1000 requests left until 2026-01-01T00:00:00.000Z";
    expect(log).toEqual([
      `GET /repos/acme/shop 200 in 20 ms, ${left}`,
      `POST /graphql (query Files) 200 in 20 ms, ${left}`,
      "POST /repos/acme/shop/issues/1/comments failed in 20 ms: TypeError",
    ]);
    expect(log.join()).not.toContain("secret-token");
  });
});

describe("what a refusal means", () => {
  it.each([
    [{ status: 401, body: { message: "Bad credentials" } }, { kind: "bad-credentials" }],
    [
      {
        status: 403,
        headers: { "x-accepted-github-permissions": "issues=write; pull_requests=write" },
        body: { message: "Resource not accessible by integration" },
      },
      {
        kind: "missing-permission",
        accepted: "issues=write; pull_requests=write",
        reason: "Resource not accessible by integration",
      },
    ],
    [{ status: 404, body: { message: "Not Found" } }, { kind: "not-found" }],
    [{ status: 409, body: { message: "Conflict" } }, { kind: "conflict" }],
    [
      { status: 422, body: { message: "Unprocessable Entity", errors: ["line must be part of the diff"] } },
      { kind: "validation", texts: ["line must be part of the diff"] },
    ],
    [
      {
        status: 422,
        body: {
          message: "Validation Failed",
          errors: [
            { resource: "IssueComment", code: "unprocessable", field: "data", message: "Body is too long" },
            { resource: "PullRequestReviewThread", code: "missing_field", field: "diff_hunk" },
          ],
        },
      },
      { kind: "validation", texts: ["Body is too long", "missing_field PullRequestReviewThread.diff_hunk"] },
    ],
    [
      { status: 406, body: { message: "too many files" } },
      { kind: "too-large", reason: "too many files" },
    ],
  ])("%j", async (reply, trouble) => {
    const { client, requests } = clientBefore([reply]);
    const found = await troubleOf(client.request(...write));
    expect(found).toEqual(trouble);
    expect(requests).toHaveLength(1);
  });

  it.each([
    [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }, { kind: "missing-permission" }],
    [{ type: "NOT_FOUND", message: "Could not resolve to a node" }, { kind: "not-found" }],
    [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }, { kind: "primary-limit" }],
    [{ message: "Something went wrong while executing your query." }, { kind: "maybe-applied" }],
    [
      { type: "UNPROCESSABLE", message: "Already minimized." },
      { kind: "validation", texts: ["Already minimized"] },
    ],
  ])("also in a GraphQL reply with status 200: %j", async (error, trouble) => {
    const headers = { "x-ratelimit-reset": String(Math.floor(Date.now() / 1000) + 3000) };
    const { client, requests } = clientBefore([{ headers, body: { data: null, errors: [error] } }]);
    expect(await troubleOf(client.graphql("mutation { a }"))).toMatchObject(trouble);
    expect(requests).toHaveLength(1);
  });

  it("says it in one sentence", () => {
    expect(troubleText({ kind: "missing-permission", accepted: "contents=read", reason: "Not allowed" })).toBe(
      "The token may not do this: Not allowed (needs contents=read).",
    );
    expect(troubleText({ kind: "primary-limit", resetsAt: 0 })).toBe("The token's requests for this hour are used up.");
  });

  it("is none for a mistake of our own", () => {
    expect(apiTrouble(new TypeError("x is not a function"))).toBeUndefined();
  });
});
