import type { Finding } from "../model/finding.ts";
import type { Report } from "../model/report.ts";
import { visibleText } from "./foreign-text.ts";

/**
 * What stagegate can do of what it found, as lines for a terminal; empty where nothing.
 * @param migratable paths of Dockerfiles in which a stage can be taken apart.
 */
export function nextSteps({ files }: Report, migratable: readonly string[]): string[] {
  const fixes = files
    .flatMap(({ findings }) => findings)
    .filter(({ status, fix }: Finding) => status === "open" && fix);
  const safe = fixes.filter(({ fix }) => fix?.safe).length;
  const unsafe = fixes.length - safe;
  const lines: string[] = [];
  if (safe > 0) lines.push(`${safe} can be fixed: stagegate fix`);
  if (unsafe > 0) {
    lines.push(
      `${unsafe} ${safe > 0 ? "more " : ""}can be fixed, which may change what the build gives: stagegate fix --unsafe`,
    );
  }
  const [first, ...more] = migratable;
  if (first !== undefined) {
    const others = more.length === 0 ? "" : ` (and ${more.length} more ${more.length === 1 ? "file" : "files"})`;
    lines.push(`building and running can be taken apart: stagegate fix --migrate ${visibleText(first)}${others}`);
  }
  return lines;
}
