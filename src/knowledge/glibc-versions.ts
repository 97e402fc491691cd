/**
 * The version of glibc in the releases of distributions. Sources: the distributions' package lists for `libc6` and `glibc`.
 * Left out: rolling releases, and those whose version changes with an update.
 */
const versions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  debian: { 7: "2.13", 8: "2.19", 9: "2.24", 10: "2.28", 11: "2.31", 12: "2.36", 13: "2.41" },
  ubuntu: {
    "14.04": "2.19",
    "16.04": "2.23",
    "18.04": "2.27",
    "20.04": "2.31",
    "20.10": "2.32",
    "21.04": "2.33",
    "21.10": "2.34",
    "22.04": "2.35",
    "22.10": "2.36",
    "23.04": "2.37",
    "23.10": "2.38",
    "24.04": "2.39",
    "24.10": "2.40",
    "25.04": "2.41",
    "25.10": "2.42",
  },
  fedora: {
    34: "2.33",
    35: "2.34",
    36: "2.35",
    37: "2.36",
    38: "2.37",
    39: "2.38",
    40: "2.39",
    41: "2.40",
    42: "2.41",
    43: "2.42",
  },
  amazon: { 2: "2.26", 2023: "2.34" },
  mariner: { "1.0": "2.28", "2.0": "2.35" },
  azurelinux: { "3.0": "2.38" },
};

const redHat: Readonly<Record<string, string>> = {
  6: "2.12",
  7: "2.17",
  8: "2.28",
  9: "2.34",
  10: "2.39",
  stream8: "2.28",
  stream9: "2.34",
  stream10: "2.39",
};

const rebuildsOfRedHat: ReadonlySet<string> = new Set(["ubi", "rhel", "centos", "rocky", "alma", "oracle"]);

/** `2.36` for Debian 12; undefined where the release is not known, or stays with no one version. */
export function glibcVersion(distribution: string | undefined, release: string | undefined): string | undefined {
  if (distribution === undefined || release === undefined) return undefined;
  const releases = rebuildsOfRedHat.has(distribution) ? redHat : versions[distribution];
  return releases && Object.hasOwn(releases, release) ? releases[release] : undefined;
}

/**
 * What a program that was linked with glibc `built` meets on glibc `run`. `never`: it needs a symbol that is not there, as every
 * program linked with 2.34 or later asks for `__libc_start_main@GLIBC_2.34`. `perhaps`: only if it calls one of the functions that
 * came or changed in between, as `strtol` did for C++ in 2.38.
 */
export function glibcFit(built: string, run: string): "runs" | "perhaps" | "never" {
  const [from, to] = [minorOf(built), minorOf(run)];
  if (from <= to) return "runs";
  return from >= startChanged && to < startChanged ? "never" : "perhaps";
}

/** Minor version of glibc 2 that gave every program a new symbol to start with. */
const startChanged = 34;

function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}
