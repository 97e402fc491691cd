import { readFileSync } from "node:fs";
import { buildSchema, execute, type GraphQLError, type GraphQLSchema, parse, validate } from "graphql";
import { GitHubError, type Reply } from "../route.ts";
import type { Token } from "../token.ts";
import type { World } from "../world.ts";
import { type GraphqlContext, resolveField } from "./field.ts";
import { mutations } from "./mutations.ts";
import { queries, showRepository } from "./queries.ts";

let schema: GraphQLSchema | undefined;

/** GitHub's own schema, which never changes. Reading it takes a while, the less so without its prose. */
function githubSchema(): GraphQLSchema {
  if (schema) return schema;
  const file = new URL("schema.graphql", import.meta.resolve("@octokit/graphql-schema"));
  const definitions = readFileSync(file, "utf8").replaceAll(/"""[\s\S]*?"""/g, "");
  schema = buildSchema(definitions, { assumeValid: true, assumeValidSDL: true, noLocation: true });
  return schema;
}

/** Errors of an operation come with status 200, as at GitHub. An operation that its schema refuses is a mistake of the client. */
export async function answerGraphql(world: World, token: Token | undefined, body: unknown): Promise<Reply> {
  if (!token) throw new GitHubError(401, "This endpoint requires you to be authenticated.");
  const { query, variables } = body as { readonly query?: string; readonly variables?: Record<string, unknown> };
  const document = parse(query ?? "");
  const errors = validate(githubSchema(), document);
  if (errors.length > 0) {
    world.violations.push(...errors.map(({ message }) => `GraphQL: ${message}`));
    return { status: 200, body: { errors: errors.map(showError) } };
  }
  const context: GraphqlContext = { world, token, showRepository };
  const result = await execute({
    schema: githubSchema(),
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
