import type { SecretFile } from "../knowledge/secret-files.ts";
import type { FindingLevel } from "../model/level.ts";

/** What is known of a secret file that an image gets. */
export interface FileInImage {
  /** As it is called where it comes from. */
  readonly name: string;
  readonly file: SecretFile;
  /** Where it comes to be. */
  readonly path: string;
  /** The path of the Dockerfile. */
  readonly dockerfile: string;
  /** Whether it is in an image that is published, and not one to work in. */
  readonly isShipped: boolean;
  /** Whether it comes out of another stage or image, which may have made it there itself. */
  readonly isFromStage: boolean;
  /** Whether its text was read and holds a credential. */
  readonly isRead: boolean;
}

const levels: readonly FindingLevel[] = ["error", "warning", "notice"];

/** How heavy the file weighs; undefined for one of which its names and its place tell too little. */
export function levelOf(copied: FileInImage): FindingLevel | undefined {
  const { name, file, path, dockerfile, isShipped, isFromStage, isRead } = copied;
  if (!isRead && file.format === "private-key" && isForPublicKeys(path)) return undefined;
  if (!isRead && file.holds === "sometimes" && !isShipped) return undefined;
  // Other programs than Composer have an auth.json, too.
  const doubtsByName = file.holds === "sometimes" ? 2 : file.kind === "Composer credentials" ? 1 : 0;
  const doubts =
    (isRead ? 0 : doubtsByName) +
    (isFromStage ? (file.holds === "always" ? 1 : 2) : 0) +
    (isShipped ? 0 : 1) +
    (isAmongTests(name) || isAmongTests(dockerfile) ? 1 : 0);
  return levels[Math.min(doubts, levels.length - 1)];
}

function isForPublicKeys(path: string): boolean {
  return /\.(?:pub|crt|cer|asc)$|\/(?:keyrings?|trusted\.gpg\.d|rpm-gpg|apk\/keys)\//.test(path);
}

const testFolder =
  /^(?:tests?|testdata|test-data|testing|__tests__|fixtures?|e2e|examples?|samples?|demos?|mocks?|fuzz\w*)$/;

function isAmongTests(path: string): boolean {
  return path
    .split("/")
    .slice(0, -1)
    .some((folder) => testFolder.test(folder));
}

/** What the file holds, as the rest of a sentence that begins with its name. */
export function contentOf({ kind, holds }: SecretFile): string {
  if (holds === "always") return `holds ${kind} by its name`;
  return `${holds === "often" ? "usually holds" : "may hold"} ${kind}`;
}

/** What to do instead, as a sentence. */
export function remedyFor({ kind, format, holds }: SecretFile, name: string, path: string): string {
  if (/ssh_host_/.test(name)) return "Let the container make its own keys when it starts: `ssh-keygen -A`.";
  if (/SSH/.test(kind)) return "Reach git by `RUN --mount=type=ssh`, which keeps nothing.";
  const id = path.slice(path.lastIndexOf("/") + 1).replace(/^\.+/, "");
  const mount = id === "" ? "`RUN --mount=type=secret`" : `\`RUN --mount=type=secret,id=${id},target=${path}\``;
  const isForTools = format === "npmrc" || format === "netrc" || format === "urls" || /credentials/.test(kind);
  const remedy = isForTools
    ? `use it by ${mount} where it is needed.`
    : `give it to the container when it starts, or use it by ${mount} where the build needs it.`;
  return holds === "sometimes" ? `If it does, ${remedy}` : remedy.charAt(0).toUpperCase() + remedy.slice(1);
}
