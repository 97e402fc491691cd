/** What a link to the playground carries. */
export interface SharedText {
  readonly dockerfile: string;
  readonly policy: string;
}

/** Whoever writes a link is an attacker: longer fragments are not read, and what unpacks to more is not unpacked. In characters. */
const longestFragment = 100_000;
const longestText = 400_000;
const mark = "#v1.";

/** The fragment of a link, `#v1.` and the texts, deflated, in the alphabet of URLs. Undefined where that would be too long for a link. */
export async function sharedFragment({ dockerfile, policy }: SharedText): Promise<string | undefined> {
  const bytes = new TextEncoder().encode(JSON.stringify([dockerfile, policy]));
  const packed = await collected(new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw")));
  if (packed === undefined) return undefined;
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  const text = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return text.length > longestFragment ? undefined : `${mark}${text}`;
}

/** The texts of a link; undefined for a fragment that is none of ours, broken or too large. */
export async function readFragment(fragment: string): Promise<SharedText | undefined> {
  if (!fragment.startsWith(mark) || fragment.length > longestFragment + mark.length) return undefined;
  const text = fragment.slice(mark.length);
  if (!/^[\w-]*$/.test(text)) return undefined;
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const unpacked = await collected(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")));
    if (unpacked === undefined) return undefined;
    const parsed: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(unpacked));
    if (!Array.isArray(parsed) || parsed.length !== 2) return undefined;
    const [dockerfile, policy] = parsed as readonly unknown[];
    return typeof dockerfile === "string" && typeof policy === "string" ? { dockerfile, policy } : undefined;
  } catch {
    return undefined;
  }
}

/** All bytes of a stream; undefined, and the rest left unread, for more than a text may have. */
async function collected(stream: ReadableStream<Uint8Array>): Promise<Uint8Array | undefined> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > longestText) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(next.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
