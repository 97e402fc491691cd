import type { FindingLevel } from "../../model/level.ts";
import { shortened } from "../foreign-text.ts";
import { element, type Markup } from "../markup.ts";

/** What the findings of a page can be chosen by. */
export interface FilterChoices {
  readonly levels: readonly FindingLevel[];
  readonly statuses: readonly string[];
  readonly rules: readonly string[];
  readonly files: readonly { readonly key: string; readonly path: string }[];
  readonly findings: number;
}

const longestPath = 120;

/** Hidden until the script shows it: without one, every finding is there and nothing pretends to work. */
export function filterForm({ levels, statuses, rules, files, findings }: FilterChoices): Markup | undefined {
  if (findings < 2) return undefined;
  return element(
    "form",
    { id: "filters", hidden: true, "aria-label": "Choose findings" },
    boxes("level", "Level", levels),
    statuses.length > 1 ? boxes("status", "Status", statuses) : undefined,
    choice(
      "rule",
      "Rule",
      rules.map((rule) => [rule, rule]),
    ),
    files.length > 1
      ? choice(
          "file",
          "File",
          files.map(({ key, path }) => [key, shortened(path, longestPath)]),
        )
      : undefined,
    element("button", { type: "reset" }, "All"),
    element("output", { "aria-live": "polite" }, ""),
  );
}

function boxes(name: string, title: string, values: readonly string[]): Markup {
  return element(
    "fieldset",
    {},
    element("legend", {}, title),
    values.map((value) =>
      element(
        "label",
        { class: value },
        element("input", { type: "checkbox", name, value, checked: true }),
        ` ${value}`,
      ),
    ),
  );
}

function choice(name: string, title: string, options: readonly (readonly [string, string])[]): Markup {
  return element(
    "label",
    { class: "choice" },
    element("span", {}, title),
    element(
      "select",
      { name },
      element("option", { value: "" }, "all"),
      options.map(([value, text]) => element("option", { value }, text)),
    ),
  );
}

/** Runs on the page itself: hides what is not chosen, and files of which nothing is left. Its hash stands in the page's policy. */
export const filterScript = `"use strict";
(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  const cards = [...document.querySelectorAll(".finding")];
  const files = [...document.querySelectorAll("section.file")];
  const said = form.querySelector("output");
  const names = (name) => [...form.querySelectorAll('input[name="' + name + '"]')];
  const chosen = (name) => {
    const all = names(name);
    const picked = all.filter((box) => box.checked).map((box) => box.value);
    return (value) => all.length === 0 || picked.includes(value);
  };
  const value = (name) => (form.elements.namedItem(name) ? form.elements.namedItem(name).value : "");
  const apply = () => {
    const [level, status, rule, file] = [chosen("level"), chosen("status"), value("rule"), value("file")];
    let shown = 0;
    for (const card of cards) {
      const data = card.dataset;
      const fits = level(data.level) && status(data.status) && (rule === "" || rule === data.rule) && (file === "" || file === data.file);
      card.hidden = !fits;
      if (fits) shown += 1;
    }
    const isAll = shown === cards.length;
    for (const part of files) part.hidden = !isAll && !part.querySelector(".finding:not([hidden])");
    said.textContent = isAll ? "all " + shown + " shown" : shown + " of " + cards.length + " shown";
  };
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details.fix, details.stages")) part.open = true;
  });
})();
`;
