import type { ConventionalCommit } from "./conventional-commit.ts";

/** What users notice, in the order in which they read it; commits of other types are left out. */
const sections: readonly { readonly title: string; readonly type: string }[] = [
  { title: "New", type: "feat" },
  { title: "Fixed", type: "fix" },
  { title: "Faster", type: "perf" },
];

const heading = "# Changelog\n";

/** One release as Markdown: what breaks first. The commits are taken in the order given. */
export function releaseNotes(version: string, date: string, commits: readonly ConventionalCommit[]): string {
  const breaking = commits.flatMap(({ breaking: text, scope, hash }) =>
    text === undefined ? [] : [entry(scope, text, hash)],
  );
  const blocks = [
    { title: "Breaking", entries: breaking },
    ...sections.map(({ title, type }) => ({
      title,
      entries: commits
        .filter((commit) => commit.type === type)
        .map(({ scope, subject, hash }) => entry(scope, subject, hash)),
    })),
  ];
  const shown = blocks.filter(({ entries }) => entries.length > 0);
  const body = shown.map(({ title, entries }) => `### ${title}\n\n${entries.join("\n")}\n`);
  return [`## ${version} (${date})\n`, ...(body.length > 0 ? body : ["Nothing that users notice.\n"])].join("\n");
}

/**
 * The changelog with a release on top.
 * @throws Error for a text that does not begin as a changelog does, or that has the release already.
 */
export function withRelease(changelog: string, version: string, notes: string): string {
  if (!changelog.startsWith(heading)) throw new Error(`The changelog does not begin with "${heading.trim()}".`);
  if (changelog.includes(`\n## ${version} (`)) throw new Error(`The changelog has ${version} already.`);
  const first = changelog.indexOf("\n## ");
  const introduction = first < 0 ? `${changelog.trimEnd()}\n` : changelog.slice(0, first);
  const earlier = first < 0 ? "" : changelog.slice(first);
  return `${introduction.trimEnd()}\n\n${notes.trimEnd()}\n${earlier}`;
}

function entry(scope: string | undefined, text: string, hash: string): string {
  return `- ${scope === undefined ? "" : `**${scope}:** `}${plain(text)} (${hash.slice(0, 7)})`;
}

/** A subject is somebody's text: outside code it must not become markup, nor call people. */
function plain(text: string): string {
  const pieces = text.split(/(`[^`]+`)/);
  return pieces.map((piece, at) => (at % 2 === 1 ? piece : piece.replace(/[\\`*_[\]<>@#|~]/g, "\\$&"))).join("");
}
