import type { FixedFile } from "../../fix/fix-change.ts";
import type { Finding } from "../../model/finding.ts";
import { sourceFile } from "../../model/source.ts";
import { secretRanges } from "../../report/secret-ranges.ts";
import { unifiedDiff } from "../../report/unified-diff.ts";

/** What a fix changes in a file as a diff that shows no secret. */
export function diffOf(
  { path, before, after }: Pick<FixedFile, "path" | "before" | "after">,
  shown: string,
  findings: readonly Finding[],
  colour: boolean,
): string {
  const secrets = secretRanges(sourceFile(path, before), findings);
  const values = secrets.map(({ start, end }) => before.slice(start, end));
  return unifiedDiff(shown, before, after, values, colour);
}
