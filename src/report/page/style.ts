import { darkColours, fonts, lightColours, stageGraphStyle } from "../stage-picture/style.ts";

/** The look of findings and of source, which the report and the playground share. */
const findingStyle = `
.finding { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 4px 28px; padding: 18px 20px 18px 17px;
  background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--level); border-radius: 8px; margin: 12px 0; }
.finding.error { --level: var(--error); --soft: var(--error-soft); }
.finding.warning { --level: var(--warning); --soft: var(--warning-soft); }
.finding.notice { --level: var(--notice); --soft: var(--notice-soft); }
.finding.short { display: block; padding: 12px 20px 10px 17px; }
.finding[hidden] { display: none; }
.finding h3 { font: 400 14px/1.5 ${fonts.text}; margin: 0 0 6px; overflow-wrap: anywhere; }
.finding h3 code { font-weight: 600; font-size: 14px; background: none; padding: 0; margin: 0 4px; }
.finding p { margin: 0 0 8px; overflow-wrap: anywhere; }
.level { display: inline-block; font: 600 12px/1 ${fonts.text}; padding: 4px 8px; border-radius: 99px; color: var(--level); background: var(--soft); }
.place { font-size: 13px; color: var(--faint); white-space: nowrap; }
.status { font-size: 12.5px; color: var(--faint); border: 1px solid var(--line); border-radius: 99px; padding: 1px 8px; }
.related, .waiver { color: var(--faint); font-size: 13.5px; }
.related { margin: 0 0 8px; padding-left: 18px; overflow-wrap: anywhere; }
.fix summary { color: var(--accent); font-size: 14px; overflow-wrap: anywhere; }
pre { margin: 0; font: 12.5px/1.65 ${fonts.code}; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
.source { background: var(--sunk); border-radius: 6px; padding: 10px 0; }
.source .line { display: block; padding: 0 12px 0 58px; text-indent: 0; position: relative; }
.source .line::before { content: attr(data-line); position: absolute; left: 0; width: 44px; text-align: right; color: var(--faint); user-select: none; }
.source .marked { background: var(--soft, transparent); box-shadow: inset 3px 0 0 var(--level, transparent); }
mark { background: none; color: inherit; text-decoration: underline; text-decoration-color: var(--level, currentColor);
  text-decoration-thickness: 2px; text-underline-offset: 3px; }
.diff, .output { background: var(--sunk); border-radius: 6px; padding: 10px 12px; margin-top: 8px; }
.diff .added { color: var(--added); } .diff .removed { color: var(--removed); } .diff .context, .diff .cut { color: var(--faint); }
.t-keyword { color: var(--token-keyword); font-weight: 600; } .t-comment, .t-heredoc-mark { color: var(--faint); font-style: italic; }
.t-directive { color: var(--faint); font-weight: 600; } .t-string { color: var(--token-string); } .t-variable { color: var(--token-variable); }
.t-name { color: var(--token-name); font-weight: 600; } .t-command { color: var(--token-command); } .t-flag { color: var(--token-name); }
code { font-family: ${fonts.code}; font-size: 0.92em; background: var(--sunk); border-radius: 4px; padding: 1px 4px; overflow-wrap: anywhere; }
@media (max-width: 760px) { .finding { grid-template-columns: minmax(0, 1fr); padding: 14px 14px 14px 11px; } .source .line { padding-left: 40px; } .source .line::before { width: 30px; } }
`;

/** What every page of ours starts from. */
export const baseStyle = `
:root { ${lightColours} }
@media (prefers-color-scheme: dark) { :root { ${darkColours} } }
* { box-sizing: border-box; }
html { scroll-padding-top: 70px; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15.5px/1.6 ${fonts.text}; -webkit-text-size-adjust: 100%; }
a { color: var(--accent); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
summary { cursor: pointer; width: fit-content; max-width: 100%; }
h1, h2 { font-family: ${fonts.title}; font-weight: 600; line-height: 1.2; overflow-wrap: anywhere; }
table { border-collapse: collapse; font-size: 13.5px; }
th, td { text-align: left; vertical-align: top; padding: 6px 14px 6px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { border-top: 0; color: var(--faint); font-weight: 500; white-space: nowrap; }
button, select { font: inherit; font-size: 14px; color: var(--ink); background: var(--card); border: 1px solid var(--edge); border-radius: 6px; padding: 5px 10px; }
button { cursor: pointer; } button:hover { border-color: var(--accent); color: var(--accent); }
.scroll { overflow-x: auto; }
.graph { margin: 0; } .graph svg { display: block; margin: 0 auto; } .graph details { margin: 10px 0 0; font-size: 14px; color: var(--faint); }
[hidden] { display: none !important; }
${stageGraphStyle}
${findingStyle}`;

/** Only the report's own parts. */
export const reportStyle = `${baseStyle}
main, .verdict > div, footer { max-width: 1180px; margin: 0 auto; padding: 0 28px; }
.verdict { border-top: 5px solid var(--tone); background: var(--card); border-bottom: 1px solid var(--line); padding: 30px 0 24px; }
.verdict.blocked { --tone: var(--error); } .verdict.passed { --tone: var(--accent); } .verdict.incomplete { --tone: var(--warning); }
.brand { display: flex; align-items: center; gap: 9px; color: var(--faint); font: 600 14px/1 ${fonts.title}; letter-spacing: 0.02em; margin: 0 0 20px; }
.brand svg { width: 22px; height: 22px; fill: none; stroke: var(--accent); stroke-width: 2; stroke-linecap: round; }
h1 { font-size: clamp(28px, 5vw, 40px); margin: 0; display: flex; align-items: center; gap: 14px; color: var(--tone); }
h1 svg { flex: none; width: 38px; height: 38px; fill: none; stroke: currentColor; stroke-width: 2.5; stroke-linecap: round; stroke-linejoin: round; }
.outcome { font-size: 18px; margin: 8px 0 14px; }
.facts { color: var(--faint); font-size: 13.5px; margin: 0; display: flex; flex-wrap: wrap; gap: 2px 18px; overflow-wrap: anywhere; }
.cut-note { background: var(--warning-soft); color: var(--warning); border-radius: 8px; padding: 10px 16px; margin: 18px 0 0; }
#filters { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; align-items: center; gap: 8px 20px; padding: 10px 0;
  background: var(--paper); border-bottom: 1px solid var(--line); margin: 10px 0 0; font-size: 14px; }
#filters fieldset { border: 0; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 2px 12px; }
#filters legend { float: left; color: var(--faint); margin-right: 10px; padding: 0; }
#filters label { display: inline-flex; align-items: center; gap: 4px; } #filters .choice span { color: var(--faint); }
#filters input { accent-color: var(--accent); width: 16px; height: 16px; margin: 0; } #filters select { max-width: 230px; }
#filters output { color: var(--faint); margin-left: auto; }
.file { margin: 40px 0 0; } .file h2 { font-size: 23px; margin: 0 0 2px; } .file h2 code { font: inherit; background: none; padding: 0; }
.file > p { color: var(--faint); margin: 0 0 14px; }
.stages-part, .whole { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px 20px; margin: 12px 0; }
.stages-part > summary, .whole > summary { color: var(--faint); font-size: 14px; } .stages-part[open] > summary, .whole[open] > summary { margin-bottom: 12px; }
.finding { content-visibility: auto; contain-intrinsic-size: auto 190px; }
.problems li { margin: 6px 0; overflow-wrap: anywhere; } .clean { columns: 3 240px; padding-left: 18px; font-size: 14px; } .clean li { overflow-wrap: anywhere; }
footer { color: var(--faint); font-size: 13.5px; padding-top: 30px; padding-bottom: 44px; }
@media (max-width: 760px) { main, .verdict > div, footer { padding-left: 14px; padding-right: 14px; } #filters { position: static; } #filters output { margin-left: 0; } }
@media print {
  :root { ${lightColours} --paper: #ffffff; }
  body { font-size: 10.5pt; } #filters, .whole { display: none !important; } .finding { break-inside: avoid; content-visibility: visible; } .verdict { padding-top: 10px; }
}
`;
