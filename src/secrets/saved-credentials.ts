import type { ShellWord } from "../model/shell.ts";
import { withoutLastSlashes } from "./container-paths.ts";
import { CREDENTIAL_STORES, type CredentialStore } from "./credential-stores.ts";
import type { CommandInFlow, FileEffect } from "./file-effects.ts";
import { mergedTaint, type Taint } from "./taint.ts";

/** What a tool saves in, or takes out of, a configuration file of its own. */
export function savedCredentials(flow: CommandInFlow): (FileEffect & { readonly command?: string })[] {
  const { command } = flow;
  if (command.name === "git" && command.arguments.some(({ value }) => value === "clone"))
    return clonedCredentials(flow);
  const stores = CREDENTIAL_STORES.filter(({ commands }) => commands.has(command.name));
  if (stores.length === 0) return [];
  const values = new Set(command.arguments.map(({ value }) => value));
  const has = (words: readonly string[]) => words.every((word) => values.has(word));
  const undone = stores.filter(({ undoes }) => undoes.some(has));
  const saving = stores.find((store) => has(store.saves) && !undone.includes(store));
  const taint = saving && savedTaint(flow, saving);
  if (saving && taint) {
    const path = placeOf(flow, saving);
    return [{ kind: "write", path, taint, manner: "setting", command: [command.name, ...saving.saves].join(" ") }];
  }
  return undone.map((store) => ({ kind: "remove", pattern: placeOf(flow, store) }));
}

/** Of the words behind the one that saves; `git -c name=value config` saves none of what is before. */
function savedTaint({ command, words, input, files, paths }: CommandInFlow, store: CredentialStore): Taint | undefined {
  const start = command.arguments.findIndex(({ value }) => value === store.saves[0]);
  let taint = input;
  for (const each of words.slice(start)) taint = mergedTaint(taint, each);
  if (!store.readsFiles) return taint;
  for (const { value } of command.arguments.slice(start)) {
    if (value === undefined) continue;
    const path = value.replace(/^--[\w-]+=/, "");
    for (const { file } of path === "" ? [] : files.at(paths.resolve(path))) taint = mergedTaint(taint, file.taint);
  }
  return taint;
}

function placeOf({ command, paths }: CommandInFlow, store: CredentialStore): string {
  for (const [index, { value }] of command.arguments.entries()) {
    const next = command.arguments[index + 1];
    if (value === undefined) continue;
    if (store.fileOptions.includes(value) && next) return paths.of(next)[0] ?? store.path;
    const option = store.fileOptions.find((name) => value.startsWith(`${name}=`));
    if (option) return paths.resolve(value.slice(option.length + 1));
    const place = store.places.get(value) ?? store.places.get(`${value}=${next?.value}`);
    if (place) return paths.resolve(place);
  }
  const base = repositoryFolder(command.name, command.arguments);
  return paths.resolve(base === undefined || store.path.startsWith("~") ? store.path : `${base}/${store.path}`);
}

/** `git -C folder`. */
function repositoryFolder(name: string, words: readonly ShellWord[]): string | undefined {
  if (name !== "git") return undefined;
  const at = words.findIndex(({ value }) => value === "-C");
  const folder = at === -1 ? undefined : words[at + 1];
  return folder && (folder.value ?? folder.text.replace(/["']/g, ""));
}

/** A clone keeps its URL, and what `-c` behind `clone` sets, in its configuration. */
function clonedCredentials({ command, paths, words }: CommandInFlow): (FileEffect & { readonly command: string })[] {
  const start = command.arguments.findIndex(({ value }) => value === "clone");
  let taint: Taint | undefined;
  for (const each of words.slice(start)) taint = mergedTaint(taint, each);
  const [url, folder] = cloneOperands(command.arguments.slice(start + 1));
  if (!taint || !url) return [];
  const address = (url.value ?? url.text.replace(/["']/g, "")).replace(/[?#].*$/s, "");
  const name = withoutLastSlashes(address).replace(/\.git$/, "");
  const parts = [repositoryFolder("git", command.arguments), folder && (paths.of(folder)[0] ?? "")];
  const place = parts[1] ?? [parts[0], name.slice(name.lastIndexOf("/") + 1)].filter(Boolean).join("/");
  return [{ kind: "write", path: paths.resolve(`${place}/.git/config`), taint, manner: "clone", command: "git clone" }];
}

const valuedOption =
  /^(?:-[bcojuX]|--(?:branch|config|origin|jobs|depth|reference|template|separate-git-dir|upload-pack|filter|shallow-\w+))$/;

function cloneOperands(words: readonly ShellWord[]): ShellWord[] {
  const operands: ShellWord[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) continue;
    const text = word.value ?? word.text;
    if (!text.startsWith("-")) operands.push(word);
    else if (valuedOption.test(text)) index++;
  }
  return operands;
}
