import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { type ApiDescription, readApiDescription } from "./api-description.ts";
import { complete } from "./complete.ts";
import type { Schema } from "./schema.ts";

export interface RequestFault {
  readonly message: string;
  /** A size that GitHub documents, which a client may well run into; anything else is a mistake of the client. */
  readonly isLimit: boolean;
}

/** GitHub's own description of its API, to which the requests and the replies of the fake are held. */
export class Contract {
  readonly #description: ApiDescription;
  readonly #ajv = new Ajv({
    strict: false,
    allErrors: false,
    verbose: true,
    logger: false,
    inlineRefs: false,
    code: { optimize: false },
  });
  readonly #validators = new Map<Schema, ValidateFunction>();

  constructor(operations: readonly string[]) {
    this.#description = readApiDescription(operations);
    addFormats.default(this.#ajv, ["uri", "date-time", "date", "email"]);
    this.#ajv.addSchema({ $id: "api", components: { schemas: this.#description.schemas } });
  }

  requestFault(operation: string, query: URLSearchParams, body: unknown): RequestFault | undefined {
    const { queryNames, request } = this.#operation(operation);
    const strange = [...query.keys()].find((name) => !queryNames.includes(name));
    if (strange !== undefined) return { message: `${operation} has no parameter "${strange}".`, isLimit: false };
    if (!request) return body === undefined ? undefined : { message: `${operation} takes no body.`, isLimit: false };
    const error = this.#firstError(request, body ?? {});
    if (error) return { message: errorText(error), isLimit: /^max(?:Items|Length)$/.test(error.keyword) };
    const unknown: string[] = [];
    complete(request, body, { schemas: this.#description.schemas, fill: false, unknown });
    const [first] = unknown;
    return first === undefined ? undefined : { message: `"${first.slice(1)}" is not a permitted key.`, isLimit: false };
  }

  /** A reply with all that GitHub promises for it; throws where it says something else than GitHub would. */
  reply(operation: string, status: number, body: unknown): unknown {
    const schema = this.#operation(operation).replies[String(status)];
    if (!schema) return body;
    const unknown: string[] = [];
    const whole = complete(schema, body, { schemas: this.#description.schemas, fill: true, unknown });
    const error = this.#firstError(schema, whole);
    // Refusals say more than their description: the status once more, since 2024.
    const [strange] = status < 400 ? unknown : [];
    const problem = error ? `${error.instancePath} ${error.message}` : strange && `${strange} is not described`;
    if (problem) throw new Error(`${operation} ${status}: ${problem}\n${JSON.stringify(body, null, 1)}`);
    return whole;
  }

  #operation(name: string) {
    const operation = this.#description.operations[name];
    if (!operation) throw new Error(`The contract does not hold ${name}.`);
    return operation;
  }

  #firstError(schema: Schema, value: unknown): ErrorObject | undefined {
    let validator = this.#validators.get(schema);
    if (!validator) {
      validator = this.#ajv.compile(schema);
      this.#validators.set(schema, validator);
    }
    return validator(value) ? undefined : (validator.errors ?? [])[0];
  }
}

/** In GitHub's words, for the limits that it words itself. */
function errorText({ keyword, params, data, instancePath, message }: ErrorObject): string {
  if (keyword === "maxItems" && Array.isArray(data)) {
    return `No more than ${params.limit} items are allowed; ${data.length} were supplied.`;
  }
  if (keyword === "maxLength" && typeof data === "string") {
    return `Only ${params.limit} characters are allowed; ${data.length} were supplied.`;
  }
  if (keyword === "required") return `"${params.missingProperty}" wasn't supplied.`;
  return `For '${instancePath.slice(1).replaceAll("/", ".")}', ${message}.`;
}
