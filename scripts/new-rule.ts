// `npm run new-rule ID`: writes src/rules/ID.ts from a template, then the index and the docs.
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const id = process.argv[2] ?? "";
const file = join(import.meta.dirname, `../src/rules/${id}.ts`);
if (!/^[a-z]+(?:-[a-z]+)+$/.test(id)) {
  console.error(
    "Give the rule an id that names the offence in kebab-case, such as `npm run new-rule root-final-user`.",
  );
  process.exit(2);
}
if (existsSync(file)) {
  console.error(`${file} is there already.`);
  process.exit(2);
}
writeFileSync(
  file,
  `import { defineRule } from "./rule.ts";

export default defineRule({
  id: "${id}",
  level: "warning",
  group: "stages",
  summary: "What the offence is, in one line.",
  why: \`Why it matters and what to do, in a few sentences.\`,
  examples: [
    { title: "A case that must be found", dockerfile: "FROM alpine:3.20\\n", lines: [1] },
    { title: "A case in disguise", dockerfile: "ARG TAG=3.20\\nFROM alpine:\${TAG}\\n", lines: [2] },
    { title: "What a weaker tool would flag", dockerfile: "FROM scratch\\n", lines: [] },
    { title: "What is right", dockerfile: "FROM scratch\\n", lines: [] },
  ],
  *check({ stages }) {
    for (const stage of stages) {
      if (stage.base.kind !== "image") continue;
      yield { at: stage.from.span, stage: stage.index, message: "What is wrong here. Why it matters. What to write." };
    }
  },
});
`,
);
execFileSync(process.execPath, [join(import.meta.dirname, "generate.ts")], { stdio: "inherit" });
console.log(`Written: src/rules/${id}.ts. Fill it in, give it a level in policies/, then run \`npm run ready\`.`);
