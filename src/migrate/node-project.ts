import { readNodeTool } from "../knowledge/build-commands/node-tools.ts";
import type { ShellWord } from "../model/shell.ts";
import { positionAt, sourceFile } from "../model/source.ts";

/** What package.json says of a project. */
export interface NodeProject {
  /** Commands by the name of their script. */
  readonly scripts: ReadonlyMap<string, string>;
}

/** Reads package.json; a text that is none gives an empty project. */
export function nodeProject(text: string | undefined): NodeProject {
  const scripts = new Map<string, string>();
  try {
    const { scripts: written } = JSON.parse(text ?? "{}") as { readonly scripts?: unknown };
    if (typeof written === "object" && written !== null) {
      for (const [name, command] of Object.entries(written))
        if (typeof command === "string") scripts.set(name, command);
    }
  } catch {
    // A text that is no JSON says nothing.
  }
  return { scripts };
}

/**
 * The folder that a script of package.json makes; undefined where its words do not tell.
 * @param configured `outDir` of tsconfig.json.
 */
export function bundledBy(script: string, configured: string | undefined): string | undefined {
  for (const command of script.split(/&&|;|\|\|/).toReversed()) {
    const [name = "", ...words] = command
      .trim()
      .split(/\s+/)
      .filter((word) => !/^\w+=/.test(word) && word !== "cross-env" && word !== "npx");
    const build = readNodeTool(name, words.map(asWord));
    if (!build || (build.kind !== "bundle" && build.kind !== "compile")) continue;
    const output = build.output ?? (name === "tsc" ? configured : usualOutputs[name]);
    if (output !== undefined) return output;
  }
  return undefined;
}

/** Where tools go whose configuration may say otherwise, but seldom does. */
const usualOutputs: Readonly<Record<string, string>> = {
  webpack: "dist",
  "webpack-cli": "dist",
  vitepress: ".vitepress/dist",
};

function asWord(text: string): ShellWord {
  const nowhere = positionAt(sourceFile("", ""), 0);
  return { text, value: text, fields: [text], variables: [], span: { start: nowhere, end: nowhere } };
}
