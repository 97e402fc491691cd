import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import { endpointOf } from "../support/faults/endpoint.ts";
import { faultKinds } from "../support/faults/fault-kinds.ts";
import { openFindings, overviewsOf, reportOf, surfacesOf, threadsOf } from "../support/faults/shown.ts";
import { runInProcess } from "../support/run-in-process.ts";

const before = { "README.md": "A shop\n", "old/Dockerfile": "FROM scratch\nCOPY a /a # old\nUSER 1\n" };
const publishing = faultKinds.filter(({ fault }) => !fault.silent);
const writes = /^(?:query Discussion|query Head|mutation|POST|PATCH|DELETE)/;
const outcomeLine = (text: string) => /\d+ (?:error|warning|notice)s?[^·\n.]*/.exec(text)?.[0].trim();

/** A Dockerfile with errors, a waiver of its own, a notice and a secret, as many of each as asked for. */
function dockerfile({ notes, secrets, isRoot }: { notes: number; secrets: number; isRoot: boolean }): string {
  const noted = Array.from({ length: notes }, (_, index) => `COPY a${index} /a${index} # note\n`).join("");
  const held = Array.from({ length: secrets }, (_, index) => `ENV API_TOKEN_${index}=hunter2hunter2${index}\n`).join(
    "",
  );
  return `FROM debian:13-slim AS run\n${held}${noted}${isRoot ? "" : "USER 1\n"}`;
}

const file = fc.record({
  notes: fc.oneof({ weight: 4, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.constant(40) }),
  secrets: fc.nat(2),
  isRoot: fc.boolean(),
});
const troubles = fc.array(fc.record({ kind: fc.constantFrom(...publishing), after: fc.nat(3), times: fc.nat(4) }), {
  maxLength: 3,
});
const deeds = fc.array(fc.constantFrom("reply", "resolve", "hide", "edit", "delete", "comment"), { maxLength: 4 });

describe("whatever there is to say, and whatever goes wrong while it is said", () => {
  it("is on a surface that people see, once, with the same counts everywhere", { timeout: 600_000 }, async () => {
    const github = await FakeGitHub.start();
    github.limit({ requests: 1_000_000 });
    github.commit("main", before);
    let number = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { minLength: 1, maxLength: 3 }),
        file,
        troubles,
        deeds,
        async (first, then, troubled, done) => {
          number += 1;
          const files = Object.fromEntries(first.map((each, index) => [`s${index}/Dockerfile`, dockerfile(each)]));
          const pull = github.openPull({
            head: `topic-${number}`,
            files: { ...files, "old/Dockerfile": `${before["old/Dockerfile"]}CMD x\n` },
          });
          const run = () =>
            runInProcess(github, pull, { client: { second: 1 }, inputs: { "sarif-file": "report.sarif" } });
          await run();
          const ann = github.person("ann");
          for (const deed of done) {
            const thread = github.threads(pull)[0];
            const comment = thread?.comments[0];
            if (deed === "comment" || !thread || !comment) ann.comment(pull, "Stagegate: 3 errors?");
            else if (deed === "reply") ann.reply(thread, "Why?");
            else if (deed === "resolve") ann.resolve(thread);
            else if (deed === "hide") ann.hide(comment);
            else if (deed === "edit") ann.edit(comment, `${comment.body} edited`);
            else pull.threads.splice(0, 1);
          }
          github.push(pull, { "s0/Dockerfile": dockerfile(then) });
          for (const { kind, after, times } of troubled) {
            let seen = 0;
            const match = (request: Parameters<typeof endpointOf>[0]) => {
              const endpoint = endpointOf(request);
              return writes.test(endpoint) && kind.hits(endpoint) && seen++ >= after;
            };
            github.fault({ ...kind.fault, match, times: times + 1 });
          }
          const faulted = await run();
          github.clearFaults();
          const settled = await run();
          for (const each of [faulted, settled]) {
            const open = openFindings(each);
            const { counts } = reportOf(each) ?? { counts: undefined };
            const { errors, warnings, notices } = each.outputs;
            expect([errors, warnings, notices]).toEqual([counts?.error, counts?.warning, counts?.notice].map(String));
            const results = JSON.parse(each.sarif ?? "{}").runs[0].results as { baselineState: string }[];
            expect(results.filter(({ baselineState }) => baselineState === "new").length).toBe(open.length);
            for (const finding of open) {
              expect(surfacesOf(finding, each, github, pull), finding.rule).toEqual(
                expect.arrayContaining(["report", "summary"]),
              );
            }
            const shown = each.annotations.filter(({ properties: { file: path } }) => path !== undefined);
            const cut =
              open.length >
              shown.filter(({ properties: { title } }) => title && open.some(({ rule }) => rule === title)).length;
            expect(cut).toBe(
              /Showing .* as annotations/.test(each.annotations.map(({ message }) => message).join("\n")),
            );
            expect([each.exitStatus, each.outputs.conclusion]).toEqual([
              settled.exitStatus,
              settled.outputs.conclusion,
            ]);
            expect(`${each.summary}${each.report}${each.sarif}`).not.toContain("hunter2");
          }
          const [overview, ...twins] = overviewsOf(github, pull);
          expect(twins).toEqual([]);
          if (overview) expect(outcomeLine(overview)).toBe(outcomeLine(settled.summary));
          expect(overview ?? "").not.toContain("hunter2");
          const free = threadsOf(github, pull).map(({ fingerprint }) => fingerprint);
          expect(new Set(free).size).toBe(free.length);
          expect((await run()).writes).toEqual([]);
        },
      ),
      {
        numRuns: Number(process.env.CONSERVATION_RUNS ?? 8),
        endOnFailure: true,
        examples: [[[{ notes: 1, secrets: 2, isRoot: true }], { notes: 4, secrets: 2, isRoot: false }, [], ["edit"]]],
      },
    );
    github.takeViolations();
  });
});
