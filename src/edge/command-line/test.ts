import { dirname, resolve } from "node:path";
import { InputError } from "../../model/input-error.ts";
import { isPassed, type PolicyTest } from "../../model/policy-test.ts";
import type { ResolvedPolicy } from "../../policy/resolve-policy.ts";
import { waiverRules } from "../../policy/waiver-rules.ts";
import { renderPolicyTests } from "../../report/policy-test-text.ts";
import { rules } from "../../rules/index.ts";
import type { ExitStatus } from "../../run.ts";
import { testPolicy } from "../../test-policy.ts";
import { readPolicy } from "../policy-source.ts";
import { findRepository } from "../repository.ts";
import { readTextFile } from "../text-file.ts";
import type { Call, Command } from "./command.ts";
import { currentFolder } from "./matter.ts";
import { appearance, writeResult } from "./output.ts";

export const testCommand: Command = {
  name: "test",
  operands: "[POLICY…]",
  summary: "Run the tests of a policy.",
  description:
    "Judges the Dockerfiles under `tests:` of each policy, and compares what is found with what is expected. Without a name: " +
    "the policy of the repository.\n\n" +
    "Exit status: 0 all tests pass, 1 some fail, 2 the policy cannot be used or has no tests.",
  options: [
    { name: "output", value: "FILE", description: "Write to a file instead of standard output." },
    { name: "no-color", value: undefined, description: "Never colour the output. NO_COLOR does the same." },
  ],
  examples: [
    ["the policy of this repository", "test"],
    ["others, by their files", "test policies/web.yml policies/batch.yml"],
  ],
  run: runTests,
};

type OwnTests = NonNullable<ResolvedPolicy["chain"][number]["content"]["tests"]>;

async function runTests(call: Call): Promise<ExitStatus> {
  const folder = currentFolder(call);
  const base = findRepository(folder) ?? folder;
  const names = call.operands.length > 0 ? call.operands : [undefined];
  const runs = names.map((named) => {
    const policy = readPolicy({ named, folder, base, packs: call.world.packs, trustLinks: true });
    const file = policy.chain.at(-1);
    const tests = file?.content.tests ?? [];
    if (file === undefined || tests.length === 0) {
      throw new InputError("The policy has no tests. Write them under `tests:`.", { path: policy.source });
    }
    const beside = dirname(resolve(folder, file.path));
    return { policy, run: testPolicy(policyTests(tests, policy, beside, call.world.today), policy, rules) };
  });
  const options = appearance(call);
  await writeResult(call, runs.map(({ policy, run }) => renderPolicyTests(policy.source, run, options)).join("\n"));
  return runs.every(({ run }) => run.results.every(isPassed)) ? 0 : 1;
}

/** @throws InputError for a rule that nobody has, or a Dockerfile that cannot be read. */
function policyTests(tests: OwnTests, policy: ResolvedPolicy, beside: string, today: string): PolicyTest[] {
  const known = new Set([...rules, ...waiverRules, ...policy.custom.rules].map(({ id }) => id));
  return tests.map((test, index) => {
    const place = policy.chain.at(-1)?.placeOf(["tests", index]);
    const expected = test.expect.map((one) => {
      const { rule, line, status = "open" } = typeof one === "string" ? { rule: one } : one;
      return { rule, line, status } as const;
    });
    const never = test.never ?? [];
    const unknown = [...expected.map(({ rule }) => rule), ...never].find((rule) => !known.has(rule));
    if (unknown !== undefined)
      throw new InputError(`no test can find \`${unknown}\`: the policy has no such rule`, place);
    return {
      name: test.name,
      path: test.path ?? test.file ?? "Dockerfile",
      text: test.dockerfile ?? textOf(test.file ?? "", beside),
      today: test.today ?? today,
      expected,
      never,
    };
  });
}

function textOf(name: string, beside: string): string {
  const file = readTextFile(resolve(beside, name));
  if (file.kind === "text") return file.text;
  throw new InputError(`The Dockerfile of a test cannot be used. ${file.message}`, { path: name });
}
