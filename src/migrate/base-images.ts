import { codenameOf } from "../knowledge/base-images/distribution-releases.ts";
import { describeImage } from "../knowledge/base-images.ts";
import { distributions } from "../knowledge/end-of-life/distributions.ts";
import type { BaseImage } from "../model/base-image.ts";
import type { Stage } from "../model/graph.ts";
import { familiarName, parseImageReference } from "../model/image-reference.ts";

/** Debian releases that distroless images are made of. https://github.com/GoogleContainerTools/distroless */
const distrolessReleases: ReadonlySet<string> = new Set(["12", "13"]);
const newestDistroless = "13";

/** What is known of an image by its name. */
export function imageNamed(name: string): BaseImage | undefined {
  const reference = parseImageReference(name);
  return reference && describeImage(reference);
}

/** A distroless image with a user other than root, on which what was linked on `built` runs. */
export function distroless(kind: "static" | "base" | "cc", built: BaseImage | undefined): string {
  const release = built?.distribution === "debian" ? (built.release ?? newestDistroless) : newestDistroless;
  return `gcr.io/distroless/${kind}-debian${distrolessReleases.has(release) ? release : newestDistroless}:nonroot`;
}

/** A small distribution with a shell and a package manager, of the family and at least of the release of `built`. */
export function smallDistribution(built: BaseImage | undefined): string {
  if (built?.libc === "musl") {
    const alpine = distributions.find(({ product }) => product === "alpine-linux")?.releases.at(-1)?.[0] ?? "3";
    return `alpine:${built.release ?? alpine}`;
  }
  const release = built?.distribution === "debian" ? built.release : undefined;
  return `debian:${(release === undefined ? undefined : codenameOf("debian", release)) ?? "trixie"}-slim`;
}

/** Whether a smaller image for the language of a stage is known: of official images, and of those that are small already. */
export function hasSlimTwin({ root, rootImage }: Stage): boolean {
  if (root?.kind !== "language" && root?.kind !== "toolchain") return true;
  return rootImage !== undefined && /^(?:node|python|ruby|php)$/.test(familiarName(rootImage));
}

/** The image of the language without what is only for building, in the same release of its distribution. */
export function slimTwin(stage: Stage): string {
  const { root, rootImage } = stage;
  if (!rootImage || !root || root.language === undefined) return stage.baseName;
  if (root.kind !== "language" && root.kind !== "toolchain") return stage.baseName;
  if (root.libc === "musl" || /(?:^|-)slim(?:-|$)/.test(rootImage.tag ?? "")) return stage.baseName;
  const name = familiarName(rootImage);
  const [, ...words] = (rootImage.tag ?? "").split("-");
  const version = rootImage.tag?.split("-")[0];
  if (version === undefined || version === "latest") return `${name}:slim`;
  if (words.length === 0) return `${name}:${version}-slim`;
  // `20-bookworm-slim` for Node.js, `3.12-slim-bookworm` for the others.
  return name.endsWith("node")
    ? `${name}:${version}-${words.join("-")}-slim`
    : `${name}:${version}-slim-${words.join("-")}`;
}

/** The Java of an image as a run time alone. */
export function javaRuntime(built: BaseImage | undefined): string {
  const version = built?.language === "java" ? built.languageVersion?.split(".")[0] : undefined;
  return `eclipse-temurin:${version ?? "21"}-jre${built?.libc === "musl" ? "-alpine" : ""}`;
}

/** The run time of a .NET SDK, in the same distribution. */
export function dotnetRuntime({ rootImage, root }: Stage): string {
  const tag = rootImage?.tag ?? root?.languageVersion ?? "8.0";
  const isSdk = rootImage !== undefined && /(?:^|\/)dotnet\/(?:core\/)?sdk$/.test(rootImage.repository);
  return isSdk
    ? `${familiarName(rootImage).replace(/sdk$/, "aspnet")}:${tag}`
    : `mcr.microsoft.com/dotnet/aspnet:${root?.languageVersion ?? "8.0"}`;
}
