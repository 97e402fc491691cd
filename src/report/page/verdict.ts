import type { Conclusion, Report } from "../../model/report.ts";
import { shortened } from "../foreign-text.ts";
import { element, type Markup } from "../markup.ts";
import { outcome } from "../outcome.ts";

const titles: Readonly<Record<Conclusion, string>> = { passed: "Passed", blocked: "Blocked", incomplete: "Incomplete" };
/** A tick, a cross and a ring that does not close, on a field of 40. */
const signs: Readonly<Record<Conclusion, string>> = {
  passed: "M10 21 L17 28 L30 12",
  blocked: "M12 12 L28 28 M28 12 L12 28",
  incomplete: "M20 8 A12 12 0 1 0 31 15 M20 13 V21 M20 26 V26.5",
};
const longestSource = 160;
const shownSha = 12;

/** Two posts and the bar between them, raised: the gate. */
function gateSign(): Markup {
  return element(
    "svg",
    { viewBox: "0 0 24 24", "aria-hidden": "true" },
    element("path", { d: "M4 21 V7 M20 21 V7 M2 21 H6 M18 21 H22 M4 13 L19 5" }),
  );
}

/** The verdict, what came out, and what was judged by what. */
export function verdictMarkup(report: Report): Markup {
  const { conclusion, policy, head, base, version } = report;
  const facts = [
    `Policy ${shortened(policy.source, longestSource)}`,
    ...(head.sha === undefined ? [] : [`commit ${head.sha.slice(0, shownSha)}`]),
    ...(head.ref === undefined ? [] : [shortened(head.ref, longestSource)]),
    ...(base === undefined ? [] : [`compared with ${base.sha.slice(0, shownSha)}`]),
    `Stagegate ${version}`,
  ];
  return element(
    "header",
    { class: `verdict ${conclusion}` },
    element(
      "div",
      {},
      element("p", { class: "brand" }, gateSign(), "Stagegate"),
      element(
        "h1",
        {},
        element("svg", { viewBox: "0 0 40 40", "aria-hidden": "true" }, element("path", { d: signs[conclusion] })),
        titles[conclusion],
      ),
      element("p", { class: "outcome" }, outcome(report)),
      element(
        "p",
        { class: "facts" },
        facts.map((fact) => element("span", {}, fact)),
      ),
    ),
  );
}
