import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type Schema, type Schemas, toJsonSchema } from "./schema.ts";

interface OperationDescription {
  readonly queryNames: readonly string[];
  readonly request: Schema | undefined;
  readonly replies: Readonly<Record<string, Schema>>;
}

/** The part of GitHub's OpenAPI description that a set of operations needs, by `METHOD /path/{template}`. */
export interface ApiDescription {
  readonly operations: Readonly<Record<string, OperationDescription>>;
  readonly schemas: Schemas;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface OpenApiOperation {
  readonly parameters?: readonly unknown[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, unknown>>;
}

type Content = Readonly<Record<string, { readonly schema?: unknown }>>;

/** Where GitHub's real replies have null, though its own description forgets that. */
const departures: readonly { readonly schema: string; readonly property: readonly string[] }[] = [
  // Outdated comments have no place: the older "review-comment" knows that.
  ...["position", "line", "start_line", "original_start_line"].map((property) => ({
    schema: "pull-request-review-comment",
    property: [property],
  })),
  // The fork of a pull request can be deleted.
  { schema: "pull-request", property: ["head", "repo"] },
  { schema: "pull-request-simple", property: ["head", "repo"] },
];

/** Reading 13 MB takes longer than most tests; the part that is needed is kept beside other temporary files. */
export function readApiDescription(operations: readonly string[]): ApiDescription {
  const folder = dirname(fileURLToPath(import.meta.resolve("@octokit/openapi")));
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const code = ["api-description.ts", "schema.ts"].map((file) => readFileSync(join(import.meta.dirname, file), "utf8"));
  const key = createHash("sha256")
    .update(JSON.stringify([version, operations, code]))
    .digest("hex");
  const file = join(tmpdir(), `stagegate-openapi-${key.slice(0, 16)}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const source: OpenApi = JSON.parse(readFileSync(join(folder, "generated/api.github.com.json"), "utf8"));
  const description = extract(source, operations);
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(description));
  renameSync(`${file}.${process.pid}`, file);
  return description;
}

function extract(source: OpenApi, names: readonly string[]): ApiDescription {
  const schemas: Record<string, Schema> = {};
  const convert = (schema: unknown): Schema =>
    toJsonSchema(schema, (name) => {
      if (schemas[name]) return;
      // Set before it is converted: schemas refer to each other in circles.
      schemas[name] = {};
      schemas[name] = corrected(name, convert(source.components.schemas?.[name]));
    });
  const operations = Object.fromEntries(names.map((name) => [name, describe(source, name, convert)] as const));
  return { operations, schemas };
}

function describe(source: OpenApi, name: string, convert: (schema: unknown) => Schema): OperationDescription {
  const [method = "", path = ""] = name.split(" ");
  const operation = source.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`GitHub's description has no ${name}.`);
  const found = <Part>(part: unknown): Part => {
    const { $ref } = part as { readonly $ref?: string };
    const [, , kind = "", id = ""] = $ref?.split("/") ?? [];
    return ($ref === undefined ? part : source.components[kind]?.[id]) as Part;
  };
  const replies = Object.entries(operation.responses).flatMap(([status, response]) => {
    const { content } = found<{ readonly content?: Content }>(response);
    const schema = content?.["application/json"]?.schema;
    return schema === undefined ? [] : [[status, convert(schema)] as const];
  });
  const request = operation.requestBody?.content["application/json"]?.schema;
  return {
    queryNames: (operation.parameters ?? [])
      .map((parameter) => found<{ readonly in: string; readonly name: string }>(parameter))
      .filter((parameter) => parameter.in === "query")
      .map((parameter) => parameter.name),
    request: request === undefined ? undefined : convert(request),
    replies: Object.fromEntries(replies),
  };
}

function corrected(name: string, schema: Schema): Schema {
  return departures
    .filter((departure) => departure.schema === name)
    .reduce((whole, { property }) => withNull(whole, property), schema);
}

/** The schema with null allowed at a property of a property of it. */
function withNull(schema: Schema, [name, ...rest]: readonly string[]): Schema {
  if (name === undefined) return { anyOf: [{ type: "null" }, schema] };
  const property = schema.properties?.[name];
  if (!property) throw new Error(`GitHub's description has no property ${name} there.`);
  return { ...schema, properties: { ...schema.properties, [name]: withNull(property, rest) } };
}
