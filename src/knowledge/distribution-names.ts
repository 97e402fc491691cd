/** Distributions and their releases by the names that folders and tags give them. */
const names: ReadonlySet<string> = new Set(
  `alpine debian ubuntu fedora centos rockylinux almalinux amazonlinux oraclelinux opensuse leap ubi azurelinux cbl-mariner
  wheezy jessie stretch buster bullseye bookworm trixie forky lucid precise trusty xenial bionic focal jammy noble plucky
  questing resolute windows windowsservercore nanoserver servercore`.split(/\s+/),
);

/** Whether a folder is named after a distribution: `alpine3.24`, `slim-trixie`, `ubuntu`, `windowsservercore-ltsc2025`. */
export function namesDistribution(folder: string): boolean {
  return folder
    .toLowerCase()
    .split(/[-_]/)
    .some((word) => names.has(word.replace(/(?<![\d.])[\d.]+$/, "")));
}
