import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commentKey, type Marker, readMarker, withMarker } from "../../src/review/marker.ts";

const marker: Marker = {
  kind: "finding",
  key: commentKey({ workflow: "Policy", job: "check" }),
  fingerprint: "0123456789abcdef0123456789abcdef",
  run: 12_345_678_901,
  head: "a".repeat(40),
  state: "open",
  refused: [],
  matter: undefined,
};
const hex = (length: number) =>
  fc
    .array(fc.constantFrom(..."0123456789abcdef"), { minLength: length, maxLength: length })
    .map((each) => each.join(""));
const anyMarker: fc.Arbitrary<Marker> = fc
  .record({
    key: hex(16),
    fingerprint: hex(32),
    run: fc.integer({ min: 0, max: 999_999_999_999_999 }),
    head: fc.oneof(hex(40), hex(64)),
    state: fc.constantFrom("open" as const, "settled" as const),
    refused: fc.array(hex(32), { maxLength: 100 }),
    matter: hex(16),
    isSticky: fc.boolean(),
  })
  .map(({ isSticky, fingerprint, refused, matter, ...rest }) => ({
    ...rest,
    kind: isSticky ? "sticky" : "finding",
    fingerprint: isSticky ? undefined : fingerprint,
    refused: isSticky ? refused : [],
    matter: isSticky ? matter : undefined,
  }));
const anyText = fc.string({ unit: "binary", maxLength: 300 }).filter((text) => !text.includes("<!-- stagegate:"));

describe("a marker", () => {
  it("comes back with the text that it is behind", () => {
    fc.assert(
      fc.property(anyText, anyMarker, (text, written) => {
        const found = readMarker(withMarker(text, written, "1/7"), "1/7");
        expect(found).toEqual({ marker: written, text: text.replace(/\r\n?/g, "\n").trim(), isSealed: true });
      }),
    );
  });

  it("is not seen in what GitHub shows", () => {
    expect(withMarker("**Error**\n", marker, "1/7")).toMatch(/^\*\*Error\*\*\n\n<!-- stagegate:1 [^<>]* -->$/);
  });

  it("outlives what browsers do to line ends and blanks around a text", () => {
    const body = withMarker("**Error**\n\nSecond line.", marker, "1/7");
    expect(readMarker(`\n${body.replaceAll("\n", "\r\n")}  \r\n`, "1/7")?.isSealed).toBe(true);
  });

  it("has a seal that tells a copy on another text, on another pull request, or with another word in it", () => {
    const body = withMarker("**Error** in line 3.", marker, "1/7");
    const [text = "", hidden = ""] = body.split("\n\n");
    expect(readMarker(body, "1/7")?.isSealed).toBe(true);
    expect(readMarker(body, "1/8")?.isSealed).toBe(false);
    expect(readMarker(`All is well.\n\n${hidden}`, "1/7")?.isSealed).toBe(false);
    expect(readMarker(`${text}\n\n${hidden.replace("run=12", "run=13")}`, "1/7")?.isSealed).toBe(false);
    expect(readMarker(`${text}\n\n${hidden.replace("state=open", "state=settled")}`, "1/7")?.isSealed).toBe(false);
  });

  it.each([
    ["none", "Just a comment."],
    ["nothing", ""],
    ["an unknown version", withMarker("x", marker, "1/7").replace("stagegate:1", "stagegate:2")],
    ["a second one", withMarker(withMarker("x", marker, "1/7"), marker, "1/7")],
    ["a part missing", withMarker("x", marker, "1/7").replace(/ run=\d+/, "")],
    ["an unknown part", withMarker("x", marker, "1/7").replace(" run=", " more=1 run=")],
    ["a finding without fingerprint", withMarker("x", { ...marker, fingerprint: undefined }, "1/7")],
    ["an overview with one", withMarker("x", { ...marker, kind: "sticky" }, "1/7")],
    ["a number that no run has", withMarker("x", marker, "1/7").replace(/run=\d+/, `run=${"9".repeat(400)}`)],
  ])("is not read with %s", (_, body) => {
    expect(readMarker(body, "1/7")).toBeUndefined();
  });

  it("is read where somebody wrote on behind it, with a broken seal", () => {
    const found = readMarker(`${withMarker("x", marker, "1/7")} and more`, "1/7");
    expect(found).toMatchObject({ marker, isSealed: false });
    expect(found?.text).toContain("and more");
  });

  it("is not read out of any other text", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("<!-- stagegate:1 ", "finding", " key=", "-->", "\n", "0", " ")),
        (parts) => {
          expect(readMarker(parts.join(""), "1/7")).toBeUndefined();
        },
      ),
    );
  });

  it("reads a long text of its own beginnings in no time", () => {
    const text = "<!-- stagegate:1 finding key=".repeat(40_000);
    expect(readMarker(text, "1/7")).toBeUndefined();
    expect(
      readMarker(`<!-- stagegate:1 sticky key=${"0".repeat(16)} ${"refused=".repeat(100_000)}`, "1/7"),
    ).toBeUndefined();
  });
});

describe("a comment key", () => {
  it("tells workflows, jobs, steps and what they judge apart, also where their names run into each other", () => {
    const keys = [
      commentKey({ workflow: "a", job: "b" }),
      commentKey({ workflow: "a", job: "b", judged: ["linux"] }),
      commentKey({ workflow: "a", job: "b", step: "linux" }),
      commentKey({ workflow: "a/b", job: "" }),
      commentKey({ workflow: "", job: "a/b" }),
    ];
    expect(new Set(keys).size).toBe(5);
    expect(keys.every((key) => /^[0-9a-f]{16}$/.test(key))).toBe(true);
  });

  it("takes names of any kind", () => {
    expect(commentKey({ workflow: "--> \ud800 💥", job: "\n" })).toMatch(/^[0-9a-f]{16}$/);
  });
});
