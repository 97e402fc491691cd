import { describe, expect, it } from "vitest";
import { examine } from "../scripts/fuzz/examine.ts";
import { inputOf, writtenDockerfiles } from "../scripts/fuzz/inputs.ts";
import { smallest } from "../scripts/fuzz/shrink.ts";
import { packPolicy } from "./support/pack-policy.ts";

const strict = packPolicy("strict");
const written = writtenDockerfiles(undefined);

/** The smallest texts of faults that the fuzzer found. */
const found: readonly [string, string][] = [
  ["a note that was meant as the destination", "ARG A=\nFROM alpine\nCOPY [ #\n"],
  ["a note as the destination, behind a flag", "FROM alpine\nCOPY --link x # y\n"],
  ["a name in another letter case", "FROM x AS prod\nFROM prod AS App\nFROM App\n"],
  ["a word that is no instruction", "N0tInTheL0g-9731\n"],
  ["a secret that is torn off its instruction", "FROM alpine\nNPM_TOKEN=N0tInTheL0g-9731 npm ci\n"],
  ["a quoted one", 'FROM alpine\nDB_PASSWORD="N0tInTheL0g-9731 and more" x\n'],
  ["an install with a quote left open in a heredoc", 'FROM node:24-slim\nRUN <<"E"\nnpm ci x"y\nE\n'],
  ["nothing", ""],
  ["a byte order mark alone", "\ufeff"],
  ["half a surrogate pair", "FROM alpine\nLABEL a=\ud800\n"],
];

describe("any Dockerfile", () => {
  it.each(found)("holds what it must: %s", (_, text) => {
    expect(examine(text, strict)).toBeUndefined();
  });

  it("holds what it must, made by the grammar or changed from what somebody wrote", () => {
    const failures = Array.from({ length: 120 }, (_, index) => {
      const failure = examine(inputOf(20_261_124, index, written), strict, index);
      return failure && `npm run fuzz -- --seed 20261124 --only ${index}: ${failure.property}: ${failure.detail}`;
    }).filter((failure) => failure !== undefined);
    expect(failures).toEqual([]);
  });
});

describe("the fuzzer", () => {
  it("makes the same input from the same numbers, and another from others", () => {
    expect(inputOf(1, 7, written)).toBe(inputOf(1, 7, written));
    const inputs = Array.from({ length: 200 }, (_, index) => inputOf(1, index, written));
    expect(new Set(inputs).size).toBeGreaterThan(190);
    expect(inputs.filter((text) => text.includes("\r\n")).length).toBeGreaterThan(5);
    expect(inputs.filter((text) => /<<-?["']?\w/.test(text)).length).toBeGreaterThan(5);
  });

  it("would see a secret that is shown, and a rule that breaks", () => {
    const broken = {
      ...strict,
      custom: {
        ...strict.custom,
        run: () => {
          throw new Error("oh");
        },
      },
    };
    expect(examine("FROM alpine\n", broken)).toMatchObject({
      property: "no crash",
      detail: expect.stringContaining("oh"),
    });
    const token = ["ghp", "R4nd0mL00k1ngT0kenF0rFuzzT3sts0nly12"].join("_");
    const draft = { rule: "acme/leak", level: "error" as const, stage: 0, message: "N0tInTheL0g-9731" };
    const leaking = {
      ...strict,
      custom: {
        rules: [],
        run: ({ dockerfile }: { dockerfile: { stages: readonly { span: never }[] } }) => ({
          drafts: dockerfile.stages.map(({ span }) => ({ ...draft, at: span })),
          failures: [],
        }),
      },
    };
    const text = `FROM alpine\nENV DB_PASSWORD="N0tInTheL0g-9731"\nENV A=${token}\n`;
    expect(examine(text, leaking as never)).toMatchObject({ property: "no secret is shown" });
  });

  it("leaves out what a failure does not need", () => {
    expect(smallest("FROM a\nRUN x y z\nUSER b\n", (text) => text.includes("x") && text.includes("z"), 500)).toBe("xz");
  });
});
