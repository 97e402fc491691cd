import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";

export type ObjectType = "blob" | "tree" | "commit";

export interface GitObject {
  readonly type: ObjectType;
  readonly content: Buffer;
}

/** The objects of a git repository, read and written as git does: a program started for each would take most of a test's time. */
export class GitObjects {
  readonly #folder: string;
  readonly #known = new Map<string, GitObject>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The name of the object. */
  write(type: ObjectType, content: Buffer): string {
    const whole = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
    const sha = createHash("sha1").update(whole).digest("hex");
    if (this.#known.has(sha)) return sha;
    this.#known.set(sha, { type, content });
    const file = this.#file(sha);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, deflateSync(whole, { level: 1 }));
    return sha;
  }

  /** Also what git itself has written since; undefined where there is none of that name. */
  read(sha: string): GitObject | undefined {
    const known = this.#known.get(sha);
    if (known || !/^[0-9a-f]{40}$/.test(sha) || !existsSync(this.#file(sha))) return known;
    const whole = inflateSync(readFileSync(this.#file(sha)));
    const end = whole.indexOf(0);
    const type = whole.subarray(0, whole.indexOf(" ")).toString() as ObjectType;
    const object = { type, content: whole.subarray(end + 1) };
    this.#known.set(sha, object);
    return object;
  }

  /** The object of that type whose name begins so, if there is just one. */
  find(type: ObjectType, prefix: string): string | undefined {
    if (this.read(prefix)?.type === type) return prefix;
    const found = [...this.#known].filter(([sha, object]) => object.type === type && sha.startsWith(prefix));
    return found.length === 1 ? found[0]?.[0] : undefined;
  }

  #file(sha: string): string {
    return join(this.#folder, "objects", sha.slice(0, 2), sha.slice(2));
  }
}
