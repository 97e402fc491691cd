export type CacheName =
  | "apt lists"
  | "apt archives"
  | "apk"
  | "dnf"
  | "zypper"
  | "pacman"
  | "pip"
  | "uv"
  | "poetry"
  | "pipenv"
  | "pdm"
  | "npm"
  | "yarn"
  | "composer"
  | "conda";

export interface Cache {
  /** What stays, inside a sentence. */
  readonly title: string;
  /** Where; the first is what messages show, the others are where other versions have it. `~` is a home. */
  readonly folders: readonly [string, ...string[]];
  /** The command that empties it, to be run at the end of the same RUN. */
  readonly cleaning: string;
}

/** What package managers keep for the next time, which never comes in an image. */
export const caches: Readonly<Record<CacheName, Cache>> = {
  "apt lists": {
    title: "apt's package lists",
    folders: ["/var/lib/apt/lists"],
    cleaning: "rm -rf /var/lib/apt/lists/*",
  },
  "apt archives": {
    title: "apt's downloaded packages",
    folders: ["/var/cache/apt/archives"],
    cleaning: "apt-get clean",
  },
  apk: { title: "apk's index", folders: ["/var/cache/apk", "/etc/apk/cache"], cleaning: "rm -rf /var/cache/apk/*" },
  dnf: {
    title: "the metadata and packages of",
    folders: ["/var/cache/dnf", "/var/cache/yum", "/var/cache/libdnf5", "/var/cache/tdnf"],
    cleaning: "dnf clean all",
  },
  zypper: { title: "zypper's metadata", folders: ["/var/cache/zypp"], cleaning: "zypper clean --all" },
  pacman: {
    title: "pacman's downloaded packages",
    folders: ["/var/cache/pacman/pkg"],
    cleaning: "rm -rf /var/cache/pacman/pkg/*",
  },
  pip: { title: "pip's cache", folders: ["~/.cache/pip"], cleaning: "pip cache purge" },
  uv: { title: "uv's cache", folders: ["~/.cache/uv"], cleaning: "uv cache clean" },
  poetry: { title: "Poetry's cache", folders: ["~/.cache/pypoetry/cache"], cleaning: "rm -rf ~/.cache/pypoetry/cache" },
  pipenv: { title: "Pipenv's cache", folders: ["~/.cache/pipenv"], cleaning: "rm -rf ~/.cache" },
  pdm: { title: "PDM's cache", folders: ["~/.cache/pdm"], cleaning: "pdm cache clear" },
  npm: { title: "npm's cache", folders: ["~/.npm"], cleaning: "npm cache clean --force" },
  yarn: {
    title: "Yarn's cache",
    folders: ["~/.cache/yarn", "/usr/local/share/.cache/yarn", "~/.yarn/berry/cache"],
    cleaning: "yarn cache clean",
  },
  composer: {
    title: "Composer's cache",
    folders: ["~/.composer/cache", "~/.cache/composer", "/tmp/cache"],
    cleaning: "composer clear-cache",
  },
  conda: {
    title: "conda's packages",
    folders: ["/opt/conda/pkgs", "~/miniconda3/pkgs", "~/.conda/pkgs"],
    cleaning: "conda clean --all --yes",
  },
};
