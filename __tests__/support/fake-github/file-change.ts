/** What is at a path of a commit: a text, bytes, a link, a program, another repository's commit; null where nothing is to be. */
type FileChange =
  | string
  | Uint8Array
  | null
  | { readonly link: string }
  | { readonly executable: string }
  | { readonly submodule: string };

export type FileChanges = Readonly<Record<string, FileChange>>;
