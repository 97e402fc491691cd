import { buildSchema, execute, type GraphQLError, type GraphQLSchema, parse, validate } from "graphql";
import { GitHubError, type Reply } from "../route.ts";
import type { Token } from "../token.ts";
import type { World } from "../world.ts";
import { type GraphqlContext, resolveField } from "./field.ts";
import { mutations } from "./mutations.ts";
import { queries, showRepository } from "./queries.ts";

let reading: Promise<GraphQLSchema> | undefined;

/** GitHub's own schema, which never changes. Reading it takes a while, so that only those tests wait which use it. */
function githubSchema(): Promise<GraphQLSchema> {
  reading ??= import("@octokit/graphql-schema").then(({ schema: { idl } }) =>
    buildSchema(idl, { assumeValid: true, assumeValidSDL: true, noLocation: true }),
  );
  return reading;
}

/** Errors of an operation come with status 200, as at GitHub. An operation that its schema refuses is a mistake of the client. */
export async function answerGraphql(world: World, token: Token | undefined, body: unknown): Promise<Reply> {
  if (!token) throw new GitHubError(401, "This endpoint requires you to be authenticated.");
  const { query, variables } = body as { readonly query?: string; readonly variables?: Record<string, unknown> };
  const document = parse(query ?? "");
  const schema = await githubSchema();
  const errors = validate(schema, document);
  if (errors.length > 0) {
    world.violations.push(...errors.map(({ message }) => `GraphQL: ${message}`));
    return { status: 200, body: { errors: errors.map(showError) } };
  }
  const context: GraphqlContext = { world, token, showRepository };
  const result = await execute({
    schema,
    document,
    rootValue: { ...queries(context), ...mutations(context) },
    contextValue: context,
    variableValues: variables ?? {},
    fieldResolver: resolveField,
    typeResolver: (value) => (value as { readonly __typename?: string }).__typename,
  });
  for (const { message, extensions } of result.errors ?? []) {
    if (extensions.type === undefined) world.violations.push(`GraphQL: ${message}`);
  }
  const { data = null } = result;
  return { status: 200, body: result.errors ? { data, errors: result.errors.map(showError) } : { data } };
}

/** GitHub puts the type of an error beside its message. */
function showError({ message, path, locations, extensions }: GraphQLError) {
  return { ...(extensions.type === undefined ? {} : { type: extensions.type }), path, locations, message };
}
