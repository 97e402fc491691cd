import type { ErrorCode } from "yaml";
import { onOneLine } from "../policy-error.ts";

const sentences: Partial<Record<ErrorCode, string>> = {
  BAD_DQ_ESCAPE: "this escape means nothing in double quotes; write `\\\\` for a backslash, or use single quotes",
  BLOCK_AS_IMPLICIT_KEY: "a second `key:` on this line; start a new line for it, or put the value in quotes",
  BLOCK_IN_FLOW: "inside `[…]` and `{…}` everything is written with commas; close the bracket first",
  MULTILINE_IMPLICIT_KEY: "a key must stand on one line with its `:`; is a `:` or a quote missing above?",
  MULTIPLE_ANCHORS: "a value can have one anchor (`&name`) only",
  TAB_AS_INDENT: "a tab indents this line; YAML takes spaces only",
};

/** What the YAML library found, in a sentence that says what to write where that is known. */
export function describeSyntaxError(code: ErrorCode, message: string): string {
  const known = sentences[code];
  if (known !== undefined) return known;
  if (message.startsWith("All mapping items"))
    return "the keys of a mapping must start in the same column; indent this line like those above";
  if (message.startsWith("All sequence items"))
    return "the `-` of a list must stand in the same column; indent this line like those above";
  if (message.startsWith("Flow sequence")) return "a `[` above must be closed with `]` before this";
  if (message.startsWith("Flow map")) return "a `{` above must be closed with `}` before this";
  if (message.startsWith("Missing closing")) return "a text that opens with a quote above must be closed with one";
  const detail = onOneLine((message.split("\n", 1)[0] ?? "").slice(0, 200));
  if (code === "BAD_SCALAR_START") {
    return `this is not valid YAML: a value cannot start with ${detail.slice(detail.lastIndexOf(" ") + 1)}; put it in quotes`;
  }
  return `this is not valid YAML: ${detail}`;
}
