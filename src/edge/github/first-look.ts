import * as v from "valibot";
import { readMarker } from "../../review/marker.ts";
import type { PullRequestAddress } from "./read-discussion.ts";

/** Comments, and threads, that are looked at; where there are more, nothing is known. */
const looksAt = 100;
/** The field of the reply that the look is in. */
const field = "firstLook";

const comment = v.object({ body: v.string(), viewerDidAuthor: v.boolean() });
const thread = v.object({ comments: v.object({ nodes: v.array(comment) }) });

const lookReply = v.object({
  [field]: v.object({
    databaseId: v.number(),
    pullRequest: v.object({
      comments: v.object({ totalCount: v.number(), nodes: v.array(comment) }),
      reviewThreads: v.object({ totalCount: v.number(), nodes: v.array(thread) }),
    }),
  }),
});

type Look = v.InferOutput<typeof lookReply>[typeof field];

/**
 * A look at what a pull request says, taken along by a GraphQL request that is made anyway. Who has nothing to say need not ask again
 * whether something of theirs is to be taken back. It is from the beginning of a run: who writes reads everything anew.
 */
export class FirstLook {
  readonly #address: PullRequestAddress;
  #look: Look | undefined;

  constructor(address: PullRequestAddress) {
    this.#address = address;
  }

  /** To be put before other parameters of a query. */
  readonly parameters = "$lookOwner: String!, $lookRepo: String!, $lookNumber: Int!, ";

  get variables(): Readonly<Record<string, unknown>> {
    const { owner, repo, number } = this.#address;
    return { lookOwner: owner, lookRepo: repo, lookNumber: number };
  }

  readonly selection = `  ${field}: repository(owner: $lookOwner, name: $lookRepo) {
    databaseId
    pullRequest(number: $lookNumber) {
      comments(first: ${looksAt}) { totalCount nodes { body viewerDidAuthor } }
      reviewThreads(first: ${looksAt}) {
        totalCount
        nodes { comments(first: 1) { nodes { body viewerDidAuthor } } }
      }
    }
  }
`;

  take(reply: unknown): void {
    const result = v.safeParse(lookReply, reply);
    // In another form than GitHub describes it tells nothing, and everything is asked for later.
    this.#look = result.success ? result.output[field] : undefined;
  }

  /** What a reply holds whose only trouble is the look, for example that pull requests may not be read; undefined otherwise. */
  replyWithout(error: unknown): unknown {
    const { errors, data } = error as { readonly errors?: unknown; readonly data?: unknown };
    const isOfLook = (each: { readonly path?: readonly unknown[] }) => each.path?.[0] === field;
    return Array.isArray(errors) && errors.every(isOfLook) && data ? data : undefined;
  }

  /** Whether there is surely no comment with a key, see commentKey; false also where that is not known. */
  findsNothingOf(key: string): boolean {
    if (this.#look === undefined) return false;
    const { databaseId, pullRequest: pull } = this.#look;
    if (pull.comments.totalCount > looksAt || pull.reviewThreads.totalCount > looksAt) return false;
    const all = [...pull.comments.nodes, ...pull.reviewThreads.nodes.flatMap(({ comments }) => comments.nodes)];
    const keyOf = (body: string) => readMarker(body, `${databaseId}/${this.#address.number}`)?.marker.key;
    return !all.some(({ viewerDidAuthor, body }) => viewerDidAuthor && keyOf(body) === key);
  }
}
