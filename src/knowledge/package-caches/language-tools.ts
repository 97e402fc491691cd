import type { CacheName } from "./caches.ts";

/** A package manager of a language that keeps what it downloads. */
export interface LanguageTool {
  readonly names: RegExp;
  readonly cache: CacheName;
  /** Options that take a value, with their hyphens. */
  readonly valued: string;
  /** Words in front of the subcommand: `uv pip install`, `conda env create`. */
  readonly prefixes: ReadonlySet<string>;
  readonly installs: ReadonlySet<string>;
  /** Whether the bare name installs: `yarn`. */
  readonly isBareInstall: boolean;
  /** Where there is nothing to install without an operand or one of these options: `pip install`. */
  readonly needsOperand?: readonly string[];
  /** Options that switch the cache off. */
  readonly disabling: readonly string[];
  /** The one of them that can be put behind the subcommand. */
  readonly option: string | undefined;
  /** Variables, in upper case, that switch it off. */
  readonly variables: readonly string[];
  readonly folderVariables: readonly string[];
  readonly folderOptions: readonly string[];
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}

const nothing: ReadonlySet<string> = new Set();

const python = {
  isBareInstall: false,
  prefixes: nothing,
  folderOptions: ["--cache-dir"],
};

const pipValued = `-r --requirement -c --constraint -e --editable -t --target --prefix --root -i --index-url --extra-index-url
  -f --find-links --trusted-host --no-binary --only-binary --platform --python-version --implementation --abi --cache-dir
  --timeout --retries --upgrade-strategy --src --proxy --cert --python -p --group --extra --index --default-index -C --project
  --directory --with --without --only -E -G --package --link-mode`;

export const languageTools: readonly LanguageTool[] = [
  {
    ...python,
    names: /^pip(?:\d[\d.]*)?$/,
    cache: "pip",
    valued: pipValued,
    installs: words("install wheel download"),
    needsOperand: ["-r", "--requirement", "-e", "--editable", "--group"],
    disabling: ["--no-cache-dir", "--no-cache", "--no-index"],
    option: "--no-cache-dir",
    variables: ["PIP_NO_CACHE_DIR"],
    folderVariables: ["PIP_CACHE_DIR", "XDG_CACHE_HOME"],
  },
  {
    ...python,
    names: /^uv$/,
    cache: "uv",
    valued: pipValued,
    prefixes: words("pip tool"),
    installs: words("install sync add"),
    disabling: ["--no-cache", "--no-cache-dir", "-n"],
    option: "--no-cache",
    variables: ["UV_NO_CACHE"],
    folderVariables: ["UV_CACHE_DIR", "XDG_CACHE_HOME"],
  },
  {
    ...python,
    names: /^poetry$/,
    cache: "poetry",
    valued: pipValued,
    installs: words("install sync add"),
    disabling: ["--no-cache"],
    option: "--no-cache",
    variables: [],
    folderVariables: ["POETRY_CACHE_DIR", "XDG_CACHE_HOME"],
  },
  {
    ...python,
    names: /^pipenv$/,
    cache: "pipenv",
    valued: pipValued,
    installs: words("install sync"),
    disabling: ["--clear"],
    option: undefined,
    variables: ["PIP_NO_CACHE_DIR"],
    folderVariables: ["PIPENV_CACHE_DIR", "PIP_CACHE_DIR", "XDG_CACHE_HOME"],
  },
  {
    ...python,
    names: /^pdm$/,
    cache: "pdm",
    valued: pipValued,
    installs: words("install sync add"),
    disabling: ["--no-cache"],
    option: undefined,
    variables: ["PDM_NO_CACHE"],
    folderVariables: ["PDM_CACHE_DIR", "XDG_CACHE_HOME"],
  },
  {
    names: /^npm$/,
    cache: "npm",
    valued:
      "--prefix -w --workspace -C --registry --cache --userconfig --loglevel --omit --include --only --fetch-timeout",
    prefixes: nothing,
    installs: words("install i in add ci clean-install"),
    isBareInstall: false,
    disabling: ["--offline"],
    option: undefined,
    variables: [],
    folderVariables: ["NPM_CONFIG_CACHE"],
    folderOptions: ["--cache"],
  },
  {
    names: /^yarn$/,
    cache: "yarn",
    valued: "--cwd --cache-folder --modules-folder --network-timeout --network-concurrency --mutex --registry --mode",
    prefixes: words("global workspaces"),
    installs: words("install add focus"),
    isBareInstall: true,
    disabling: ["--offline"],
    option: undefined,
    variables: [],
    folderVariables: ["YARN_CACHE_FOLDER"],
    folderOptions: ["--cache-folder"],
  },
  {
    names: /^composer(?:\.phar)?$/,
    cache: "composer",
    valued: "-d --working-dir --ignore-platform-req",
    prefixes: words("global"),
    installs: words("install i update require create-project"),
    isBareInstall: false,
    disabling: ["--no-cache"],
    option: "--no-cache",
    variables: [],
    folderVariables: ["COMPOSER_CACHE_DIR", "COMPOSER_HOME"],
    folderOptions: [],
  },
  {
    names: /^(?:conda|mamba|micromamba)$/,
    cache: "conda",
    valued: "-n --name -p --prefix -f --file -c --channel -r --root-prefix --solver",
    prefixes: words("env"),
    installs: words("install create update"),
    isBareInstall: false,
    disabling: [],
    option: undefined,
    variables: [],
    folderVariables: ["CONDA_PKGS_DIRS"],
    folderOptions: [],
  },
];
