import type { Span } from "../model/source.ts";
import { matchedPart } from "./container-paths.ts";
import type { WriteManner } from "./secret-leak.ts";
import type { Taint } from "./taint.ts";

/** A file that holds a secret, while a stage is built. */
export interface HeldFile {
  readonly path: string;
  readonly taint: Taint;
  /** Where it is written, by which command and how; undefined for one that a mount brings, which no layer keeps. */
  readonly written: Writing | undefined;
}

export interface Writing {
  readonly span: Span;
  readonly command: string;
  readonly manner: WriteManner;
}

/** No more written files, and no more mounted ones, are told apart: it keeps every look into the table short. */
const mostFiles = 256;

/** How often a table is looked through for a folder or a pattern; no real stage comes near. */
const mostLooks = 10_000;

/** The files that hold secrets at one point of a stage, by path. */
export class SecretFileTable {
  private readonly files: Map<string, HeldFile>;
  private writtenCount = 0;
  private looks = 0;

  constructor(start: Iterable<HeldFile> = []) {
    this.files = new Map();
    for (const file of start) this.set(file);
  }

  /** A mounted file lies over what is there and cannot be written. */
  set(file: HeldFile): void {
    const there = this.files.get(file.path);
    if (there) {
      if (there.written) this.files.set(file.path, file);
      return;
    }
    const count = file.written ? this.writtenCount : this.files.size - this.writtenCount;
    if (count >= mostFiles) return;
    this.files.set(file.path, file);
    if (file.written) this.writtenCount++;
  }

  /** The files that a path or a pattern of the shell stands for, or that lie in it; with the part of the path that it names. */
  at(pattern: string, dots = false): { readonly file: HeldFile; readonly part: string }[] {
    const exact = this.files.get(pattern);
    if (exact) return [{ file: exact, part: pattern }];
    if (this.files.size === 0 || ++this.looks > mostLooks) return [];
    return [...this.files.values()].flatMap((file) => {
      const part = matchedPart(file.path, pattern, dots);
      return part === undefined ? [] : { file, part };
    });
  }

  remove(pattern: string): void {
    for (const { file } of this.at(pattern)) this.removeFile(file);
  }

  removeFile(file: HeldFile): void {
    if (file.written && this.files.delete(file.path)) this.writtenCount--;
  }

  get isEmpty(): boolean {
    return this.files.size === 0;
  }

  get(path: string): HeldFile | undefined {
    return this.files.get(path);
  }

  /** What a layer keeps; mounts are gone behind the step. */
  kept(): HeldFile[] {
    return [...this.files.values()].filter((file) => file.written !== undefined);
  }
}
