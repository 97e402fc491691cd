/**
 * Builds the playground: `node scripts/playground.ts [FOLDER]`, by default into docs/playground/. With --check, fails where what is
 * there is not what the sources make. The same sources give the same bytes.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { version } from "../src/edge/version.ts";
import { playgroundStyle } from "../src/playground/style.ts";
import { packs } from "../src/policy/packs.ts";

const root = join(import.meta.dirname, "..");
const page = "docs/playground";
const check = process.argv.includes("--check");
const target = resolve(process.argv.slice(2).find((argument) => !argument.startsWith("-")) ?? join(root, page));

const { code, modules } = await bundle();
const files = new Map([
  ["index.html", readFileSync(join(root, page, "index.html"), "utf8")],
  ["playground.css", playgroundStyle],
  ["playground.js", code],
  ["licenses.txt", licences(modules)],
]);
const stale = [...files].filter(([name, text]) => {
  const path = join(target, name);
  return !existsSync(path) || readFileSync(path, "utf8") !== text;
});
if (check && stale.length > 0) {
  console.error(`Stale, run \`npm run playground\`: ${stale.map(([name]) => `${page}/${name}`).join(", ")}`);
  process.exitCode = 1;
} else if (!check) {
  mkdirSync(target, { recursive: true });
  for (const [name, text] of stale) writeFileSync(join(target, name), text);
}
const size = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
console.log(`playground.js: ${size(Buffer.byteLength(code))}, ${size(gzipSync(code, { level: 9 }).length)} compressed`);

async function bundle(): Promise<{ code: string; modules: readonly string[] }> {
  const result = await build({
    configFile: false,
    root,
    logLevel: "warn",
    publicDir: false,
    plugins: [{ name: "without-buffer", transform: (text: string, id: string) => withoutBuffer(text, id) }],
    define: { stagegatePlayground: JSON.stringify(injected()) },
    build: {
      write: false,
      target: "es2024",
      minify: true,
      lib: {
        entry: join(root, "src/playground/browser/bundle.ts"),
        formats: ["iife"],
        name: "stagegatePage",
        fileName: "playground",
      },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  const chunks = output !== undefined && "output" in output ? output.output : [];
  const [chunk] = chunks;
  if (chunks.length !== 1 || chunk?.type !== "chunk") throw new Error("the playground is not one file");
  return { code: chunk.code, modules: Object.keys(chunk.modules) };
}

/** dockerfile-ast looks for a byte order mark with Node's Buffer, which no browser has. @throws Error when it does so no more. */
function withoutBuffer(text: string, id: string): string | undefined {
  if (!id.includes("/dockerfile-ast/lib/util.js")) return undefined;
  const call = 'Buffer.from(char, "UTF-8")';
  if (!text.includes(call)) throw new Error("dockerfile-ast needs no replacement for Buffer any more");
  return text.replace(call, "new TextEncoder().encode(char)");
}

/** What the page knows besides the code; see src/playground/browser/injected.d.ts. */
function injected(): object {
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const named = (title: string, path: string, policy: string) => ({
    title,
    dockerfile: read(`examples/${path}/Dockerfile`),
    policy,
  });
  const extending = (pack: string) => `version: 1\nextends: ${pack}\n`;
  return {
    version,
    packs: Object.fromEntries(packs.map(({ name }) => [name, read(`policies/${name}.yml`)])),
    examples: ["nextjs", "go", "python-uv", "rust"].flatMap((name) => {
      const title = { nextjs: "Next.js", go: "Go", "python-uv": "Python", rust: "Rust" }[name] ?? name;
      return [
        named(`${title}, to be improved`, `${name}/bad`, extending("recommended")),
        named(`${title}, as it should be`, `${name}/good`, extending("recommended")),
      ];
    }),
  };
}

/** The licence of each package that is in the bundle. */
function licences(modules: readonly string[]): string {
  const folders = new Set(modules.flatMap((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  const texts = [...folders].map((folder) => {
    const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    const { name, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, string>;
    const text = file === undefined ? String(license) : readFileSync(join(folder, file), "utf8").trim();
    return `${name}\n${text}\n`;
  });
  return texts.sort().join("\n");
}
