import type { ShellCommand } from "../../model/shell.ts";

/** Variables by their names in upper case; `has` with an undefined value means that it is set, but not known. */
export type InstallSettings = Pick<ReadonlyMap<string, string | undefined>, "get" | "has">;

/** What switches say: `unknown` where one of them is set to what only the build knows. */
export type Switch = "on" | "off" | "unknown";

/** Whether one of the variables is switched on, as npm, Composer and others read them: set, and not a word for no. */
export function switchOf(settings: InstallSettings, ...names: readonly string[]): Switch {
  for (const name of names) {
    if (!settings.has(name)) continue;
    const value = settings.get(name);
    if (value === undefined) return "unknown";
    if (!/^(?:|0|false|no|off|null|undefined)$/i.test(value)) return "on";
  }
  return "off";
}

/** A setting that a package manager saves, under the name of the variable that says the same. */
interface SavedSetting {
  readonly name: string;
  readonly value: string | undefined;
}

const savers: Readonly<Record<string, readonly string[]>> = {
  npm: ["config", "set"],
  pnpm: ["config", "set"],
  yarn: ["config", "set"],
  bundle: ["config"],
  bundler: ["config"],
  poetry: ["config"],
  composer: ["config"],
  pip: ["config", "set"],
  pip3: ["config", "set"],
};

const prefixes: Readonly<Record<string, string>> = {
  npm: "NPM_CONFIG_",
  pnpm: "NPM_CONFIG_",
  yarn: "YARN_",
  bundle: "BUNDLE_",
  bundler: "BUNDLE_",
  poetry: "POETRY_",
  composer: "COMPOSER_",
  pip: "PIP_",
  pip3: "PIP_",
};

/** `npm config set omit dev`, `npm set omit=dev`, `bundle config set --local without 'development test'`, `poetry config virtualenvs.create false`. */
export function readInstallSetting({ name, arguments: words }: ShellCommand): SavedSetting | undefined {
  const prefix = Object.hasOwn(prefixes, name) ? prefixes[name] : undefined;
  if (prefix === undefined) return undefined;
  const given = words.filter((word) => !word.value?.startsWith("-") && word.value !== "set");
  const lead = savers[name]?.[0];
  const isShort = name === "npm" && words[0]?.value === "set";
  if (!isShort && given.shift()?.value !== lead) return undefined;
  const [key = "", written] = (given[0]?.value ?? "").split("=", 2);
  if (key === "") return undefined;
  const plain = key.replace(/^global\./, "").replace(/[.-]/g, "_");
  const value =
    written ??
    (given[1]?.value === undefined
      ? undefined
      : given
          .slice(1)
          .map((each) => each.value)
          .join(" "));
  return { name: `${prefix}${plain.toUpperCase()}`, value };
}
