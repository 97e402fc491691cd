import { existsSync, readdirSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { parse } from "yaml";

// The service imports its schemas without saying that they are JSON, as bundlers take it.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context),
});
const { validate } = await import("@actions/languageservice");

const root = join(import.meta.dirname, "..");
const ownAction = readFileSync(join(root, "action.yml"), "utf8");
const folder = ".github/workflows";

interface Metadata {
  readonly name: string;
  readonly description: string;
  readonly inputs: Record<string, { description: string }>;
}

/** What a workflow may give the actions that the documentation uses: those of others in what is used of them. */
const actions: Readonly<Record<string, Metadata>> = {
  "stagegate/stagegate": parse(ownAction) as Metadata,
  "actions/checkout": action("Checkout", ["ref", "persist-credentials", "fetch-depth"]),
  "actions/setup-node": action("Setup Node.js", ["node-version", "node-version-file", "cache"]),
  "actions/upload-artifact": action("Upload a Build Artifact", ["name", "path", "if-no-files-found", "retention-days"]),
  "actions/download-artifact": action("Download a Build Artifact", ["name", "path", "run-id", "github-token"]),
  "docker/setup-buildx-action": action("Docker Setup Buildx", ["driver", "endpoint"]),
  "actions/attest-build-provenance": action("Attest", ["subject-path"]),
  "github/codeql-action/analyze": action("Analyse", ["category"]),
  "github/codeql-action/init": action("Initialise CodeQL", ["languages", "build-mode", "queries"]),
  "zizmorcore/zizmor-action": action("zizmor", ["advanced-security"]),
  "github/codeql-action/upload-sarif": action("Upload SARIF", ["sarif_file", "category"]),
};

function action(name: string, inputs: readonly string[]): Metadata {
  return {
    name,
    description: name,
    inputs: Object.fromEntries(inputs.map((input) => [input, { description: input }])),
  };
}

const actionsMetadataProvider = {
  fetchActionMetadata: async ({ owner, name, path }: { owner: string; name: string; path?: string | undefined }) =>
    actions[[owner, name, path].filter(Boolean).join("/")],
};

/** GitHub's own words on a file; every path is to be new, for what was said of one is remembered. */
async function complaintsAbout(path: string, text: string): Promise<string[]> {
  const document = TextDocument.create(`file:///${path}`, "yaml", 0, text);
  const diagnostics = await validate(document, { actionsMetadataProvider });
  return diagnostics.map(({ message, range }) => `line ${range.start.line + 1}: ${message}`);
}

/** The whole workflows of a page. */
function workflowsIn(page: string): string[] {
  const blocks = [...readFileSync(join(root, page), "utf8").matchAll(/^```ya?ml\n(.*?)^```$/gms)];
  return blocks.flatMap(([, text = ""]) => (/^jobs:$/m.test(text) ? [text] : []));
}

const pages = [
  "README.md",
  ...readdirSync(join(root, "docs")).flatMap((file) => (file.endsWith(".md") ? [`docs/${file}`] : [])),
];
const example = "examples/repository/.github/workflows/stagegate.yml";
const documented = [
  ...pages.flatMap((page) => workflowsIn(page).map((text, index) => ({ name: `${page}, ${index + 1}`, text }))),
  { name: example, text: readFileSync(join(root, example), "utf8") },
];
const own = existsSync(join(root, folder))
  ? readdirSync(join(root, folder)).map((file) => ({
      name: file,
      text: readFileSync(join(root, folder, file), "utf8"),
    }))
  : [];

describe("workflows", () => {
  it.each([...documented, ...own])("$name is one to GitHub", async ({ name, text }) => {
    expect(await complaintsAbout(`${folder}/${name.replaceAll(/[^\w.]+/g, "-")}.yml`, text)).toEqual([]);
  });

  it.each(documented)("$name can be a required check, and gives nothing away", ({ text }) => {
    const { on, permissions, jobs } = parse(text) as {
      on: Record<string, Record<string, unknown> | null>;
      permissions: unknown;
      jobs: Record<string, { permissions?: Record<string, string>; steps: { uses?: string; run?: string }[] }>;
    };
    expect(Object.values(on).flatMap((filter) => Object.keys(filter ?? {}))).not.toContain("paths");
    expect(permissions).toEqual({});
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    expect(steps.filter(({ run }) => run?.includes("github.event"))).toEqual([]);
    const isTrusted = "pull_request_target" in on || "workflow_run" in on;
    expect(isTrusted && steps.some(({ uses }) => uses?.startsWith("actions/checkout"))).toBe(false);
  });

  it.each(own)("$name uses actions by commit, keeps no credentials, and has no permission at its top", ({ text }) => {
    const uses = [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, action = ""]) => action);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((action) => !/^[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
    const { permissions, jobs } = parse(text) as {
      permissions: unknown;
      jobs: Record<string, { "timeout-minutes"?: number; steps: { uses?: string; run?: string; with?: object }[] }>;
    };
    expect(permissions).toEqual({});
    for (const job of Object.values(jobs)) expect(job["timeout-minutes"]).toBeGreaterThan(0);
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    const checkouts = steps.filter((step) => step.uses?.startsWith("actions/checkout@"));
    for (const step of checkouts) expect(step.with).toEqual({ "persist-credentials": false });
    expect(steps.filter(({ run }) => run?.includes("${{"))).toEqual([]);
  });

  it("of the same action name one commit", () => {
    const all = own.flatMap(({ text }) => [...text.matchAll(/uses: ([\w.-]+\/[\w.-]+)[^@\n]*@(.*)$/gm)]);
    const commits = Map.groupBy(all, ([, action]) => action);
    for (const [action, each] of commits) expect(new Set(each.map(([, , at]) => at)).size, action).toBe(1);
    expect(commits.size).toBeGreaterThanOrEqual(5);
  });

  it("are found, and mistakes in them are seen", async () => {
    expect(documented.length).toBeGreaterThan(5);
    const [first] = documented;
    const text = first?.text.replace("pull-requests: write", "pull-request: write") ?? "";
    expect(await complaintsAbout("mistaken/.github/workflows/a.yml", text)).toEqual([
      expect.stringContaining("Unexpected value 'pull-request'"),
    ]);
    const wrongInput = `${first?.text}        with: { polcy: strict }\n`;
    expect(await complaintsAbout("mistaken/.github/workflows/b.yml", wrongInput)).toEqual([
      expect.stringContaining("polcy"),
    ]);
  });
});

describe("action.yml", () => {
  it("is one to GitHub, which would see mistakes in it", async () => {
    expect(await complaintsAbout("action.yml", ownAction)).toEqual([]);
    const mistaken = ownAction.replace("using: node24", "using: node25").replace("github.token", "secrets.token");
    expect((await complaintsAbout("mistaken/action.yml", mistaken)).sort()).toEqual([
      expect.stringContaining("Unrecognized named-value: 'secrets'"),
      expect.stringContaining("Unexpected value 'node25'"),
    ]);
  });
});
