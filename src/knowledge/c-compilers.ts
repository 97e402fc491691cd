const packages: ReadonlySet<string> = new Set([
  "alpine-sdk",
  "base-devel",
  "build-base",
  "build-essential",
  "clang",
  "gcc",
  "@development-tools",
]);

/** Whether a system package brings a C compiler that Go would use for cgo. */
export function isCCompiler(name: string): boolean {
  return packages.has(name) || /^(?:gcc|clang)-\d[\d.]*$/.test(name);
}
