import type { ShellCommand } from "../model/shell.ts";
import { type CommandLine, optionNames, readCommandLine } from "./command-line.ts";

/** What a command fetches from a server, and where it puts it. */
export interface Download {
  /** `curl` or `wget`. */
  readonly tool: string;
  /** Name of the server; undefined where it is not known. Never with a user's name or password. */
  readonly host: string | undefined;
  /** Files that it writes, as written; empty for one that writes to its standard output or to names that are not known. */
  readonly files: readonly string[];
  readonly writesOutput: boolean;
}

const curlOptions = optionNames(
  `-o --output --output-dir -H --header -d --data --data-raw --data-binary --data-urlencode --json -u --user -A --user-agent -b
  --cookie -c --cookie-jar -C --continue-at -D --dump-header -e --referer -E --cert --key --cacert --capath --pinnedpubkey -F
  --form -K --config -m --max-time --connect-timeout --retry --retry-delay --retry-max-time -P -Q --quote -r --range -t -T
  --upload-file -U --proxy-user -w --write-out -x --proxy --noproxy -X --request -y -Y --speed-limit --speed-time -z --time-cond
  --url --resolve --interface --proto --proto-default --proto-redir --tls-max --ciphers --limit-rate --max-redirs --oauth2-bearer
  --unix-socket --stderr --trace --trace-ascii --etag-save --etag-compare --netrc-file --connect-to --dns-servers --aws-sigv4`,
);

const wgetOptions = optionNames(
  `-O --output-document -o --output-file -a --append-output -P --directory-prefix -t --tries -T --timeout --dns-timeout
  --connect-timeout --read-timeout -e --execute -i --input-file -B --base -w --wait --waitretry -Q --quota -U --user-agent -l
  --level -A --accept -R --reject -D --domains -I --include-directories -X --exclude-directories --header --user --password
  --http-user --http-password --post-data --post-file --method --body-data --body-file --referer --load-cookies --save-cookies
  --ca-certificate --ca-directory --certificate --private-key --secure-protocol --limit-rate --progress --max-redirect
  --retry-on-http-error --cut-dirs --config --default-page --restrict-file-names`,
);

/** Undefined for other commands, and for one that fetches nothing from elsewhere, such as a file or this very machine. */
export function readDownload(command: ShellCommand): Download | undefined {
  const options = command.name === "curl" ? curlOptions : command.name === "wget" ? wgetOptions : undefined;
  if (!options) return undefined;
  const line = readCommandLine(command.arguments, options);
  const urls = [...line.operands.map(({ value }) => value), ...(line.options.get("--url") ?? [])];
  // What is not known yet may still say which server it is: `https://example.com/$VERSION.tgz`.
  const unknown = command.arguments.flatMap(({ value, text }) => (value === undefined ? unquoted(text) : []));
  const addresses = urls.length > 0 ? urls : unknown.filter((text) => text.includes("://"));
  const [first] = addresses;
  if (first === undefined && !line.unknown) return undefined;
  if (addresses.length > 0 && addresses.every(isHere)) return undefined;
  const host = first === undefined ? undefined : hostOf(first);
  return { tool: command.name, host, ...destination(command, line, urls) };
}

function destination(
  command: ShellCommand,
  line: CommandLine,
  urls: readonly string[],
): Pick<Download, "files" | "writesOutput"> {
  const redirected = command.redirections.filter(({ operator, fileDescriptor }) => {
    return operator.startsWith(">") && !operator.includes("&") && (fileDescriptor ?? 1) === 1;
  });
  if (redirected.length > 0)
    return { files: redirected.flatMap(({ target }) => target?.value ?? []), writesOutput: false };
  const isCurl = command.name === "curl";
  const named = isCurl ? valuesOf(line, "-o", "--output") : valuesOf(line, "-O", "--output-document");
  const keepsName = isCurl && ["-O", "--remote-name", "--remote-name-all"].some((name) => line.options.has(name));
  if (named.includes("-") || named.includes("/dev/stdout")) return { files: [], writesOutput: true };
  if (named.length > 0) return { files: named.filter((name) => name !== ""), writesOutput: false };
  if (isCurl && !keepsName) return { files: [], writesOutput: true };
  return { files: urls.flatMap(lastPart), writesOutput: false };
}

function valuesOf(line: CommandLine, ...names: readonly string[]): string[] {
  return names.flatMap((name) => line.options.get(name) ?? []);
}

function unquoted(text: string): string {
  return text.replace(/^["']|["']$/g, "");
}

/** The name under which a file is kept when nothing else is said. */
function lastPart(url: string): string[] {
  const path = url.split(/[?#]/, 1)[0] ?? "";
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name === "" || path.endsWith("//") ? [] : [name];
}

/**
 * The server's name in an address with or without a scheme; undefined where it is not known. User names and passwords in front
 * of it are left out.
 */
export function hostOf(address: string): string | undefined {
  const authority = address.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "").split(/[/?#]/, 1)[0] ?? "";
  const host = authority.slice(authority.lastIndexOf("@") + 1).replace(/:\d*$/, "");
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?$/i.test(host) ? host.toLowerCase() : undefined;
}

/** A file, or a service on the machine that builds. */
function isHere(address: string): boolean {
  if (address.startsWith("file:")) return true;
  const host = hostOf(address);
  return host === "localhost" || host === "0.0.0.0" || (host?.startsWith("127.") ?? false);
}
