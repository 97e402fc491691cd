/** Written by scripts/build.ts from package.json. */
export const version = "0.1.0";
