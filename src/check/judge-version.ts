import type { FileVersion } from "../model/change.ts";
import type { FileReport, Problem } from "../model/report.ts";
import type { RepositoryFacts } from "../model/repository-facts.ts";
import { type SourceFile, sourceFile } from "../model/source.ts";
import { matchesAny } from "../policy/glob.ts";
import { FactsByDockerfile } from "../repository/dockerfile-facts.ts";
import { type Judgement, judgeDockerfile, targetsFor } from "./judge-dockerfile.ts";
import { repositoryFindings } from "./repository-findings.ts";

/** The Dockerfiles of one commit, and what the rest of the repository says of them there. */
export interface JudgedVersion {
  readonly files: readonly FileVersion[];
  readonly facts: RepositoryFacts | undefined;
  /** Whether a file that builds Dockerfiles is itself to be judged, by its path. */
  readonly concerns: (path: string) => boolean;
}

export interface Judged {
  readonly files: readonly FileReport[];
  readonly problems: readonly Problem[];
}

/** Judges what the policy chooses of one version: Dockerfiles, those that stand in other files, and the files that build them. */
export function judgeVersion({ files: texts, facts, concerns }: JudgedVersion, judgement: Judgement): Judged {
  const { change, policy, rules } = judgement;
  const files: FileReport[] = [];
  const problems: Problem[] = [];
  const repository = facts && new FactsByDockerfile(facts);
  const isChosen = (path: string) => matchesAny(path, policy.files.include) && !matchesAny(path, policy.files.exclude);
  const keep = (judged: ReturnType<typeof judgeDockerfile>, source: SourceFile) => {
    files.push({ ...judged.file, source });
    problems.push(...judged.problems);
  };
  for (const { path, text } of [...texts].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (!isChosen(path)) continue;
    const source = sourceFile(path, text);
    keep(judgeDockerfile(source, judgement, targetsFor(path, policy, change.target), repository), source);
  }
  for (const { key, source: outer, text } of facts?.inlineDockerfiles ?? []) {
    const { path } = outer;
    if (!isChosen(path) || !concerns(path)) continue;
    const targets = targetsFor(path, policy, change.target);
    // Waivers and the comparison go by the path; its places are the text's own until the end.
    keep(judgeDockerfile(sourceFile(key, text), judgement, targets, repository), sourceFile(path, text));
  }
  if (facts) {
    const graphs = new Map(
      files.flatMap(({ graph }) => (graph ? [[graph.dockerfile.source.path, graph] as const] : [])),
    );
    const found = repositoryFindings({ facts, graphs, isJudged: concerns }, rules, policy.rules);
    files.push(...found.files.filter(({ source }) => isChosen(source.path)));
    problems.push(...found.problems);
  }
  return { files, problems };
}
