import type { CheckAnnotation, CheckRun } from "../check-run.ts";
import { GitHubError, notFound, type RepositoryCall, route } from "../route.ts";
import type { Repository, World } from "../world.ts";
import { commitOf } from "./find.ts";
import { author } from "./issue-comments.ts";
import { apiUrl, htmlUrl, nodeId } from "./show.ts";

export const checkRunRoutes = [
  route("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", ["checks=read"], ({ world, repository, ...call }) => {
    const { ref = "" } = call.parameters;
    const [name, filter] = [call.query.get("check_name"), call.query.get("filter") ?? "latest"];
    const ofCommit = repository.checkRuns.filter((run) => run.headSha === ref && (name === null || run.name === name));
    const last = new Map(ofCommit.map((run) => [run.name, run]));
    const shown = (filter === "all" ? ofCommit : [...last.values()]).toReversed();
    return {
      status: 200,
      body: { total_count: shown.length, check_runs: shown.map((run) => showCheckRun(world, repository, run)) },
    };
  }),
  route("POST /repos/{owner}/{repo}/check-runs", ["checks=write"], (call) => {
    const { world, repository, body, token } = call;
    if (token?.kind !== "installation") throw new GitHubError(403, "You must authenticate via a GitHub App.");
    const run: CheckRun = {
      id: world.newId(),
      suite: world.newId(),
      headSha: String(body.head_sha),
      creator: author(call),
      startedAt: world.now(),
      name: String(body.name),
      status: "queued",
      conclusion: null,
      completedAt: null,
      detailsUrl: null,
      externalId: null,
      output: { title: null, summary: null, text: null },
      annotations: [],
    };
    commitOf(call, run.headSha);
    update(world, run, body);
    repository.checkRuns.push(run);
    return { status: 201, body: showCheckRun(world, repository, run) };
  }),
  route("GET /repos/{owner}/{repo}/check-runs/{check_run_id}", ["checks=read"], (call) => ({
    status: 200,
    body: showCheckRun(call.world, call.repository, checkRunOf(call)),
  })),
  route("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", ["checks=write"], (call) => {
    const run = checkRunOf(call);
    update(call.world, run, call.body);
    return { status: 200, body: showCheckRun(call.world, call.repository, run) };
  }),
  route("GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations", ["checks=read"], (call) => ({
    status: 200,
    body: checkRunOf(call).annotations.map((annotation) => ({
      start_column: null,
      end_column: null,
      title: null,
      raw_details: null,
      ...annotation,
    })),
  })),
];

/** What a request says replaces what was; annotations are appended. */
function update(world: World, run: CheckRun, body: Readonly<Record<string, unknown>>): void {
  const output = body.output as
    | { title?: string; summary?: string; text?: string; annotations?: readonly CheckAnnotation[] }
    | undefined;
  run.name = (body.name as string | undefined) ?? run.name;
  run.detailsUrl = (body.details_url as string | undefined) ?? run.detailsUrl;
  run.externalId = (body.external_id as string | undefined) ?? run.externalId;
  run.conclusion = (body.conclusion as string | undefined) ?? run.conclusion;
  const status = body.status as CheckRun["status"] | undefined;
  run.status = body.conclusion === undefined ? (status ?? run.status) : "completed";
  if (run.status === "completed") run.completedAt ??= (body.completed_at as string | undefined) ?? world.now();
  if (!output) return;
  run.output = {
    title: output.title ?? run.output.title,
    summary: output.summary ?? run.output.summary,
    text: output.text ?? run.output.text,
  };
  run.annotations.push(...(output.annotations ?? []));
}

function checkRunOf({ repository, parameters }: RepositoryCall): CheckRun {
  const run = repository.checkRuns.find(({ id }) => id === Number(parameters.check_run_id));
  if (!run) throw notFound();
  return run;
}

function showCheckRun(world: World, repository: Repository, run: CheckRun) {
  const url = `${apiUrl(world, repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId("CR", run.id),
    head_sha: run.headSha,
    name: run.name,
    url,
    html_url: `${htmlUrl(world, repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    external_id: run.externalId,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    check_suite: { id: run.suite },
    output: { ...run.output, annotations_count: run.annotations.length, annotations_url: `${url}/annotations` },
    app: null,
    pull_requests: [],
  };
}
