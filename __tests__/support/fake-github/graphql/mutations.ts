import { GraphQLError } from "graphql";
import { longestBody } from "../rest/body-text.ts";
import { addIssueComment } from "../rest/issue-comments.ts";
import { addReply } from "../review-writing.ts";
import { showIssueComment } from "./comments.ts";
import { demand, type GraphqlContext, unresolved } from "./field.ts";
import { findNode, type Node } from "./nodes.ts";
import { showReviewComment, showThread } from "./threads.ts";

interface Input<Fields> {
  readonly input: Fields & { readonly clientMutationId?: string | null };
}

const commenting = ["issues=write", "pull_requests=write"] as const;

export function mutations(context: GraphqlContext) {
  const { world, token } = context;
  const nodeOf = <Kind extends Node["kind"]>(kind: Kind, id: string): Extract<Node, { readonly kind: Kind }> => {
    const node = findNode(context, id);
    if (node.kind !== kind) throw unresolved(`a ${kind} node with the global id of '${id}'`);
    return node as Extract<Node, { readonly kind: Kind }>;
  };
  const minimize = (id: string, reason: string | undefined) => {
    const node = findNode(context, id);
    const target =
      node.kind === "IC" || node.kind === "PRRC" ? node.comment : node.kind === "PRR" ? node.review : undefined;
    if (!target) throw unresolved(`a comment with the global id of '${id}'`);
    demand(context, node.pull.repository, commenting);
    target.minimized = reason;
    return findNode(context, id).shown;
  };
  const resolve = (id: string, isResolved: boolean) => {
    const { pull, thread } = nodeOf("PRRT", id);
    // Permission to write comments is not enough.
    demand(context, pull.repository, ["contents=write"]);
    thread.resolvedBy = isResolved ? token.account : undefined;
    return showThread(context, pull, thread);
  };
  return {
    minimizeComment: ({ input }: Input<{ readonly subjectId: string; readonly classifier: string }>) => ({
      clientMutationId: input.clientMutationId ?? null,
      minimizedComment: minimize(input.subjectId, input.classifier.toLowerCase().replaceAll("_", "-")),
    }),
    unminimizeComment: ({ input }: Input<{ readonly subjectId: string }>) => ({
      clientMutationId: input.clientMutationId ?? null,
      unminimizedComment: minimize(input.subjectId, undefined),
    }),
    resolveReviewThread: ({ input }: Input<{ readonly threadId: string }>) => ({
      clientMutationId: input.clientMutationId ?? null,
      thread: resolve(input.threadId, true),
    }),
    unresolveReviewThread: ({ input }: Input<{ readonly threadId: string }>) => ({
      clientMutationId: input.clientMutationId ?? null,
      thread: resolve(input.threadId, false),
    }),
    addPullRequestReviewThreadReply: ({
      input,
    }: Input<{ readonly pullRequestReviewThreadId: string; readonly body: string }>) => {
      const { pull, thread } = nodeOf("PRRT", input.pullRequestReviewThreadId);
      demand(context, pull.repository, ["pull_requests=write"]);
      const comment = addReply(world, pull, thread, token.account, newBody(context, input.body));
      return {
        clientMutationId: input.clientMutationId ?? null,
        comment: showReviewComment(context, pull, thread, comment),
      };
    },
    addComment: ({ input }: Input<{ readonly subjectId: string; readonly body: string }>) => {
      const { pull } = nodeOf("PR", input.subjectId);
      demand(context, pull.repository, commenting);
      const comment = addIssueComment(world, pull, token.account, newBody(context, input.body));
      return {
        clientMutationId: input.clientMutationId ?? null,
        commentEdge: { cursor: "", node: showIssueComment(context, pull, comment) },
      };
    },
    updateIssueComment: ({ input }: Input<{ readonly id: string; readonly body: string }>) => {
      const { pull, comment } = nodeOf("IC", input.id);
      demand(context, pull.repository, commenting);
      comment.body = checkBody(input.body);
      comment.updatedAt = world.now();
      comment.editor = token.account;
      return {
        clientMutationId: input.clientMutationId ?? null,
        issueComment: showIssueComment(context, pull, comment),
      };
    },
    updatePullRequestReviewComment: ({
      input,
    }: Input<{ readonly pullRequestReviewCommentId: string; readonly body: string }>) => {
      const { pull, thread, comment } = nodeOf("PRRC", input.pullRequestReviewCommentId);
      demand(context, pull.repository, ["pull_requests=write"]);
      comment.body = checkBody(input.body);
      comment.updatedAt = world.now();
      comment.editor = token.account;
      return {
        clientMutationId: input.clientMutationId ?? null,
        pullRequestReviewComment: showReviewComment(context, pull, thread, comment),
      };
    },
  };
}

/** A text that people are told of: neither too long nor too soon after others. */
function newBody({ world }: GraphqlContext, body: string): string {
  if (world.limits.countContent({ createsContent: true })) {
    throw new GraphQLError("was submitted too quickly", { extensions: { type: "UNPROCESSABLE" } });
  }
  return checkBody(body);
}

function checkBody(body: string): string {
  if ([...body].length <= longestBody) return body;
  const message = `Body is too long (maximum is ${longestBody} characters)`;
  throw new GraphQLError(message, { extensions: { type: "UNPROCESSABLE" } });
}
