/** What is at a path of a commit: a text, bytes, a link, a program, another repository's commit; null where nothing is to be. */
type FileChange =
  | string
  | Uint8Array
  | null
  | { readonly link: string }
  | { readonly executable: string }
  | { readonly submodule: string };

export type FileChanges = Readonly<Record<string, FileChange>>;

export interface CommitRequest {
  readonly reference: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: string;
  readonly date: Date;
  readonly files: FileChanges;
  /** The files are the whole tree, not changes to that of the first parent. */
  readonly whole: boolean;
}

/** The commands of `git fast-import` that make one commit and answer with its name. */
export function importScript({ reference, parents, message, author, date, files, whole }: CommitRequest): Buffer {
  const chunks: Buffer[] = [];
  const line = (text: string) => chunks.push(Buffer.from(`${text}\n`));
  const data = (content: string | Uint8Array) => {
    const bytes = Buffer.from(content);
    line(`data ${bytes.length}`);
    chunks.push(bytes);
    line("");
  };
  const person = `${author} <${author}@users.github.example> ${Math.floor(date.getTime() / 1000)} +0000`;
  line(`commit ${reference}`);
  line("mark :1");
  line(`author ${person}`);
  line(`committer ${person}`);
  data(message);
  parents.forEach((parent, index) => {
    line(`${index === 0 ? "from" : "merge"} ${parent}`);
  });
  if (whole) line("deleteall");
  for (const [path, change] of Object.entries(files)) {
    if (change === null) line(`D ${quoted(path)}`);
    else if (typeof change === "string" || change instanceof Uint8Array) {
      line(`M 100644 inline ${quoted(path)}`);
      data(change);
    } else if ("submodule" in change) line(`M 160000 ${change.submodule} ${quoted(path)}`);
    else {
      line(`M ${"link" in change ? "120000" : "100755"} inline ${quoted(path)}`);
      data("link" in change ? change.link : change.executable);
    }
  }
  line("get-mark :1");
  line("done");
  return Buffer.concat(chunks);
}

function quoted(path: string): string {
  const escaped = path.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  return `"${escaped}"`;
}
