import type { FindingLevel } from "../../model/level.ts";

/**
 * Colours of every page of Stagegate, as custom properties: warm paper and ink by day, slate by night, one green of its own. Text has
 * at least 4.5:1 against its ground, lines 3:1.
 */
export const lightColours = `color-scheme: light;
  --paper: #fbfaf6; --card: #ffffff; --sunk: #f3f1ea; --ink: #1e2422; --faint: #5c655f; --line: #dcd9cd; --edge: #8a938c;
  --accent: #17624f; --accent-soft: #e3efe9; --error: #a3261b; --error-soft: #fbe9e6; --warning: #7d5200;
  --warning-soft: #fbf0d9; --notice: #2b5a86; --notice-soft: #e6eff7; --added: #1c6a3a; --removed: #9b2c2c;
  --token-keyword: #17624f; --token-string: #7d4a12; --token-variable: #7a2f6b; --token-name: #2b5a86; --token-command: #4b3f8f;`;

export const darkColours = `color-scheme: dark;
  --paper: #14191a; --card: #1b2223; --sunk: #101415; --ink: #e7e6df; --faint: #a3aca6; --line: #313a3a; --edge: #78827d;
  --accent: #7fd0b3; --accent-soft: #1d3630; --error: #ff9b8e; --error-soft: #3a201d; --warning: #e9be6a;
  --warning-soft: #352a14; --notice: #97c4ee; --notice-soft: #1b2d3d; --added: #8fd6a4; --removed: #f2a3a3;
  --token-keyword: #7fd0b3; --token-string: #e0b27e; --token-variable: #e2a3d4; --token-name: #97c4ee; --token-command: #b9b0f5;`;

/** Families that are there on every system; nothing is fetched. */
export const fonts = {
  text: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  title: 'Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", Georgia, serif',
  code: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace',
};

/** The look of the stage graph. What a role is, its border tells too, and its word. */
export const stageGraphStyle = `
.stages text { font: 12px ${fonts.text}; fill: var(--faint); }
.stages .name { font: 600 13px ${fonts.code}; fill: var(--ink); }
.stages .base-name { font: 12px ${fonts.code}; fill: var(--faint); }
.stages .what { font: 11px ${fonts.code}; fill: var(--faint); }
.stages .what-ground { fill: var(--ground, var(--card)); stroke: none; }
.stages rect { fill: var(--card); stroke: var(--edge); stroke-width: 1.25; }
.stages .base rect { fill: var(--sunk); stroke: var(--line); }
.stages .ships rect { stroke: var(--accent); stroke-width: 1.5; }
.stages .ships .inner { fill: none; stroke-width: 1; }
.stages .ships .role { fill: var(--accent); font-weight: 600; }
.stages .tests rect { stroke-dasharray: 7 4; }
.stages .auxiliary rect { stroke-dasharray: 2 3; }
.stages .unreachable rect { stroke-dasharray: 2 3; fill: var(--sunk); }
.stages .unreachable .name { text-decoration: line-through; fill: var(--faint); }
.stages .bar { fill: var(--accent); stroke: none; }
.stages path { fill: none; stroke: var(--edge); stroke-width: 1.25; }
.stages path.from { stroke-width: 2.25; }
.stages path.mount { stroke-dasharray: 6 4; }
.stages path.onbuild { stroke-dasharray: 2 3; }
.stages path.critical { stroke: var(--accent); }
.stages .head { fill: var(--edge); stroke: none; }
.stages .head.critical { fill: var(--accent); }
${(["error", "warning", "notice"] satisfies FindingLevel[]).map((level) => `.stages .${level} { fill: var(--${level}); font-weight: 600; }`).join("\n")}
`;

/** For a drawing that stands alone. */
export const standaloneGraphStyle = `.stages { ${lightColours} }
@media (prefers-color-scheme: dark) { .stages { ${darkColours} } }
.stages .ground { fill: var(--paper); stroke: none; }
.stages { --ground: var(--paper); }
${stageGraphStyle}`;
