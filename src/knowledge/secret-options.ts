import type { ShellAssignment, ShellCommand, ShellWord } from "../model/shell.ts";
import { secretsFromInput } from "./secret-input.ts";
import { isSecretName, type SecretKind } from "./secret-names.ts";
import { requestSecrets } from "./secret-requests.ts";
import { secretSettings } from "./secret-settings.ts";
import { BUILD_COMMANDS, SECRET_TOOLS, type SecretTool, TEXT_COMMANDS } from "./secret-tools.ts";
import { credentialsInUrl } from "./secret-urls.ts";
import { judgeSecretValue } from "./secret-values.ts";
import { behindSeparator, type SecretOption, secretInWord, writtenText } from "./secret-word.ts";

export type { SecretOption } from "./secret-word.ts";

/**
 * Every word by which a command takes a secret: options, headers, form fields, URLs, settings, assignments and standard input.
 * Words whose secret is empty, a switch or the path of a file are none. Whether a variable is a mounted secret is the
 * caller's to judge. `commands` are those of the whole script, in which `pipedFrom` is an index.
 */
export function secretOptions(command: ShellCommand, commands: readonly ShellCommand[] = []): SecretOption[] {
  const found = command.assignments.flatMap(fromAssignment);
  found.push(...secretSettings(command));
  for (const tool of toolsByCommand.get(command.name) ?? []) found.push(...fromTool(command, tool));
  for (const [index, word] of command.arguments.entries()) {
    found.push(...fromOption(command, word, index));
    found.push(...fromUrl(word));
  }
  found.push(...secretsFromInput(command, commands));
  if (found.length === 0) return found;
  const seen = new Set<ShellWord>();
  return found.filter((each) => !seen.has(each.word) && seen.add(each.word));
}

const toolsByCommand = byCommand(SECRET_TOOLS);

function byCommand(tools: readonly SecretTool[]): ReadonlyMap<string, readonly SecretTool[]> {
  const names = new Set(tools.flatMap(({ commands }) => [...commands]));
  return new Map([...names].map((name) => [name, tools.filter(({ commands }) => commands.has(name))]));
}

function fromAssignment(assignment: ShellAssignment): SecretOption[] {
  const match = isSecretName(assignment.name);
  if (match?.strength !== "strong" || assignment.value === undefined) return [];
  return listed(secretInWord(assignment.value, assignment.name, match.kind));
}

function fromUrl(word: ShellWord): SecretOption[] {
  const text = writtenText(word);
  return credentialsInUrl(text).flatMap(({ start, end }) =>
    listed(secretInWord(word, "URL", "credentials", text.slice(start, end))),
  );
}

const assignedWord = /^(?:-[DPe]|--?[a-z-]{1,20}=)?([A-Za-z_][\w.-]{0,127})=(.*)$/s;
const optionWord = /^(--?[A-Za-z][\w.-]+)(?:=(.*))?$/s;

/** Options and `NAME=value` words whose name tells, and what an HTTP client is given to send. */
function fromOption(command: ShellCommand, word: ShellWord, index: number): SecretOption[] {
  const text = writtenText(word);
  const isText = TEXT_COMMANDS.has(command.name);
  const [, variable, assigned = ""] = text.includes("=") ? (assignedWord.exec(text) ?? []) : [];
  if (variable !== undefined && (!isText || /^(?:echo|printf)$/.test(command.name))) {
    const secret = named(word, variable, assigned);
    if (secret !== undefined) return [secret];
  }
  if (isText) return [];
  const [, name = "", value] = text.startsWith("-") ? (optionWord.exec(text) ?? []) : [];
  if (name === "--secret" && BUILD_COMMANDS.has(command.name)) return [];
  const next = command.arguments[index + 1];
  const holder = value !== undefined ? word : next?.text.startsWith("-") ? undefined : next;
  const secret = name === "" || holder === undefined ? undefined : named(holder, name, value ?? writtenText(holder));
  return secret === undefined ? requestSecrets(command, index) : [secret];
}

/** A weak name needs a value that looks made by a generator. */
function named(word: ShellWord, name: string, value: string): SecretOption | undefined {
  const match = isSecretName(name);
  if (match === undefined || (match.strength === "weak" && judgeSecretValue(value) !== "random")) return undefined;
  return secretInWord(word, name, match.kind, value);
}

function fromTool(command: ShellCommand, tool: SecretTool): SecretOption[] {
  const positional = command.arguments.filter((word) => !word.text.startsWith("-"));
  if (!tool.subcommand.every((each, index) => positional[index]?.value === each)) return [];
  const values = tool.options.flatMap((option) => optionValues(command, tool, option));
  const place =
    tool.positional === undefined ? undefined : positional.slice(tool.subcommand.length).at(tool.positional);
  // Without -b, htpasswd asks for the password and the last word is the user.
  const asks = command.name === "htpasswd" && !command.arguments.some((word) => /^-[a-zA-Z]*b/.test(word.text));
  if (place !== undefined && !asks)
    values.push({ option: [command.name, ...tool.subcommand].join(" "), word: place, text: writtenText(place) });
  return values.flatMap(({ option, word, text }) => {
    const part =
      tool.separator === undefined
        ? text.replace(/^(?:pass|env|file|fd|stdin):/, (source) => (source === "pass:" ? "" : "/"))
        : behindSeparator(text, tool.separator);
    return listed(secretInWord(word, option, kindOf(tool, part), part ?? wholeIfVariable(text)));
  });
}

interface OptionValue {
  readonly option: string;
  readonly word: ShellWord;
  readonly text: string;
}

function optionValues(command: ShellCommand, tool: SecretTool, option: string): OptionValue[] {
  return command.arguments.flatMap((word, index): OptionValue[] => {
    const text = writtenText(word);
    const next = command.arguments[index + 1];
    // curl takes its switches and -u in one word.
    const isOption = text === option || (option === "-u" && /^-[A-Za-z]{1,8}u$/.test(text));
    if (isOption) return tool.separate && next !== undefined ? [{ option, word: next, text: writtenText(next) }] : [];
    if (option.startsWith("--") || option.length > 2) {
      return text.startsWith(`${option}=`) ? [{ option, word, text: text.slice(option.length + 1) }] : [];
    }
    return text.startsWith(option) ? [{ option, word, text: text.slice(option.length) }] : [];
  });
}

function kindOf(tool: SecretTool, part: string | undefined): SecretKind {
  return tool.separator !== undefined && part !== undefined ? "password" : tool.kind;
}

/** `-u "$CREDENTIALS"` holds both; `-u "$USER"` and `-u name` make the tool ask for the password. */
function wholeIfVariable(text: string): string {
  return /\$/.test(text) && isSecretName(text.replace(/\W/g, " ").trim()) !== undefined ? text : "";
}

function listed(secret: SecretOption | undefined): SecretOption[] {
  return secret === undefined ? [] : [secret];
}
