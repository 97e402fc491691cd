import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sourceFile, textIn } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";
import { readScript } from "../../src/shell/read-script.ts";
import { spansOf, surroundings } from "./script-reader.ts";

const folder = join(import.meta.dirname, "../../../shared/corpus/files");

function* scripts() {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const source = sourceFile(path, readFileSync(path, "utf8"));
    for (const stage of parseDockerfile(source).stages) {
      let shell: readonly string[] | undefined;
      for (const instruction of stage.instructions) {
        if (!("scriptStart" in instruction)) continue;
        if (instruction.keyword === "SHELL") shell = instruction.arguments.map(({ text }) => text);
        yield { source, instruction, script: readScript(source, instruction, surroundings({}, shell)) };
      }
    }
  }
}

/** A Dockerfile for Windows whose base image has cmd as its shell. */
const isForWindows = (text: string) => /powershell|servercore|nanoserver|jenkins-plugin-cli\.ps1/i.test(text);

describe.skipIf(!existsSync(folder))("real Dockerfiles", () => {
  it("are read without a syntax error, and every word stands where it says", () => {
    let commands = 0;
    let unnamed = 0;
    const errors: string[] = [];
    for (const { source, instruction, script } of scripts()) {
      for (const { message, span } of script.syntaxErrors) {
        if (!isForWindows(source.text)) errors.push(`${source.path}:${span.start.line} ${message}`);
      }
      for (const { span, text } of spansOf(script)) {
        expect(span.start.offset).toBeGreaterThanOrEqual(instruction.span.start.offset);
        expect(span.end.offset).toBeLessThanOrEqual(instruction.span.end.offset);
        const written = textIn(source, span);
        // Continuations, and the tabs that `<<-` takes away, are not part of the word.
        if (text !== undefined && !/[\\`][ \t]*\r*\n|\n\t/.test(written)) expect(written).toBe(text);
      }
      for (const { name, word } of script.commands) {
        commands++;
        if (name === "" && word !== undefined && !isForWindows(source.text)) unnamed++;
      }
    }
    expect(errors).toEqual([]);
    expect(commands).toBeGreaterThan(10_000);
    expect(unnamed / commands).toBeLessThan(0.005);
  });
});
