import type { DefaultRelease, ImageEntry } from "./image-entry.ts";
import { type ImageTag, leadingVersion } from "./image-tag.ts";

/** The distribution that a .NET tag without one stands for: `8.0` is `8.0-bookworm-slim`, `10.0` is `10.0-noble`. */
const dotnetDefaults: readonly DefaultRelease[] = [
  ...["2.1", "3.1", "5.0"].map((version) => dotnetDefault(version, "debian", "10")),
  ...["6.0", "7.0"].map((version) => dotnetDefault(version, "debian", "11")),
  ...["8.0", "9.0"].map((version) => dotnetDefault(version, "debian", "12")),
  dotnetDefault("10.0", "ubuntu", "24.04"),
];

function dotnetDefault(version: string, distribution: string, release: string): DefaultRelease {
  return { version, patches: true, distribution, release };
}

/** Chiselled Ubuntu and distroless Azure Linux: no shell, no package manager, user `app`. */
const chiselled = [{ when: ["chiseled", "distroless"], kind: "minimal", shell: false, user: "1654" }] as const;

const folders = ["dotnet", "dotnet/core", "dotnet/nightly"];

function dotnetNames(image: string): string[] {
  return folders.map((folder) => `mcr.microsoft.com/${folder}/${image}`);
}

/** The version behind `dotnet-aspnet:8.0-24.04_stable` and its like. */
function rockVersion(tag: ImageTag): string | undefined {
  return leadingVersion(tag);
}

/** .NET, and Windows with what stands on it. */
export const microsoftImages: readonly ImageEntry[] = [
  { names: dotnetNames("sdk"), kind: "toolchain", language: "dotnet", libc: "glibc", defaults: dotnetDefaults },
  {
    names: [...dotnetNames("aspnet"), ...dotnetNames("runtime")],
    kind: "runtime",
    language: "dotnet",
    libc: "glibc",
    defaults: dotnetDefaults,
    variants: chiselled,
  },
  {
    names: dotnetNames("runtime-deps"),
    kind: "runtime",
    language: "dotnet",
    libc: "glibc",
    defaults: dotnetDefaults,
    variants: chiselled,
  },
  {
    names: [...dotnetNames("monitor"), ...dotnetNames("monitor/base"), ...dotnetNames("aspire-dashboard")],
    kind: "service",
    language: "dotnet",
    user: null,
    shell: null,
    version: () => undefined,
    variants: [{ when: ["chiseled", "distroless"], user: "1654", shell: false }],
  },
  { names: dotnetNames("samples"), kind: "service", language: "dotnet", user: null, version: () => undefined },
  {
    names: ["microsoft/dotnet", "mcr.microsoft.com/dotnet/framework/sdk"],
    kind: "toolchain",
    language: "dotnet",
    user: null,
    variants: [{ when: ["runtime"], kind: "runtime" }],
  },
  {
    names: ["mcr.microsoft.com/dotnet/framework/*"],
    kind: "runtime",
    language: "dotnet",
    distribution: "windows",
    user: null,
  },
  {
    names: ["ubuntu/dotnet-deps"],
    kind: "minimal",
    language: "dotnet",
    distribution: "ubuntu",
    user: null,
    shell: false,
    version: rockVersion,
  },
  {
    names: ["ubuntu/dotnet-runtime", "ubuntu/dotnet-aspnet"],
    kind: "runtime",
    language: "dotnet",
    distribution: "ubuntu",
    user: null,
    shell: false,
    version: rockVersion,
  },
  {
    names: ["mcr.microsoft.com/windows", "mcr.microsoft.com/windows/server"],
    kind: "distribution",
    distribution: "windows",
    user: null,
  },
  {
    names: ["mcr.microsoft.com/windows/servercore"],
    kind: "distribution",
    distribution: "windows",
    versionIsRelease: true,
    user: null,
  },
  {
    names: ["mcr.microsoft.com/windows/servercore/iis"],
    kind: "service",
    distribution: "windows",
    user: null,
  },
  {
    names: ["mcr.microsoft.com/windows/nanoserver"],
    kind: "slim",
    distribution: "windows",
    versionIsRelease: true,
    user: "ContainerUser",
  },
];
