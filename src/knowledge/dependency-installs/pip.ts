import { type CommandLine, hasOption, optionNames, optionValue, readCommandLine } from "../command-line.ts";
import { type DependencyEffect, type InstallCall, isDevelopmentWord, namesDevelopment } from "./dependency-effect.ts";
import { pythonFolders } from "./python-folders.ts";

const valued = optionNames(
  `-r --requirement --requirements -c --constraint --constraints -e --editable -t --target --prefix --root -i --index-url
  --default-index --index --extra-index-url -f --find-links --trusted-host --no-binary --only-binary --platform --python-version
  --implementation --abi --cache-dir --timeout --retries --upgrade-strategy --src --proxy --cert --client-cert --config-settings
  -C --progress-bar --log --use-feature --root-user-action --python -p --group --extra`,
);

/** pip, uv's pip and pip-sync, with a file, an extra or a group that is for developers by its name. */
export function readPipDependencies(call: InstallCall): DependencyEffect | undefined {
  const found = pipLine(call);
  if (!found) return undefined;
  const { tool, line } = found;
  const values = (...names: readonly string[]) => names.flatMap((name) => line.options.get(name) ?? []);
  const files = values("-r", "--requirement", "--requirements");
  if (tool === "pip-sync") files.push(...line.operands.map(({ value }) => value));
  const targets = [...line.operands.map(({ value }) => value), ...values("-e", "--editable")];
  const list =
    files.find(isDevelopmentFile) ??
    targets.find(asksForDevelopment) ??
    groupOf(values("--group", "--extra").find(namesDevelopment));
  if (list === undefined) return undefined;
  return {
    tool,
    brings: "development",
    folders: pythonFolders(call, {
      target: optionValue(line, "-t", "--target", "--prefix", "--root"),
      isUser: hasOption(line, "--user"),
    }),
    list,
    isExplicit: true,
    instead: `Leave ${list} to a test stage`,
    option: undefined,
  };
}

function pipLine({ name, words }: InstallCall): { tool: string; line: CommandLine } | undefined {
  if (name === "pip-sync") return { tool: "pip-sync", line: readCommandLine(words, valued) };
  const isUv = name === "uv" && words[0]?.value === "pip";
  if (!isUv && !/^pip(?:\d[\d.]*)?$/.test(name)) return undefined;
  const line = readCommandLine(isUv ? words.slice(1) : words, valued);
  const [first, ...rest] = line.operands;
  if (first?.value !== "install" && !(isUv && first?.value === "sync")) return undefined;
  return { tool: `${isUv ? "uv pip" : "pip"} ${first.value}`, line: { ...line, operands: rest } };
}

function groupOf(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `the group ${name}`;
}

/** `requirements-dev.txt`, `dev-requirements.txt`, `requirements/test.txt`. */
function isDevelopmentFile(path: string): boolean {
  const parts = path.split("/");
  const name = parts.at(-1)?.replace(/\.(?:txt|in|lock)$/, "") ?? "";
  const words = name.split(/[-_.]/);
  const isRequirements = words.some((word) => /^req(?:uirements?|s)?$/.test(word)) || /^req/.test(parts.at(-2) ?? "");
  return isRequirements && words.some(isDevelopmentWord);
}

/** `.[dev]`, `/src[dev,test]`, `app[dev]`. */
function asksForDevelopment(target: string): boolean {
  const start = target.indexOf("[");
  const end = target.indexOf("]", start);
  return start !== -1 && end !== -1 && namesDevelopment(target.slice(start + 1, end));
}
