import type { FakeGitHub } from "../fake-github/fake-github.ts";
import type { Pull } from "../fake-github/pull.ts";
import type { InProcessRun } from "../run-in-process.ts";

/** A finding that counts, as the JSON report has it. */
export interface OpenFinding {
  readonly fingerprint: string;
  readonly rule: string;
  readonly level: "error" | "warning" | "notice";
  readonly path: string;
  readonly startLine: number;
}

interface ReportJson {
  readonly counts: Readonly<Record<"error" | "warning" | "notice" | "existing" | "waived", number>>;
  readonly conclusion: string;
  readonly files: readonly {
    readonly path: string;
    readonly findings: readonly (Omit<OpenFinding, "path"> & { readonly status: string })[];
  }[];
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

export function reportOf({ report }: Pick<InProcessRun, "report">): ReportJson | undefined {
  return report === undefined ? undefined : (JSON.parse(report) as ReportJson);
}

export function openFindings(run: Pick<InProcessRun, "report">): OpenFinding[] {
  return (reportOf(run)?.files ?? []).flatMap(({ path, findings }) =>
    findings.filter(({ status }) => status === "open").map((finding) => ({ ...finding, path })),
  );
}

/** Where a person finds what a run says of a finding. */
export type Surface = "annotation" | "comment" | "overview" | "report" | "summary";

/** The surfaces that a finding is on after a run. */
export function surfacesOf(finding: OpenFinding, run: InProcessRun, github: FakeGitHub, pull: Pull): Surface[] {
  const { fingerprint, rule, path, startLine } = finding;
  const isRow = (line: string) => line.startsWith("|") && line.includes(rule);
  const names = (line: string, place: string) => line.replaceAll("\\", "").includes(place);
  const at = `${path}:${startLine}`;
  const surfaces: Surface[] = [];
  if (openFindings(run).some((other) => other.fingerprint === fingerprint)) surfaces.push("report");
  if (run.summary.split("\n").some((line) => isRow(line) && names(line, at))) surfaces.push("summary");
  const isIt = ({ title, file, line }: Readonly<Record<string, string>>) =>
    title === rule && file === path && line === String(startLine);
  if (run.annotations.some(({ properties }) => isIt(properties))) surfaces.push("annotation");
  if (threadsOf(github, pull).some((thread) => thread.fingerprint === fingerprint && thread.state === "open")) {
    surfaces.push("comment");
  }
  const lines = overviewsOf(github, pull).flatMap((body) => body.split("\n"));
  if (lines.some((line) => isRow(line) && names(line, `[${startLine}`))) surfaces.push("overview");
  return surfaces;
}

export interface OwnThreadShown {
  readonly fingerprint: string;
  readonly state: string;
  readonly path: string;
}

/** Threads that the action began, by the markers of their first comments. */
export function threadsOf(github: FakeGitHub, pull: Pull): OwnThreadShown[] {
  return github.threads(pull).flatMap(({ path, comments: [first] }) => {
    if (first?.author.login !== "github-actions[bot]") return [];
    const marker = /<!-- stagegate:1 finding .*finding=(\w+) .*state=(\w+)/.exec(first.body);
    return marker ? [{ fingerprint: marker[1] ?? "", state: marker[2] ?? "", path }] : [];
  });
}

/** Overviews that the action wrote, without their markers. */
export function overviewsOf(github: FakeGitHub, pull: Pull): string[] {
  const own = github.comments(pull).filter(({ author, body }) => {
    return author.login === "github-actions[bot]" && body.includes("<!-- stagegate:1 sticky ");
  });
  return own.map(({ body }) => body.replace(/\n*<!-- stagegate:[^>]*-->$/, ""));
}

/** Everything of ours in a pull request, as far as it does not differ from run to run. */
export function discussionOf(github: FakeGitHub, pull: Pull) {
  const threads = threadsOf(github, pull).map(({ fingerprint, state }) => `${fingerprint} ${state}`);
  return { threads: threads.sort(), overviews: overviewsOf(github, pull).length };
}
