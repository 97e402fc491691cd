import { Composer, CST, Lexer, Parser } from "yaml";
import type { Mistake, Reading } from "../located-value.ts";
import { quoted } from "../policy-error.ts";
import { locateNodes } from "./locate-nodes.ts";
import { describeSyntaxError } from "./syntax-sentence.ts";

/** Of one policy file, in UTF-8. */
export const mostBytes = 256 * 1024;
const deepestNesting = 32;

/**
 * Reads one YAML document: mappings with text keys, lists and plain scalars; aliases, no tags and no merge keys. The text
 * may be hostile: size, nesting and what aliases expand to are bounded, and nesting is checked before the recursive half
 * of the YAML library sees the text, for a stack that runs out inside a regular expression ends the whole process.
 */
export function readYaml(text: string): Reading {
  const bytes = text.length > mostBytes ? text.length : new TextEncoder().encode(text).length;
  if (bytes > mostBytes)
    return failure(0, `the policy is larger than ${mostBytes / 1024} KiB; split it with \`extends\``);
  const parsed = parseTokens(text);
  if (!Array.isArray(parsed)) return { mistakes: [parsed] };
  const documents = parsed.filter((token) => token.type === "document");
  const second = documents[1];
  if (second) return failure(second.offset, "a policy is one YAML document; remove this `---` and what follows it");

  const composer = new Composer({ schema: "core", uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
  const [document] = [...composer.compose(parsed, true, text.length)];
  const [error] = (document?.errors ?? []).toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (error)
    return failure(Math.max(0, Math.min(error.pos[0], text.length)), describeSyntaxError(error.code, error.message));
  if (!document?.contents) return failure(0, "the policy is empty; start with `version: 1`");
  return locateNodes(document.contents);
}

/** The lexer and the parser do not recurse; the composer does. */
function parseTokens(text: string): CST.Token[] | Mistake {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let before = "";
  for (const lexeme of new Lexer().lex(text)) {
    if (CST.tokenType(lexeme) === "tag" && before !== CST.SCALAR) return mistakenTag(lexeme, parser.offset);
    before = lexeme;
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > deepestNesting) {
      const offset = Math.min(parser.offset, text.length);
      return { offset, message: `this is nested more than ${deepestNesting} levels deep; a policy needs five` };
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

/** A negated glob without quotes is the likeliest reason for a tag. */
function mistakenTag(tag: string, offset: number): Mistake {
  const message = `${quoted(tag)} reads as a YAML tag, which a policy has no use for; put a value that starts with \`!\` in quotes`;
  return { offset, message };
}

function failure(offset: number, message: string): Reading {
  return { mistakes: [{ offset, message }] };
}
