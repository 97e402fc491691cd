import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../command-line.ts";
import type { LoggedRequest } from "../fake-github/fault.ts";
import { routes } from "../fake-github/rest/routes.ts";
import { findRoute } from "../fake-github/route.ts";

/** What a request asks for: `GET /repos/{owner}/{repo}/compare/{basehead}`, `query Files`, `mutation ChangeComments`. */
export function endpointOf({ method, path, body }: LoggedRequest): string {
  if (path.endsWith("/graphql")) return operationIn(String((body as { readonly query?: string }).query));
  return findRoute(routes, method, path)?.route.operation ?? `${method} ${path}`;
}

/** Whether asking for it may change something. */
export function isWriting(endpoint: string): boolean {
  return !/^(?:GET|query) /.test(endpoint);
}

export function isGraphql(endpoint: string): boolean {
  return /^(?:query|mutation) /.test(endpoint);
}

/** Every endpoint that the source of the action names, sorted. */
export function endpointsInSource(): string[] {
  const folder = join(root, "src/edge");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const found = files.flatMap((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const rest = [...text.matchAll(/"((?:GET|POST|PUT|PATCH|DELETE) \/[^"]*)"/g)].map(
      ([, operation = ""]) => operation,
    );
    const graphql = [...text.matchAll(/`(?:query|mutation)\b[^`]*/g)].map(([whole]) => operationIn(whole.slice(1)));
    return [...rest, ...graphql];
  });
  return [...new Set(found)].sort();
}

function operationIn(query: string): string {
  const [, kind = "query", name = "without a name"] = /^\s*(query|mutation)\s+(\w+)/.exec(query) ?? [];
  return `${kind} ${name}`;
}
