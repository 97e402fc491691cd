import type { BaseImage } from "../model/base-image.ts";
import { familiarName, type ImageReference } from "../model/image-reference.ts";
import { imageName } from "./base-images/image-name.ts";
import { readTag, tagHas } from "./base-images/image-tag.ts";
import { recommendedForLanguage, smallDistribution } from "./recommended-runtime.ts";

/** What a final stage runs, as far as it matters for its base. */
export interface RuntimeNeeds {
  /** The program needs no C library: a static binary. */
  readonly staticBinary: boolean;
  readonly language: string | undefined;
}

/**
 * What to write instead of `base` as the base of a final stage: a short phrase with image names in backticks. Keeps the
 * version and the distribution of the tag in use, so that what was built on them still runs.
 */
export function recommendedBase(base: BaseImage, image: ImageReference, needs: RuntimeNeeds): string {
  if (needs.staticBinary) return "`scratch` or `gcr.io/distroless/static-debian13`";
  const language = needs.language ?? base.language;
  // Programs for a graphics processor need CUDA whatever they are written in.
  const isOwn = base.language === language || base.language === undefined || base.language === "cuda";
  const twin = isOwn ? smallerTwin(base, image) : undefined;
  if (twin !== undefined && (base.kind !== "distribution" || language === undefined)) return `\`${twin}\``;
  return recommendedForLanguage(base, language) ?? (twin === undefined ? smallDistribution(base) : `\`${twin}\``);
}

/** Where the codename stands in a slim tag: `20-bookworm-slim` for Node.js, `3.12-slim-bookworm` for the others. */
const codenameFirst = new Set(["node", "debian"]);

const withSlim = new Set([
  "node",
  "python",
  "pypy",
  "ruby",
  "perl",
  "elixir",
  "erlang",
  "debian",
  "swift",
  "mono",
  "oraclelinux",
]);
const withMinimal = new Set(["rockylinux", "almalinux"]);

/** The same image, or one from the same hands, without what is only for building. */
function smallerTwin(base: BaseImage, image: ImageReference): string | undefined {
  const name = imageName(image);
  const tag = image.tag ?? "latest";
  const words = readTag(tag);
  if (tagHas(words, "windowsservercore") || tagHas(words, "nanoserver")) return undefined;
  const repository = familiarName(image);
  if (withSlim.has(name)) return `${repository}:${slimTag(name, tag)}`;
  if (withMinimal.has(name)) return base.release === undefined ? undefined : `${repository}:${base.release}-minimal`;
  if (name === "fedora") return `quay.io/fedora/fedora-minimal${base.release === undefined ? "" : `:${base.release}`}`;
  if (name === "amazonlinux") return "public.ecr.aws/amazonlinux/amazonlinux:2023-minimal";
  if (name === "centos" && base.release?.startsWith("stream")) return `quay.io/centos/centos:${base.release}-minimal`;
  if (name.startsWith("nvidia/"))
    return tagHas(words, "devel") ? `${repository}:${replaced(tag, "devel", "runtime")}` : undefined;
  if (name === "ros") return `${repository}:${words.words[0]?.text ?? "latest"}-ros-core`;
  if (name.startsWith("chainguard/")) return chainguardTwin(name, repository, tag);
  if (name.startsWith("redhat/")) return redHatTwin(base, repository);
  if (/(?:^dhi\.io\/|\bdhi[-/])/.test(name)) return `${repository}:${tag.replace(/-(?:dev|sdk)\b/, "")}`;
  return undefined;
}

function slimTag(name: string, tag: string): string {
  if (tag === "latest") return name === "debian" ? "trixie-slim" : "slim";
  const parts = tag.split("-").filter((part) => part !== "slim");
  const codename = parts.at(-1) ?? "";
  const hasCodename = parts.length > 1 && /^[a-z]+$/.test(codename);
  if (name === "swift" || codenameFirst.has(name) || !hasCodename) return `${parts.join("-")}-slim`;
  return `${parts.slice(0, -1).join("-")}-slim-${codename}`;
}

function replaced(tag: string, word: string, by: string): string {
  return tag
    .split("-")
    .map((part) => (part === word ? by : part))
    .join("-");
}

const chainguardRuntimes: Readonly<Record<string, string>> = {
  go: "static",
  rust: "glibc-dynamic",
  "gcc-glibc": "glibc-dynamic",
  clang: "glibc-dynamic",
  jdk: "jre",
  maven: "jre",
  gradle: "jre",
  "dotnet-sdk": "aspnet-runtime",
};

function chainguardTwin(name: string, repository: string, tag: string): string {
  const image = name.slice("chainguard/".length);
  const runtime = chainguardRuntimes[image];
  if (runtime === undefined) return `${repository}:${tag.replace(/-dev$/, "")}`;
  return `${repository.slice(0, -image.length)}${runtime}`;
}

function redHatTwin(base: BaseImage, repository: string): string {
  const image = repository.slice(repository.lastIndexOf("/") + 1);
  if (/^(?:nodejs|python)-\d+$/.test(image)) return `${repository}-minimal`;
  if (/^(?:openjdk|dotnet)-\d+$/.test(image)) return `${repository}-runtime`;
  return `registry.access.redhat.com/ubi${base.release ?? "9"}/ubi-${base.kind === "toolchain" ? "micro" : "minimal"}`;
}
