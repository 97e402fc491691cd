import type { ImageEntry } from "./image-entry.ts";

/** `ubi9/nodejs-20-minimal` and `sclorg/python-312-c9s`: name, version, variant, and the distribution behind. */
const languageImage =
  /^(nodejs|python|ruby|perl|php|openjdk|dotnet|go-toolset|rust-toolset|llvm-toolset|gcc-toolset)(?:-(\d[\d.]*))?(-[a-z-]+)?$/;

const languages: Readonly<Record<string, string>> = {
  nodejs: "node",
  python: "python",
  ruby: "ruby",
  perl: "perl",
  php: "php",
  openjdk: "java",
  dotnet: "dotnet",
  "go-toolset": "go",
  "rust-toolset": "rust",
  "llvm-toolset": "c",
  "gcc-toolset": "c",
};

/** Universal Base Images and the source-to-image language images of Red Hat and of its communities. */
export function redHatEntry(name: string): ImageEntry | undefined {
  if (name.startsWith("redhat/")) {
    const [first = "", second] = name.slice("redhat/".length).split("/");
    const base = /^(ubi|rhel)(\d+)(-(?:minimal|micro|init))?$/.exec(first);
    const distribution = base?.[1] === "rhel" ? "rhel" : "ubi";
    if (!base?.[2]) return undefined;
    if (second === undefined) return distributionEntry(name, distribution, base[2], base[3] ?? "");
    const own = /^(?:ubi|rhel)\d*(-(?:minimal|micro|init))?$/.exec(second);
    if (own) return distributionEntry(name, distribution, base[2], own[1] ?? "");
    return sourceToImage(name, second, { distribution, release: base[2] });
  }
  const community = /^(?:quay\.io\/)?(sclorg|centos|fedora)\/([a-z0-9.-]+?)(?:-(c\d+s|centos\d+))?$/.exec(name);
  if (!community?.[2]) return undefined;
  const [, owner, image, suffix] = community;
  if (owner === "fedora") {
    const entry = sourceToImage(name, image, { distribution: "fedora" });
    return entry && { ...entry, versionIsRelease: true };
  }
  if (suffix === undefined) return undefined;
  const release =
    suffix.startsWith("c") && suffix.endsWith("s") ? `stream${suffix.slice(1, -1)}` : suffix.slice("centos".length);
  return sourceToImage(name, image, { distribution: "centos", release });
}

function distributionEntry(name: string, distribution: string, release: string, variant: string): ImageEntry {
  const kind = variant === "-minimal" || variant === "-micro" ? "slim" : "distribution";
  return { names: [name], kind, distribution, release };
}

/** The language images run as user 1001, the JDKs as 185. All but the minimal and runtime ones carry compilers. */
function sourceToImage(
  name: string,
  image: string,
  on: { readonly distribution: string; readonly release?: string },
): ImageEntry | undefined {
  if (image === "s2i-base") return { names: [name], kind: "toolchain", user: "1001", ...on };
  if (image === "s2i-core") return { names: [name], kind: "distribution", user: "1001", ...on };
  if (image === "toolbox" || image === "buildah" || image === "podman" || image === "skopeo") {
    return { names: [name], kind: "service", user: null, ...on };
  }
  if (/^(?:httpd|nginx|mariadb|mysql|postgresql|redis|varnish|memcached|valkey)-?\d*/.test(image)) {
    return { names: [name], kind: "service", user: null, ...on };
  }
  const match = languageImage.exec(image);
  if (!match?.[1]) return undefined;
  const [, tool, number, suffix] = match;
  const language = languages[tool];
  const entry: ImageEntry = {
    names: [name],
    kind: "language",
    user: tool === "openjdk" ? "185" : "1001",
    ...(language === undefined ? {} : { language }),
    ...on,
    version: () => (number === undefined ? undefined : dotted(tool, number)),
  };
  if (suffix === "-minimal" || suffix === "-runtime" || suffix === "-aspnet") return { ...entry, kind: "runtime" };
  if (tool === "openjdk" || tool === "dotnet" || tool.endsWith("-toolset")) return { ...entry, kind: "toolchain" };
  return entry;
}

/** Python 311 is 3.11, PHP 82 is 8.2, Node.js 20 and JDK 17 stay. */
function dotted(tool: string, number: string): string {
  if (number.includes(".") || tool === "nodejs" || tool === "openjdk" || tool.endsWith("-toolset")) return number;
  return number.length < 2
    ? number
    : `${number.slice(0, tool === "dotnet" ? -1 : 1)}.${number.slice(tool === "dotnet" ? -1 : 1)}`;
}
