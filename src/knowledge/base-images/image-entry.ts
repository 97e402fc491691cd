import type { BaseImage } from "../../model/base-image.ts";
import type { ImageTag } from "./image-tag.ts";

/** What an image is, as far as its name tells. Left out: a root user, a shell, the C library of the distribution. */
export interface ImageFacts {
  readonly kind: BaseImage["kind"];
  /** Where the tag names no other. */
  readonly distribution?: string;
  readonly release?: string;
  readonly libc?: BaseImage["libc"];
  /** `null` where it is not known. */
  readonly user?: string | null;
  /** `null` where it is not known. */
  readonly shell?: boolean | null;
  readonly language?: string;
}

/** What a word of the tag changes: `slim`, `jre`, `nonroot`. */
export interface ImageVariant extends Partial<ImageFacts> {
  /** Any of these words is enough. */
  readonly when: readonly string[];
}

/** One line of the table of base images. */
export interface ImageEntry extends ImageFacts {
  /** Names as `imageName` gives them; a name that ends in `*` stands for all that begin so. */
  readonly names: readonly string[];
  /** Later ones win. */
  readonly variants?: readonly ImageVariant[];
  /** Reads the version of the language from the tag; by default its leading version. */
  readonly version?: (tag: ImageTag) => string | undefined;
  /** True where the tag's leading version is the release of the distribution, as in `alpine:3.20`. */
  readonly versionIsRelease?: boolean;
  /** True where the tag begins with a code name of its own: ROS `kinetic` and `lunar` are Ubuntu releases elsewhere. */
  readonly ownCodename?: boolean;
  /** The distribution that a tag means although it does not say so. Only what cannot change any more. */
  readonly defaults?: readonly DefaultRelease[];
}

/** Tags whose leading version is `version`, or begins with it and a dot where `patches` is set. */
export interface DefaultRelease {
  readonly version: string;
  readonly patches: boolean;
  readonly distribution: string;
  readonly release: string;
}
