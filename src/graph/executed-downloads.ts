import { type Download, readDownload } from "../knowledge/downloads.ts";
import { codeSource } from "../knowledge/interpreters.ts";
import type { ShellCommand, ShellScript, ShellWord } from "../model/shell.ts";

/** A download whose content a command of the same script runs as code. */
export interface ExecutedDownload {
  readonly download: Download;
  readonly fetching: ShellCommand;
  readonly running: ShellCommand;
  /** True when the content goes to a file in between, where it can be checked first. */
  readonly throughFile: boolean;
}

/**
 * Downloads that are run: through a pipe (`curl … | sh`), a substitution (`sh -c "$(curl …)"`, `bash <(curl …)`), or a file that
 * an interpreter or the shell is given afterwards.
 */
export function executedDownloads({ commands }: ShellScript): ExecutedDownload[] {
  const fetches = new Map<ShellCommand, Download>();
  /** The last download that wrote a file, by the last part of its name. */
  const files = new Map<string, ShellCommand>();
  const found: ExecutedDownload[] = [];
  const feeding = feedingDownloads(commands, fetches);
  if (fetches.size === 0) return found;
  for (const [index, running] of commands.entries()) {
    const download = fetches.get(running);
    for (const file of download?.files ?? []) files.set(lastPart(file), running);
    const source = codeSource(running);
    const piped = source?.kind === "input" ? feeding[index] : undefined;
    const words = source?.kind === "word" ? [source.word] : inputWords(running, source !== undefined);
    const inside = words
      .map((word) => downloadInside(commands, index, word, fetches))
      .find((each) => each !== undefined);
    const direct = piped ?? inside;
    if (direct) {
      found.push({ ...direct, running, throughFile: false });
      continue;
    }
    const file = source === undefined ? scriptPath(running) : words[0]?.value;
    const fetching = file === undefined ? undefined : files.get(lastPart(file));
    const written = fetching && fetches.get(fetching);
    if (fetching && written) found.push({ download: written, fetching, running, throughFile: true });
  }
  return found;
}

interface Fetched {
  readonly download: Download;
  readonly fetching: ShellCommand;
}

/** For each command the download at the head of the pipe that it reads from, and, in `fetches`, all downloads. */
function feedingDownloads(
  commands: readonly ShellCommand[],
  fetches: Map<ShellCommand, Download>,
): readonly (Fetched | undefined)[] {
  const heads: (Fetched | undefined)[] = [];
  const feeding: (Fetched | undefined)[] = [];
  for (const [index, command] of commands.entries()) {
    const download = readDownload(command);
    if (download) fetches.set(command, download);
    const before = command.pipedFrom === undefined ? undefined : heads[command.pipedFrom];
    feeding[index] = before;
    heads[index] = download?.writesOutput ? { download, fetching: command } : before;
  }
  return feeding;
}

/** Here-strings, here-documents and files that an interpreter reads as its standard input. */
function inputWords({ redirections }: ShellCommand, isInterpreter: boolean): ShellWord[] {
  if (!isInterpreter) return [];
  return redirections.flatMap(({ operator, target, body }) => (operator.startsWith("<") ? (body ?? target ?? []) : []));
}

/** The download in a substitution that is a part of the word: its commands come behind the one that has the word. */
function downloadInside(
  commands: readonly ShellCommand[],
  index: number,
  word: ShellWord,
  fetches: ReadonlyMap<ShellCommand, Download>,
): Fetched | undefined {
  if (!/\$\(|<\(|`/.test(word.text)) return undefined;
  for (let at = index + 1; at < commands.length; at++) {
    const fetching = commands[at];
    if (fetching === undefined || fetching.span.start.offset >= word.span.end.offset) break;
    const download = fetches.get(fetching);
    const isInside = fetching.within.includes("substitution") && fetching.span.start.offset > word.span.start.offset;
    if (download?.writesOutput && isInside) return { download, fetching };
  }
  return undefined;
}

/** A script that is called by its path: `./install.sh`. A program by its name or path is not for us to judge. */
function scriptPath({ word }: ShellCommand): string | undefined {
  const path = word?.value;
  return path?.includes("/") && /\.(?:sh|bash|py|pl|rb)$/.test(path) ? path : undefined;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
