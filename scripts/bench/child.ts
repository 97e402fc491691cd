// One measurement in a process of its own: `child.ts getters|analysis LIST`, where LIST is a JSON file of paths. Prints what it took.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import type { Dockerfile, DockerfileParser as Parser } from "dockerfile-ast";
import { renderJson } from "../../src/report/json.ts";
import { judged } from "./subject.ts";

const [what = "", list = ""] = process.argv.slice(2);
const paths = JSON.parse(readFileSync(list, "utf8")) as string[];
const require = createRequire(join(import.meta.dirname, "../../bench/package.json"));
const { DockerfileParser } = require("dockerfile-ast") as { DockerfileParser: typeof Parser };

const known = new Map<object, readonly string[]>();
const work: Readonly<Record<string, () => unknown>> = {
  getters: () => {
    let count = 0;
    for (const path of paths) count += callGetters(DockerfileParser.parse(readFileSync(path, "utf8")));
    return count;
  },
  analysis: () => renderJson(judged(paths.map((path) => ({ path, text: readFileSync(path, "utf8") })))).length,
};

const before = process.cpuUsage();
const started = performance.now();
work[what]?.();
const wall = performance.now() - started;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ wall, cpu: (user + system) / 1000, memory: process.resourceUsage().maxRSS / 1024 }));

/** Every getter without arguments of the file and of each of its instructions. */
function callGetters(dockerfile: Dockerfile): number {
  const subjects = [dockerfile, ...dockerfile.getInstructions()] as unknown as Record<string, () => unknown>[];
  for (const subject of subjects) for (const name of gettersOf(subject)) subject[name]?.();
  return subjects.length;
}

function gettersOf(subject: object): readonly string[] {
  const prototype = Object.getPrototypeOf(subject) as object;
  const names = known.get(prototype) ?? namesIn(prototype);
  known.set(prototype, names);
  return names;
}

function namesIn(prototype: object): string[] {
  const names = new Set<string>();
  for (let each = prototype; each !== Object.prototype; each = Object.getPrototypeOf(each) as object) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(each))) {
      if (/^get[A-Z]/.test(name) && typeof value === "function" && value.length === 0) names.add(name);
    }
  }
  return [...names];
}
