import * as v from "valibot";
import { type ImageLayer, jsonOf } from "./image-layers.ts";
import { blockSize, isTarHeader, TarReader, type TarSink } from "./tar-reader.ts";

const descriptor = v.object({
  digest: v.string(),
  platform: v.optional(v.object({ os: v.optional(v.string()) })),
});
const index = v.object({ manifests: v.array(descriptor) });
const manifest = v.object({ config: descriptor, layers: v.array(descriptor) });
const config = v.object({
  history: v.optional(
    v.array(v.object({ created_by: v.optional(v.string(), ""), empty_layer: v.optional(v.boolean(), false) })),
    [],
  ),
});

/** Characters of all documents together; those of an image have a few thousand. */
const longestDocuments = 32 * 1024 * 1024;
/** An index may name an index. */
const deepestIndex = 4;

/**
 * Reads an image as `--output type=oci` writes it, as it comes, and keeps of it the sizes of its layers: those of the files in them,
 * as the engine's own image store counts. https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
export class OciImageReader {
  /** By path in the archive. */
  private readonly documents = new Map<string, string>();
  private readonly layers = new Map<string, number>();
  private room = longestDocuments;
  private readonly archive = new TarReader(({ name }) => this.blob(name));

  add(chunk: Uint8Array): void {
    this.archive.add(chunk);
  }

  /** The layers, oldest first; or why they cannot be told. */
  end(): { readonly layers: readonly ImageLayer[] } | { readonly reason: string } {
    const read = this.archive.isWhole ? this.manifest() : undefined;
    const described = read && v.safeParse(config, this.document(read.config.digest));
    if (!read || !described?.success) return { reason: "the builder wrote no image that can be read" };
    const sizes: number[] = [];
    for (const { digest } of read.layers) {
      const bytes = this.layers.get(pathOf(digest));
      if (bytes === undefined) return { reason: "the image has a layer that is compressed, or not there" };
      sizes.push(bytes);
    }
    const entries = described.output.history;
    const filled = entries.filter(({ empty_layer }) => !empty_layer).length;
    // What the history has no entry for came first: it is of an image that somebody imported.
    const layers = sizes.splice(0, sizes.length - filled).map((bytes) => ({ createdBy: "", bytes }));
    for (const { created_by, empty_layer } of entries) {
      layers.push({ createdBy: created_by, bytes: empty_layer ? 0 : (sizes.shift() ?? 0) });
    }
    return { layers };
  }

  private manifest(): v.InferOutput<typeof manifest> | undefined {
    let document = jsonOf(this.documents.get("index.json") ?? "");
    for (let depth = 0; depth < deepestIndex; depth++) {
      const list = v.safeParse(index, document);
      if (!list.success) break;
      // What is attested of an image stands beside it, for the system `unknown`.
      const image = list.output.manifests.find(({ platform }) => platform?.os !== "unknown");
      document = this.document(image?.digest ?? "");
    }
    const read = v.safeParse(manifest, document);
    return read.success ? read.output : undefined;
  }

  private document(digest: string): unknown {
    return jsonOf(this.documents.get(pathOf(digest)) ?? "");
  }

  /** A layer is an archive again; everything else is a document. */
  private blob(name: string): TarSink {
    let bytes = 0;
    const layer = new TarReader(({ size }) => {
      bytes += size;
      return undefined;
    });
    const start: Uint8Array[] = [];
    let length = 0;
    let isLayer: boolean | undefined;
    const settle = () => {
      const first = joined(start, length);
      const block = first.subarray(0, blockSize);
      isLayer = block.length === blockSize && (isTarHeader(block) || block.every((byte) => byte === 0));
      if (!isLayer) return;
      layer.add(first);
      start.length = 0;
    };
    return {
      add: (chunk) => {
        if (isLayer) return layer.add(chunk);
        length += chunk.length;
        if (length <= this.room) start.push(Uint8Array.from(chunk));
        if (isLayer === undefined && length >= blockSize) settle();
      },
      end: () => {
        if (isLayer) {
          if (layer.isWhole) this.layers.set(name, bytes);
        } else if (length <= this.room) {
          this.room -= length;
          this.documents.set(name, new TextDecoder().decode(joined(start, length)));
        }
      },
    };
  }
}

function pathOf(digest: string): string {
  return `blobs/${digest.replace(":", "/")}`;
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  return bytes;
}
