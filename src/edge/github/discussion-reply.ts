import * as v from "valibot";

const login = v.object({ login: v.string() });

export const pageInfo = v.object({ hasNextPage: v.boolean(), endCursor: v.nullable(v.string()) });

const comment = v.object({
  id: v.string(),
  databaseId: v.union([v.pipe(v.string(), v.digits()), v.number()]),
  url: v.string(),
  body: v.string(),
  viewerDidAuthor: v.boolean(),
  isMinimized: v.boolean(),
  createdAt: v.string(),
  /** Null where nobody has edited it. */
  lastEditedAt: v.nullable(v.string()),
  /** Null where the account is gone. */
  author: v.nullable(login),
  /** Null where nobody has edited it. */
  editor: v.nullable(login),
});

const thread = v.object({
  id: v.string(),
  path: v.string(),
  line: v.nullable(v.number()),
  startLine: v.nullable(v.number()),
  originalLine: v.nullable(v.number()),
  isResolved: v.boolean(),
  viewerCanResolve: v.boolean(),
  resolvedBy: v.nullable(login),
  comments: v.object({ totalCount: v.number(), nodes: v.array(comment) }),
});

const head = { headRefOid: v.string() };

/** The answer to the query Head. */
export const headReply = v.object({ repository: v.object({ pullRequest: v.object(head) }) });

/** The answer to the query Discussion. */
export const discussionReply = v.object({
  viewer: login,
  repository: v.object({
    databaseId: v.number(),
    pullRequest: v.object({
      ...head,
      reviewThreads: v.optional(v.object({ pageInfo, nodes: v.array(thread) })),
      comments: v.optional(v.object({ pageInfo, nodes: v.array(comment) })),
    }),
  }),
});

export type CommentNode = v.InferOutput<typeof comment>;
export type ThreadNode = v.InferOutput<typeof thread>;
