import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allowedGrowth,
  changeText,
  growthText,
  parseGrowth,
  parseSize,
  percentText,
  sizeText,
} from "../../src/model/byte-size.ts";

const factors = { kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };
const units = fc.constantFrom(...(Object.keys(factors) as (keyof typeof factors)[]));

describe("a size as it is written", () => {
  it.each([
    ["200MB", 200_000_000],
    ["200 MB", 200_000_000],
    ["1.5GiB", 1_610_612_736],
    ["0.001 kB", 1],
    ["64KB", 64_000],
  ])("%s", (text, bytes) => expect(parseSize(text)).toBe(bytes));

  it.each(["", "200", "MB", "200 apples", "200mb", "-1MB", "1e3MB", "200  MB", "1,5GB", "200MB ", "2TB", "٣MB"])(
    "%j is none",
    (text) => expect(parseSize(text)).toBeUndefined(),
  );

  it("is the number times its unit, whatever the number", () => {
    fc.assert(
      fc.property(fc.nat(999_999), fc.nat(999), units, fc.boolean(), (whole, thousandths, unit, hasSpace) => {
        const number = `${whole}.${String(thousandths).padStart(3, "0")}`;
        const bytes = parseSize(`${number}${hasSpace ? " " : ""}${unit}`);
        expect(bytes).toBe(Math.round(Number(number) * factors[unit]));
      }),
    );
  });

  it("is never read from anything else, and never as what is no whole number of bytes", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9. kKMGiB%-]{0,12}$/)), (text) => {
        const bytes = parseSize(text);
        if (bytes === undefined) return;
        expect(Number.isSafeInteger(bytes) && bytes >= 0).toBe(true);
        expect(text).toMatch(/^\d+(\.\d+)? ?[kKMG]i?B$/);
      }),
    );
  });

  it("is shown so that it reads back as nearly the same", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 999_000_000_000 }), (bytes) => {
        const back = parseSize(sizeText(bytes)) ?? 0;
        expect(Math.abs(back - bytes)).toBeLessThanOrEqual(bytes * 0.006);
      }),
    );
  });
});

describe("a growth as it is written", () => {
  it("is a percentage or a size", () => {
    expect(parseGrowth("10%")).toEqual({ kind: "percent", percent: 10 });
    expect(parseGrowth("2.5 %")).toEqual({ kind: "percent", percent: 2.5 });
    expect(parseGrowth("20MB")).toEqual({ kind: "bytes", bytes: 20e6 });
    expect(parseGrowth("10")).toBeUndefined();
    expect(parseGrowth("%")).toBeUndefined();
  });

  it("allows so many bytes", () => {
    expect(allowedGrowth({ kind: "percent", percent: 10 }, 999)).toBe(99);
    expect(allowedGrowth({ kind: "bytes", bytes: 5 }, 999)).toBe(5);
  });
});

describe("what people read", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1 kB"],
    [12_345_678, "12.3 MB"],
    [100_000_000, "100 MB"],
    [999_600_000, "1 GB"],
    [2_070_000_000, "2.07 GB"],
  ])("%d bytes are %s", (bytes, text) => expect(sizeText(bytes)).toBe(text));

  it("says how much more or less", () => {
    expect([changeText(0), changeText(1500), changeText(-2_000_000)]).toEqual(["±0", "+1.5 kB", "−2 MB"]);
    expect([percentText(125, 1000), percentText(-55, 1000), percentText(1, 1_000_000)]).toEqual([
      "+13 %",
      "−5.5 %",
      "+0 %",
    ]);
    expect(growthText({ kind: "percent", percent: 10 })).toBe("10 %");
  });
});
