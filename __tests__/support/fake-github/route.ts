import { type Needs, refusal, type Token } from "./token.ts";
import type { Repository, World } from "./world.ts";

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Call {
  readonly world: World;
  readonly token: Token | undefined;
  /** By their names in the path's template, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** A JSON object; empty where none was sent. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly accept: string;
}

export interface RepositoryCall extends Call {
  readonly repository: Repository;
}

export interface Route {
  /** `METHOD /path/{template}`, as in GitHub's description. */
  readonly operation: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly needs: Needs;
  /** Makes content that people are told of: what the secondary limit counts. */
  readonly createsContent: boolean;
  answer(call: Call): Reply;
}

/** A refusal of GitHub's, with its words. */
export class GitHubError extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.body = { message, documentation_url: "https://docs.github.com/rest", status: String(status), ...more };
  }
}

export function notFound(): GitHubError {
  return new GitHubError(404, "Not Found");
}

/** Parameters that may hold slashes. */
const wide: readonly string[] = ["path", "ref", "basehead"];

/** An operation on a repository, of which the caller is told only what the token may see. */
export function route(operation: string, needs: Needs, answer: (call: RepositoryCall) => Reply): Route {
  return plainRoute(operation, needs, (call) => {
    const repository = call.world.repository(`${call.parameters.owner}/${call.parameters.repo}`);
    if (!repository) throw notFound();
    const refused = refusal(call.token, repository, needs);
    if (refused) throw new GitHubError(refused.status, refused.message);
    return answer({ ...call, repository });
  });
}

export function plainRoute(operation: string, needs: Needs, answer: (call: Call) => Reply): Route {
  const [method = "", template = ""] = operation.split(" ");
  const pattern = template.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => `(?<${name}>${wide.includes(name) ? ".+" : "[^/]+"})`,
  );
  return {
    operation,
    method,
    // Without a path: the whole repository.
    pattern: new RegExp(`^${pattern.replace("/(?<path>.+)", "(?:/(?<path>.*))?")}$`),
    needs,
    createsContent: method === "POST" && /comments|reviews|replies/.test(template),
    answer,
  };
}

export function findRoute(routes: readonly Route[], method: string, path: string) {
  for (const candidate of routes.filter((one) => one.method === method)) {
    const match = candidate.pattern.exec(path);
    if (!match) continue;
    const parameters = Object.entries(match.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text ?? "")]);
    return { route: candidate, parameters: Object.fromEntries(parameters) as Record<string, string> };
  }
  return undefined;
}
