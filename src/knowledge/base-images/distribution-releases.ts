/** A distribution and its release, for example `debian` and `12`. */
export interface DistributionRelease {
  readonly distribution: string;
  readonly release: string | undefined;
}

/** Code names in tags. Ubuntu's and Debian's do not overlap. */
const codenames: ReadonlyMap<string, DistributionRelease> = new Map(
  Object.entries({
    debian: {
      wheezy: "7",
      jessie: "8",
      stretch: "9",
      buster: "10",
      bullseye: "11",
      bookworm: "12",
      trixie: "13",
      forky: "14",
      duke: "15",
      sid: "sid",
      unstable: "sid",
    },
    ubuntu: {
      lucid: "10.04",
      precise: "12.04",
      quantal: "12.10",
      raring: "13.04",
      saucy: "13.10",
      trusty: "14.04",
      utopic: "14.10",
      vivid: "15.04",
      wily: "15.10",
      xenial: "16.04",
      yakkety: "16.10",
      zesty: "17.04",
      artful: "17.10",
      bionic: "18.04",
      cosmic: "18.10",
      disco: "19.04",
      eoan: "19.10",
      focal: "20.04",
      groovy: "20.10",
      hirsute: "21.04",
      impish: "21.10",
      jammy: "22.04",
      kinetic: "22.10",
      lunar: "23.04",
      mantic: "23.10",
      noble: "24.04",
      oracular: "24.10",
      plucky: "25.04",
      questing: "25.10",
      resolute: "26.04",
    },
  }).flatMap(([distribution, releases]) =>
    Object.entries(releases).map(([codename, release]) => [codename, { distribution, release }] as const),
  ),
);

/** Words of tags and names that stand for a distribution. */
const distributionWords: ReadonlyMap<string, string> = new Map([
  ["alpine", "alpine"],
  ["debian", "debian"],
  ["ubuntu", "ubuntu"],
  ["fedora", "fedora"],
  ["centos", "centos"],
  ["rocky", "rocky"],
  ["rockylinux", "rocky"],
  ["almalinux", "alma"],
  ["alma", "alma"],
  ["oraclelinux", "oracle"],
  ["oracle", "oracle"],
  ["ol", "oracle"],
  ["ubi", "ubi"],
  ["amazonlinux", "amazon"],
  ["al", "amazon"],
  ["azurelinux", "azurelinux"],
  ["mariner", "mariner"],
  ["photon", "photon"],
  ["wolfi", "wolfi"],
  ["windowsservercore", "windows"],
  ["servercore", "windows"],
  ["nanoserver", "windows"],
]);

/** The distribution that one word of a tag names: `bookworm`, `alpine3.20`, `ubi9`. */
export function distributionOfWord(word: {
  readonly text: string;
  readonly name: string;
  readonly version: string | undefined;
}): DistributionRelease | undefined {
  const codename = codenames.get(word.text);
  if (codename) return codename;
  const distribution = distributionWords.get(word.name);
  if (!distribution) return undefined;
  // `al` and `ol` mean something only with their number.
  if (word.name.length === 2 && word.version === undefined) return undefined;
  return { distribution, release: word.version === undefined ? undefined : releaseOf(distribution, word.version) };
}

/**
 * The release as the distribution counts it: `12` for Debian 12.5, `3.20` for Alpine 3.20.1, `24.04` for `2404`.
 * Undefined where the number is a date, or moves on from release to release as `alpine:3` does.
 */
export function releaseOf(distribution: string, version: string): string | undefined {
  if (/^\d{6,}$/.test(version)) return undefined;
  const parts = version.split(".");
  if (distribution === "ubuntu")
    return /^\d{4}$/.test(version) ? `${version.slice(0, 2)}.${version.slice(2)}` : version;
  if (distribution === "alpine" || distribution === "azurelinux" || distribution === "mariner") {
    return parts.length < 2 ? undefined : parts.slice(0, 2).join(".");
  }
  if (distribution === "opensuse" || distribution === "sles") return version;
  return parts[0];
}

/** The code name of a release, as tags use it: `bookworm` for Debian 12. */
export function codenameOf(distribution: string, release: string): string | undefined {
  for (const [codename, known] of codenames) {
    if (known.distribution === distribution && known.release === release) return codename;
  }
  return undefined;
}
