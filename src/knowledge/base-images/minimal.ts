import type { ImageEntry } from "./image-entry.ts";
import { leadingVersion } from "./image-tag.ts";

const nonroot = { when: ["nonroot"], user: "65532" } as const;
const debug = { when: ["debug"], shell: true } as const;

/** Images that hold a run time and no more: chiselled, distroless of others than Google, bare programs to copy from. */
export const minimalImages: readonly ImageEntry[] = [
  {
    names: [
      "mcr.microsoft.com/azurelinux/distroless/minimal",
      "mcr.microsoft.com/azurelinux/distroless/base",
      "mcr.microsoft.com/azurelinux-beta/distroless/minimal",
      "mcr.microsoft.com/azurelinux-beta/distroless/base",
    ],
    kind: "minimal",
    distribution: "azurelinux",
    versionIsRelease: true,
    shell: false,
    variants: [debug, nonroot],
  },
  {
    names: ["mcr.microsoft.com/cbl-mariner/distroless/minimal", "mcr.microsoft.com/cbl-mariner/distroless/base"],
    kind: "minimal",
    distribution: "mariner",
    versionIsRelease: true,
    shell: false,
    variants: [debug, nonroot],
  },
  {
    names: ["mcr.microsoft.com/azurelinux/distroless/*", "mcr.microsoft.com/cbl-mariner/distroless/*"],
    kind: "runtime",
    distribution: "azurelinux",
    shell: false,
    user: null,
    variants: [debug, nonroot],
  },
  { names: ["nvcr.io/nvidia/distroless/*"], kind: "minimal", libc: "glibc", user: null, shell: false },
  {
    names: ["registry.istio.io/release/distroless", "istio/distroless"],
    kind: "minimal",
    libc: "glibc",
    user: null,
    shell: false,
  },
  {
    names: ["registry.k8s.io/build-image/distroless-iptables", "registry.istio.io/release/iptables"],
    kind: "minimal",
    libc: "glibc",
    user: null,
    shell: null,
  },
  { names: ["registry.k8s.io/build-image/go-runner"], kind: "minimal", libc: "none", user: null, shell: false },
  {
    names: ["registry.k8s.io/pause", "k8s.gcr.io/pause", "gcr.io/google_containers/pause"],
    kind: "minimal",
    libc: "none",
    user: "65535",
    shell: false,
  },
  // Ubuntu's chiselled images (rocks).
  {
    names: ["ubuntu/jre"],
    kind: "runtime",
    language: "java",
    distribution: "ubuntu",
    user: null,
    shell: false,
    version: leadingVersion,
  },
  {
    names: ["ubuntu/python"],
    kind: "runtime",
    language: "python",
    distribution: "ubuntu",
    user: null,
    shell: false,
    version: leadingVersion,
  },
  {
    names: ["ubuntu/node"],
    kind: "runtime",
    language: "node",
    distribution: "ubuntu",
    user: null,
    shell: false,
    version: leadingVersion,
  },
  { names: ["ubuntu/*"], kind: "service", distribution: "ubuntu", user: null, shell: null },
  // On scratch, there to be copied from or to run in the build.
  {
    names: [
      "tonistiigi/xx",
      "docker/buildx-bin",
      "docker/compose-bin",
      "moby/bin",
      "docker/dockerfile",
      "docker/dockerfile-upstream",
      "docker/dockerfile-copy",
    ],
    kind: "minimal",
    libc: "none",
    shell: false,
  },
  { names: ["ghcr.io/astral-sh/ruff", "ghcr.io/astral-sh/ty"], kind: "minimal", user: null, shell: null },
  { names: ["registry.k8s.io/kubectl", "registry.k8s.io/*"], kind: "service", user: null, shell: null },
];
