import type { BaseImage } from "../model/base-image.ts";
import type { ImageReference } from "../model/image-reference.ts";
import { type DistributionRelease, releaseOf } from "./base-images/distribution-releases.ts";
import { distributionImages } from "./base-images/distributions.ts";
import { distrolessEntry } from "./base-images/distroless.ts";
import { environmentImages } from "./base-images/environments.ts";
import { chainguardEntry, hardenedEntry } from "./base-images/hardened.ts";
import type { DefaultRelease, ImageEntry, ImageFacts } from "./base-images/image-entry.ts";
import { imageName } from "./base-images/image-name.ts";
import { distributionOf, type ImageTag, leadingVersion, readTag, tagHas } from "./base-images/image-tag.ts";
import { javaImages } from "./base-images/java.ts";
import { languageImages } from "./base-images/languages.ts";
import { microsoftImages } from "./base-images/microsoft.ts";
import { minimalImages } from "./base-images/minimal.ts";
import { redHatEntry } from "./base-images/red-hat.ts";
import { serviceImages } from "./base-images/services.ts";
import { toolchainImages } from "./base-images/toolchains.ts";
import { workbenchImages } from "./base-images/workbenches.ts";

/** By name; names that end in `*` by what stands before it. */
const { exact, families } = indexEntries([
  ...distributionImages,
  ...languageImages,
  ...environmentImages,
  ...toolchainImages,
  ...workbenchImages,
  ...javaImages,
  ...microsoftImages,
  ...minimalImages,
  ...serviceImages,
]);

const nowhere = { distribution: undefined, release: undefined };

/** What an image is, from its name and tag alone; of kind `unknown` where it is not in our data. */
export function describeImage(image: ImageReference): BaseImage {
  const name = imageName(image);
  const tag = readTag(image.tag);
  const entry = findEntry(name);
  return entry ? describeKnown(entry, name, tag) : describeUnknown(name, tag);
}

function findEntry(name: string): ImageEntry | undefined {
  return (
    exact.get(name) ??
    redHatEntry(name) ??
    distrolessEntry(name) ??
    chainguardEntry(name) ??
    findFamily(name) ??
    hardenedEntry(name)
  );
}

function findFamily(name: string): ImageEntry | undefined {
  return families.find(({ prefix }) => name.startsWith(prefix))?.entry;
}

function describeKnown(entry: ImageEntry, name: string, tag: ImageTag): BaseImage {
  const facts = factsOf(entry, tag);
  const language = facts.language;
  const readVersion = entry.version ?? leadingVersion;
  const { distribution, release } = placeOf(entry, facts, tag) ?? distributionInName(name) ?? nowhere;
  return {
    kind: facts.kind,
    libc: libcOf(facts, distribution, tag),
    distribution,
    release,
    user: userOf(facts, distribution),
    language,
    languageVersion: language === undefined ? undefined : readVersion(tag),
    shell: facts.shell === null ? undefined : (facts.shell ?? true),
  };
}

/** Where an image sets no user, it is root; Windows has none. */
function userOf({ user }: ImageFacts, distribution: string | undefined): string | undefined {
  if (user === null) return undefined;
  return user ?? (distribution === "windows" ? undefined : "root");
}

function factsOf(entry: ImageEntry, tag: ImageTag): ImageFacts {
  const changes = (entry.variants ?? []).filter((variant) => variant.when.some((word) => tagHas(tag, word)));
  return Object.assign({}, entry, ...changes);
}

/** Where the image stands: what the tag names, else what the entry says, else a default that cannot change any more. */
function placeOf(entry: ImageEntry, facts: ImageFacts, tag: ImageTag): DistributionRelease | undefined {
  const named = distributionOf(tag, entry.ownCodename === true ? 1 : 0);
  if (named) return named;
  const version = leadingVersion(tag);
  const fixed = version === undefined ? undefined : entry.defaults?.find((each) => appliesTo(each, version));
  if (fixed) return { distribution: fixed.distribution, release: fixed.release };
  if (facts.distribution === undefined) return undefined;
  return { distribution: facts.distribution, release: facts.release ?? releaseInTag(entry, facts, tag) };
}

function appliesTo({ version: prefix, patches }: DefaultRelease, version: string): boolean {
  return version === prefix || (patches && version.startsWith(`${prefix}.`));
}

function releaseInTag(entry: ImageEntry, facts: ImageFacts, tag: ImageTag): string | undefined {
  if (entry.versionIsRelease !== true || facts.distribution === undefined) return undefined;
  const first = tag.words[0]?.text ?? "";
  if (/^(?:edge|rawhide|stream\d+|ltsc\d{4})$/.test(first)) return first;
  const version = leadingVersion(tag);
  return version === undefined ? undefined : releaseOf(facts.distribution, version);
}

function libcOf(facts: ImageFacts, distribution: string | undefined, tag: ImageTag): BaseImage["libc"] {
  if (tagHas(tag, "musl")) return "musl";
  if (tagHas(tag, "glibc")) return "glibc";
  if (distribution === "windows") return "unknown";
  if (facts.libc !== undefined && (facts.libc !== "glibc" || distribution !== "alpine")) return facts.libc;
  if (distribution === undefined) return "unknown";
  return distribution === "alpine" ? "musl" : "glibc";
}

/** Of an image that is not in the table, its tag or its last name may still tell the distribution: `acme/app:1.2-alpine`. */
function describeUnknown(name: string, tag: ImageTag): BaseImage {
  const named = distributionOf(tag) ?? distributionInName(name);
  return {
    kind: "unknown",
    libc: libcOf({ kind: "unknown" }, named?.distribution, tag),
    distribution: named?.distribution,
    release: named?.release,
    user: undefined,
    language: undefined,
    languageVersion: undefined,
    shell: undefined,
  };
}

function distributionInName(name: string): DistributionRelease | undefined {
  const last = name.slice(name.lastIndexOf("/") + 1);
  return distributionOf(readTag(last.replaceAll("_", "-")));
}

function indexEntries(entries: readonly ImageEntry[]) {
  const exact = new Map<string, ImageEntry>();
  const families: { prefix: string; entry: ImageEntry }[] = [];
  for (const entry of entries) {
    for (const name of entry.names) {
      if (name.endsWith("*")) families.push({ prefix: name.slice(0, -1), entry });
      else exact.set(name, entry);
    }
  }
  families.sort((a, b) => b.prefix.length - a.prefix.length);
  return { exact, families };
}
