import type { ImageEntry, ImageFacts } from "./image-entry.ts";
import { leadingVersion } from "./image-tag.ts";

/** Languages by the name of Chainguard's image, or of a Docker Hardened Image. */
const runtimes: Readonly<Record<string, string>> = {
  node: "node",
  "node-lts": "node",
  python: "python",
  ruby: "ruby",
  php: "php",
  perl: "perl",
  bun: "bun",
  deno: "deno",
  jre: "java",
  "jre-lts": "java",
  "dotnet-runtime": "dotnet",
  "aspnet-runtime": "dotnet",
  dotnet: "dotnet",
  aspnetcore: "dotnet",
  "eclipse-temurin": "java",
  amazoncorretto: "java",
  erlang: "erlang",
  elixir: "elixir",
};

const toolchains: Readonly<Record<string, string | undefined>> = {
  go: "go",
  golang: "go",
  rust: "rust",
  "gcc-glibc": "c",
  "gcc-musl": "c",
  gcc: "c",
  clang: "c",
  jdk: "java",
  "jdk-lts": "java",
  maven: "java",
  gradle: "java",
  sbt: "java",
  "dotnet-sdk": "dotnet",
  ko: "go",
  melange: undefined,
  apko: undefined,
  sdk: undefined,
  bazel: undefined,
  buck2: undefined,
  composer: "php",
  uv: "python",
};

/** Distributions and run times for compiled programs. */
const bases: Readonly<Record<string, ImageFacts>> = {
  static: { kind: "minimal", libc: "none", shell: false },
  "glibc-dynamic": { kind: "minimal", libc: "glibc", shell: false },
  "cc-dynamic": { kind: "minimal", libc: "glibc", shell: false },
  "musl-dynamic": { kind: "minimal", libc: "musl", shell: false },
  "wolfi-base": { kind: "slim", distribution: "wolfi", user: "root" },
  "chainguard-base": { kind: "slim", distribution: "wolfi", user: null },
  "alpine-base": { kind: "slim", distribution: "alpine", user: "root" },
  "debian-base": { kind: "slim", distribution: "debian", user: "root" },
  busybox: { kind: "slim", libc: "unknown", shell: true },
  bash: { kind: "slim", shell: true },
};

/**
 * Chainguard's images (`cgr.dev/<organisation>/<name>`): no shell and user 65532. Tags with `-dev` add a shell, apk and,
 * for the languages, compilers. Tool chains are left without a user where it is not known; go runs as root.
 */
export function chainguardEntry(name: string): ImageEntry | undefined {
  if (!name.startsWith("chainguard/")) return undefined;
  const image = name.slice("chainguard/".length).replace(/-fips$/, "");
  const base = bases[image];
  if (base) {
    return {
      names: [name],
      distribution: "wolfi",
      user: "65532",
      ...base,
      variants: [{ when: ["dev"], kind: "slim", shell: true }],
    };
  }
  const common = { names: [name], distribution: "wolfi", version: leadingVersion } as const;
  if (Object.hasOwn(toolchains, image)) {
    const language = toolchains[image];
    const user = image === "go" ? "root" : null;
    return { ...common, kind: "toolchain", user, shell: null, ...(language === undefined ? {} : { language }) };
  }
  const language = runtimes[image];
  if (language === undefined) {
    return { ...common, kind: "service", user: null, shell: null, variants: [{ when: ["dev"], shell: true }] };
  }
  const dev = { when: ["dev"], kind: "language", shell: true } as const;
  return { ...common, kind: "runtime", language, user: "65532", shell: false, variants: [dev] };
}

/**
 * Docker Hardened Images (`dhi.io/<name>`, `<organisation>/dhi-<name>` and mirrors under `dhi/`): no shell and user 65532.
 * Tags with `-dev` and `-sdk` are for building: a shell, a package manager and root.
 */
export function hardenedEntry(name: string): ImageEntry | undefined {
  const image = /^dhi\.io\/([a-z0-9._-]+)$|^(?:[^/]+\/)*(?:dhi\/|dhi-)([a-z0-9._-]+)$/.exec(name);
  const short = image?.[1] ?? image?.[2];
  if (short === undefined) return undefined;
  const build = { when: ["dev", "sdk"], user: "root", shell: true } as const;
  const base = bases[short];
  if (base) return { names: [name], user: "65532", ...base, variants: [build] };
  const common = { names: [name], libc: "glibc", user: "65532", shell: false, version: leadingVersion } as const;
  if (Object.hasOwn(toolchains, short)) {
    const language = toolchains[short];
    const facts = { ...common, kind: "toolchain", variants: [build] } as const;
    return language === undefined ? facts : { ...facts, language };
  }
  const language = runtimes[short];
  if (language === undefined) return { ...common, kind: "service", variants: [build] };
  const kind = language === "java" || language === "dotnet" ? "toolchain" : "language";
  return {
    ...common,
    kind: "runtime",
    language,
    variants: [
      { ...build, kind },
      { when: ["jdk"], kind: "toolchain" },
    ],
  };
}
