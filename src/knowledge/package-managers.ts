import { optionNames } from "./command-line.ts";

/** Families: what one member installs, another removes under the same name. */
export type PackageManager = "apt" | "apk" | "dnf" | "zypper" | "pacman";

/** `autoremove`: what was installed for others and is needed no more. `update`: package lists. */
export type PackageAction = "install" | "remove" | "autoremove" | "clean" | "update" | "upgrade";

/** A package manager with subcommands. */
export interface PackageProgram {
  readonly manager: PackageManager;
  /** Options that take a value: the value is no package. */
  readonly valued: ReadonlySet<string>;
  /** What the first operand asks for. Others (search, info, repository settings) do not touch packages. */
  readonly actions: Readonly<Record<string, PackageAction>>;
}

const apt: PackageProgram = {
  manager: "apt",
  valued: optionNames(
    "-t --target-release --default-release -o --option -c --config-file -a --host-architecture -P --build-profiles --solver",
  ),
  actions: {
    install: "install",
    reinstall: "install",
    "build-dep": "install",
    satisfy: "install",
    remove: "remove",
    purge: "remove",
    autoremove: "autoremove",
    "auto-remove": "autoremove",
    autopurge: "autoremove",
    clean: "clean",
    autoclean: "clean",
    distclean: "clean",
    "dist-clean": "clean",
    update: "update",
    upgrade: "upgrade",
    "full-upgrade": "upgrade",
    "dist-upgrade": "upgrade",
    "safe-upgrade": "upgrade",
  },
};

const apk: PackageProgram = {
  manager: "apk",
  valued: optionNames(
    "-t --virtual -p --root -X --repository --repositories-file --keys-dir --cache-dir --cache-max-age --arch --wait --progress-fd --timeout",
  ),
  actions: {
    add: "install",
    del: "remove",
    update: "update",
    upgrade: "upgrade",
    fix: "upgrade",
    "cache-clean": "clean",
    "cache-purge": "clean",
  },
};

const dnf: PackageProgram = {
  manager: "dnf",
  valued: optionNames(
    `-c --config -x --exclude --excludepkgs --enablerepo --disablerepo --repo --repoid --repofrompath --installroot --setopt
    --releasever -d --debuglevel -e --errorlevel --rpmverbosity -R --randomwait --forcearch --comment --enableplugin
    --disableplugin --color --downloaddir --destdir --advisory --advisories --bz --bzs --cve --cves --sec-severity
    --secseverity --disableexcludes --disableexcludepkgs`,
  ),
  actions: {
    install: "install",
    in: "install",
    reinstall: "install",
    localinstall: "install",
    "group-install": "install",
    groupinstall: "install",
    swap: "install",
    builddep: "install",
    remove: "remove",
    rm: "remove",
    erase: "remove",
    groupremove: "remove",
    // What the last transaction brought.
    historyundo: "remove",
    autoremove: "autoremove",
    clean: "clean",
    makecache: "update",
    "check-update": "update",
    update: "upgrade",
    upgrade: "upgrade",
    "distro-sync": "upgrade",
  },
};

const zypper: PackageProgram = {
  manager: "zypper",
  valued: optionNames(
    `-R --root --installroot -D --reposd-dir -C --cache-dir --raw-cache-dir --solv-cache-dir --pkg-cache-dir -c --config
    -p --plus-repo --plus-content --userdata -r --repo --from -t --type --download --priority`,
  ),
  actions: {
    install: "install",
    in: "install",
    remove: "remove",
    rm: "remove",
    clean: "clean",
    cc: "clean",
    refresh: "update",
    ref: "update",
    update: "upgrade",
    up: "upgrade",
    patch: "upgrade",
    "dist-upgrade": "upgrade",
    dup: "upgrade",
  },
};

/** By the name of the command. */
export const packagePrograms: Readonly<Record<string, PackageProgram>> = {
  "apt-get": apt,
  apt,
  aptitude: apt,
  // Cross compilation helpers of tonistiigi/xx: they add the packages of the target.
  "xx-apt-get": apt,
  "xx-apt": apt,
  "xx-apk": apk,
  apk,
  dnf,
  dnf5: dnf,
  yum: dnf,
  microdnf: dnf,
  tdnf: dnf,
  zypper,
};
