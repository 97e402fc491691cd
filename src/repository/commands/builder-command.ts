import type { ShellCommand, ShellWord } from "../../model/shell.ts";

/** A command of a program that builds images, below its global options: `build`, `bake`, `compose`, `push`, … */
export interface BuilderCommand {
  readonly kind: "build" | "bake" | "compose" | "push" | "tag" | "kaniko" | "buildctl";
  /** Arguments behind the subcommand. */
  readonly words: readonly ShellWord[];
  /** True for Docker with BuildKit switched off. */
  readonly isLegacy: boolean;
}

const engines = new Set(["docker", "podman", "nerdctl", "buildah", "depot", "img", "finch"]);

/** Options in front of the subcommand that take a value. */
const globalOptions = new Set(
  "--config -c --context -H --host -l --log-level --tlscacert --tlscert --tlskey --builder --connection --url --root -n --namespace --storage-driver".split(
    " ",
  ),
);

const subcommands: Readonly<Record<string, BuilderCommand["kind"]>> = {
  build: "build",
  b: "build",
  bud: "build",
  bake: "bake",
  f: "bake",
  compose: "compose",
  push: "push",
  tag: "tag",
};
const groups = new Set(["buildx", "builder", "image"]);

/** What a command does with images; undefined for any other. A program that is a variable counts where all else fits. */
export function builderCommand(command: ShellCommand): BuilderCommand | undefined {
  const { name, arguments: words } = command;
  if (name === "docker-compose" || name === "podman-compose") return { kind: "compose", words, isLegacy: false };
  if (name === "executor" && command.word?.text.includes("kaniko")) return { kind: "kaniko", words, isLegacy: false };
  if (name === "buildctl" || name === "buildctl-daemonless.sh") return { kind: "buildctl", words, isLegacy: false };
  if (name === "buildx" || name === "docker-buildx") return below(words, command, true);
  if (engines.has(name)) return below(words, command, false);
  return name === "" && command.word && looksLikeBuild(words) ? below(words, command, false) : undefined;
}

function below(words: readonly ShellWord[], command: ShellCommand, isGroup: boolean): BuilderCommand | undefined {
  let inGroup = isGroup;
  for (let index = 0; index < words.length; index += 1) {
    const value = words[index]?.value;
    if (value === undefined) return undefined;
    if (value.startsWith("-")) {
      if (globalOptions.has(value)) index += 1;
      continue;
    }
    if (groups.has(value) && !inGroup) {
      inGroup = true;
      continue;
    }
    // `b` and `f` are short for build and bake only below buildx.
    const kind = value.length > 1 || inGroup ? subcommands[value] : undefined;
    return (
      kind && {
        kind,
        words: words.slice(index + 1),
        isLegacy: command.name === "docker" && !inGroup && isLegacy(command),
      }
    );
  }
  return undefined;
}

function isLegacy({ assignments }: ShellCommand): boolean {
  return assignments.some(({ name, value }) => name === "DOCKER_BUILDKIT" && value?.value === "0");
}

/** `$(DOCKER) build -t …`: nothing else is called like that. */
function looksLikeBuild(words: readonly ShellWord[]): boolean {
  const names = words.slice(0, 3).map(({ value }) => value);
  const isBuild = names[0] === "build" || names[0] === "buildx" || (names[0] === "image" && names[1] === "build");
  if (names[0] === "compose" || names[0] === "push") return true;
  return (
    isBuild &&
    (names[0] === "buildx" ||
      words.some(({ text }) => /^["']?(?:-t|--tag|--target|--build-arg|-f|--file)\b/.test(text)))
  );
}
