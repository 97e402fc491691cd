import { buildkit } from "./buildkit.ts";
import { hadolint } from "./hadolint.ts";
import type { Peer, PeerRule } from "./peer-rule.ts";
import { checkov, trivy } from "./scanners.ts";
import { tally } from "./tally.ts";

export const peers: readonly Peer[] = [hadolint, buildkit, tally, trivy, checkov];

/** A section of docs/migrating.md for each tool that people come from. */
export function migrationTables(): string {
  return peers.map(section).join("\n");
}

function section({ name, version, moving, rules }: Peer): string {
  const head = `## From ${name}\n\n${moving}\n`;
  const rows = ["| Theirs | The offence | Here | |", "| --- | --- | --- | --- |", ...rules.map(row)];
  return `${head}\nOf version: ${version}.\n\n${rows.join("\n")}\n`;
}

function row({ id, offence, ours, remark }: PeerRule): string {
  const here = ours.map((rule) => `[\`${rule}\`](rules/${rule}.md)`).join(", ") || "not judged";
  return `| ${id} | ${offence} | ${here} | ${remark ?? ""} |`;
}
