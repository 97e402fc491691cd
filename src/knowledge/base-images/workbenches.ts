import type { ImageEntry } from "./image-entry.ts";

const none = () => undefined;

/** Images to work in rather than to run from: development containers, build agents, fuzzing, robotics, graphics processors. */
export const workbenchImages: readonly ImageEntry[] = [
  // Work places: everything for development, nothing for a release.
  {
    names: ["mcr.microsoft.com/devcontainers/*", "mcr.microsoft.com/vscode/devcontainers/*"],
    kind: "toolchain",
    user: null,
  },
  { names: ["gitpod/*"], kind: "toolchain", distribution: "ubuntu", user: "gitpod" },
  { names: ["cimg/*"], kind: "toolchain", distribution: "ubuntu", user: "circleci", version: none },
  { names: ["circleci/*"], kind: "toolchain", distribution: "debian", user: "circleci", version: none },
  {
    names: ["jenkins/agent", "jenkins/inbound-agent", "jenkins/ssh-agent"],
    kind: "toolchain",
    language: "java",
    distribution: "debian",
    user: null,
    version: none,
  },
  { names: ["gcr.io/k8s-staging-test-infra/*"], kind: "toolchain", user: null },
  {
    names: ["mcr.microsoft.com/dotnet-buildtools/*"],
    kind: "toolchain",
    language: "dotnet",
    user: null,
    version: none,
  },
  // Fuzzing: clang with every sanitizer.
  {
    names: ["gcr.io/oss-fuzz-base/base-image", "gcr.io/fuzzbench/base-image"],
    kind: "distribution",
    distribution: "ubuntu",
  },
  { names: ["gcr.io/oss-fuzz-base/base-runner*"], kind: "runtime", distribution: "ubuntu" },
  {
    names: ["gcr.io/oss-fuzz-base/base-builder-go"],
    kind: "toolchain",
    language: "go",
    distribution: "ubuntu",
    version: none,
  },
  {
    names: ["gcr.io/oss-fuzz-base/base-builder-jvm"],
    kind: "toolchain",
    language: "java",
    distribution: "ubuntu",
    version: none,
  },
  {
    names: ["gcr.io/oss-fuzz-base/base-builder-python"],
    kind: "toolchain",
    language: "python",
    distribution: "ubuntu",
    version: none,
  },
  {
    names: ["gcr.io/oss-fuzz-base/base-builder-rust"],
    kind: "toolchain",
    language: "rust",
    distribution: "ubuntu",
    version: none,
  },
  {
    names: ["gcr.io/oss-fuzz-base/base-builder-javascript"],
    kind: "toolchain",
    language: "node",
    distribution: "ubuntu",
    version: none,
  },
  {
    names: ["gcr.io/oss-fuzz-base/*", "gcr.io/fuzzbench/*"],
    kind: "toolchain",
    language: "c",
    distribution: "ubuntu",
    version: none,
  },
  // Robot Operating System: the base images carry build-essential and colcon, only ros-core does not.
  {
    names: ["ros", "osrf/ros", "osrf/ros2", "arm64v8/ros", "amd64/ros"],
    kind: "toolchain",
    distribution: "ubuntu",
    ownCodename: true,
    variants: [{ when: ["core"], kind: "runtime" }],
  },
  { names: ["gazebo"], kind: "service", distribution: "ubuntu", ownCodename: true },
  // Graphics processors: `base` and `runtime` tags run programs, `devel` tags build them.
  {
    names: ["nvidia/cuda", "nvidia/cudagl"],
    kind: "runtime",
    language: "cuda",
    variants: [{ when: ["devel"], kind: "toolchain" }],
  },
  { names: ["nvidia/opengl"], kind: "runtime", variants: [{ when: ["devel"], kind: "toolchain" }] },
  { names: ["rocm/dev-*", "rocm/rocm-terminal"], kind: "toolchain", user: null },
  {
    names: ["intel/oneapi-*", "intel/hpckit", "intel/basekit"],
    kind: "toolchain",
    distribution: "ubuntu",
    variants: [{ when: ["runtime"], kind: "runtime" }],
  },
];
