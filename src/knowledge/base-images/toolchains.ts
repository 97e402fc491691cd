import type { ImageEntry } from "./image-entry.ts";
import { leadingVersion, versionOf } from "./image-tag.ts";

const none = () => undefined;

/** Compilers, SDKs and build tools. They are tool chains in every tag: `golang:1.21-alpine` holds the compiler too. */
export const toolchainImages: readonly ImageEntry[] = [
  {
    names: ["golang"],
    kind: "toolchain",
    language: "go",
    distribution: "debian",
    // Both minor releases were built in the years of one Debian release only, or are built on the newest.
    defaults: [
      { version: "1.18", patches: true, distribution: "debian", release: "11" },
      { version: "1.21", patches: true, distribution: "debian", release: "12" },
      { version: "1.22", patches: true, distribution: "debian", release: "12" },
      { version: "1.24", patches: false, distribution: "debian", release: "13" },
      { version: "1.25", patches: true, distribution: "debian", release: "13" },
      { version: "1.26", patches: true, distribution: "debian", release: "13" },
    ],
  },
  {
    names: ["rust"],
    kind: "toolchain",
    language: "rust",
    distribution: "debian",
    // Tags of an old version are not built again. The default went to bullseye with 1.56, bookworm with 1.74, trixie by 1.90.
    defaults: [...rustDefaults(57, 72, "11"), ...rustDefaults(75, 87, "12"), ...rustDefaults(90, 97, "13")],
  },
  { names: ["rustlang/rust"], kind: "toolchain", language: "rust", distribution: "debian", version: none },
  {
    names: ["lukemathwalker/cargo-chef"],
    kind: "toolchain",
    language: "rust",
    distribution: "debian",
    version: (tag) => versionOf(tag, "rust"),
  },
  {
    names: [
      "clux/muslrust",
      "ekidd/rust-musl-builder",
      "messense/rust-musl-cross",
      "ghcr.io/rust-cross/*",
      "ghcr.io/cross-rs/*",
    ],
    kind: "toolchain",
    language: "rust",
    user: null,
    version: none,
  },
  {
    names: [
      "golangci/golangci-lint",
      "goreleaser/goreleaser",
      "ghcr.io/goreleaser/*",
      "x1unix/go-mingw",
      "dockercore/golang-cross",
      "karalabe/xgo-latest",
      "techknowlogick/xgo",
      "cosmtrek/air",
    ],
    kind: "toolchain",
    language: "go",
    version: none,
  },
  { names: ["tinygo/tinygo"], kind: "toolchain", language: "go", version: none, user: null },
  { names: ["gcc"], kind: "toolchain", language: "c", distribution: "debian", version: leadingVersion },
  {
    names: ["silkeh/clang", "teeks99/clang-ubuntu", "xianpengshen/clang-tools"],
    kind: "toolchain",
    language: "c",
    libc: "glibc",
  },
  {
    // The full set carries compilers and headers; `-curl` is only a distribution with curl, `-scm` adds version control.
    names: ["buildpack-deps"],
    kind: "toolchain",
    distribution: "debian",
    variants: [{ when: ["curl"], kind: "distribution" }],
  },
  {
    names: ["swift", "swiftlang/swift"],
    kind: "toolchain",
    language: "swift",
    distribution: "ubuntu",
    variants: [{ when: ["slim"], kind: "runtime" }],
  },
  { names: ["swiftarm/swift"], kind: "toolchain", language: "swift", distribution: "ubuntu" },
  {
    names: ["haskell", "fpco/stack-build", "fpco/stack-build-small", "utdemir/ghc-musl"],
    kind: "toolchain",
    language: "haskell",
    distribution: "debian",
  },
  {
    names: ["dart", "google/dart", "ghcr.io/cirruslabs/flutter", "cirrusci/flutter"],
    kind: "toolchain",
    language: "dart",
    distribution: "debian",
  },
  {
    names: ["ocaml/opam", "ocaml/opam2", "ocamlpro/ocaml"],
    kind: "toolchain",
    language: "ocaml",
    user: "opam",
    version: none,
  },
  { names: ["crystallang/crystal", "84codes/crystal"], kind: "toolchain", language: "crystal" },
  { names: ["nimlang/nim"], kind: "toolchain", language: "nim" },
  { names: ["haxe", "hipchat/erlang"], kind: "toolchain", version: leadingVersion },
  { names: ["fsharp"], kind: "toolchain", language: "dotnet", version: none },
  { names: ["ghcr.io/gleam-lang/gleam"], kind: "toolchain", language: "erlang", version: none },
  {
    names: ["emscripten/emsdk", "trzeci/emscripten"],
    kind: "toolchain",
    language: "c",
    distribution: "ubuntu",
    version: none,
  },
  {
    names: ["dockcross/*", "ghcr.io/dockcross/*", "multiarch/crossbuild", "crazymax/osxcross", "crazymax/goxx"],
    kind: "toolchain",
    user: null,
    shell: null,
  },
  { names: ["quay.io/pypa/*", "pypywheels/*"], kind: "toolchain", language: "python", version: none },
  {
    names: ["conanio/*", "kitware/cmake", "gradle/build-action"],
    kind: "toolchain",
    language: "c",
    user: null,
    version: none,
  },
  {
    names: ["l.gcr.io/google/bazel", "gcr.io/bazel-public/bazel", "gcr.io/cloud-builders/bazel"],
    kind: "toolchain",
    distribution: "ubuntu",
    user: null,
  },
  { names: ["registry.suse.com/bci/golang"], kind: "toolchain", language: "go", distribution: "sles" },
  { names: ["registry.suse.com/bci/rust"], kind: "toolchain", language: "rust", distribution: "sles" },
  { names: ["registry.suse.com/bci/gcc"], kind: "toolchain", language: "c", distribution: "sles" },
  {
    names: ["registry.k8s.io/build-image/kube-cross", "registry.k8s.io/build-image/go-runner-builder"],
    kind: "toolchain",
    language: "go",
    distribution: "debian",
    version: none,
  },
];

function rustDefaults(first: number, last: number, release: string) {
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    version: `1.${first + index}`,
    patches: true,
    distribution: "debian",
    release,
  }));
}
