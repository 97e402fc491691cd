import type { BuildCommand, BuildKind } from "../../model/build-command.ts";
import type { ShellWord } from "../../model/shell.ts";
import { hasOption, optionNames, optionOr, optionValue, readCommandLine } from "../command-line.ts";
import { buildCommand, kindOfScript } from "./build-reader.ts";

interface NodeTool {
  readonly kind: BuildKind;
  /** First words for which it does that; none where it always does. */
  readonly subcommands?: readonly string[];
  /** Options that name the output. */
  readonly options?: readonly string[];
  /** Where the output goes otherwise. */
  readonly output?: string;
}

const bundlesOnBuild = { kind: "bundle", subcommands: ["build"] } as const;

/** Programs that come as packages and build, bundle or test. */
const tools: Readonly<Record<string, NodeTool>> = {
  vite: { ...bundlesOnBuild, options: ["--outDir"], output: "dist" },
  next: { ...bundlesOnBuild, output: ".next" },
  nuxt: { kind: "bundle", subcommands: ["build", "generate"], output: ".output" },
  nuxi: { kind: "bundle", subcommands: ["build", "generate"], output: ".output" },
  ng: { ...bundlesOnBuild, options: ["--output-path"] },
  astro: { ...bundlesOnBuild, options: ["--outDir"], output: "dist" },
  gatsby: { ...bundlesOnBuild, output: "public" },
  remix: { kind: "bundle", subcommands: ["build", "vite:build"], output: "build" },
  "react-router": { ...bundlesOnBuild, output: "build" },
  "react-scripts": { ...bundlesOnBuild, output: "build" },
  craco: { ...bundlesOnBuild, output: "build" },
  "react-app-rewired": { ...bundlesOnBuild, output: "build" },
  "vue-cli-service": { ...bundlesOnBuild, options: ["--dest"], output: "dist" },
  "svelte-kit": { ...bundlesOnBuild, output: "build" },
  docusaurus: { ...bundlesOnBuild, options: ["--out-dir"], output: "build" },
  vitepress: bundlesOnBuild,
  vuepress: bundlesOnBuild,
  storybook: { ...bundlesOnBuild, options: ["-o", "--output-dir"], output: "storybook-static" },
  "build-storybook": { kind: "bundle", options: ["-o", "--output-dir"], output: "storybook-static" },
  eleventy: { kind: "bundle", options: ["--output"], output: "_site" },
  gridsome: { ...bundlesOnBuild, output: "dist" },
  umi: { ...bundlesOnBuild, output: "dist" },
  ember: { ...bundlesOnBuild, options: ["-o", "--output-path"], output: "dist" },
  quasar: { ...bundlesOnBuild, output: "dist" },
  expo: { kind: "bundle", subcommands: ["export", "export:web"], options: ["--output-dir"], output: "dist" },
  medusa: bundlesOnBuild,
  strapi: bundlesOnBuild,
  rsbuild: { ...bundlesOnBuild, output: "dist" },
  rspack: { ...bundlesOnBuild, options: ["-o", "--output-path"], output: "dist" },
  parcel: { ...bundlesOnBuild, options: ["-d", "--dist-dir"], output: "dist" },
  ncc: { ...bundlesOnBuild, options: ["-o", "--out"], output: "dist" },
  webpack: { kind: "bundle", options: ["-o", "--output-path"] },
  "webpack-cli": { kind: "bundle", options: ["-o", "--output-path"] },
  rollup: { kind: "bundle", options: ["-d", "--dir", "-o", "--file"] },
  esbuild: { kind: "bundle", options: ["--outdir", "--outfile"] },
  browserify: { kind: "bundle", options: ["-o", "--outfile"] },
  tsup: { kind: "bundle", options: ["-d", "--out-dir"], output: "dist" },
  tailwindcss: { kind: "bundle", options: ["-o", "--output"] },
  tsc: { kind: "compile", options: ["--outDir"] },
  "vue-tsc": { kind: "other" },
  swc: { kind: "compile", options: ["-d", "--out-dir"] },
  babel: { kind: "compile", options: ["-d", "--out-dir"] },
  nest: { kind: "compile", subcommands: ["build"], output: "dist" },
  pkg: { kind: "compile", options: ["-o", "--output", "--out-path"] },
  nexe: { kind: "compile", options: ["-o", "--output"] },
  jest: { kind: "test" },
  vitest: { kind: "test" },
  mocha: { kind: "test" },
  ava: { kind: "test" },
  tap: { kind: "test" },
  karma: { kind: "test", subcommands: ["start"] },
  wdio: { kind: "test" },
  cypress: { kind: "test", subcommands: ["run"] },
  playwright: { kind: "test", subcommands: ["test"] },
  prisma: { kind: "other", subcommands: ["generate"] },
};

/** Task runners over workspaces: what they do is what the task is called. */
const taskRunners = new Set([
  "turbo",
  "nx",
  "lerna",
  "rush",
  "moon",
  "wireit",
  "npm-run-all",
  "run-s",
  "run-p",
  "gulp",
  "grunt",
]);

const valued = optionNames(
  `-o --output --output-path --output-dir --outDir --out-dir --outdir --outfile -d --dir --dist-dir --dest --destination --file -c
  --config -p --project --mode -m --base -t --target --targets --filter -F --scope --projects --configuration --parallel --format
  --platform --tsconfig --env --out --out-path --environment -b`,
);

export function isNodeTool(name: string): boolean {
  return Object.hasOwn(tools, name) || taskRunners.has(name);
}

/** A program from `node_modules/.bin` that builds, bundles or tests. */
export function readNodeTool(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  if (!isNodeTool(name)) return undefined;
  const line = readCommandLine(words, valued);
  if (hasOption(line, "--version", "-v", "--help", "-h")) return undefined;
  const operands = line.operands.map(({ value }) => value);
  if (taskRunners.has(name)) {
    const targets = [optionValue(line, "-t", "--target", "--targets"), ...operands];
    return readTask(
      name,
      targets.flatMap((each) => each?.split(",") ?? []),
    );
  }
  const tool = tools[name];
  if (!tool) return undefined;
  const isWatching =
    hasOption(line, "--watch", "-w", "--serve") || /^(?:serve|server|watch|dev)$/.test(operands[0] ?? "");
  if (isWatching || (tool.subcommands && !tool.subcommands.includes(operands[0] ?? ""))) return undefined;
  const title = tool.subcommands ? `${name} ${operands[0]}` : name;
  if (name === "tsc" && hasOption(line, "--noEmit", "--init")) return buildCommand(title, "node", "other");
  const output = optionOr(line, tool.output, ...(tool.options ?? []));
  return buildCommand(title, "node", tool.kind, tool.kind === "test" ? {} : { output });
}

/** `turbo run build --filter=web`, `nx run api:build`, `nx run-many -t build`, `lerna run build`, `gulp`. */
function readTask(name: string, targets: readonly string[]): BuildCommand | undefined {
  const tasks = targets.filter((each) => each !== "run" && each !== "run-many" && each !== "affected");
  const isDefault = tasks.length === 0 && (name === "gulp" || name === "grunt");
  const kinds = tasks.map(kindOfScript);
  const kind = isDefault || kinds.includes("bundle") ? "bundle" : kinds.includes("test") ? "test" : "other";
  if (kind === "other" && tasks.length === 0) return undefined;
  const task = tasks[kinds.indexOf(kind)] ?? "";
  return buildCommand(`${name} ${task}`.trim(), "node", kind);
}
