import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root, stagegate } from "./support/command-line.ts";
import { Contract } from "./support/fake-github/contract.ts";

const folder = join(root, "examples");
const projects = ["go", "monorepo", "nextjs", "python-uv", "rust", "spring"];

interface Shown {
  readonly path: string;
  readonly findings: readonly { readonly rule: string; readonly level: string; readonly startLine: number }[];
}

async function findingsOf(project: string): Promise<string[]> {
  const { stdout } = await stagegate(["check", "--format", "json", join(folder, project)], { folder: root });
  const { files } = JSON.parse(stdout) as { readonly files: readonly Shown[] };
  return files.flatMap(({ path, findings }) =>
    findings
      .filter(({ level }) => level !== "notice")
      .map(({ rule, level, startLine }) => `${path.split("/").slice(3).join("/")}:${startLine} ${level} ${rule}`),
  );
}

describe("the examples", () => {
  it("are the six projects that their page lists", () => {
    const others = ["README.md", "policies", "repository"];
    expect(readdirSync(folder).filter((name) => !others.includes(name))).toEqual(projects);
    const page = readFileSync(join(folder, "README.md"), "utf8");
    for (const project of projects) expect(page).toContain(`| [${project}](${project}) |`);
  });

  it.each(projects)("%s/good passes without a finding, notices included", async (project) => {
    const { stdout, exitStatus } = await stagegate(["check", join(folder, project, "good")], { folder: root });
    expect([stdout, exitStatus]).toEqual([expect.stringMatching(/^\d Dockerfiles?, no findings · passed\n$/), 0]);
  });

  it.each([
    ["go", ["Dockerfile:1 warning root-final-user", "Dockerfile:5 error single-stage-build"]],
    [
      "nextjs",
      [
        "Dockerfile:1 warning unreachable-stage",
        "Dockerfile:3 warning source-before-dependencies",
        "Dockerfile:7 warning root-final-user",
        "Dockerfile:7 error non-minimal-final-base",
        "Dockerfile:9 error secret-outside-mount",
        "Dockerfile:11 error invalid-stage-reference",
        "Dockerfile:12 error mistaken-inline-comment",
      ],
    ],
    [
      "python-uv",
      [
        "Dockerfile:1 warning root-final-user",
        "Dockerfile:1 warning floating-base-tag",
        "Dockerfile:1 error non-minimal-final-base",
        "Dockerfile:2 error build-tools-in-final-stage",
        "Dockerfile:3 warning unverified-download",
        "Dockerfile:5 warning source-before-dependencies",
        "Dockerfile:6 error secret-outside-mount",
        "Dockerfile:7 warning dev-dependencies-in-final-stage",
      ],
    ],
    [
      "spring",
      [
        "Dockerfile:6 warning root-final-user",
        "Dockerfile:7 error secret-outside-mount",
        "Dockerfile:10 warning incompatible-runtime",
        "Dockerfile:11 warning unverified-download",
      ],
    ],
    ["rust", ["Dockerfile:9 warning root-final-user", "Dockerfile:10 error incompatible-runtime"]],
    [
      "monorepo",
      [
        "docker-bake.hcl:13 error secret-build-argument",
        "services/api/Dockerfile:6 warning untested-release",
        "services/api/Dockerfile:9 warning root-final-user",
        "services/api/Dockerfile:10 warning incompatible-runtime",
        "services/mail/Dockerfile:1 warning root-final-user",
        "services/mail/Dockerfile:2 error secret-outside-mount",
        "services/mail/Dockerfile:4 warning source-before-dependencies",
        "services/mail/Dockerfile:5 warning dev-dependencies-in-final-stage",
      ],
    ],
  ])("%s/bad is judged for what is wrong with it", async (project, expected) => {
    expect(await findingsOf(`${project}/bad`)).toEqual(expected);
  });
});

describe("the example of a repository", () => {
  const github = join(folder, "repository/.github");

  it("has a policy that passes its own tests", async () => {
    const { stdout, exitStatus } = await stagegate(["test", "stagegate.yml"], { folder: github });
    expect([stdout, exitStatus]).toEqual(["stagegate.yml: 2 tests passed, 0 failed\n", 0]);
  });

  it("has a ruleset that GitHub takes, which requires the job of its workflow", () => {
    const ruleset = JSON.parse(readFileSync(join(github, "ruleset.json"), "utf8"));
    const { jobs } = parse(readFileSync(join(github, "workflows/stagegate.yml"), "utf8"));
    const checks = ruleset.rules.flatMap((rule: { parameters?: { required_status_checks?: { context: string }[] } }) =>
      (rule.parameters?.required_status_checks ?? []).map(({ context }) => context),
    );
    expect(checks).toEqual(Object.keys(jobs));
    const create = "POST /repos/{owner}/{repo}/rulesets";
    expect(new Contract([create]).requestFault(create, new URLSearchParams(), ruleset)).toBeUndefined();
  });
});
