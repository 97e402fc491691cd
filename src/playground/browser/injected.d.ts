/** What scripts/playground.ts puts into the bundle. */
declare const stagegatePlayground: {
  readonly version: string;
  readonly packs: Readonly<Record<string, string>>;
  readonly examples: readonly { readonly title: string; readonly dockerfile: string; readonly policy: string }[];
};
