/** Takes the content of one file of an archive, piece by piece. */
export interface TarSink {
  add(chunk: Uint8Array): void;
  end(): void;
}

export interface TarEntry {
  readonly name: string;
  /** Bytes of its content; zero for what has none: a folder, a link, a device. */
  readonly size: number;
}

/** Bytes of a header, and what contents are filled up to. */
export const blockSize = 512;
/** Bytes; an extended header says more of one file, mostly a long name. */
const longestExtension = 1024 * 1024;

/**
 * Reads a tar archive as it comes, whatever pieces it comes in, and keeps none of it. Sizes come from the header, from base 256 or
 * from a PAX record. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
export class TarReader {
  private readonly open: (entry: TarEntry) => TarSink | undefined;
  private readonly header = new Uint8Array(blockSize);
  private filled = 0;
  /** What is left of the content, and of what fills its last block. */
  private content = 0;
  private padding = 0;
  private sink: TarSink | undefined;
  private sizeAhead: number | undefined;
  /** Whether something was no archive. */
  private damaged = false;

  /** @param open is asked for each file; without a sink its content is skipped. */
  constructor(open: (entry: TarEntry) => TarSink | undefined) {
    this.open = open;
  }

  /** Whether everything so far was an archive, and the last file of it whole. */
  get isWhole(): boolean {
    return !this.damaged && this.content === 0 && this.filled === 0;
  }

  add(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && !this.damaged) {
      if (this.content > 0) {
        const part = chunk.subarray(at, at + this.content);
        this.sink?.add(part);
        this.content -= part.length;
        at += part.length;
        if (this.content === 0) this.close();
      } else if (this.padding > 0) {
        const skipped = Math.min(this.padding, chunk.length - at);
        this.padding -= skipped;
        at += skipped;
      } else {
        const part = chunk.subarray(at, at + blockSize - this.filled);
        this.header.set(part, this.filled);
        this.filled += part.length;
        at += part.length;
        if (this.filled === blockSize) this.readHeader();
      }
    }
  }

  private readHeader(): void {
    this.filled = 0;
    const { header } = this;
    // The end of an archive is filled with zeros.
    if (header.every((byte) => byte === 0)) return;
    const written = numberIn(header.subarray(124, 136));
    if (!isTarHeader(header) || written === undefined) {
      this.damaged = true;
      return;
    }
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === "x" || type === "g") {
      this.start(written, type === "x" && written <= longestExtension ? this.extension(written) : undefined);
      return;
    }
    // Long names of GNU tar stand in front of the file that they are for, as files of their own.
    if (type === "L" || type === "K") {
      this.start(written, undefined);
      return;
    }
    // Links, devices and folders have no content, whatever their header says.
    const size = /[1-6]/.test(type) ? 0 : (this.sizeAhead ?? written);
    this.sizeAhead = undefined;
    this.start(size, this.open({ name: textIn(header.subarray(0, 100)), size }));
  }

  private start(size: number, sink: TarSink | undefined): void {
    this.content = size;
    this.padding = (blockSize - (size % blockSize)) % blockSize;
    this.sink = sink;
    if (size === 0) this.close();
  }

  private close(): void {
    const { sink } = this;
    this.sink = undefined;
    sink?.end();
  }

  /** `30 size=9876543210\n`: the size of the next file, where its header has no room for it. */
  private extension(size: number): TarSink {
    const bytes = new Uint8Array(size);
    let filled = 0;
    return {
      add(chunk) {
        bytes.set(chunk, filled);
        filled += chunk.length;
      },
      end: () => {
        const record = /(?:^|\n)\d{1,9} size=(\d{1,15})\n/.exec(new TextDecoder("latin1").decode(bytes));
        if (record) this.sizeAhead = Number(record[1]);
      },
    };
  }
}

/** Whether a block is the header of a file: its sum is written in it. */
export function isTarHeader(block: Uint8Array): boolean {
  const written = numberIn(block.subarray(148, 156));
  const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  return block.length === blockSize && written === sum;
}

/** Octal digits, or with the first bit set a number to the base 256. Undefined for neither, and beyond what is exact. */
function numberIn(field: Uint8Array): number | undefined {
  const first = field[0] ?? 0;
  if (first === 0x80) {
    const value = field.subarray(1).reduce((total, byte) => total * 256 + byte, 0);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const digits = /^ *([0-7]{0,12})[ \0]*$/.exec(new TextDecoder("latin1").decode(field))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits || "0", 8);
}

function textIn(field: Uint8Array): string {
  const end = field.indexOf(0);
  return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
}
