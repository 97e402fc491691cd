import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFragment, sharedFragment } from "../../src/playground/share.ts";

function fragmentOf(bytes: Uint8Array): string {
  return `#v1.${Buffer.from(deflateRawSync(bytes)).toString("base64url")}`;
}

describe("links to the playground", () => {
  it("bring any two texts back, in characters that every chat lets through", async () => {
    const text = fc.string({ unit: "grapheme" });
    await fc.assert(
      fc.asyncProperty(text, text, async (dockerfile, policy) => {
        const fragment = await sharedFragment({ dockerfile, policy });
        expect(fragment).toMatch(/^#v1\.[\w-]+$/);
        expect(await readFragment(fragment ?? "")).toEqual({ dockerfile, policy });
      }),
      { numRuns: 60 },
    );
  });

  it("are not read where they are broken, of another kind, or hold something else", async () => {
    const others = ['{"dockerfile":"x"}', '["a"]', "[1,2]", '["a","b","c"]', "null", "", "["];
    const broken = ["", "#", "#v1.", "#v2.AAAA", "#v1.####", "#v1.AAAA", "v1.AAAA"];
    for (const fragment of [...broken, ...others.map((text) => fragmentOf(Buffer.from(text)))]) {
      expect(await readFragment(fragment)).toBeUndefined();
    }
    expect(await readFragment(fragmentOf(Uint8Array.of(0x5b, 0xff)))).toBeUndefined();
  });

  it("are not unpacked beyond what a text may have, nor made of one that is too long", async () => {
    const bomb = fragmentOf(Buffer.from(`["${"a".repeat(50_000_000)}",""]`));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await readFragment(bomb)).toBeUndefined();
    expect(await readFragment(`#v1.${"A".repeat(1_000_000)}`)).toBeUndefined();
    let seed = 1;
    const noise = Array.from({ length: 200_000 }, () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return String.fromCharCode(33 + ((seed >>> 8) % 90));
    });
    expect(await sharedFragment({ dockerfile: noise.join(""), policy: "" })).toBeUndefined();
  });

  it("are never thrown over, whatever somebody writes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        const read = await readFragment(`#v1.${text}`);
        expect(read === undefined || typeof read.dockerfile === "string").toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
