import { baseStyle } from "../report/page/style.ts";
import { fonts } from "../report/stage-picture/style.ts";

const editorText = `font: 13px/20px ${fonts.code}; tab-size: 4; white-space: pre; padding: 10px 12px; border: 0; margin: 0;`;

/** The look of the playground: the report's, and editors beside it. Line heights are 20 px, which the editor counts on. */
export const playgroundStyle = `${baseStyle}
body { display: flex; flex-direction: column; min-height: 100vh; }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: 10px 22px; padding: 14px 24px; background: var(--card); border-bottom: 1px solid var(--line); }
.top h1 { display: flex; align-items: center; gap: 10px; font-size: 21px; margin: 0; }
.top h1 svg { width: 26px; height: 26px; fill: none; stroke: var(--accent); stroke-width: 2; stroke-linecap: round; }
.top p { margin: 0; color: var(--faint); font-size: 14px; flex: 1 1 220px; }
.top label { display: inline-flex; align-items: center; gap: 8px; color: var(--faint); font-size: 14px; }
#said { margin: 0; padding: 0 24px; min-height: 26px; font-size: 13.5px; line-height: 26px; color: var(--faint); }
main { flex: 1; display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 24px; padding: 0 24px 24px; align-items: start; }
.texts { position: sticky; top: 12px; display: grid; gap: 14px; }
.texts h2, .part h2 { font: 600 14px/1.4 ${fonts.text}; margin: 0 0 6px; color: var(--faint); }
.editor { position: relative; display: grid; grid-template-columns: 46px minmax(0, 1fr); background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.editor:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
#dockerfile-editor { height: clamp(300px, 58vh, 760px); } #policy-editor { height: 190px; }
.numbers { overflow: hidden; padding: 10px 0; background: var(--sunk); color: var(--faint); font: 12px/20px ${fonts.code}; text-align: right; user-select: none; }
.numbers span { display: block; height: 20px; padding-right: 9px; border-left: 3px solid transparent; }
.numbers .error { border-color: var(--error); color: var(--error); font-weight: 700; } .numbers .warning { border-color: var(--warning); color: var(--warning); font-weight: 700; }
.numbers .notice { border-color: var(--notice); color: var(--notice); font-weight: 700; }
.field { position: relative; min-width: 0; }
.coloured { position: absolute; inset: 0; overflow: hidden; pointer-events: none; overflow-wrap: normal; ${editorText} }
.editor textarea { position: absolute; inset: 0; width: 100%; height: 100%; resize: none; overflow: auto; background: transparent; color: transparent; caret-color: var(--ink); border-radius: 0; outline: none; ${editorText} }
.editor textarea.plain { color: var(--ink); } .editor textarea::selection { background: var(--accent-soft); }
.coloured .t-keyword, .coloured .t-name, .coloured .t-directive { font-weight: 400; } .coloured .t-comment { font-style: normal; }
.m-error, .m-warning, .m-notice { text-decoration: underline wavy 1px; text-underline-offset: 4px; }
.m-error { text-decoration-color: var(--error); } .m-warning { text-decoration-color: var(--warning); } .m-notice { text-decoration-color: var(--notice); }
#result { min-width: 0; }
#verdict { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 18px; padding: 14px 20px; border-radius: 8px; border: 1px solid var(--line); border-left: 5px solid var(--tone, var(--edge)); background: var(--card); }
#verdict.passed { --tone: var(--accent); } #verdict.blocked { --tone: var(--error); } #verdict.incomplete, #verdict.policy-mistake { --tone: var(--warning); }
#conclusion { font: 600 22px/1.2 ${fonts.title}; color: var(--tone); margin: 0; } #outcome { margin: 0; flex: 1 1 200px; }
#fix-all { background: var(--accent); border-color: var(--accent); color: var(--paper); font-weight: 600; } #fix-all:hover { filter: brightness(1.08); color: var(--paper); }
#notes { margin: 10px 0 0; padding-left: 20px; } #notes:empty { display: none; } #notes li { overflow-wrap: anywhere; }
.part { margin: 16px 0 0; } #figure:empty, #findings:empty { display: none; }
#figure { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; }
#findings .finding { grid-template-columns: minmax(0, 1fr); padding: 16px 18px 16px 15px; margin: 0 0 12px; } .finding .apply { margin-top: 8px; color: var(--accent); border-color: var(--accent); }
#result[aria-busy] #verdict { opacity: 0.75; }
footer { padding: 14px 24px 22px; color: var(--faint); font-size: 13.5px; border-top: 1px solid var(--line); }
@media (max-width: 900px) { main { grid-template-columns: minmax(0, 1fr); padding: 0 12px 16px; } .texts { position: static; margin-bottom: 16px; } .top { padding: 12px; } #said { padding: 0 12px; }
  #dockerfile-editor { height: 320px; } footer { padding: 12px; } }
`;
