import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseSync } from "vite";

const folder = join(import.meta.dirname, "../../src");

/** A regular expression as a literal would have it, with the first file that has it. */
export interface WrittenExpression {
  readonly expression: string;
  readonly path: string;
}

/** Every regular expression of the sources, each once: the literals, and those that modules put together when they are loaded. */
export async function writtenExpressions(): Promise<WrittenExpression[]> {
  const found = new Map<string, string>();
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (!path.endsWith(".ts")) continue;
    const { literals, isConstructing } = expressionsIn(path, readFileSync(join(folder, path), "utf8"));
    const constructed = isConstructing ? await constructedBy(join(folder, path)) : [];
    for (const expression of [...literals, ...constructed]) found.set(expression, found.get(expression) ?? path);
  }
  return [...found].map(([expression, path]) => ({ expression, path }));
}

/** The literals of a module, and whether it puts others together. */
export function expressionsIn(path: string, text: string): { literals: string[]; isConstructing: boolean } {
  const literals: string[] = [];
  let isConstructing = false;
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (node === null || typeof node !== "object" || Array.isArray(node)) return;
    const { regex, type, callee } = node as {
      regex?: { pattern: string; flags: string };
      type?: string;
      callee?: { name?: string };
    };
    if (regex) literals.push(`/${regex.pattern}/${regex.flags}`);
    if ((type === "NewExpression" || type === "CallExpression") && callee?.name === "RegExp") isConstructing = true;
    Object.values(node).forEach(visit);
  };
  visit(parseSync(path, text).program);
  return { literals, isConstructing };
}

/** Loads a module while every construction of a regular expression is listened to. */
async function constructedBy(path: string): Promise<string[]> {
  const expressions: string[] = [];
  const Original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Original, {
    construct(target, [pattern, flags]: [string | RegExp, string | undefined]) {
      const made = new target(pattern, flags);
      if (new Error().stack?.split("\n")[2]?.includes(path)) expressions.push(String(made));
      return made;
    },
  });
  try {
    // A name of its own, so that the module is loaded anew.
    await import(/* @vite-ignore */ `${pathToFileURL(path).href}?constructed`);
  } finally {
    globalThis.RegExp = Original;
  }
  return expressions;
}
