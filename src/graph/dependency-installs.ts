import { isInstallSetting } from "../knowledge/install-settings.ts";
import type { BuildCommandInScript } from "../model/build-command.ts";
import type { BuildGraph, Stage, Step } from "../model/graph.ts";
import { normalisedReference } from "../model/image-reference.ts";
import type { ShellCommand } from "../model/shell.ts";
import { type Copies, fileOrigin } from "./manifest-origin.ts";
import { absolutePath } from "./paths.ts";

/** An install of the dependencies that a manifest lists. */
export interface DependencyInstall {
  readonly stage: Stage;
  readonly step: Step;
  readonly build: BuildCommandInScript;
  /** Equal for installs that bring the same: same image below, same command, settings and manifest. */
  readonly brings: string;
}

/** What a stage hands on to those that stand on it. */
interface Inherited {
  readonly copies: Copies | undefined;
  /** Settings of installs by ENV and ARG, in the order in which they are made. */
  readonly settings: string;
}

const nothing: Inherited = { copies: undefined, settings: "" };

/** Longer settings than anybody has: installs behind them are left out. */
const longestSettings = 4_096;

/** The installs of all stages, in file order, as far as it is known what they bring. */
export function dependencyInstalls({ stages }: BuildGraph): DependencyInstall[] {
  const installs: DependencyInstall[] = [];
  const ends: Inherited[] = [];
  for (const stage of stages) {
    let state = stage.base.kind === "stage" ? (ends[stage.base.index] ?? nothing) : nothing;
    for (const step of stage.steps) {
      state = behind(step, state);
      for (const build of step.builds) {
        const brings = build.kind === "install" ? broughtBy(stage, step, build, state) : undefined;
        if (brings !== undefined) installs.push({ stage, step, build, brings });
      }
    }
    ends[stage.index] = state;
  }
  return installs;
}

function behind({ instruction, copy }: Step, state: Inherited): Inherited {
  if (copy) return { ...state, copies: { copy, before: state.copies } };
  if (instruction.keyword !== "ENV" && instruction.keyword !== "ARG") return state;
  const settings = instruction.pairs.filter(({ key }) => isInstallSetting(key));
  if (settings.length === 0 || state.settings.length > longestSettings) return state;
  const text = settings.map(({ key, value }) => `${key}=${value ?? ""}\n`).join("");
  return { ...state, settings: state.settings + text };
}

function broughtBy(
  stage: Stage,
  step: Step,
  { tool, command, manifests }: BuildCommandInScript,
  { copies, settings }: Inherited,
): string | undefined {
  const folder = folderOf(step, command);
  const base = baseOf(stage);
  if (base === undefined || folder === undefined || settings.length > longestSettings) return undefined;
  for (const manifest of manifests.filter((name) => !/[*?[$]/.test(name))) {
    const origin = fileOrigin(absolutePath(folder, manifest), step, copies);
    if (origin === undefined) continue;
    // However the manifest is written, its origin says which one it is.
    const words = command.arguments.map(({ value, text }) => value ?? text).filter((word) => !manifests.includes(word));
    const variables = command.assignments.map(({ name, value }) => `${name}=${value?.value ?? value?.text}`);
    return JSON.stringify([base, stage.platform, tool, words, variables, settings, origin]);
  }
  return undefined;
}

/** What dependencies are built for: the same version of a language on the same distribution, or else the very same image. */
function baseOf({ root, rootImage }: Stage): string | undefined {
  const { language, languageVersion, libc, distribution } = root ?? {};
  if (language !== undefined && languageVersion !== undefined && libc !== "unknown" && distribution !== undefined) {
    return [language, languageVersion, libc, distribution].join(" ");
  }
  return rootImage && normalisedReference(rootImage);
}

/** Options by which tools are sent to another folder. */
const folderOptions: ReadonlySet<string> = new Set([
  "--prefix",
  "-C",
  "--dir",
  "--cwd",
  "--directory",
  "--working-dir",
]);

/** The folder that a command works in; undefined where a `cd` before it is not known, or holds for a part of the script only. */
function folderOf({ before, script }: Step, command: ShellCommand): string | undefined {
  let folder = before.workdir;
  for (const other of script?.commands ?? []) {
    if (other === command) break;
    if (other.name !== "cd" && other.name !== "pushd" && other.name !== "popd") continue;
    const [to] = other.arguments;
    if (other.name === "popd" || to?.value === undefined || other.within.length > 0) return undefined;
    folder = absolutePath(folder, to.value);
  }
  for (const [index, { value }] of command.arguments.entries()) {
    const [name = "", written] = value?.split("=", 2) ?? [];
    if (!folderOptions.has(name)) continue;
    const to = written ?? command.arguments[index + 1]?.value;
    if (to === undefined) return undefined;
    folder = absolutePath(folder, to);
  }
  return folder;
}
