import { InputError } from "../../model/input-error.ts";
import type { Report } from "../../model/report.ts";
import { didYouMean } from "./suggestion.ts";

/** @throws InputError when no Dockerfile of the report has the target, by name or by number as BuildKit takes it. */
export function requireTarget({ files }: Report, target: string | undefined): void {
  const stages = files.flatMap(({ graph }) => graph?.stages ?? []);
  if (target === undefined || stages.length === 0) return;
  if (stages.some(({ id, index }) => id === target.toLowerCase() || String(index) === target)) return;
  const names = stages.flatMap(({ name }) => name ?? []);
  throw new InputError(`No Dockerfile here has the target "${target}".${didYouMean(target, [...new Set(names)])}`);
}
