import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluate.ts";
import { renderHtml } from "../../src/report/html.ts";
import { rules } from "../../src/rules/index.ts";
import { axeViolations, findChromium, launch } from "../support/browser.ts";
import { packPolicy } from "../support/pack-policy.ts";

const chromium = findChromium();
const hostile = "<img/src=x/onerror=alert(1)>";
const files = {
  "a/Dockerfile": `FROM golang:latest AS build\nENV A="${hostile}"\nCOPY . .\nRUN go build -o /app .\nFROM scratch AS app\nCOPY --from=0 /app /app # note\n# ${hostile}\n`,
  "b/Dockerfile":
    "FROM node AS web\nRUN npm install\n# stagegate: waive root-final-user until 2027-03-31 -- later\nFROM nginx:1.29\nCOPY --from=web /x /y\n",
  [`c/${hostile}/Dockerfile`]: "FROM scratch\nCOPY a /a\nUSER 1\n",
};

describe.skipIf(chromium === undefined)("the report in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "stagegate-report-"));
  const path = join(folder, "report.html");
  let browser: Browser;
  const trouble: string[] = [];
  beforeAll(async () => {
    const versions = Object.entries(files).map(([file, text]) => ({ path: file, text }));
    const change = { head: { sha: undefined, ref: undefined }, files: versions, problems: [], target: undefined };
    writeFileSync(path, renderHtml(evaluate(change, packPolicy("recommended"), rules, "1.0.0", "2026-11-24")));
    browser = await launch(chromium ?? "");
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
    const page = await browser.newPage(options);
    trouble.length = 0;
    page.on("pageerror", (error) => trouble.push(error.message));
    page.on("console", (message) => trouble.push(message.text()));
    page.on("request", (request) => request.url() !== pathToFileURL(path).href && trouble.push(request.url()));
    page.on("dialog", (dialog) => void dialog.dismiss().then(() => trouble.push("dialog")));
    await page.goto(pathToFileURL(path).href);
    return page;
  }

  const shown = (page: Page) => page.locator(".finding:not([hidden])").count();

  it("shows hostile names as text, asks for nothing and breaks no policy of its own", async () => {
    const page = await open();
    expect(await page.locator("img, iframe, object, embed, link").count()).toBe(0);
    expect(await page.getByText(hostile).count()).toBeGreaterThan(0);
    expect(trouble).toEqual([]);
    await page.close();
  });

  it("filters by level, status, rule and file from the keyboard, and says how many are left", async () => {
    const page = await open();
    const all = await shown(page);
    const said = page.locator("#filters output");
    expect(await said.textContent()).toBe(`all ${all} shown`);
    await page.locator('input[value="error"]').focus();
    await page.keyboard.press("Space");
    const withoutErrors = await page.locator('.finding:not([data-level="error"])').count();
    expect(withoutErrors).toBeLessThan(all);
    expect(await shown(page)).toBe(withoutErrors);
    expect(await said.textContent()).toBe(`${withoutErrors} of ${all} shown`);
    await page.keyboard.press("Space");
    await page.locator('input[value="open"]').focus();
    await page.keyboard.press("Space");
    expect(await shown(page)).toBe(await page.locator('.finding[data-status="waived"]').count());
    expect(await page.locator("section.file:not([hidden]) h2").allTextContents()).toEqual(["b/Dockerfile"]);
    await page.getByRole("button", { name: "All" }).press("Enter");
    await expect.poll(() => shown(page)).toBe(all);
    await page.locator('select[name="rule"]').selectOption("mistaken-inline-comment");
    expect(await shown(page)).toBe(1);
    await page.locator('select[name="rule"]').selectOption("");
    await page.locator('select[name="file"]').selectOption({ label: "b/Dockerfile" });
    expect(await page.locator("section.file:not([hidden]) h2").allTextContents()).toEqual(["b/Dockerfile"]);
    await page.close();
  });

  it("shows everything, and no filter, without scripts", async () => {
    const withScript = await open();
    const all = await shown(withScript);
    await withScript.close();
    const page = await open({ javaScriptEnabled: false });
    expect(await shown(page)).toBe(all);
    expect(await page.locator("#filters").isVisible()).toBe(false);
    await page.close();
  });

  it.each(["light", "dark"] as const)(
    "is accessible in %s, wide and narrow, and never wider than the screen",
    async (colorScheme) => {
      for (const width of [1280, 390]) {
        const page = await open({ colorScheme, viewport: { width, height: 900 } });
        await page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })");
        expect(await axeViolations(page)).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
        await page.close();
      }
    },
  );

  it("prints without its filters", async () => {
    const page = await open();
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.locator("#filters").isVisible()).toBe(false);
    expect(await page.evaluate("getComputedStyle(document.body).color")).toBe("rgb(30, 36, 34)");
    await page.close();
  });
});
