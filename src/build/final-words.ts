/** What Docker says behind the progress when a build fails. */
export interface FinalWords {
  /** The target of several that it speaks of. */
  readonly target: string | undefined;
  readonly message: string;
  /** Lines of the Dockerfile, 1-based and inclusive, that it marks. */
  readonly lines: { readonly first: number; readonly last: number } | undefined;
  /** What the failing step printed last, as the plain progress repeats it. */
  readonly log: readonly string[];
}

const longestMessage = 1000;
const mostLogLines = 20;

/** Reads the lines that are no progress; undefined where they tell of no failure. */
export function readFinalWords(lines: readonly string[]): FinalWords | undefined {
  const last = lines.findLast((line) => /^(?:ERROR|error): /i.test(line));
  if (last === undefined) return undefined;
  const named = /^ERROR: target (\S{1,200}): /.exec(last);
  const message = withoutFrame(last.slice(named ? named[0].length : last.indexOf(": ") + 2));
  return {
    target: named?.[1],
    message: message.slice(0, longestMessage),
    lines: markedLines(lines),
    log: repeatedLog(lines),
  };
}

/** `failed to build: failed to solve: ` says nothing that is not known. */
function withoutFrame(message: string): string {
  let rest = message;
  for (const frame of ["failed to build: ", "failed to solve: "]) {
    if (rest.startsWith(frame)) rest = rest.slice(frame.length);
  }
  return rest;
}

/** The excerpt that BuildKit prints: `  11 | >>> RUN false` */
function markedLines(lines: readonly string[]): FinalWords["lines"] {
  const marked = lines.flatMap((line) => {
    const match = /^ {0,8}(\d{1,7}) \| >>> /.exec(`${line} `);
    return match ? [Number(match[1])] : [];
  });
  const [first] = marked;
  return first === undefined ? undefined : { first, last: marked.at(-1) ?? first };
}

/** Between two lines of dashes: ` > [test 2/2] RUN go test ./...:` and what it printed, each line with its time in front. */
function repeatedLog(lines: readonly string[]): string[] {
  const end = lines.lastIndexOf("------");
  const start = end === -1 ? -1 : lines.lastIndexOf("------", end - 1);
  if (start === -1 || !lines[start + 1]?.startsWith(" > ")) return [];
  return lines
    .slice(start + 2, end)
    .map((line) => line.replace(/^\d{1,6}\.\d{1,6} /, ""))
    .slice(-mostLogLines);
}

/** `process "/bin/sh -c false" did not complete successfully: exit code: 1` */
export function exitStatusIn(message: string): number | undefined {
  const match = /did not complete successfully: exit code: (\d{1,9})/.exec(message);
  return match ? Number(match[1]) : undefined;
}
