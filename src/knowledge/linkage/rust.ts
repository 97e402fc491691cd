import type { BuildCommandInScript } from "../../model/build-command.ts";
import { type BuildPlace, type Linkage, settingText, wordsOf } from "./linkage.ts";

/**
 * Rust links dynamically for `*-linux-gnu` targets and statically for `*-linux-musl`, unless `crt-static` says otherwise.
 * Alpine's own package is dynamic too. Source: https://doc.rust-lang.org/reference/linkage.html
 */
export function rustLinkage(build: BuildCommandInScript, place: BuildPlace): Linkage | undefined {
  const { libc, settings } = place;
  if (!/^(?:cargo|cross|rustc)\b/.test(build.tool) || (libc !== "glibc" && libc !== "musl")) return undefined;
  if (/zigbuild|component|bootimage|^cargo binstall/.test(build.tool)) return undefined;
  const words = wordsOf(build);
  const flags = settingText(settings, ...[...settings.keys()].filter((name) => /RUSTFLAGS$/.test(name)));
  if (flags === undefined) return undefined;
  const text = [...words, flags].join(" ");
  if (/[+]crt-static|(?<!crt)-static\b|-C link-self-contained/.test(text)) return undefined;
  const target = targetOf(words) ?? settings.get("CARGO_BUILD_TARGET");
  const isKnown = !words.some((word) => /^--target(?:=|$)/.test(word)) && !settings.has("CARGO_BUILD_TARGET");
  if (target === undefined && !isKnown) return undefined;
  const asksForDynamic = text.includes("-crt-static");
  if (target === undefined && libc === "musl" && !asksForDynamic && !place.fromDistribution) return undefined;
  if (target === undefined) return linked(libc, libc === "glibc" || asksForDynamic);
  if (/-linux-musl/.test(target)) return asksForDynamic ? linked("musl", true) : undefined;
  return /-linux-gnu(?:eabihf)?$/.test(target) ? linked("glibc", true) : undefined;
}

function linked(libc: "glibc" | "musl", certain: boolean): Linkage {
  const remedy = "`--target x86_64-unknown-linux-musl`";
  return { libc, certain, remedy, followsBuilder: true };
}

/** The target triple as far as its text tells: `x86_64-unknown-linux-musl`, also of `$ARCH-unknown-linux-musl`. */
function targetOf(words: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    const value = word.startsWith("--target=") ? word.slice("--target=".length) : undefined;
    const found = value ?? (word === "--target" ? words[index + 1] : undefined);
    if (found !== undefined && /linux|wasm|windows|darwin|none/.test(found)) return found;
  }
  return undefined;
}
