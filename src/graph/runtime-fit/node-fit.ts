import { isAddonCompiler } from "../../knowledge/native-packages.ts";
import type { Misfit, Passage } from "./misfit.ts";
import { placeName } from "./place-name.ts";

/** Compiled addons in node_modules for another C library or another Node.js. Silent where nothing speaks for addons. */
export function nodeMisfit({ carried, made, builder, runtime }: Passage): Misfit | undefined {
  const { build } = made;
  if (build?.language !== "node" || build.kind !== "install" || !/(?:^|\/)node_modules$/.test(made.path))
    return undefined;
  const runs = carried.shipped.root?.language === "node" || [...runtime.packages].some((name) => /^nodejs/.test(name));
  if (!runs || runtime.installs.has("node") || isForOther(made)) return undefined;
  const { nativeNodePackage: native, majorBoundNodePackage: bound } = builder;
  const compiles = [...builder.packages].some(isAddonCompiler);
  const [built, run] = [builder.libc, runtime.libc];
  const isOtherLibc = built !== run && (built === "glibc" || built === "musl") && (run === "glibc" || run === "musl");
  if (isOtherLibc && (native !== undefined || compiles)) {
    const what = native ?? "the addons that its compiler is for";
    return {
      command: made.command,
      certain: native !== undefined,
      problem: `\`${build.tool}\` fetches or compiles ${what} for ${built} in ${placeName(builder)}, but ${placeName(runtime)} has ${run}: loading ${native === undefined ? "them" : "it"} ends with ERR_DLOPEN_FAILED.`,
      remedy: `Install on a ${run} image, or ship on one with ${built}.`,
    };
  }
  const [from, to] = [
    majorOf(made.stage.root?.language === "node" ? made.stage.root.languageVersion : undefined),
    majorOf(carried.shipped.root?.languageVersion),
  ];
  if (from === undefined || to === undefined || from === to || (bound === undefined && !compiles)) return undefined;
  return {
    command: made.command,
    certain: bound !== undefined,
    problem: `\`${build.tool}\` builds ${bound ?? "addons"} for Node.js ${from} in ${placeName(builder)}, but ${placeName(runtime)} has Node.js ${to}: loading ${bound === undefined ? "those without Node-API" : "it"} ends with "was compiled against a different Node.js version".`,
    remedy: "Use the same Node.js release in both stages.",
  };
}

/** Options and settings that fetch for another platform than that of the stage. */
function isForOther({ command, settings }: Passage["made"]): boolean {
  return (
    command.arguments.some(({ text }) => /^--(?:libc|os|cpu|platform|arch|target)\b/.test(text)) ||
    [...settings.keys()].some((name) => name.startsWith("npm_config_"))
  );
}

function majorOf(version: string | undefined): string | undefined {
  return /^\d+/.exec(version ?? "")?.[0];
}
