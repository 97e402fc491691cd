import type { GitObjects } from "./git-objects.ts";

export interface CommitFacts {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string; readonly date: string };
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly date: Date;
  readonly message: string;
}

export function writeCommit(objects: GitObjects, { tree, parents, author, date, message }: NewCommit): string {
  const person = `${author} <${author}@users.github.example> ${Math.floor(date.getTime() / 1000)} +0000`;
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${person}`,
    `committer ${person}`,
  ];
  return objects.write("commit", Buffer.from(`${lines.join("\n")}\n\n${message}\n`));
}

export function readCommit(objects: GitObjects, sha: string): CommitFacts {
  const object = objects.read(sha);
  if (object?.type !== "commit") throw new Error(`There is no commit ${sha}.`);
  const text = object.content.toString();
  const end = text.indexOf("\n\n");
  const header = text.slice(0, end).split("\n");
  const values = (name: string) =>
    header.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  const [, name = "", email = "", seconds = ""] = /^(.*) <(.*)> (\d+) /.exec(values("author")[0] ?? "") ?? [];
  const date = new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
  return {
    sha,
    tree: values("tree")[0] ?? "",
    parents: values("parent"),
    author: { name, email, date },
    message: text.slice(end + 2).trimEnd(),
  };
}

/** A commit and all before it, children before their parents. */
export function history(objects: GitObjects, sha: string): readonly string[] {
  const parentsFirst: string[] = [];
  const seen = new Set<string>();
  const open = [{ sha, isDone: false }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.isDone) parentsFirst.push(next.sha);
    else if (!seen.has(next.sha)) {
      seen.add(next.sha);
      open.push({ sha: next.sha, isDone: true });
      for (const parent of readCommit(objects, next.sha).parents) open.push({ sha: parent, isDone: false });
    }
  }
  return parentsFirst.reverse();
}

/** The last commit that two have in common; undefined where they have none. */
export function commonAncestor(objects: GitObjects, left: string, right: string): string | undefined {
  const ofLeft = new Set(history(objects, left));
  return history(objects, right).find((sha) => ofLeft.has(sha));
}
