import * as v from "valibot";
import type { RepositoryName } from "../event-subject.ts";
import { decodeText, sizeLimit, type TextFile, tooLarge } from "../text-file.ts";
import { apiTrouble } from "./api-trouble.ts";
import type { GitHubClient } from "./client.ts";
import type { FirstLook } from "./first-look.ts";
import { replyOf, UnexpectedReply } from "./reply.ts";

/** A file of a commit: `<commit>:<path>`, or the SHA of its content. */
export interface BlobRequest {
  readonly expression: string;
  /** Bytes, where they are known. */
  readonly size?: number | undefined;
}

/** What one GraphQL request asks for at most; bytes count as {@link usualSize} where they are not known. */
const mostBlobs = 100;
const mostBytes = 4 * 1024 * 1024;
const usualSize = 16 * 1024;
/** Files that GraphQL does not hand out, each a request of its own. */
const mostSingleReads = 30;

const blob = v.object({
  oid: v.string(),
  byteSize: v.number(),
  isTruncated: v.boolean(),
  text: v.nullable(v.string()),
});

type Blob = v.InferOutput<typeof blob>;

/** Null for what is not there; an object without anything for a folder. */
const filesReply = v.object({ repository: v.record(v.string(), v.nullable(v.union([blob, v.strictObject({})]))) });

const contentReply = v.object({ content: v.string(), encoding: v.literal("base64") });

/**
 * Reads files in as few requests as can be; the first of them takes a look along. What GraphQL cuts, or cannot give as it stands in git (other bytes than UTF-8), is
 * read by REST. A file that is not there is not in the result.
 */
export async function readBlobs(
  client: GitHubClient,
  repository: RepositoryName,
  requests: readonly BlobRequest[],
  look?: FirstLook | undefined,
): Promise<ReadonlyMap<string, TextFile>> {
  const files = new Map<string, TextFile>();
  let singleReads = 0;
  let taken = look;
  for (const batch of batches(requests, files)) {
    const blobs = await requestBlobs(client, repository, batch, taken);
    taken = undefined;
    for (const [expression, { oid, byteSize, isTruncated, text }] of blobs) {
      if (byteSize > sizeLimit) files.set(expression, tooLarge);
      else if (text !== null && !isTruncated && Buffer.byteLength(text) === byteSize) {
        files.set(expression, decodeText(Buffer.from(text)));
      } else if (singleReads < mostSingleReads) {
        singleReads += 1;
        files.set(expression, decodeText(await requestContent(client, repository, oid)));
      } else files.set(expression, tooManySingleReads);
    }
  }
  return files;
}

const tooManySingleReads: TextFile = {
  kind: "problem",
  code: "file-unreadable",
  message: `Not read: more than ${mostSingleReads} files here are no plain UTF-8 texts. Save them as UTF-8.`,
};

/** Sets what is known to be too large, and groups the rest. */
function* batches(requests: readonly BlobRequest[], files: Map<string, TextFile>): Generator<string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const [expression, { size = usualSize }] of new Map(requests.map((request) => [request.expression, request]))) {
    if (size > sizeLimit) {
      files.set(expression, tooLarge);
      continue;
    }
    if (batch.length === mostBlobs || (batch.length > 0 && bytes + size > mostBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(expression);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Expressions hold paths, which are anybody's text: they are variables, never a part of the query. */
async function requestBlobs(
  { graphql }: Pick<GitHubClient, "graphql">,
  { owner, repo }: RepositoryName,
  expressions: readonly string[],
  look: FirstLook | undefined,
): Promise<Map<string, Blob>> {
  const names = expressions.map((_, index) => `e${index}`);
  const variables = Object.fromEntries(names.map((name, index) => [name, expressions[index] ?? ""]));
  const what = "The answer with the files";
  const { repository } = replyOf(filesReply, await ask(), what);
  const blobs = new Map<string, Blob>();
  for (const [index, expression] of expressions.entries()) {
    const file = repository[`e${index}`];
    if (file === undefined) throw new UnexpectedReply(`${what} lacks one of them`, false);
    if (file !== null && "oid" in file) blobs.set(expression, file);
  }
  return blobs;

  /** The files matter more than the look: it is left out where it is what GitHub does not answer. */
  async function ask(): Promise<unknown> {
    const wanted = { owner, repo, ...variables };
    try {
      const reply = await graphql<unknown>(filesQuery(names, look), { ...look?.variables, ...wanted });
      look?.take(reply);
      return reply;
    } catch (error) {
      const rest = look?.replyWithout(error);
      const { kind } = apiTrouble(error) ?? {};
      const mayBeOfLook = rest !== undefined || kind === "validation" || kind === "network";
      if (look === undefined || !mayBeOfLook) throw error;
      return rest ?? graphql<unknown>(filesQuery(names, undefined), wanted);
    }
  }
}

function filesQuery(names: readonly string[], look: FirstLook | undefined): string {
  return `query Files(${look?.parameters ?? ""}$owner: String!, $repo: String!, ${names.map((name) => `$${name}: String!`).join(", ")}) {
  repository(owner: $owner, name: $repo) {
${names.map((name) => `    ${name}: object(expression: $${name}) { ...file }`).join("\n")}
  }
${look?.selection ?? ""}}
fragment file on Blob { oid byteSize isTruncated text }`;
}

async function requestContent(client: GitHubClient, repository: RepositoryName, oid: string): Promise<Uint8Array> {
  const { data } = await client.request("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", {
    ...repository,
    file_sha: oid,
  });
  return Buffer.from(replyOf(contentReply, data, "The answer with a file").content, "base64");
}
