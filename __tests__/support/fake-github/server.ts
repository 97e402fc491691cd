import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { Contract } from "./contract.ts";
import { type Fault, Faults, type LoggedRequest } from "./fault.ts";
import { answerGraphql } from "./graphql/endpoint.ts";
import { page } from "./page.ts";
import { routes } from "./rest/routes.ts";
import { findRoute, GitHubError, notFound, type Reply } from "./route.ts";
import type { Token } from "./token.ts";
import type { World } from "./world.ts";

let sharedContract: Contract | undefined;

/** The same for all servers: it never changes, and to prepare it takes longer than most tests. */
function contract(): Contract {
  sharedContract ??= new Contract(routes.map(({ operation }) => operation));
  return sharedContract;
}

/** More than this is answered with 413. */
const largestRequest = 25 * 1024 * 1024;

/** The HTTP side: who asks, is it well-formed, may it be answered now, and what of the answer arrives. */
export class GitHubServer {
  readonly requests: LoggedRequest[] = [];
  readonly faults = new Faults();
  readonly #world: World;
  readonly #prefix: string;
  readonly #server: Server;

  constructor(world: World, enterprise: boolean) {
    this.#world = world;
    this.#prefix = enterprise ? "/api/v3" : "";
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        this.#world.violations.push(String(error instanceof Error ? error.stack : error));
        this.#send(response, { status: 500, body: { message: "The fake GitHub failed." } }, {});
      });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const server = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const graphql = this.#prefix === "" ? `${server}/graphql` : `${server}/api/graphql`;
    this.#world.urls = { server, api: server + this.#prefix, graphql };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await readBody(request);
    const url = new URL(request.url ?? "/", this.#world.urls.server);
    const { parsed, isJson } = parseBody(bytes, request.headers["content-encoding"]);
    const logged: LoggedRequest = {
      method: request.method ?? "GET",
      path: url.pathname.startsWith(`${this.#prefix}/repos`) ? url.pathname.slice(this.#prefix.length) : url.pathname,
      query: url.searchParams,
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body: parsed,
      status: undefined,
    };
    this.requests.push(logged);
    const fault = this.faults.take(logged);
    if (fault?.slowMilliseconds) await new Promise((resolve) => setTimeout(resolve, fault.slowMilliseconds));
    fault?.meanwhile?.();
    let reply: Reply;
    if (fault?.reply) reply = fault.reply;
    else if (fault?.silent && !fault.afterWrite) return;
    else if (fault?.reset && !fault.afterWrite) return void request.socket.destroy();
    else if (bytes.length > largestRequest) reply = { status: 413, body: { message: "Payload Too Large" } };
    else if (!isJson) reply = { status: 400, body: { message: "Problems parsing JSON" } };
    else reply = await this.#answer(logged, url);
    if (fault?.silent) return;
    if (fault?.reset) return void request.socket.destroy();
    if (fault?.alter) reply = altered(reply, fault.alter);
    if (fault?.afterWrite) reply = { status: 502, body: { message: "Server Error" } };
    logged.status = reply.status;
    this.#send(response, reply, this.#world.limits.headers(), fault);
  }

  async #answer(request: LoggedRequest, url: URL): Promise<Reply> {
    try {
      const token = this.#authenticate(request.headers.authorization);
      const limited = this.#world.limits.count(request);
      if (limited) return limited;
      if (url.href.split("?")[0] === this.#world.urls.graphql && request.method === "POST") {
        return answerGraphql(this.#world, token, request.body);
      }
      return this.#answerRest(request, url, token);
    } catch (error) {
      if (error instanceof GitHubError) return { status: error.status, body: error.body };
      throw error;
    }
  }

  #answerRest(request: LoggedRequest, url: URL, token: Token | undefined): Reply {
    const path = url.pathname.startsWith(`${this.#prefix}/`) ? url.pathname.slice(this.#prefix.length) : undefined;
    const found = path === undefined ? undefined : findRoute(routes, request.method, path);
    if (!found) {
      this.#world.violations.push(`The fake GitHub does not know ${request.method} ${url.pathname}.`);
      throw notFound();
    }
    const { route, parameters } = found;
    const fault = contract().requestFault(route.operation, url.searchParams, request.body);
    if (fault) {
      if (!fault.isLimit) this.#world.violations.push(`${request.method} ${url.pathname}: ${fault.message}`);
      throw new GitHubError(422, `Invalid request.\n\n${fault.message}`);
    }
    const limited = this.#world.limits.countContent(route);
    if (limited) return limited;
    const needed = { "x-accepted-github-permissions": route.needs.join("; ") };
    try {
      const reply = route.answer({
        world: this.#world,
        token,
        parameters,
        query: url.searchParams,
        body: (request.body ?? {}) as Readonly<Record<string, unknown>>,
        accept: request.headers.accept ?? "",
      });
      const { items, link } = Array.isArray(reply.body)
        ? page(reply.body, url)
        : { items: reply.body, link: undefined };
      const raw = typeof items === "string" || items instanceof Uint8Array || reply.status === 204;
      const body = raw ? items : contract().reply(route.operation, reply.status, items);
      return { ...reply, body, headers: { ...needed, ...reply.headers, ...(link === undefined ? {} : { link }) } };
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      return {
        status: error.status,
        body: contract().reply(route.operation, error.status, error.body),
        headers: needed,
      };
    }
  }

  #authenticate(header: string | undefined): Token | undefined {
    if (header === undefined) return undefined;
    const token = this.#world.tokens.get(header.replace(/^(?:token|bearer) /i, ""));
    if (!token) throw new GitHubError(401, "Bad credentials");
    return token;
  }

  #send(response: ServerResponse, reply: Reply, more: Readonly<Record<string, string>>, fault?: Fault): void {
    const { body } = reply;
    const raw = typeof body === "string" || body instanceof Uint8Array;
    const bytes = Buffer.from(raw ? body : body === undefined ? "" : JSON.stringify(body));
    response.writeHead(reply.status, {
      "content-type": raw ? "application/vnd.github.raw+json; charset=utf-8" : "application/json; charset=utf-8",
      "content-length": bytes.length,
      ...more,
      ...reply.headers,
    });
    if (!fault?.truncated) return void response.end(bytes);
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket?.destroy());
  }
}

/** Still said to be JSON, whatever it has become. */
function altered({ body, headers, ...reply }: Reply, alter: NonNullable<Fault["alter"]>): Reply {
  return { ...reply, headers: { ...headers, "content-type": "application/json; charset=utf-8" }, body: alter(body) };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function parseBody(bytes: Buffer, encoding: string | undefined): { parsed: unknown; isJson: boolean } {
  if (bytes.length === 0) return { parsed: undefined, isJson: true };
  try {
    return { parsed: JSON.parse((encoding === "gzip" ? gunzipSync(bytes) : bytes).toString("utf8")), isJson: true };
  } catch {
    return { parsed: bytes.toString("utf8"), isJson: false };
  }
}
