import { isCredentialContent } from "../knowledge/secret-contents.ts";
import { isSecretFile, type SecretFile } from "../knowledge/secret-files.ts";
import { matchedPart, withoutLastSlashes } from "./container-paths.ts";

/** A file of the build context that holds a secret. */
export interface ContextSecret {
  /** From the root of the context. */
  readonly path: string;
  readonly file: SecretFile;
  /** True when its text was read and holds a credential; false when its name alone says so. */
  readonly isRead: boolean;
}

/**
 * The secret files that COPY takes along with `sourcePath`: a folder, a file or a pattern, from the root of the context, `.` for
 * all of it. `listing` are the files that .dockerignore lets in; `readText` gives the text of one, or undefined where it cannot be
 * read. A file whose text holds no credential is none.
 */
export function secretFilesInContext(
  sourcePath: string,
  listing: Iterable<string>,
  readText: (path: string) => string | undefined,
): ContextSecret[] {
  const source = withoutLastSlashes(sourcePath.replace(/^(?:\.?\/)+/, ""));
  const found: ContextSecret[] = [];
  for (const path of listing) {
    const isTaken = source === "" || source === "." || matchedPart(path, source, true) !== undefined;
    const file = isTaken ? isSecretFile(path) : undefined;
    if (file === undefined) continue;
    const text = readText(path);
    if (text === undefined) found.push({ path, file, isRead: false });
    else if (isCredentialContent(path, text)) found.push({ path, file, isRead: true });
  }
  return found;
}
