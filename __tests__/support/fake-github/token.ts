import type { Account, Repository, World } from "./world.ts";
import { fullName } from "./world.ts";

/** As `permissions:` of a workflow names them. */
export type PermissionName =
  | "actions"
  | "checks"
  | "contents"
  | "issues"
  | "metadata"
  | "pull-requests"
  | "security-events"
  | "statuses";

export type Permissions = Readonly<Partial<Record<PermissionName, "read" | "write" | "none">>>;

export interface Token {
  readonly text: string;
  readonly account: Account;
  /** An installation of an app (that is what a job's token is), or a person's own token. */
  readonly kind: "installation" | "personal";
  readonly permissions: Permissions;
  /** The repositories that it was made for; others it sees as anybody does. */
  readonly repositories: readonly Repository[];
}

/** What an operation needs: one of these, each `permission=level`, as x-accepted-github-permissions says it. */
export type Needs = readonly `${string}=${"read" | "write"}`[];

export interface Refusal {
  readonly status: 401 | 403 | 404;
  readonly message: string;
}

export function mayUse(token: Token, repository: Repository, needs: Needs): boolean {
  return needs.some((need) => {
    const [name = "", level] = need.split("=");
    if (name === "metadata" && level === "read") return true;
    if (!token.repositories.includes(repository)) return false;
    const given = token.permissions[name.replaceAll("_", "-") as PermissionName] ?? "none";
    return given === "write" || (given === "read" && level === "read");
  });
}

/** Why a token may not do something with a repository; undefined where it may. */
export function refusal(token: Token | undefined, repository: Repository, needs: Needs): Refusal | undefined {
  const reading = needs.some((need) => need.endsWith("=read"));
  const notFound = { status: 404, message: "Not Found" } as const;
  if (!token) {
    if (repository.private) return notFound;
    return reading ? undefined : { status: 401, message: "Requires authentication" };
  }
  if (repository.private && !token.repositories.includes(repository)) return notFound;
  if (mayUse(token, repository, needs) || (reading && !repository.private)) return undefined;
  const kind = token.kind === "installation" ? "integration" : "personal access token";
  return { status: 403, message: `Resource not accessible by ${kind}` };
}

export interface NewToken {
  readonly login: string;
  readonly permissions: Permissions;
  readonly repositories: readonly Repository[];
  readonly kind?: Token["kind"] | undefined;
}

export function addToken(world: World, { login, permissions, repositories, kind = "installation" }: NewToken): Token {
  const account = world.account(login);
  const text = `fake-token-${world.newId()}-${repositories.map(fullName).join("-").replaceAll("/", "-")}`;
  const token: Token = { text, account, kind, permissions, repositories };
  world.tokens.set(text, token);
  return token;
}
