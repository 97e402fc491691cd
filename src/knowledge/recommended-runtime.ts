import type { BaseImage } from "../model/base-image.ts";
import { codenameOf } from "./base-images/distribution-releases.ts";

/** Debian releases that Google builds distroless images of. */
const distrolessReleases = new Set(["12", "13"]);

/** The smallest distribution on which what was built on `base` still runs. */
export function smallDistribution(base: BaseImage): string {
  if (base.distribution === "alpine") return `\`alpine${base.release === undefined ? "" : `:${base.release}`}\``;
  if (base.distribution === "ubi" || base.distribution === "rhel") {
    return `\`registry.access.redhat.com/ubi${base.release ?? "9"}/ubi-micro\``;
  }
  if (base.distribution === "opensuse" || base.distribution === "sles") return "`registry.suse.com/bci/bci-micro`";
  if (base.distribution === "windows") return "`mcr.microsoft.com/windows/nanoserver`";
  return `\`debian:${debianCodename(base)}-slim\``;
}

/** Newer than any that the program may have been built on, where the release is not known. */
function debianCodename(base: BaseImage): string {
  const release = base.distribution === "debian" ? base.release : undefined;
  return (release === undefined ? undefined : codenameOf("debian", release)) ?? "trixie";
}

function distroless(image: string, base: BaseImage): string {
  const release = base.distribution === "debian" ? (base.release ?? "13") : "13";
  return `gcr.io/distroless/${image}-debian${release}`;
}

/** A base that only runs programs of the language; undefined where we know none. */
export function recommendedForLanguage(base: BaseImage, language: string | undefined): string | undefined {
  const version = base.language === language ? base.languageVersion : undefined;
  switch (language) {
    case "go":
      return `\`scratch\` or \`gcr.io/distroless/static-debian13\` for a static binary (\`CGO_ENABLED=0\`), else ${smallDistribution(base)}`;
    case "rust":
    case "c":
    case "haskell":
    case "ocaml":
    case "crystal":
    case "nim":
    case "zig":
    case "swift":
      return forNativeProgram(base);
    case "dart":
      return "`scratch` with the `/runtime/` folder of the `dart` image";
    case "java":
    case "kotlin":
    case "scala":
    case "clojure":
    case "groovy":
      return forJava(base, version);
    case "dotnet":
      return forDotnet(base, version);
    case "elixir":
    case "erlang":
      return `${smallDistribution(base)} for a release (\`${language === "elixir" ? "mix" : "rebar3"} release\`), else \`${language}:${version ?? "slim"}${version === undefined ? "" : "-slim"}\``;
    case "php":
      return `\`php:${version ?? "8"}-fpm-alpine\``;
    case "typescript":
      return slimImage(base, "node", version);
    case "node":
    case "python":
    case "ruby":
    case "perl":
      return slimImage(base, language, version);
    case "bun":
      return `\`oven/bun:${version ?? "1"}-slim\``;
    case "deno":
      return `\`denoland/deno:${version === undefined ? "distroless" : `distroless-${version}`}\``;
    case "r":
      return `\`rocker/r-ver:${version ?? "4"}\``;
    default:
      return undefined;
  }
}

function forNativeProgram(base: BaseImage): string {
  if (base.libc === "musl") return `\`scratch\` for a static binary, else ${smallDistribution(base)}`;
  const isDistroless = base.distribution !== "debian" || distrolessReleases.has(base.release ?? "13");
  return `${isDistroless ? `\`${distroless("cc", base)}\` or ` : ""}${smallDistribution(base)}`;
}

function forJava(base: BaseImage, version: string | undefined): string {
  const alpine = base.libc === "musl" ? "-alpine" : "";
  const major = version?.split(".")[0];
  return major === undefined
    ? `a JRE such as \`eclipse-temurin:21-jre${alpine}\``
    : `\`eclipse-temurin:${major}-jre${alpine}\``;
}

/** Words of an SDK's distribution, as the tags of the run times spell them. */
function forDotnet(base: BaseImage, version: string | undefined): string {
  const minor = version === undefined ? "8.0" : version.split(".").slice(0, 2).join(".");
  const release = base.release ?? "";
  const distributions: Readonly<Record<string, string>> = {
    alpine: `-alpine${release}`,
    azurelinux: release === "" ? "" : `-azurelinux${release}`,
    ubuntu: `-${codenameOf("ubuntu", release) ?? "noble"}`,
  };
  return `\`mcr.microsoft.com/dotnet/aspnet:${minor}${distributions[base.distribution ?? ""] ?? ""}\``;
}

const defaultVersions: Readonly<Record<string, string>> = { node: "lts", python: "3", ruby: "3", perl: "5" };

function slimImage(base: BaseImage, language: string, version: string | undefined): string {
  const codename =
    base.distribution === "debian" && base.release !== undefined ? codenameOf("debian", base.release) : undefined;
  const leading = version ?? defaultVersions[language] ?? "";
  if (base.libc === "musl") return `\`${language}:${leading}-alpine\``;
  if (codename === undefined) return `\`${language}:${leading}-slim\``;
  return `\`${language}:${leading}-${language === "node" ? `${codename}-slim` : `slim-${codename}`}\``;
}
