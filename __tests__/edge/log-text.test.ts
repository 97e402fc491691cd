import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logText } from "../../src/edge/log-text.ts";
import { readOutput } from "../support/fake-runner.ts";

const fragments = [
  "::",
  ":",
  "##[",
  "#",
  "[",
  "]",
  "error",
  "add-mask",
  "add-mask::x",
  "stop-commands::t",
  "group",
  " file=a,line=1",
  "\n",
  "\r",
  "\r\n",
  "\t",
  " ",
  "\u0085",
  "\u00a0",
  "\u2028",
  "\u3000",
  "\ufeff",
  "\u200b",
  "\u180e",
  "\v",
  "\u001b[31m",
  "x",
];

describe("text in the log of a job", () => {
  it.each([
    "::error::x",
    "  ::add-mask::x",
    "\u3000::stop-commands::x",
    "text ##[add-mask]x",
    "###[error]x",
    "a\r::error::x",
    "a\n::error::x",
    "\u0085::error::x",
    "\u2028::error::x",
  ])("%j is no command", (text) => {
    expect(readOutput(text).commands).toHaveLength(1);
    expect(readOutput(logText(text)).commands).toEqual([]);
  });

  it("never holds a command, whatever it is made of", () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string())).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (given) => {
        expect(readOutput(logText(given)).commands).toEqual([]);
      }),
    );
  });

  it("leaves ordinary text as it is", () => {
    const text = "FROM a::b AS c\n\tRUN echo '# [x]' ::\n";
    expect(logText(text)).toBe(text);
  });
});
