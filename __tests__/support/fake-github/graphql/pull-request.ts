import type { ChangedFile } from "../diff.ts";
import { changedFiles, type Pull, type Review } from "../pull.ts";
import { association, nodeId } from "../rest/show.ts";
import { fullName } from "../world.ts";
import { showAuthor, showIssueComment } from "./comments.ts";
import { connection, type PageArguments } from "./connection.ts";
import type { GraphqlContext } from "./field.ts";
import { showCommit } from "./git-objects.ts";
import { showReview } from "./reviews.ts";
import { showThread } from "./threads.ts";

export function showPullRequest(context: GraphqlContext, pull: Pull): Readonly<Record<string, unknown>> {
  const { head, base, repository } = pull;
  const { git } = repository;
  const files = () => changedFiles(pull);
  const sum = (count: (file: ChangedFile) => number) => files().reduce((total, file) => total + count(file), 0);
  return {
    __typename: "PullRequest",
    id: nodeId("PR", pull.id),
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    number: pull.number,
    title: pull.title,
    body: pull.body ?? "",
    url: `${context.world.urls.server}/${fullName(repository)}/pull/${pull.number}`,
    state: pull.mergedAt ? "MERGED" : pull.state.toUpperCase(),
    isDraft: pull.draft,
    closed: pull.state === "closed",
    merged: pull.mergedAt !== undefined,
    mergedAt: pull.mergedAt ?? null,
    createdAt: pull.createdAt,
    updatedAt: pull.updatedAt,
    mergeable: () => (git.merge(base.sha, head.sha) === undefined ? "CONFLICTING" : "MERGEABLE"),
    author: showAuthor(context, pull.author),
    authorAssociation: association(repository, pull.author),
    headRefName: head.branch,
    headRefOid: head.sha,
    headRepository: () => (head.isGone ? null : context.showRepository(context, head.repository)),
    headRepositoryOwner: head.isGone ? null : { __typename: "User", login: head.repository.owner.login },
    isCrossRepository: head.repository !== repository,
    baseRefName: base.branch,
    baseRefOid: base.sha,
    baseRepository: () => context.showRepository(context, repository),
    changedFiles: () => files().length,
    additions: () => sum(({ additions }) => additions),
    deletions: () => sum(({ deletions }) => deletions),
    files: (args: PageArguments) => connection("files", files(), args, showFile),
    commits: (args: PageArguments) =>
      connection("commits", git.commitsBetween(base.sha, head.sha).toReversed(), args, (oid) => ({
        id: `PRC_${oid}`,
        commit: () => showCommit(context, head.repository, oid),
      })),
    reviews: (args: PageArguments & { readonly states?: readonly string[] | null }) => {
      const { token } = context;
      const shown = pull.reviews.filter(
        ({ state, author }) =>
          (state !== "PENDING" || author === token.account) && (!args.states || args.states.includes(state)),
      );
      return connection("reviews", shown, args, (review) => showReview(context, pull, review));
    },
    latestReviews: (args: PageArguments) =>
      connection("latestReviews", latest(pull), args, (review) => showReview(context, pull, review)),
    reviewThreads: (args: PageArguments) =>
      connection("reviewThreads", pull.threads, args, (thread) => showThread(context, pull, thread)),
    comments: (args: PageArguments) =>
      connection("comments", pull.comments, args, (comment) => showIssueComment(context, pull, comment)),
  };
}

function showFile({ path, additions, deletions, status }: ChangedFile) {
  const changeType = status === "removed" ? "DELETED" : status.toUpperCase();
  return { path, additions, deletions, changeType, viewerViewedState: "UNVIEWED" };
}

/** The last submitted review of each author. */
function latest(pull: Pull): Review[] {
  const byAuthor = new Map(pull.reviews.filter(({ state }) => state !== "PENDING").map((one) => [one.author, one]));
  return [...byAuthor.values()];
}
