import type { BaseImage } from "../model/base-image.ts";

/** The Python that a release of a distribution calls `python3`. Sources: the distributions' package lists. */
const pythons: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  debian: { 9: "3.5", 10: "3.7", 11: "3.9", 12: "3.11", 13: "3.13" },
  ubuntu: {
    "16.04": "3.5",
    "18.04": "3.6",
    "20.04": "3.8",
    "22.04": "3.10",
    "23.04": "3.11",
    "23.10": "3.11",
    "24.04": "3.12",
    "24.10": "3.12",
    "25.04": "3.13",
    "25.10": "3.13",
  },
  alpine: {
    3.13: "3.8",
    3.14: "3.9",
    3.15: "3.9",
    3.16: "3.10",
    3.17: "3.10",
    3.18: "3.11",
    3.19: "3.11",
    "3.20": "3.12",
    3.21: "3.12",
    3.22: "3.12",
  },
};

const pythonPackages: ReadonlySet<string> = new Set([
  "python3",
  "python3-minimal",
  "python3-venv",
  "python3-pip",
  "python3-dev",
  "python3-full",
  "py3-pip",
]);

/** The minor version of Python that a system package brings: `3.11` for `python3` on Debian 12 and for `python3.11-venv`. */
export function packagedPython(
  name: string,
  { distribution, release }: Pick<BaseImage, "distribution" | "release">,
): string | undefined {
  const named = /^python(3\.\d+)(?:-|$)/.exec(name);
  if (named) return named[1];
  if (!pythonPackages.has(name) || distribution === undefined || release === undefined) return undefined;
  const releases = pythons[distribution];
  return releases && Object.hasOwn(releases, release) ? releases[release] : undefined;
}

/** A Java run time or development kit as a system package. */
export interface PackagedJava {
  /** Feature version: `17`. */
  readonly version: string;
  readonly isKit: boolean;
}

/** Debian's `openjdk-17-jre-headless`, Alpine's `openjdk17-jre`, Red Hat's `java-17-openjdk-devel`, Adoptium's `temurin-17-jdk`. */
export function packagedJava(name: string): PackagedJava | undefined {
  const match =
    /^openjdk-?(\d+)(?:-(jre|jdk|jre-headless|jdk-headless|jre-base))?$/.exec(name) ??
    /^(?:temurin|zulu|msopenjdk|bellsoft-java|sapmachine)-?(\d+)(?:-(jre|jdk|jre-headless|jdk-headless))?$/.exec(
      name,
    ) ??
    /^java-(?:1\.)?(\d+)(?:\.0)?-(?:openjdk|amazon-corretto)(?:-(headless|devel|jdk))?$/.exec(name);
  if (!match?.[1]) return undefined;
  const variant = match[2] ?? (name.startsWith("java-") ? "headless" : "jdk");
  return { version: match[1], isKit: /^(?:jdk|devel)/.test(variant) };
}
