import { createHash } from "node:crypto";
import type { Annotation } from "../../report/annotations.ts";
import type { CheckRunText } from "../../report/check-run.ts";
import type { RepositoryName } from "../event-subject.ts";
import { type ApiTrouble, apiTrouble } from "./api-trouble.ts";
import type { GitHubClient } from "./client.ts";

export interface CheckRunPublication {
  readonly repository: RepositoryName;
  /** Of the change itself: on the test merge of a pull request nobody would see it. */
  readonly headSha: string;
  readonly name: string;
  /** Of the job that writes it, see commentKey. */
  readonly key: string;
  readonly detailsUrl: string | undefined;
  readonly text: CheckRunText;
}

/** Annotations that one request takes. https://docs.github.com/rest/checks/runs#update-a-check-run */
const batchSize = 50;
/** Times that everything is looked at anew after a write of which nobody knows whether it worked. */
const mostRounds = 3;

interface CheckRun {
  readonly id: number | bigint;
  readonly status: string;
  readonly external_id: string | null;
}

/**
 * Brings the one check run of this job at this commit up to date: the same result once more writes nothing, and an interrupted
 * run is continued. GitHub takes no annotation back: after another result at the same commit, those of the first one stay, and
 * title, summary and conclusion are the new ones. Returns what went wrong, if anything did.
 * @throws what did not come from GitHub.
 */
export async function publishCheckRun(
  client: GitHubClient,
  publication: CheckRunPublication,
): Promise<ApiTrouble | undefined> {
  for (let round = 1; ; round += 1) {
    try {
      await bringUpToDate(client, publication);
      return undefined;
    } catch (error) {
      const trouble = apiTrouble(error);
      if (trouble === undefined) throw error;
      const isWorthAnother = trouble.kind === "maybe-applied" || trouble.kind === "conflict";
      if (!isWorthAnother || round === mostRounds) return trouble;
    }
  }
}

async function bringUpToDate({ request, paginate }: GitHubClient, publication: CheckRunPublication): Promise<void> {
  const { repository, headSha, name, key, detailsUrl, text } = publication;
  const external_id = `${key}-${digest(text)}`;
  // Of one name at one commit there are few: more than a page are not looked for.
  const { data: list } = await request("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", {
    ...repository,
    ref: headSha,
    check_name: name,
    filter: "all",
    per_page: 100,
  });
  const own: CheckRun | undefined = list.check_runs.find((run) => run.external_id?.startsWith(`${key}-`));
  if (own?.external_id === external_id && own.status === "completed") return;
  const present = own === undefined ? [] : await annotationsOf(Number(own.id));
  const batches = inBatches(missing(text.annotations.map(asGitHubTakesIt), present));
  let id = own && Number(own.id);
  for (const [index, annotations] of batches.entries()) {
    const isLast = index === batches.length - 1;
    const content = {
      ...repository,
      name,
      output: { title: text.title, summary: text.summary, annotations },
      ...(detailsUrl === undefined ? {} : { details_url: detailsUrl }),
      ...(isLast ? { external_id, status: "completed" as const, conclusion: text.conclusion } : {}),
    };
    if (id === undefined) {
      const begun = isLast ? content : { ...content, external_id, status: "in_progress" as const };
      const { data } = await request("POST /repos/{owner}/{repo}/check-runs", { ...begun, head_sha: headSha });
      id = Number(data.id);
    } else await request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", { ...content, check_run_id: id });
  }

  function annotationsOf(check_run_id: number): Promise<readonly GitHubAnnotation[]> {
    const operation = "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations";
    return paginate(operation, { ...repository, check_run_id, per_page: 100 });
  }
}

interface GitHubAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: string | null;
  readonly title: string | null;
  readonly message: string | null;
}

const levels = { error: "failure", warning: "warning", notice: "notice" } as const;
/** Characters. https://docs.github.com/rest/checks/runs#create-a-check-run */
const longestTitle = 255;

function asGitHubTakesIt({ level, title, message, file, startLine, endLine, startColumn, endColumn }: Annotation) {
  return {
    path: file,
    start_line: startLine,
    end_line: endLine,
    ...(startColumn === undefined ? {} : { start_column: startColumn }),
    ...(endColumn === undefined ? {} : { end_column: endColumn }),
    annotation_level: levels[level],
    title: title.slice(0, longestTitle),
    message,
  };
}

/** Those that are not there yet; of equal ones as many as are missing. */
function missing<Wanted extends GitHubAnnotation>(wanted: readonly Wanted[], present: readonly GitHubAnnotation[]) {
  const left = new Map<string, number>();
  for (const annotation of present) left.set(identity(annotation), (left.get(identity(annotation)) ?? 0) + 1);
  return wanted.filter((annotation) => {
    const count = left.get(identity(annotation)) ?? 0;
    left.set(identity(annotation), count - 1);
    return count <= 0;
  });
}

function identity({ path, start_line, end_line, annotation_level, title, message }: GitHubAnnotation): string {
  return JSON.stringify([path, start_line, end_line, annotation_level, title, message]);
}

/** At least one, for the title and the conclusion. */
function inBatches<Item>(items: readonly Item[]): Item[][] {
  const count = Math.max(1, Math.ceil(items.length / batchSize));
  return Array.from({ length: count }, (_, index) => items.slice(index * batchSize, (index + 1) * batchSize));
}

function digest({ conclusion, title, summary, annotations }: CheckRunText): string {
  return createHash("sha256")
    .update(JSON.stringify([conclusion, title, summary, annotations]))
    .digest("hex")
    .slice(0, 32);
}
