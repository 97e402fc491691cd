import type * as v from "valibot";
import type { Comment, Discussion, Thread } from "../../review/discussion.ts";
import type { GitHubClient } from "./client.ts";
import { type CommentNode, discussionReply, headReply, type pageInfo, type ThreadNode } from "./discussion-reply.ts";
import { replyOf, UnexpectedReply } from "./reply.ts";

export interface PullRequestAddress {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

/** Threads and comments of 100 each; more than 5,000 of either is no review any more. */
const mostPages = 50;
/** More replies need not be read: they are answers, whoever gave them. */
const readReplies = 20;

/** Ids of comments have outgrown the 32 bits of `databaseId`; older servers know no other. */
type IdField = "fullDatabaseId" | "databaseId";

/**
 * Reads everything that is said in a pull request, who said it and what became of it, with one request for each 100 threads or
 * comments. The commit it names is the newest one.
 * @throws errors of the client; RangeError for more than 5,000 threads or comments.
 */
export async function readDiscussion(client: GitHubClient, address: PullRequestAddress): Promise<Discussion> {
  try {
    return await readPages(client, address, "fullDatabaseId");
  } catch (error) {
    if (!(error instanceof Error && /fullDatabaseId.*doesn't exist|doesn't exist.*fullDatabaseId/i.test(error.message)))
      throw error;
    return readPages(client, address, "databaseId");
  }
}

async function readPages(client: GitHubClient, address: PullRequestAddress, idField: IdField): Promise<Discussion> {
  const [threads, comments]: [Thread[], Comment[]] = [[], []];
  let variables: PageVariables = { threads: true, threadsAfter: null, comments: true, commentsAfter: null };
  for (let page = 0; page < mostPages; page += 1) {
    const reply = await client.graphql(discussionQuery(idField), { ...address, ...variables });
    const { viewer, repository } = replyOf(discussionReply, reply, "The answer with the comments");
    const { headRefOid, reviewThreads, comments: list } = repository.pullRequest;
    if ((variables.threads && !reviewThreads) || (variables.comments && !list)) {
      throw new UnexpectedReply("The answer with the comments lacks some of them", false);
    }
    const login = withoutBot(viewer.login);
    threads.push(...(reviewThreads?.nodes ?? []).map((node) => threadFrom(node, login)));
    comments.push(...(list?.nodes ?? []).map(commentFrom));
    variables = nextPage(reviewThreads?.pageInfo, list?.pageInfo);
    if (!variables.threads && !variables.comments) {
      const pullRequest = `${repository.databaseId}/${address.number}`;
      return { pullRequest, headSha: headRefOid, viewer: login, threads, comments };
    }
  }
  throw new RangeError(`The pull request has more than ${mostPages * 100} threads or comments.`);
}

/** The newest commit of a pull request. */
export async function readHead(client: GitHubClient, address: PullRequestAddress): Promise<string> {
  const query = `query Head($owner: String!, $repo: String!, $number: Int!) {
    repository(owner: $owner, name: $repo) { pullRequest(number: $number) { headRefOid } }
  }`;
  const reply = replyOf(headReply, await client.graphql(query, { ...address }), "The answer with the newest commit");
  return reply.repository.pullRequest.headRefOid;
}

function discussionQuery(idField: IdField): string {
  const comment = `id databaseId: ${idField} url body viewerDidAuthor isMinimized createdAt lastEditedAt author { login } editor { login }`;
  return `query Discussion(
    $owner: String!, $repo: String!, $number: Int!,
    $threads: Boolean!, $threadsAfter: String, $comments: Boolean!, $commentsAfter: String
  ) {
    viewer { login }
    repository(owner: $owner, name: $repo) {
      databaseId
      pullRequest(number: $number) {
        headRefOid
        reviewThreads(first: 100, after: $threadsAfter) @include(if: $threads) {
          pageInfo { hasNextPage endCursor }
          nodes {
            id path line startLine originalLine isResolved viewerCanResolve resolvedBy { login }
            comments(first: ${readReplies}) { totalCount nodes { ${comment} } }
          }
        }
        comments(first: 100, after: $commentsAfter) @include(if: $comments) {
          pageInfo { hasNextPage endCursor }
          nodes { ${comment} }
        }
      }
    }
  }`;
}

interface PageVariables {
  readonly [name: string]: unknown;
  readonly threads: boolean;
  readonly threadsAfter: string | null;
  readonly comments: boolean;
  readonly commentsAfter: string | null;
}

type PageInfo = v.InferOutput<typeof pageInfo>;

function nextPage(threads: PageInfo | undefined, comments: PageInfo | undefined): PageVariables {
  return {
    threads: threads?.hasNextPage ?? false,
    threadsAfter: threads?.endCursor ?? null,
    comments: comments?.hasNextPage ?? false,
    commentsAfter: comments?.endCursor ?? null,
  };
}

function threadFrom(node: ThreadNode, viewer: string): Thread {
  const { totalCount, nodes } = node.comments;
  return {
    nodeId: node.id,
    path: node.path,
    startLine: node.startLine ?? undefined,
    line: node.line ?? undefined,
    isOnFile: node.originalLine === null && node.line === null,
    isResolved: node.isResolved,
    isResolvedByUs: node.isResolved && node.resolvedBy !== null && withoutBot(node.resolvedBy.login) === viewer,
    canResolve: node.viewerCanResolve,
    comments: nodes.map(commentFrom),
    hasMore: totalCount > nodes.length,
  };
}

function commentFrom({
  id,
  databaseId,
  url,
  body,
  viewerDidAuthor,
  isMinimized,
  createdAt,
  lastEditedAt,
  author,
  editor,
}: CommentNode): Comment {
  return {
    id: Number(databaseId),
    nodeId: id,
    url,
    body,
    isOurs: viewerDidAuthor,
    writtenAt: lastEditedAt ?? createdAt,
    isEditedByOther: viewerDidAuthor && editor !== null && editor.login !== author?.login,
    isHidden: isMinimized,
  };
}

/** The one who asks is called `github-actions[bot]`, an author `github-actions`. */
function withoutBot(login: string): string {
  return login.replace(/\[bot\]$/, "");
}
