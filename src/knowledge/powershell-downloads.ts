import { hostOf } from "./downloads.ts";

/** Where PowerShell is told to run what it downloads, and from which server; undefined where that is not known. */
export interface PowershellDownload {
  readonly start: number;
  readonly end: number;
  readonly host: string | undefined;
}

const runs = /\b(?:iex|invoke-expression)\b/i;
const fetches = /\b(?:downloadstring|invoke-webrequest|invoke-restmethod|iwr|irm)\b/i;

/**
 * `iex ((New-Object Net.WebClient).DownloadString('https://…'))`, `irm https://… | iex`. PowerShell is not parsed: where both
 * words stand in one script, the one is taken to run what the other fetches.
 */
export function powershellDownload(script: string): PowershellDownload | undefined {
  const run = runs.exec(script);
  if (!run || !fetches.test(script)) return undefined;
  const address = /\bhttps?:\/\/[^\s'"();]+/i.exec(script)?.[0];
  return {
    start: run.index,
    end: run.index + run[0].length,
    host: address === undefined ? undefined : hostOf(address),
  };
}
