import type { BuildSettings } from "../../knowledge/build-settings.ts";
import type { BaseImage } from "../../model/base-image.ts";
import type { BuildCommandInScript } from "../../model/build-command.ts";
import type { ShellWord } from "../../model/shell.ts";
import { absolutePath } from "../paths.ts";

interface Output {
  readonly path: string;
  readonly namedByProject: boolean;
  readonly only: RegExp | undefined;
}

/** Class files and archives, and the folders in which Maven and Gradle leave those of each module. */
const javaFiles = /\/(?:target|build|out)(?:\/|$)|\.(?:[jwe]ar|class)$/;

/** Where a command leaves what it makes, as far as its options, settings and working directory tell. */
export function outputsOf(
  build: BuildCommandInScript,
  settings: BuildSettings,
  folder: string | undefined,
  root: BaseImage | undefined,
): Output[] {
  const at = (path: string | undefined) =>
    path === undefined || (folder === undefined && !path.startsWith("/"))
      ? []
      : [{ path: absolutePath(folder ?? "/", path), namedByProject: false, only: undefined }];
  const { language, kind, output, tool } = build;
  if (language === "go" && (kind === "compile" || tool.endsWith(" install")))
    return goOutputs(build, settings, folder, at);
  if (language === "rust" && kind !== "test") return at(rustOutput(build, settings));
  if (language === "java" && kind === "compile" && /^(?:target|build\/.*)$/.test(output ?? ""))
    return at(".").map((all) => ({ ...all, only: javaFiles }));
  if (kind === "compile" || (kind === "bundle" && /^(?:jlink|pyinstaller|rebar3|mix)/.test(tool))) return at(output);
  if (kind !== "install" && kind !== "other") return [];
  switch (language) {
    case "node":
      return /^(?:npm|yarn|pnpm|bun) /.test(tool) ? at(`${nodeFolder(build)}node_modules`) : [];
    case "python":
      return pythonOutputs(build, settings, root).flatMap(at);
    case "ruby":
      return rubyOutputs(build, settings).flatMap(at);
    case "php":
      return kind === "other" ? at("/usr/local/lib/php/extensions") : [];
    default:
      return [];
  }
}

function goOutputs(
  build: BuildCommandInScript,
  settings: BuildSettings,
  folder: string | undefined,
  at: (path: string | undefined) => Output[],
): Output[] {
  const { output, tool, command } = build;
  if (tool.endsWith(" install")) {
    const path = settings.get("GOPATH");
    const bin = settings.has("GOBIN") ? settings.get("GOBIN") : `${path ?? "/go"}/bin`;
    const named = programsIn(command.arguments);
    if (bin === undefined || settings.has("GOPATH") !== (path !== undefined)) return [];
    return named ? named.flatMap((program) => at(`${bin}/${program}`)) : at(bin);
  }
  if (output !== undefined) return at(output);
  const isNamed = command.arguments.some(({ text }) => /^--?o(?:$|=)/.test(text));
  // `go build` of several packages leaves nothing.
  const isMany = command.arguments.some(({ text }) => text.includes("..."));
  return isNamed || isMany || folder === undefined ? [] : [{ path: folder, namedByProject: true, only: undefined }];
}

/** Names that `go install` gives its programs; undefined where a package does not tell. */
function programsIn(words: readonly ShellWord[]): string[] | undefined {
  const packages = words
    .slice(1)
    .filter(({ text }) => /^\.{0,2}\/?[\w.-]+(?:\/|@|$)/.test(text) && !text.startsWith("-"));
  const named = packages.flatMap(({ value, text }) => programOf(value ?? text) ?? []);
  return named.length > 0 && named.length === packages.length ? named : undefined;
}

/** The last part of a package's path, without a version: `migrate` of `github.com/acme/migrate/v4@latest`. */
function programOf(path: string): string | undefined {
  const at = path.indexOf("@");
  const parts = (at === -1 ? path : path.slice(0, at)).replace(/\/$/, "").split("/");
  const last = /^v\d+$/.test(parts.at(-1) ?? "") ? parts.at(-2) : parts.at(-1);
  return last === undefined || !/^[\w-][\w.-]*$/.test(last) || last === "..." ? undefined : last;
}

function rustOutput({ output, tool }: BuildCommandInScript, settings: BuildSettings): string | undefined {
  if (tool === "cargo install") {
    const home = settings.get("CARGO_INSTALL_ROOT") ?? settings.get("CARGO_HOME");
    return output === "/usr/local/cargo/bin" && home !== undefined ? `${home}/bin` : output;
  }
  if (!settings.has("CARGO_TARGET_DIR")) return output;
  const target = settings.get("CARGO_TARGET_DIR");
  return target === undefined || output === undefined ? undefined : output.replace(/^target(?=\/|$)/, target);
}

function nodeFolder({ command }: BuildCommandInScript): string {
  for (const [index, { value }] of command.arguments.entries()) {
    const [name = "", written] = value?.split("=", 2) ?? [];
    if (!/^(?:--prefix|-C|--cwd|--dir)$/.test(name)) continue;
    const to = written ?? command.arguments[index + 1]?.value;
    if (to !== undefined) return `${to}/`;
  }
  return "";
}

/** Where pip puts packages outside an environment: what it is told, the user's folder, else the interpreter's own. */
function pythonOutputs(
  { tool, command, output }: BuildCommandInScript,
  settings: BuildSettings,
  root: BaseImage | undefined,
): string[] {
  if (!/^(?:uv )?pip install$/.test(tool)) return [];
  if (output !== undefined) return [output];
  const told = settings.get("PIP_TARGET") ?? settings.get("PIP_PREFIX");
  if (told !== undefined) return [told];
  if (command.arguments.some(({ value }) => value === "--user"))
    return [settings.get("PYTHONUSERBASE") ?? "/root/.local"];
  const minor = /^3\.\d+/.exec(root?.languageVersion ?? "")?.[0];
  return root?.language === "python" && minor !== undefined ? [`/usr/local/lib/python${minor}/site-packages`] : [];
}

function rubyOutputs({ tool, command }: BuildCommandInScript, settings: BuildSettings): string[] {
  if (tool !== "bundle install") return tool === "gem install" ? [settings.get("GEM_HOME") ?? "/usr/local/bundle"] : [];
  for (const [index, { value }] of command.arguments.entries()) {
    if (value?.startsWith("--path=")) return [value.slice("--path=".length)];
    if (value === "--path") return [command.arguments[index + 1]?.value ?? "vendor/bundle"];
    if (value === "--deployment") return ["vendor/bundle"];
  }
  const path = settings.get("BUNDLE_PATH");
  if (path !== undefined) return [path];
  return ["/usr/local/bundle", "vendor/bundle"];
}
