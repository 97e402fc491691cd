import type { ShellCommand } from "../model/shell.ts";

/** Commands that put out what they read, whole or in part. */
const passing = new Set(
  `cat tac nl head tail sed awk gawk mawk perl grep egrep fgrep rg cut tr sort uniq base64 base32 xxd od hexdump rev fold paste
  column iconv dos2unix unix2dos gzip gunzip zcat bzip2 bunzip2 xz unxz zstd jq yq tee strings expand xargs envsubst less more
  sponge pv`.split(/\s+/),
);

/** Commands that put out their arguments. */
const speaking = new Set(["echo", "printf"]);

/** Whether the output of a command holds what it gets as `input` or in files, or as `arguments`. */
export function passes(command: ShellCommand, what: "input" | "arguments"): boolean {
  const { name } = command;
  // `$(< file)`: nothing but a redirection.
  if (name === "") return what === "input" && command.word === undefined && command.assignments.length === 0;
  if (speaking.has(name)) return what === "arguments" || command.wrappers.includes("xargs");
  if (name === "openssl") return /^(?:base64|enc)$/.test(command.arguments[0]?.value ?? "");
  return passing.has(name) && !isQuiet(command);
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
    case "envsubst":
      return "all";
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
