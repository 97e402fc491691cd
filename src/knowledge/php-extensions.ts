/** The date of the extension interface (`PHP_API`) of each minor release of PHP, as its extension folder names it. */
const interfaces: Readonly<Record<string, string>> = {
  "7.0": "20151012",
  7.1: "20160303",
  7.2: "20170718",
  7.3: "20180731",
  7.4: "20190902",
  "8.0": "20200930",
  8.1: "20210902",
  8.2: "20220829",
  8.3: "20230831",
  8.4: "20240924",
  8.5: "20250925",
};

/** The PHP release whose extensions a folder such as `…/extensions/no-debug-non-zts-20220829` holds. */
export function phpOfExtensionFolder(path: string): string | undefined {
  const date = /\/no-debug-(?:non-)?zts-(\d{8})(?:\/|$)/.exec(path)?.[1];
  return Object.entries(interfaces).find(([, known]) => known === date)?.[0];
}
