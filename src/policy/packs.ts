/** The policies that come with Stagegate, each in `policies/<name>.yml`. */
export const packs = [
  {
    name: "recommended",
    summary: "What a team can switch on today: errors for what is wrong in any image, warnings for the rest.",
  },
  {
    name: "strict",
    summary: "For images that must be minimal, pinned and tested: raises what recommended only warns about.",
  },
  { name: "secrets", summary: "Nothing but secrets that leak into images, history, caches or provenance." },
] as const;

export type PackName = (typeof packs)[number]["name"];

/** What a policy without `extends` builds on. */
export const defaultPack = "recommended" satisfies PackName;

export function isPackName(name: string): name is PackName {
  return packs.some((pack) => pack.name === name);
}

/** Where a pack stands in the package, as its name in messages. */
export function packPath(name: string): string {
  return `policies/${name}.yml`;
}
