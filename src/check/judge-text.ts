import type { Change } from "../model/change.ts";
import type { FileReport } from "../model/report.ts";
import { readRepositoryFacts } from "../repository/read-repository.ts";
import { withWaivers } from "./file-waivers.ts";
import { inlineByKey, inOuterFiles } from "./inline-dockerfiles.ts";
import type { Judgement } from "./judge-dockerfile.ts";
import { judgeVersion } from "./judge-version.ts";
import { newWaiversWait } from "./pending-waivers.ts";

/**
 * Judges one file of a change with another text than it has, as often as texts are to be tried: findings as they are without a
 * base to compare with. What the repository says is read once, and again only for a text that says some of it.
 */
export function textJudge(judgement: Judgement): (path: string, text: string) => FileReport | undefined {
  const { change } = judgement;
  const facts = change.repository && readRepositoryFacts(change.repository);
  return (path, text) => {
    const tried = change.repository?.texts.has(path) ? withText(change, path, text) : undefined;
    const version = {
      files: tried?.files ?? [{ path, text }],
      facts: tried?.repository ? readRepositoryFacts(tried.repository) : facts,
      concerns: (other: string) => other === path,
    };
    const judged = judgeVersion(version, judgement).files.filter(({ source }) => source.path === path);
    const accepted = newWaiversWait(change, judgement.policy) ? new Set<string>() : undefined;
    const settled = judged.map((file) => withWaivers(file, { ...judgement, accepted }).file);
    const [first, ...others] = inOuterFiles(settled, inlineByKey(version.facts?.inlineDockerfiles ?? []));
    return first && { ...first, findings: [first, ...others].flatMap(({ findings }) => findings) };
  };
}

/** The change with another text of one of its files. */
export function withText(change: Change, path: string, text: string): Change {
  const files = change.files.map((file) => (file.path === path ? { path, text } : file));
  const { repository } = change;
  if (!repository?.texts.has(path)) return { ...change, files };
  return { ...change, files, repository: { ...repository, texts: new Map([...repository.texts, [path, text]]) } };
}
