/** What a strict reader finds in markup of ours: each element with its attributes, and the text. */
export interface ReadMarkup {
  readonly elements: readonly { readonly name: string; readonly attributes: ReadonlyMap<string, string> }[];
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#96": "`" };
const withoutEnd = new Set(["meta", "input", "br", "hr"]);

/**
 * Reads markup by a grammar much narrower than HTML's: lower-case tags, attributes in double quotes, six entities, everything
 * closed. What it accepts a browser reads the same way. @throws Error for anything else.
 */
export function readMarkup(markup: string): ReadMarkup {
  const elements: { name: string; attributes: Map<string, string> }[] = [];
  const open: string[] = [];
  let text = "";
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(`${what} at ${at}: ${JSON.stringify(markup.slice(at, at + 80))}`);
  };
  if (markup.startsWith("<!doctype html>")) at = "<!doctype html>".length;
  while (at < markup.length) {
    if (markup[at] !== "<") {
      const next = markup.indexOf("<", at);
      const end = next === -1 ? markup.length : next;
      text += decoded(markup.slice(at, end), fail);
      at = end;
      continue;
    }
    const closing = /^<\/([a-z][a-z0-9]*)>/.exec(markup.slice(at, at + 40));
    if (closing) {
      if (open.pop() !== closing[1]) fail("an element that was not open");
      at += closing[0].length;
      continue;
    }
    const end = markup.indexOf(">", at);
    if (end === -1) fail("a tag without end");
    const tag = markup.slice(at, end + 1);
    const match = /^<([a-z][a-z0-9]*)((?: [a-zA-Z][a-zA-Z0-9:-]*(?:="[^"<>]*")?)*)>$/.exec(tag);
    const name = match?.[1] ?? fail("a tag that is none of ours");
    const attributes = new Map<string, string>();
    for (const [, key = "", value = ""] of (match?.[2] ?? "").matchAll(/ ([a-zA-Z][a-zA-Z0-9:-]*)(?:="([^"]*)")?/g)) {
      attributes.set(key, decoded(value, fail));
    }
    elements.push({ name, attributes });
    at = end + 1;
    if (name === "style" || name === "script") {
      const close = markup.indexOf(`</${name}>`, at);
      if (close === -1) fail("a raw text without end");
      at = close + name.length + 3;
    } else if (!withoutEnd.has(name)) open.push(name);
  }
  if (open.length > 0) fail(`${open.join()} not closed`);
  return { elements, text };
}

function decoded(text: string, fail: (what: string) => never): string {
  if (/[<>"'`]/.test(text)) fail("a character that is not escaped");
  return text.replace(/&([^;&]{0,6};)?/g, (all, name: string | undefined) => {
    const character = entities[name?.slice(0, -1) ?? ""];
    return character ?? fail(`an entity that is none of ours: ${all}`);
  });
}

/** `element attribute`, each once, sorted: what a template is made of. */
export function shapeOf({ elements }: ReadMarkup): string[] {
  const parts = elements.flatMap(({ name, attributes }) => [
    name,
    ...[...attributes.keys()].map((key) => `${name} ${key}`),
  ]);
  return [...new Set(parts)].sort();
}
