import { GraphQLError, type GraphQLResolveInfo } from "graphql";
import { mayUse, type Needs, type Token } from "../token.ts";
import type { Repository, World } from "../world.ts";

export interface GraphqlContext {
  readonly world: World;
  readonly token: Token;
  /** Repositories show their pull requests, and those their repositories. */
  readonly showRepository: (context: GraphqlContext, repository: Repository) => Readonly<Record<string, unknown>>;
}

/** A field of a type: its value, or what makes it from the arguments. Everything else of GitHub's schema the fake does not know. */
export function resolveField(
  source: Readonly<Record<string, unknown>>,
  args: Readonly<Record<string, unknown>>,
  context: GraphqlContext,
  { fieldName, parentType }: GraphQLResolveInfo,
): unknown {
  const value = source[fieldName];
  if (value === undefined) throw new Error(`The fake GitHub does not know ${parentType.name}.${fieldName}.`);
  return typeof value === "function" ? value(args, context) : value;
}

function forbidden(token: Token): GraphQLError {
  const kind = token.kind === "installation" ? "integration" : "personal access token";
  return new GraphQLError(`Resource not accessible by ${kind}`, { extensions: { type: "FORBIDDEN" } });
}

export function unresolved(what: string): GraphQLError {
  return new GraphQLError(`Could not resolve to ${what}.`, { extensions: { type: "NOT_FOUND" } });
}

/** Throws what GitHub answers where the token lacks every one of the permissions. Public repositories are read by anybody. */
export function demand({ token }: GraphqlContext, repository: Repository, needs: Needs): void {
  const isRead = needs.every((need) => need.endsWith("=read"));
  if (!(isRead && !repository.private) && !mayUse(token, repository, needs)) throw forbidden(token);
}
