import { type DistributionRelease, distributionOfWord, releaseOf } from "./distribution-releases.ts";

/** A tag taken apart: `3.12-slim-bookworm` has the words `3.12`, `slim` and `bookworm`. */
export interface ImageTag {
  readonly words: readonly TagWord[];
}

interface TagWord {
  /** As written, in lower case. */
  readonly text: string;
  /** The letters in front: `alpine` of `alpine3.20`, empty for `3.12`. */
  readonly name: string;
  /** The digits and dots behind them: `3.20` of `alpine3.20`. */
  readonly version: string | undefined;
}

/** Words stand between hyphens; an underscore ends one too, as in `24.04_stable`. */
export function readTag(tag: string | undefined): ImageTag {
  const words = (tag ?? "").toLowerCase().split("-").flatMap(readWord);
  return { words };
}

function readWord(text: string): TagWord[] {
  if (text === "") return [];
  const match = /^v?(\d+(?:\.\d+)*)|^([a-z]+)(\d+(?:\.\d+)*)?/.exec(text);
  return [{ text, name: match?.[2] ?? "", version: match?.[1] ?? match?.[3] }];
}

/** Whether a word of the tag is `word`, with or without a version: `jre` is in `17-jre` and in `9-jre17`. */
export function tagHas(tag: ImageTag, word: string): boolean {
  return tag.words.some((each) => each.text === word || each.name === word);
}

/** `20` of `20-slim`, `1.21.3` of `1.21.3-alpine`; undefined where the tag begins with a word, or is a date. */
export function leadingVersion(tag: ImageTag): string | undefined {
  const first = tag.words[0];
  if (first?.name !== "" || first.version === undefined) return undefined;
  return /^\d{6,}$/.test(first.version) ? undefined : first.version;
}

/** The version of the word `word`, or the number in the word behind it: `17` of `jdk17` and of `jdk-17`. */
export function versionOf(tag: ImageTag, word: string): string | undefined {
  const index = tag.words.findIndex((each) => each.name === word);
  const found = tag.words[index];
  if (!found) return undefined;
  if (found.version !== undefined) return found.version;
  const next = tag.words[index + 1];
  return next?.name === "" ? next.version : undefined;
}

/** The distribution that a tag names. The last word wins: `noble` in `kinetic-desktop-noble`. */
export function distributionOf(tag: ImageTag, from = 0): DistributionRelease | undefined {
  let found: DistributionRelease | undefined;
  for (const [index, word] of tag.words.entries()) {
    if (index < from) continue;
    const named = distributionOfWord(word);
    if (!named) continue;
    const release = named.release ?? releaseBehind(tag, index, named.distribution);
    found = release === undefined ? { distribution: named.distribution, release: undefined } : { ...named, release };
  }
  return found;
}

/** `ubuntu-24-04`, `ubuntu-22.04`, `windowsservercore-ltsc2022`: the release is in the words behind. */
function releaseBehind(tag: ImageTag, index: number, distribution: string): string | undefined {
  const next = tag.words[index + 1];
  if (!next) return undefined;
  if (distribution === "windows") return /^(?:ltsc\d{4}|\d{4}|2\dh[12])$/.test(next.text) ? next.text : undefined;
  if (next.name !== "" || next.version === undefined) return undefined;
  const second = tag.words[index + 2];
  const isPair = distribution === "ubuntu" && /^\d\d$/.test(next.text) && /^(?:04|10)$/.test(second?.text ?? "");
  return releaseOf(distribution, isPair ? `${next.text}.${second?.text}` : next.version);
}
