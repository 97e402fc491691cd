import { GraphQLError } from "graphql";

export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

const largestPage = 100;

/** A page of a list: one of `first` and `last` is required, and at most 100. */
export function connection<Item, Node>(
  name: string,
  items: readonly Item[],
  { first, last, after, before }: PageArguments,
  show: (item: Item) => Node,
) {
  const size = first ?? last;
  if (size === null || size === undefined) {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    throw new GraphQLError(message, { extensions: { type: "MISSING_PAGINATION_BOUNDARIES" } });
  }
  if (size > largestPage) {
    const message = `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of ${largestPage} records.`;
    throw new GraphQLError(message, { extensions: { type: "EXCESSIVE_PAGINATION" } });
  }
  const start = after ? index(after) + 1 : 0;
  const end = before ? index(before) : items.length;
  const from = typeof first === "number" ? start : Math.max(start, end - size);
  const to = typeof first === "number" ? Math.min(end, start + size) : end;
  const nodes = () => items.slice(from, to).map(show);
  return {
    totalCount: items.length,
    nodes,
    edges: () => nodes().map((node, offset) => ({ node, cursor: cursor(from + offset) })),
    pageInfo: {
      hasNextPage: to < items.length,
      hasPreviousPage: from > 0,
      startCursor: to > from ? cursor(from) : null,
      endCursor: to > from ? cursor(to - 1) : null,
    },
  };
}

function cursor(position: number): string {
  return Buffer.from(`cursor:${position}`).toString("base64");
}

function index(text: string): number {
  return Number(Buffer.from(text, "base64").toString().slice("cursor:".length));
}
