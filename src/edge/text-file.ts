import { closeSync, fstatSync, openSync, readSync, type Stats } from "node:fs";
import type { ProblemCode } from "../model/report.ts";

/** Bytes. BuildKit has a limit of its own for messages; no Dockerfile that a person wrote comes near this. */
export const sizeLimit = 1024 * 1024;

export type TextFile =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "problem";
      readonly code: Extract<ProblemCode, "file-unreadable" | "file-too-large" | "file-not-text">;
      readonly message: string;
      /** What a file that is no text says with its strange bytes replaced. */
      readonly replaced?: string;
    };

/** Reads a UTF-8 text of at most {@link sizeLimit} bytes; never more than that is held in memory, whatever the file is. */
export function readTextFile(path: string): TextFile {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (error) {
    return { kind: "problem", code: "file-unreadable", message: `The file cannot be read: ${reasonOf(error)}.` };
  }
  try {
    const status = fstatSync(descriptor);
    if (status.isDirectory())
      return { kind: "problem", code: "file-unreadable", message: "This is a folder, not a file." };
    if (status.isFile() && status.size > sizeLimit) return tooLarge;
    return decodeText(readAtMost(descriptor, sizeLimit + 1, status));
  } catch (error) {
    return { kind: "problem", code: "file-unreadable", message: `The file cannot be read: ${reasonOf(error)}.` };
  } finally {
    closeSync(descriptor);
  }
}

/** The text of some bytes, or why they are none. A byte order mark stays: positions count it. */
export function decodeText(bytes: Uint8Array): TextFile {
  if (bytes.length > sizeLimit) return tooLarge;
  if (bytes.includes(0)) return notText("The file is binary, not text.", bytes);
  // BuildKit does not mind other bytes, as in a comment in Latin-1: they are shown as U+FFFD.
  return { kind: "text", text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) };
}

function notText(message: string, bytes: Uint8Array): TextFile {
  return { kind: "problem", code: "file-not-text", message, replaced: new TextDecoder().decode(bytes) };
}

export const tooLarge: Extract<TextFile, { kind: "problem" }> = {
  kind: "problem",
  code: "file-too-large",
  message: "The file is larger than 1 MiB and was not judged.",
};

/** What the operating system says, in words; the codes that people meet are spelt out. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
      return "it does not exist";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "EISDIR":
      return "it is a folder";
    case "ENOTDIR":
      return "a part of its path is not a folder";
    case "ELOOP":
      return "its links go in a circle";
    case "ENAMETOOLONG":
      return "its name is too long";
    case "ENOSPC":
      return "the disk is full";
    default:
      return code ?? message ?? String(error);
  }
}

function readAtMost(descriptor: number, limit: number, status: Stats): Buffer {
  const chunkSize = status.isFile() ? Math.min(limit, status.size + 1) : 64 * 1024;
  const chunks: Buffer[] = [];
  let length = 0;
  while (length < limit) {
    const chunk = Buffer.allocUnsafe(Math.min(chunkSize, limit - length));
    const count = readSync(descriptor, chunk);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    length += count;
  }
  return Buffer.concat(chunks, length);
}
