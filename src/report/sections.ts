/** Parts of a Markdown document, one empty line between them; empty ones are left out. */
export function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

/** Parts under a title; nothing at all when none has anything to say. */
export function section(title: string, parts: readonly string[]): string {
  const content = joined(parts);
  return content === "" ? "" : joined([title, content]);
}

/** The same, folded. GitHub reads no Markdown in the title. */
export function folded(title: string, parts: readonly string[]): string {
  const content = joined(parts);
  return content === "" ? "" : joined([`<details><summary>${title}</summary>`, content, "</details>"]);
}

/** `head` has the titles and the line under them. */
export function table(head: string, rows: readonly string[]): string {
  return rows.length === 0 ? "" : [head, ...rows].join("\n");
}

/** Says how many did not fit; `elsewhere` says where they are. */
export function leftOut(count: number, elsewhere: string): string {
  return count === 0 ? "" : `**${count} more** ${count === 1 ? "does" : "do"} not fit here; ${elsewhere}`;
}
