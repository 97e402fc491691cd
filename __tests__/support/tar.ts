import { Buffer } from "node:buffer";

export interface TarFile {
  readonly name: string;
  readonly content?: Uint8Array | string;
  /** A file, unless it says otherwise: `5` for a folder, `1` and `2` for links. */
  readonly type?: string;
  /** What the header says, where it is not the length of the content. */
  readonly size?: number;
  /** Writes the size into a PAX record, as for files of more than 8 GB. */
  readonly pax?: boolean;
}

/** A tar archive of these files, with its end. */
export function tar(files: readonly TarFile[]): Buffer {
  const blocks = files.flatMap(({ name, content = "", type = "0", size, pax }) => {
    const bytes = Buffer.from(content);
    const record = ` size=${bytes.length}\n`;
    const extension = Buffer.from(`${record.length + 2}${record}`);
    return [
      ...(pax ? [header("PaxHeader", extension.length, "x"), padded(extension)] : []),
      header(name, pax ? 0 : (size ?? bytes.length), type),
      padded(bytes),
    ];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function header(name: string, size: number, type: string): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write("0000644\0", 100);
  block.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  block.write("        ", 148);
  block.write(type, 156);
  block.write("ustar\0", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}
