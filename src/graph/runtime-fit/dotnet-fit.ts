import { type DotnetPublish, libcOfIdentifier, readDotnetPublish } from "../../knowledge/dotnet-publish.ts";
import { type BuildGraph, chainOf } from "../../model/graph.ts";
import type { Misfit, Passage } from "./misfit.ts";
import { placeName } from "./place-name.ts";

/** .NET programs for another C library, or for another major release of .NET. */
export function dotnetMisfit(passage: Passage, graph: BuildGraph): Misfit | undefined {
  const publish = passage.made.build && readDotnetPublish(passage.made.build);
  if (!publish?.isKnown) return undefined;
  return publish.isSelfContained ? otherIdentifier(passage, publish) : otherFramework(passage, publish, graph);
}

function otherIdentifier(
  { carried, made, builder, runtime }: Passage,
  { identifier }: DotnetPublish,
): Misfit | undefined {
  const own = builder.libc === "glibc" || builder.libc === "musl" ? builder.libc : undefined;
  const libc = identifier === undefined ? own : libcOfIdentifier(identifier);
  if (libc === undefined || runtime.libc === "unknown" || runtime.libc === libc) return undefined;
  const wanted = runtime.libc === "musl" ? "linux-musl-x64" : "linux-x64";
  const there = runtime.libc === "none" ? "has no C library" : `has ${runtime.libc}`;
  const place = placeName(runtime);
  return {
    command: made.command,
    certain: true,
    problem: `\`dotnet publish\` makes ${carried.source.path} for ${identifier ?? `the ${libc} of ${placeName(builder)}`}, but ${place} ${there}, so it ends with "no such file or directory".`,
    remedy:
      runtime.libc === "none"
        ? `Ship on an image with ${libc}, such as \`runtime-deps\`.`
        : `Publish with \`--runtime ${wanted}\`, or ship on an image with ${libc}.`,
  };
}

function otherFramework(
  { carried, made, builder, runtime }: Passage,
  publish: DotnetPublish,
  graph: BuildGraph,
): Misfit | undefined {
  const kit = majorOf(made.stage.root?.language === "dotnet" ? made.stage.root.languageVersion : undefined);
  const { root, rootImage } = carried.shipped;
  const isRuntime =
    root?.language === "dotnet" &&
    root.kind !== "toolchain" &&
    !/runtime-deps|dotnet-deps/.test(rootImage?.repository ?? "");
  const run = majorOf(isRuntime ? root.languageVersion : undefined);
  if (kit === undefined || run === undefined || bringsDotnet(passageStages(carried.shipped, graph))) return undefined;
  const told = /^net(?:coreapp)?(\d+)\.\d+$/.exec(publish.framework ?? "")?.[1];
  const framework = told === undefined ? undefined : Number(told);
  const rolls = carried.shipped.end.environment.get("DOTNET_ROLL_FORWARD") !== undefined;
  const needs = framework ?? kit;
  const place = placeName(runtime);
  if (needs > run) {
    const condition = framework === undefined ? `, unless the project targets net${run}.0 or less` : "";
    return {
      command: made.command,
      certain: framework !== undefined,
      problem: `${placeName(builder)} builds for .NET ${needs}${condition}, but ${place} has .NET ${run}, so it ends with "You must install or update .NET to run this application".`,
      remedy: `Ship on the .NET ${needs} image.`,
    };
  }
  if (needs === run || rolls) return undefined;
  // The kit is the newest release that it can build for, and .NET does not go to another major release by itself.
  return {
    command: made.command,
    certain: true,
    problem: `${placeName(builder)} builds for .NET ${needs} at most, but ${place} has .NET ${run}, so it ends with "You must install or update .NET to run this application".`,
    remedy: `Build with the .NET ${run} SDK, ship on .NET ${needs}, or set \`DOTNET_ROLL_FORWARD=Major\`.`,
  };
}

function passageStages(shipped: Passage["carried"]["shipped"], graph: BuildGraph) {
  return chainOf(graph, shipped);
}

/** Whether another .NET is copied or downloaded into the image. */
function bringsDotnet(stages: ReturnType<typeof chainOf>): boolean {
  return stages.some(({ steps }) =>
    steps.some(
      ({ copy, script, packages }) =>
        copy?.sources.some(({ path }) => /\/dotnet\/?$|\/shared\//.test(path)) ||
        packages.some(({ name }) => /^(?:dotnet|aspnetcore)-/.test(name)) ||
        script?.commands.some(({ arguments: words }) =>
          words.some(({ text }) => /dotnet-install|dotnetcli|\/dotnet\/Runtime|aspnetcore-runtime/i.test(text)),
        ),
    ),
  );
}

function majorOf(version: string | undefined): number | undefined {
  const match = /^(\d{1,2})(?:\.|$)/.exec(version ?? "");
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
