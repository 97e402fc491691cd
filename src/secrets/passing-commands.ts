import { variablesIn } from "../knowledge/secret-urls.ts";
import type { ShellCommand } from "../model/shell.ts";

/** Commands that put out what they read, whole or in part. */
const passing = new Set(
  `cat tac nl head tail sed awk gawk mawk perl grep egrep fgrep rg cut tr sort uniq base64 base32 xxd od hexdump rev fold paste
  column iconv dos2unix unix2dos gzip gunzip zcat bzip2 bunzip2 xz unxz zstd jq yq tee strings expand xargs envsubst less more
  sponge pv`.split(/\s+/),
);

/** Those of them whose operands are no files to read. */
const streaming = new Set(["tee", "sponge", "xargs", "tr", "envsubst"]);

/** Commands that put out their arguments. */
const speaking = new Set(["echo", "printf"]);

/** Commands that put text of their arguments into what they read. */
const filling = new Set(["sed", "awk", "gawk", "mawk", "perl", "jq", "yq"]);

/** Whether the output of a command holds its standard `input`, what is in the `files` it names, or its `arguments`. */
export function passes(command: ShellCommand, what: "input" | "files" | "arguments"): boolean {
  const { name } = command;
  // `$(< file)`: nothing but a redirection.
  if (name === "") return what === "input" && command.word === undefined && command.assignments.length === 0;
  if (speaking.has(name)) return what === "arguments" || (what === "input" && command.wrappers.includes("xargs"));
  if (name === "openssl") return what !== "arguments" && /^(?:base64|enc)$/.test(command.arguments[0]?.value ?? "");
  if (!passing.has(name) || isQuiet(command)) return false;
  if (what === "arguments") return filling.has(name);
  return what === "input" || !streaming.has(name);
}

/** Options with which the output tells of the secret nothing, or its first characters only. */
function isQuiet({ name, arguments: words }: ShellCommand): boolean {
  const options = words.flatMap(({ value }) => (value?.startsWith("-") ? value : []));
  if (/grep$|^rg$/.test(name))
    return options.some((option) => /^-[a-zA-Z]*[qclL]|^--(?:quiet|silent|count)/.test(option));
  if (name === "cut") return options.some((option) => /^-[bc]/.test(option));
  if (name === "head" || name === "tail") {
    const at = words.findIndex(({ value }) => /^-c/.test(value ?? ""));
    const count = words[at]?.value === "-c" ? words[at + 1]?.value : words[at]?.value?.slice(2);
    return at !== -1 && /^\d$/.test(count ?? "");
  }
  // In place: the output is the file.
  return /^(?:sed|perl|yq)$/.test(name) && options.some((option) => /^-[a-zA-Z]*i|^--in-?place/.test(option));
}

/** Whether a command prints the variables of its environment: all of them, or those that it names. */
export function printedVariables({ name, arguments: words }: ShellCommand): "all" | readonly string[] | undefined {
  const operands = words.flatMap(({ value }) => (value === undefined || value.startsWith("-") ? [] : value));
  const isList = words.every(({ value }) => /^-p?$/.test(value ?? ""));
  switch (name) {
    case "printenv":
      return operands.length > 0 ? operands : "all";
    case "env":
      return "all";
    case "envsubst":
      return operands.length > 0 ? operands.flatMap(variablesIn) : "all";
    case "set":
      return words.length === 0 ? "all" : undefined;
    case "export":
    case "declare":
    case "typeset":
      return isList ? "all" : undefined;
    default:
      return undefined;
  }
}
