/** What the runner makes of the lines that a step writes. Source of the rules: actions/runner, ActionCommand(Manager).cs. */

export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const registered = new Set(
  (
    "add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-env save-state set-env " +
    "set-output stop-commands warning"
  ).split(" "),
);

/** White space that .NET trims: Unicode's, and the next line control. */
const leadingSpace = /^[\p{White_Space}\u0085]+/u;

/** A runner ends lines where .NET does: at LF, CR and CRLF. */
export function runnerLines(output: string): string[] {
  const lines = output.split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** `::name key=value::data` at the start of a line, else the older `##[name key=value;]data` anywhere in it. */
export function parseCommand(line: string, stopToken: string | undefined): RunnerCommand | undefined {
  const known = (name: string) => registered.has(name.toLowerCase()) || name === stopToken;
  return parseCurrentForm(line, known) ?? parseOlderForm(line, known);
}

function parseCurrentForm(line: string, known: (name: string) => boolean): RunnerCommand | undefined {
  const text = line.replace(leadingSpace, "");
  const end = text.indexOf("::", 2);
  if (!text.startsWith("::") || end === -1) return undefined;
  const { name, properties } = splitInfo(text.slice(2, end), ",", unescapeProperty);
  return known(name) ? { name, properties, data: unescapeData(text.slice(end + 2)) } : undefined;
}

function parseOlderForm(line: string, known: (name: string) => boolean): RunnerCommand | undefined {
  const start = line.indexOf("##[");
  const end = start === -1 ? -1 : line.indexOf("]", start);
  if (end === -1) return undefined;
  const { name, properties } = splitInfo(line.slice(start + 3, end), ";", unescapeOlder);
  return known(name) ? { name, properties, data: unescapeOlder(line.slice(end + 1)) } : undefined;
}

function splitInfo(info: string, separator: string, read: (text: string) => string) {
  const space = info.indexOf(" ");
  const name = space === -1 ? info : info.slice(0, space);
  const properties: Record<string, string> = {};
  for (const pair of space === -1 ? [] : info.slice(space + 1).split(separator)) {
    const equals = pair.indexOf("=");
    if (equals > 0) properties[pair.slice(0, equals).trim()] = read(pair.slice(equals + 1));
  }
  return { name, properties };
}

function unescapeData(text: string): string {
  return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll("%3A", ":").replaceAll("%2C", ","));
}

function unescapeOlder(text: string): string {
  return unescapeData(text.replaceAll("%3B", ";").replaceAll("%5D", "]"));
}
