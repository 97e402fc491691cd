import type { ShellCommand, ShellScript, ShellWord } from "../../model/shell.ts";
import { readScript } from "../../shell/read-script.ts";
import { type EmbeddedText, spanWithin } from "../embedded-text.ts";
import type { KnownText } from "../known-text.ts";
import { folderOf, joinPath } from "../repository-path.ts";

/** Where a script of the repository runs. */
export interface ScriptScope {
  /** Folder that it starts in, relative to the repository; undefined when not known. */
  readonly folder: string | undefined;
  /** Variables that are set for it. */
  readonly variables: ReadonlyMap<string, KnownText>;
  /**
   * Names that stand in the script for expressions of the file around it, which are replaced before any shell sees them:
   * `${{ x }}` of a workflow, `$(X)` of make.
   */
  readonly placeholders: ReadonlyMap<string, KnownText>;
}

/** A command with the folder that it runs in. */
export interface PlacedCommand {
  readonly command: ShellCommand;
  readonly folder: string | undefined;
}

/** Folders that CI services name by a variable: the checkout. */
const checkoutVariables =
  "GITHUB_WORKSPACE CI_PROJECT_DIR WORKSPACE BUILD_SOURCESDIRECTORY BITBUCKET_CLONE_DIR TRAVIS_BUILD_DIR CIRCLE_WORKING_DIRECTORY";

/** Words by which a text speaks of building images; others need not be read. */
const builders = /docker|podman|buildah|buildx|nerdctl|kaniko|depot|buildctl/;

export function speaksOfBuilds(text: string): boolean {
  return builders.test(text);
}

/** The commands of a script; none where it says nothing of building images. */
export function readCommands(embedded: EmbeddedText, scope: ScriptScope): readonly PlacedCommand[] {
  const { source, text, pieces } = embedded;
  if (text.trim() === "" || !mayBuild(text)) return [];
  const script = readScript(
    source,
    {
      keyword: "RUN",
      form: "shell",
      text,
      scriptStart: 0,
      pieces,
      arguments: [],
      heredocs: [],
      span: spanWithin(embedded, 0, text.length),
    },
    { shell: ["/bin/bash", "-c"], variables: shellVariables(scope) },
  );
  return withFolders(script, source.text, source.path, scope.folder);
}

/** `$(DOCKER) build` of a Makefile, whose program is a variable, counts too. */
function mayBuild(text: string): boolean {
  return speaksOfBuilds(text) || /\bbuild\b/.test(text);
}

function shellVariables(scope: ScriptScope): Map<string, string | undefined> {
  const variables = new Map<string, string | undefined>(checkoutVariables.split(" ").map((name) => [name, "."]));
  for (const [name, { value }] of [...scope.variables, ...scope.placeholders]) variables.set(name, value);
  return variables;
}

/** What a word is, with the secrets and variables that it is made from. */
export function wordText(word: ShellWord, value: string | undefined, scope: ScriptScope): KnownText {
  const secrets: string[] = [];
  const variables: string[] = [];
  const use = (name: string) => {
    const placeholder = scope.placeholders.get(name);
    const variable = scope.variables.get(name);
    secrets.push(...((placeholder ?? variable)?.secrets ?? []));
    variables.push(...((placeholder ?? variable)?.variables ?? []));
    if (!placeholder) variables.push(name);
  };
  for (const name of word.variables) use(name);
  const quoted = inQuotes(value, scope, use);
  return { value: quoted, secrets, variables };
}

/** Single quotes keep the shell, but not the file around it, from replacing. */
function inQuotes(value: string | undefined, scope: ScriptScope, use: (name: string) => void): string | undefined {
  if (value === undefined || scope.placeholders.size === 0 || !value.includes("${")) return value;
  let isKnown = true;
  const replaced = value.replace(/\$\{(\w+)\}/g, (whole, name: string) => {
    const placeholder = scope.placeholders.get(name);
    if (!placeholder) return whole;
    use(name);
    isKnown &&= placeholder.value !== undefined;
    return placeholder.value ?? "";
  });
  return isKnown ? replaced : undefined;
}

/** Follows `cd` through a script; what a subshell does with it ends with the subshell. */
function withFolders(script: ShellScript, text: string, path: string, start: string | undefined): PlacedCommand[] {
  let folder = start;
  let end = script.commands[0]?.span.start.offset ?? 0;
  const outside: (string | undefined)[] = [];
  return script.commands.map((command) => {
    const depth = command.within.filter((construct) => construct === "subshell" || construct === "substitution").length;
    for (const character of text.slice(end, command.span.start.offset)) {
      if (character === "(") outside.push(folder);
      else if (character === ")" && outside.length > 0) folder = outside.pop();
    }
    while (outside.length > depth) folder = outside.pop();
    while (outside.length < depth) outside.push(folder);
    end = command.span.end.offset;
    const placed = { command, folder };
    if (command.name === "cd" || command.name === "pushd") folder = folderAfter(command, folder, path, start);
    else if (command.name === "popd") folder = start;
    return placed;
  });
}

function folderAfter(
  { arguments: words }: ShellCommand,
  folder: string | undefined,
  path: string,
  start: string | undefined,
): string | undefined {
  const word = words.find(({ text }) => text !== "--");
  if (word === undefined) return undefined;
  if (word.value === "-") return start;
  if (word.value !== undefined) return joinPath(folder, word.value);
  const [base, rest] = knownStart(word.text, path);
  return base === undefined ? undefined : joinPath(base, rest);
}

/** `"$(dirname "$0")/.."` and `$(git rev-parse --show-toplevel)`: folders that scripts find themselves by. */
function knownStart(text: string, path: string): [base: string | undefined, rest: string] {
  const match = /^"?\$\((dirname|git) ([^()]{1,80})\)([\w./-]{0,200})"?$/.exec(text);
  const [, program, operand = "", rest = ""] = match ?? [];
  const after = `.${rest}`;
  if (program === "git") return [operand.trim() === "rev-parse --show-toplevel" ? "." : undefined, after];
  const isOwn = /^(?:-- )?"?\$(?:0|\{0\}|BASH_SOURCE|\{BASH_SOURCE(?:\[0\])?\}|\{BASH_SOURCE\[0\]:-\$0\})"?$/.test(
    operand,
  );
  return [program === "dirname" && isOwn ? folderOf(path) : undefined, after];
}
