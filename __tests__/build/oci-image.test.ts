import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDockerHistory } from "../../src/build/image-layers.ts";
import { OciImageReader } from "../../src/build/oci-image.ts";
import { TarReader } from "../../src/build/tar-reader.ts";
import { type TarFile, tar } from "../support/tar.ts";

const digestOf = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

interface Entry {
  readonly createdBy: string;
  /** Undefined for an entry without a layer. */
  readonly files?: readonly TarFile[];
  readonly compressed?: boolean;
}

/** An image as a builder writes it: blobs in the order of their names, the index behind them. */
function archive(entries: readonly Entry[], more: readonly Entry[] = []) {
  const blobs = new Map<string, Buffer>();
  const keep = (bytes: Buffer) => {
    blobs.set(digestOf(bytes), bytes);
    return { digest: `sha256:${digestOf(bytes)}`, size: bytes.length };
  };
  const layerOf = ({ files = [], compressed }: Entry) => keep(compressed ? gzipSync(tar(files)) : tar(files));
  const layers = [...more, ...entries].filter(({ files }) => files).map(layerOf);
  const history = entries.map(({ createdBy, files }) => ({
    created_by: createdBy,
    ...(files ? {} : { empty_layer: true }),
  }));
  const config = keep(Buffer.from(JSON.stringify({ history })));
  const manifest = keep(Buffer.from(JSON.stringify({ schemaVersion: 2, config, layers })));
  const index = JSON.stringify({ manifests: [{ ...manifest, platform: { os: "linux" } }] });
  const files = [...blobs].sort(([a], [b]) => (a < b ? -1 : 1));
  return tar([
    { name: "blobs/", type: "5" },
    ...files.map(([name, content]) => ({ name: `blobs/sha256/${name}`, content })),
    { name: "index.json", content: index },
    { name: "oci-layout", content: '{"imageLayoutVersion":"1.0.0"}' },
  ]);
}

function read(bytes: Uint8Array, pieces: readonly number[] = [bytes.length]) {
  const reader = new OciImageReader();
  let at = 0;
  for (let index = 0; at < bytes.length; index++) {
    const end = at + Math.max(1, pieces[index % pieces.length] ?? 1);
    reader.add(bytes.subarray(at, end));
    at = end;
  }
  return reader.end();
}

const image: readonly Entry[] = [
  {
    createdBy: "",
    files: [
      { name: "bin/", type: "5" },
      { name: "bin/sh", content: "x".repeat(700) },
    ],
  },
  { createdBy: "ENV A=b" },
  {
    createdBy: "RUN /bin/sh -c make # buildkit",
    files: [
      { name: "a", content: "x".repeat(513) },
      { name: "hard", type: "1", size: 513 },
      { name: "soft", type: "2" },
      { name: "long", content: "y".repeat(1000), pax: true },
    ],
  },
  { createdBy: "RUN /bin/sh -c true # buildkit", files: [] },
];

const layers = [
  { createdBy: "", bytes: 700 },
  { createdBy: "ENV A=b", bytes: 0 },
  { createdBy: "RUN /bin/sh -c make # buildkit", bytes: 1513 },
  { createdBy: "RUN /bin/sh -c true # buildkit", bytes: 0 },
];

describe("an image as a builder hands it over", () => {
  it("has the sizes of the files in its layers, links and headers not counted", () => {
    expect(read(archive(image))).toEqual({ layers });
  });

  it("is the same in whatever pieces it comes", () => {
    const bytes = archive(image);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 }), (pieces) => {
        expect(read(bytes, pieces)).toEqual({ layers });
      }),
      { numRuns: 50 },
    );
  });

  it("takes layers without a history for those of an imported image below", () => {
    const below = [{ createdBy: "", files: [{ name: "etc/passwd", content: "root" }] }];
    expect(read(archive(image, below))).toEqual({ layers: [{ createdBy: "", bytes: 4 }, ...layers] });
  });

  it("is never measured where it was cut off, compressed, or is none", () => {
    const bytes = archive(image);
    for (const end of [0, 100, 600, 2000, bytes.length - 2600])
      expect(read(bytes.subarray(0, end))).toHaveProperty("reason");
    const compressed = archive([
      { createdBy: "RUN x", files: [{ name: "a", content: "x".repeat(9000) }], compressed: true },
    ]);
    expect(read(compressed)).toEqual({ reason: "the image has a layer that is compressed, or not there" });
    expect(read(Buffer.from("ERROR: no\n".repeat(200)))).toHaveProperty("reason");
  });

  it("is no crash for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.nat(4000), (noise, at) => {
        const bytes = Buffer.concat([archive(image)]);
        bytes.set(noise.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length));
        const result = read(bytes);
        expect("layers" in result || "reason" in result).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe("an archive", () => {
  it("reads sizes to the base 256", () => {
    const block = Buffer.from(tar([{ name: "a", type: "0" }]).subarray(0, 512));
    block.fill(0, 124, 136);
    block[124] = 0x80;
    block.writeUInt32BE(2, 128);
    block.write("        ", 148);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    const sizes: number[] = [];
    const reader = new TarReader(({ size }) => {
      sizes.push(size);
      return undefined;
    });
    reader.add(block);
    expect(sizes).toEqual([2 * 2 ** 32]);
    expect(reader.isWhole).toBe(false);
  });
});

describe("what docker history prints", () => {
  it("is read oldest first", () => {
    const lines = ['{"CreatedBy":"RUN b","Size":"12"}', '{"CreatedBy":"ADD a","Size":"7"}'];
    expect(readDockerHistory(lines)).toEqual([
      { createdBy: "ADD a", bytes: 7 },
      { createdBy: "RUN b", bytes: 12 },
    ]);
  });

  it("is nothing where it is something else", () => {
    expect(readDockerHistory([])).toBeUndefined();
    expect(readDockerHistory(["IMAGE CREATED"])).toBeUndefined();
    expect(readDockerHistory(['{"CreatedBy":"RUN b","Size":"1.2MB"}'])).toBeUndefined();
  });
});
