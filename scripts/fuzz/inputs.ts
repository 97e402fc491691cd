import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../src/rules/index.ts";
import { madeDockerfile } from "./dockerfile-grammar.ts";
import { mutatedText } from "./mutation.ts";
import { Random } from "./random.ts";

const root = join(import.meta.dirname, "../..");

/** Dockerfiles that people wrote: the examples of the rules, those of the repository, and a corpus where one is there. */
export function writtenDockerfiles(corpus: string | undefined): string[] {
  return [
    ...rules.flatMap(({ examples }) =>
      examples.flatMap(({ dockerfile, fixed }) => (fixed ? [dockerfile, fixed] : [dockerfile])),
    ),
    ...filesBelow(join(root, "examples")),
    ...(corpus === undefined ? [] : filesBelow(corpus)),
  ];
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /docker|container/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => readFileSync(path, "utf8"));
}

/** The input of an index: one made by the grammar, or one of the written texts changed. The same numbers give the same text. */
export function inputOf(seed: number, index: number, written: readonly string[]): string {
  const random = new Random(seed, index);
  if (index % 2 === 0) return madeDockerfile(random);
  return mutatedText(random, index % 8 === 1 ? [madeDockerfile(random)] : written);
}
