import type { PackageManager } from "./package-managers.ts";

const rpmArchitecture = /\.(?:x86_64|i[3-6]86|noarch|aarch64|armv7hl|ppc64le|s390x|riscv64)$/;

/**
 * The name of a package as a manager's command line writes it: `gcc=4:12.2`, `libc6:amd64`, `curl~=8`, `go@edge`,
 * `gcc-4.8.5-44.el7`, `./tool_1.2_amd64.deb`. Undefined for what is not installed, such as `!gcc`.
 */
export function packageName(manager: PackageManager, text: string): string | undefined {
  const name = nameBy[manager](text.trim());
  return name === "" ? undefined : name;
}

const nameBy: Readonly<Record<PackageManager, (text: string) => string>> = {
  apt: debianName,
  apk: alpineName,
  dnf: rpmName,
  zypper: zypperName,
  pacman: archName,
};

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function debianName(text: string): string {
  // A file is named package_version_architecture.deb.
  if (text.endsWith(".deb")) return until(fileName(text).slice(0, -".deb".length), "_");
  return until(until(until(text, "="), "/"), ":");
}

function alpineName(text: string): string {
  if (text.startsWith("!")) return "";
  if (text.endsWith(".apk")) return withoutVersion(fileName(text).slice(0, -".apk".length));
  const name = /^[^=<>~@]*/.exec(text)?.[0] ?? "";
  return name.trim();
}

function rpmName(text: string): string {
  if (text.startsWith("@")) return text;
  // Streams of a module: nodejs:18/common.
  if (/^[\w.+-]+:[\w.-]+(?:\/[\w-]+)?$/.test(text) && !/-\d+:\d/.test(text)) return until(text, ":");
  const file = text.endsWith(".rpm") ? fileName(text).slice(0, -".rpm".length) : text;
  return withoutVersion(file.replace(rpmArchitecture, ""));
}

function zypperName(text: string): string {
  if (/^[-!~]/.test(text)) return "";
  if (text.startsWith("pattern:")) return `@${text.slice("pattern:".length)}`;
  const name = /^\+?(?:package:)?([^=<>]*)/.exec(text)?.[1] ?? "";
  const file = name.endsWith(".rpm") ? fileName(name).slice(0, -".rpm".length) : name;
  return withoutVersion(file.trim().replace(rpmArchitecture, ""));
}

function archName(text: string): string {
  if (/\.pkg\.tar(?:\.\w+)?$/.test(text)) return withoutVersion(fileName(text).replace(/-[^-]+\.pkg\.tar.*$/s, ""));
  return /^[^=<>]*/.exec(fileName(text))?.[0] ?? "";
}

function until(text: string, separator: string): string {
  const index = text.indexOf(separator);
  return index === -1 ? text : text.slice(0, index);
}

/**
 * `gcc-4.8.5-44.el7` is gcc, but `java-1.8.0-openjdk`, `gcc-toolset-12` and `dotnet-sdk-8.0` are names: a version has a dot
 * and nothing but its release behind it.
 */
function withoutVersion(text: string): string {
  if (/^(?:dotnet|aspnetcore|netstandard)-/.test(text)) return text;
  const parts = text.split("-");
  const isVersion = (part: string | undefined) =>
    part !== undefined && /^(?:\d+:)?\d[\w+~^]*\.[\w.+~^]*\*?$/.test(part);
  if (parts.length > 2 && isVersion(parts.at(-2)) && /^r?\d/.test(parts.at(-1) ?? "")) {
    return parts.slice(0, -2).join("-");
  }
  return parts.length > 1 && isVersion(parts.at(-1)) ? parts.slice(0, -1).join("-") : text;
}
