import type { RepositoryName } from "../event-subject.ts";
import { decodeText, sizeLimit, type TextFile, tooLarge } from "../text-file.ts";
import { apiTrouble } from "./api-trouble.ts";
import type { GitHubClient } from "./client.ts";
import type { FirstLook } from "./first-look.ts";

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

interface Blob {
  readonly oid: string;
  readonly byteSize: number;
  readonly isTruncated: boolean;
  readonly text: string | null;
}

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
  const query = `query (${look?.parameters ?? ""}$owner: String!, $repo: String!, ${names.map((name) => `$${name}: String!`).join(", ")}) {
  repository(owner: $owner, name: $repo) {
${names.map((name) => `    ${name}: object(expression: $${name}) { ...file }`).join("\n")}
  }
${look?.selection ?? ""}}
fragment file on Blob { oid byteSize isTruncated text }`;
  const variables = Object.fromEntries(names.map((name, index) => [name, expressions[index] ?? ""]));
  const { repository } = await ask();
  const blobs = new Map<string, Blob>();
  for (const [index, expression] of expressions.entries()) {
    const blob = repository[`e${index}`];
    // An empty object is no file but a folder.
    if (blob?.oid !== undefined) blobs.set(expression, blob as Blob);
  }
  return blobs;

  /** The files matter more than the look: it is left out where it is what GitHub does not answer. */
  async function ask(): Promise<BlobReply> {
    try {
      const reply = await graphql<BlobReply>(query, { owner, repo, ...look?.variables, ...variables });
      look?.take(reply);
      return reply;
    } catch (error) {
      const rest = look?.replyWithout(error);
      const { kind } = apiTrouble(error) ?? {};
      const mayBeOfLook = rest !== undefined || kind === "validation" || kind === "network";
      if (look === undefined || !mayBeOfLook) throw error;
      return (rest as BlobReply | undefined) ?? withoutLook();
    }
  }

  async function withoutLook(): Promise<BlobReply> {
    const blobs = await requestBlobs({ graphql }, { owner, repo }, expressions, undefined);
    return { repository: Object.fromEntries(expressions.map((each, index) => [`e${index}`, blobs.get(each) ?? null])) };
  }
}

interface BlobReply {
  readonly repository: Readonly<Record<string, Partial<Blob> | null>>;
}

async function requestContent(client: GitHubClient, repository: RepositoryName, oid: string): Promise<Uint8Array> {
  const { data } = await client.request("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", {
    ...repository,
    file_sha: oid,
  });
  return Buffer.from(data.content, "base64");
}
