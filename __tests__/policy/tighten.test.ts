import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluate.ts";
import { reaches } from "../../src/model/level.ts";
import { policyChanges } from "../../src/policy/policy-difference.ts";
import { type ResolvedPolicy, resolvePolicy } from "../../src/policy/resolve-policy.ts";
import { settleProposal, tightenedBy } from "../../src/policy/tighten.ts";
import { rules } from "../../src/rules/index.ts";
import { packTexts } from "../support/pack-policy.ts";

const packs = packTexts();

function policy(body: string): ResolvedPolicy {
  const path = ".github/stagegate.yml";
  return resolvePolicy({ source: path, path, text: `version: 1\n${body}` }, rules, packs);
}

const tightening = (body: string) => policy(`tighten-only: true\n${body}`);
const tightened = (before: string, after: string) => tightenedBy(tightening(before), tightening(after), rules);
const level = (of: ResolvedPolicy, id: string) => of.rules.get(id)?.level;
const options = (of: ResolvedPolicy, id: string) => of.rules.get(id)?.options;

describe("a policy that only tightens", () => {
  it("is the trusted one, unless that says otherwise", () => {
    const trusted = policy("");
    expect(tightenedBy(trusted, tightening("rules: { root-final-user: error }"), rules)).toBe(trusted);
    const same = tightening("");
    expect(tightenedBy(same, policy("rules: { root-final-user: off }\nfail-on: never"), rules)).toBe(same);
  });

  it("takes raised levels, and none that are lowered", () => {
    const result = tightened(
      "",
      "rules: { root-final-user: error, single-stage-build: off, unreachable-stage: notice }",
    );
    expect(level(result, "root-final-user")).toBe("error");
    expect(level(result, "single-stage-build")).toBe("error");
    expect(level(result, "unreachable-stage")).toBe("warning");
    expect(result.levelOrigins.get("root-final-user")).toMatchObject({ path: ".github/stagegate.yml", line: 3 });
    expect(result.digest).not.toBe(tightening("").digest);
    expect(result.source).toBe(".github/stagegate.yml");
  });

  it("takes options that are all stricter, and a rule that was off as it is proposed", () => {
    const base = (more: string) => `rules: { non-minimal-final-base: { ${more} } }`;
    expect(
      options(tightened(base("allow: [a, b]"), base("allow: [a], unknown: deny")), "non-minimal-final-base"),
    ).toEqual({ allow: ["a"], unknown: "deny", distribution: "warn" });
    const mixed = tightened(base("allow: [a, b]"), base("allow: [a], distribution: allow"));
    expect(options(mixed, "non-minimal-final-base")).toMatchObject({ allow: ["a", "b"], distribution: "warn" });
    const switchedOn = tightened(
      "rules: { build-tools-in-final-stage: off }",
      "rules: { build-tools-in-final-stage: { level: error, allow: [gcc] } }",
    );
    expect(switchedOn.rules.get("build-tools-in-final-stage")).toEqual({ level: "error", options: { allow: ["gcc"] } });
  });

  it("switches no rule on that would take the place of heavier findings", () => {
    const off = "rules: { single-stage-build: off }";
    expect(level(tightened(off, "rules: { single-stage-build: notice }"), "single-stage-build")).toBe("off");
    expect(level(tightened(off, "rules: { single-stage-build: error }"), "single-stage-build")).toBe("off");
    const alone = "extends: []\nrules: { single-stage-build: off }";
    expect(level(tightened(alone, "extends: []\nrules: { single-stage-build: error }"), "single-stage-build")).toBe(
      "error",
    );
    // On already: it takes their place anyway.
    const low = "rules: { single-stage-build: notice }";
    expect(level(tightened(low, "rules: { single-stage-build: error }"), "single-stage-build")).toBe("error");
  });

  it("takes whatever else is stricter: what blocks, how much counts, who approves, what is judged", () => {
    const result = tightened(
      'files: { exclude: ["a/**", "b/**"] }',
      'files: { exclude: ["a/**"] }\nfail-on: warning\nscope: all\ninline-waivers: never\nwaiver-approval: admin',
    );
    expect(result).toMatchObject({
      failOn: "warning",
      scope: "all",
      inlineWaivers: "never",
      waiverApproval: "admin",
      files: { include: ["**"], exclude: ["a/**"] },
    });
  });

  it("takes nothing looser, and leaves what cannot be ordered as it is", () => {
    const before =
      'files: { include: ["a/**"] }\nscope: all\ninline-waivers: never\nwaiver-approval: admin\nfail-on: notice';
    const after =
      'files: { include: ["b/**"], exclude: ["**"] }\ninline-waivers: allow\nwaiver-approval: write\nfail-on: never\ntargets: [{ files: "**", ships: [none] }]';
    const trusted = tightening(before);
    expect(tightenedBy(trusted, policy(after), rules)).toBe(trusted);
  });

  it("drops and shortens waivers, and takes no new one", () => {
    const one = (rule: string, files: string, expires: string) =>
      `{ rule: ${rule}, files: "${files}", reason: r, expires: ${expires} }`;
    const kept = one("root-final-user", "legacy/**", "2027-06-30");
    const result = tightened(
      `waivers: [${kept}, ${one("single-stage-build", "old/**", "2027-06-30")}, ${one("broad-stage-copy", "x/**", "2027-06-30")}]`,
      `waivers: [${one("root-final-user", "legacy/**", "2027-03-31")}, ${one("broad-stage-copy", "x/y/*", "2028-01-01")}, ${one("unreachable-stage", "**", "2028-01-01")}]`,
    );
    expect(result.waivers.map(({ rule, files, expires }) => [rule, files, expires])).toEqual([
      ["root-final-user", ["legacy/**"], "2027-03-31"],
      ["broad-stage-copy", ["x/y/*"], "2027-06-30"],
    ]);
  });

  it("adds and raises custom rules, and runs them", () => {
    const rule = (id: string, level: string, assert: string) =>
      `{ id: acme/${id}, level: ${level}, each: stage, assert: "${assert}", message: m }`;
    const result = tightened(
      `custom: [${rule("kept", "warning", "false")}, ${rule("changed", "error", "false")}, ${rule("raised", "notice", "false")}]`,
      `custom: [${rule("changed", "error", "true")}, ${rule("raised", "error", "false")}, ${rule("new", "warning", "false")}]`,
    );
    const change = {
      head: { sha: undefined, ref: undefined },
      files: [{ path: "Dockerfile", text: "FROM scratch\nUSER 1\n" }],
      problems: [],
      target: undefined,
    };
    const found = evaluate(change, result, rules, "1", "2026-11-24").files[0]?.findings ?? [];
    expect(
      found
        .filter((one) => one.rule.startsWith("acme/"))
        .map((one) => `${one.rule} ${one.level}`)
        .sort(),
    ).toEqual(["acme/changed error", "acme/kept warning", "acme/new warning", "acme/raised error"]);
    expect(result.customTexts.map(({ id }) => id)).toEqual(["acme/kept", "acme/changed", "acme/raised", "acme/new"]);
  });

  it("tells what applies already and what once merged", () => {
    const trusted = tightening("");
    const proposed = tightening("rules: { root-final-user: error, broad-stage-copy: off }\nscope: changed");
    const told = ({ difference }: ReturnType<typeof settleProposal>) =>
      difference.changes.map(({ subject, direction, appliesNow }) => `${subject} ${direction} ${appliesNow}`);
    expect(told(settleProposal(trusted, proposed, rules))).toEqual(
      ["broad-stage-copy looser false", "root-final-user stricter true", "scope other false"].sort(
        (a, b) => order.indexOf(a.split(" ")[0] ?? "") - order.indexOf(b.split(" ")[0] ?? ""),
      ),
    );
    const plain = settleProposal(policy(""), proposed, rules);
    expect(plain.policy.digest).toBe(policy("").digest);
    expect(told(plain)).toContain("root-final-user stricter false");
  });
});

/** As the generated list of rules has them, settings behind. */
const order = [...rules.map(({ id }) => id), "scope"];

describe("whatever a change proposes", () => {
  const levels = ["error", "warning", "notice", "off"];
  const ids = rules.filter(({ mandatory }) => !mandatory).map(({ id }) => id);
  const ruleLines = fc.dictionary(fc.constantFrom(...ids), fc.constantFrom(...levels)).map(
    (chosen) =>
      `rules: { ${Object.entries(chosen)
        .map(([id, chosenLevel]) => `${id}: ${chosenLevel}`)
        .join(", ")} }`,
  );
  const files = fc.constantFrom("**", "a/**", "a/Dockerfile", "*/Dockerfile", "b/**");
  const waiverLines = fc
    .array(fc.tuple(fc.constantFrom(...ids), files, fc.constantFrom("2026-01-01", "2027-03-31", "2028-01-01")), {
      maxLength: 4,
    })
    .map(
      (all) =>
        `waivers: [${all.map(([rule, glob, expires]) => `{ rule: ${rule}, files: "${glob}", reason: r, expires: ${expires} }`).join(", ")}]`,
    );
  const setting = (key: string, values: readonly string[]) =>
    fc.constantFrom("", ...values.map((value) => `${key}: ${value}`));
  const body = fc
    .tuple(
      fc.constantFrom("", "extends: []", "extends: strict", "extends: secrets"),
      ruleLines,
      waiverLines,
      fc
        .array(files, { maxLength: 2 })
        .map((globs) => `files: { exclude: [${globs.map((glob) => `"${glob}"`).join(", ")}] }`),
      setting("fail-on", ["error", "warning", "notice", "never"]),
      setting("inline-waivers", ["approved", "never", "allow"]),
      setting("scope", ["new", "changed", "all"]),
    )
    .map((lines) => lines.filter((line) => line !== "").join("\n"));
  const dockerfiles = [
    "FROM golang:1.23\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\n",
    "# stagegate: waive root-final-user until 2027-03-31 -- port 80\nFROM ubuntu\nARG TOKEN\nRUN apt-get install -y gcc\n",
    "FROM node:22 AS build\nRUN npm ci\nFROM alpine:latest\nCOPY --from=0 / /\n",
  ];
  const change = {
    head: { sha: undefined, ref: undefined },
    files: ["a/Dockerfile", "b/Dockerfile", "Dockerfile"].map((path, index) => ({
      path,
      text: dockerfiles[index] ?? "",
    })),
    problems: [],
    target: undefined,
  };

  it("is never judged more mildly than the trusted policy judges", () => {
    fc.assert(
      fc.property(body, body, (before, after) => {
        const trusted = tightening(before);
        const result = tightenedBy(trusted, policy(after), rules);
        expect(policyChanges(trusted, result).filter(({ direction }) => direction !== "stricter")).toEqual([]);
        const blocking = (of: ResolvedPolicy) =>
          evaluate(change, of, rules, "1", "2026-11-24").files.flatMap(({ source, findings }) =>
            findings
              .filter(({ status, level: own }) => status === "open" && reaches(own, of.failOn))
              .map(({ rule, span }) => `${source.path}:${span.start.line} ${rule}`),
          );
        const now = new Set(blocking(result));
        // A waiver that is gone has nothing to be said of any more.
        const isAboutWaivers = (line: string) => / (?:expired|unused|invalid)-waiver$/.test(line);
        // What a rule that now counts as well says of the same cause stands for it.
        const isSaidByAnother = (line: string) => {
          const rule = line.slice(line.indexOf(" ") + 1);
          const path = line.slice(0, line.indexOf(":"));
          const others = rules.filter(({ supersedes = [] }) => supersedes.includes(rule)).map(({ id }) => id);
          return others.some((id) => [...now].some((each) => each.startsWith(`${path}:`) && each.endsWith(` ${id}`)));
        };
        const lost = blocking(trusted).filter((line) => !now.has(line) && !isAboutWaivers(line));
        expect(lost.filter((line) => !isSaidByAnother(line))).toEqual([]);
      }),
      {
        numRuns: 150,
        examples: [
          [
            "extends: secrets\nrules: { unpinned-base-image: notice }\nwaivers: []\nfiles: { exclude: [] }\nfail-on: notice",
            "rules: {}\nwaivers: []\nfiles: { exclude: [] }",
          ],
        ],
      },
    );
  });
});
