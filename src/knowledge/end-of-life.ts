import type { BaseImage } from "../model/base-image.ts";
import type { ImageReference } from "../model/image-reference.ts";
import { imageName } from "./base-images/image-name.ts";
import { leadingVersion, readTag } from "./base-images/image-tag.ts";
import { describeImage } from "./base-images.ts";
import { distributions } from "./end-of-life/distributions.ts";
import { languages } from "./end-of-life/languages.ts";
import { endedRelease, maintainedReleases, type ProductLife } from "./end-of-life/product-life.ts";
import { retiredImage } from "./end-of-life/retired-images.ts";
import { services } from "./end-of-life/services.ts";

/** What in an image gets no more updates. */
export interface EndOfLife {
  /** `Node.js 16`; the name of an image that was given up as a whole. */
  readonly what: string;
  /** ISO date of the last day with updates. */
  readonly lastDay: string;
  /** Where the publisher says so. */
  readonly source: string;
  /** `Node.js 22, 24 or 26`; undefined where nothing is known to go to. */
  readonly instead: string | undefined;
  readonly isWholeImage: boolean;
}

const products: ReadonlyMap<string, ProductLife> = new Map(
  [...distributions, ...languages, ...services].map((life) => [life.product, life]),
);

/** Products by the image that carries them, its tag beginning with the product's version. */
const productByImage: Readonly<Record<string, string>> = {
  "eclipse-temurin": "eclipse-temurin",
  elasticsearch: "elasticsearch",
  mariadb: "mariadb",
  mongo: "mongodb",
  mysql: "mysql",
  nginx: "nginx",
  postgres: "postgresql",
  redis: "redis",
  tomcat: "tomcat",
};

const productByLanguage: Readonly<Record<string, string>> = {
  dotnet: "dotnet",
  go: "go",
  node: "nodejs",
  perl: "perl",
  php: "php",
  python: "python",
  ruby: "ruby",
};

/** Distributions whose makers keep languages up themselves, longer than the language's own people do. */
const keepsLanguagesUp: ReadonlySet<string> = new Set([
  "amazon",
  "azurelinux",
  "centos",
  "mariner",
  "oracle",
  "rhel",
  "sles",
  "ubi",
]);

const productByDistribution: Readonly<Record<string, string>> = {
  alma: "almalinux",
  alpine: "alpine-linux",
  amazon: "amazon-linux",
  centos: "centos",
  debian: "debian",
  fedora: "fedora",
  opensuse: "opensuse",
  oracle: "oracle-linux",
  rhel: "rhel",
  rocky: "rocky-linux",
  ubi: "rhel",
  ubuntu: "ubuntu",
};

/**
 * What of an image had its last update before the day `today`, an ISO date: the image itself, the language or service that it is
 * for, or its distribution, in this order. Undefined where nothing is known to have ended.
 */
export function endOfLife(image: ImageReference, today: string): EndOfLife | undefined {
  const name = imageName(image);
  const retired = retiredImage(name, image.tag);
  if (retired && retired.lastDay < today) {
    const { lastDay, source, instead } = retired;
    return { what: name, lastDay, source, instead, isWholeImage: true };
  }
  const described = describeImage(image);
  for (const [product, version] of versionsIn(name, described, leadingVersion(readTag(image.tag)))) {
    const life = products.get(product);
    const ended = life && version !== undefined && endedRelease(life, version, today);
    if (!ended) continue;
    const maintained = maintainedReleases(life, today);
    return {
      what: `${life.label} ${ended.release}`,
      lastDay: ended.lastDay,
      source: life.source,
      instead: maintained.length > 0 ? `${life.label} ${alternatives(maintained)}` : undefined,
      isWholeImage: false,
    };
  }
  return undefined;
}

function* versionsIn(
  name: string,
  { kind, language, languageVersion, distribution, release }: BaseImage,
  tagVersion: string | undefined,
): Iterable<readonly [product: string, version: string | undefined]> {
  if (Object.hasOwn(productByImage, name)) yield [productByImage[name] ?? "", tagVersion];
  const hasOwnLanguage = language !== undefined && kind !== "service" && !keepsLanguagesUp.has(distribution ?? "");
  if (hasOwnLanguage && Object.hasOwn(productByLanguage, language))
    yield [productByLanguage[language] ?? "", languageVersion];
  if (distribution === undefined || !Object.hasOwn(productByDistribution, distribution)) return;
  if (release?.startsWith("stream")) yield ["centos-stream", release.slice("stream".length)];
  else yield [productByDistribution[distribution] ?? "", release];
}

/** `22, 24 or 26`. */
function alternatives(releases: readonly string[]): string {
  const last = releases.at(-1) ?? "";
  return releases.length > 1 ? `${releases.slice(0, -1).join(", ")} or ${last}` : last;
}
