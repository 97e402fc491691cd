import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeViolations, findChromium, launch, serve } from "../support/browser.ts";
import { root } from "../support/command-line.ts";

const chromium = findChromium();

describe.skipIf(chromium === undefined)("the playground in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "stagegate-playground-"));
  let browser: Browser;
  let server: Awaited<ReturnType<typeof serve>>;
  const trouble: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    execFileSync(process.execPath, [join(root, "scripts/playground.ts"), folder], { stdio: "pipe" });
    server = await serve(folder);
    browser = await launch(chromium ?? "");
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(fragment = "", options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
    const page = await browser.newPage(options);
    trouble.length = 0;
    requests.length = 0;
    page.on("pageerror", (error) => trouble.push(error.message));
    page.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
    page.on("request", (request) => requests.push(new URL(request.url()).pathname));
    page.on("dialog", (dialog) => {
      trouble.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(`${server.address}${fragment}`);
    await page.locator("#conclusion:not(:empty)").waitFor();
    return page;
  }

  async function type(page: Page, text: string, field = "#dockerfile"): Promise<void> {
    await page.locator(field).fill(text);
    await page.locator("#result:not([aria-busy])").waitFor();
  }

  const cards = (page: Page) => page.locator("#findings .finding h3 code").allTextContents();

  it("shows graph and findings as one types, and asks nobody", async () => {
    const page = await open();
    await type(
      page,
      "FROM golang:1.26 AS b\nRUN go build -o /app\nFROM scratch AS app\nCOPY --from=b /app /app # note\n",
    );
    await expect.poll(() => cards(page)).toContain("mistaken-inline-comment");
    expect(await page.locator("#figure svg .name").allTextContents()).toEqual(["b", "app"]);
    expect(await page.locator("#conclusion").textContent()).toBe("Blocked");
    expect(await page.locator("#dockerfile-editor .numbers .error").textContent()).toBe("4");
    // What is coloured behind the field is what stands in it.
    expect(await page.locator("#dockerfile-editor .coloured").textContent()).toBe(
      `${await page.inputValue("#dockerfile")}\n`,
    );
    expect(new Set(requests)).toEqual(new Set(["/", "/playground.js", "/playground.css"]));
    expect(trouble).toEqual([]);
    await page.close();
  });

  it("judges by the policy that is typed, and names its mistakes with their lines", async () => {
    const page = await open();
    await type(page, "FROM alpine:3.22\nUSER 1\n");
    await type(page, "version: 1\nrules:\n  unpinned-base-image: error\n", "#policy");
    await expect.poll(() => cards(page)).toContain("unpinned-base-image");
    await type(page, "version: 1\nrules:\n  unpined-base-image: error\n", "#policy");
    await expect.poll(() => page.locator("#notes").textContent()).toMatch(/^line 3: .*unpinned-base-image/);
    expect(await page.locator("#conclusion").textContent()).toBe("Mistake in the policy");
    await page.close();
  });

  it("applies one fix, and all that are safe, and undo brings the text back", async () => {
    const page = await open();
    const text = "FROM golang:1.26 AS b\nRUN go build -o /app\nFROM scratch\nCOPY --from=0 /app /app\nUSER 1\n";
    await type(page, text);
    const card = page.locator('.finding[data-rule="unnamed-stage-reference"]');
    await card.getByRole("button", { name: "Apply this fix" }).click();
    await expect.poll(() => page.inputValue("#dockerfile")).toBe(text.replace("--from=0", "--from=b"));
    await expect.poll(() => cards(page)).not.toContain("unnamed-stage-reference");
    await page.locator("#dockerfile").press("Control+z");
    await expect.poll(() => page.inputValue("#dockerfile")).toBe(text);
    await page.locator("#fix-all").click();
    await expect.poll(() => page.inputValue("#dockerfile")).toContain("--from=b");
    expect(trouble).toEqual([]);
    await page.close();
  });

  it("leads from a finding to its line", async () => {
    const page = await open();
    await type(page, "FROM scratch\n\nCOPY a b /c/ # note\n");
    await page.locator('.finding[data-rule="mistaken-inline-comment"] a.place').click();
    const selected = await page.evaluate("getSelection().toString()");
    expect(selected).toBe("COPY a b /c/ # note");
    await page.close();
  });

  it("shares both texts by a link that another page opens", async () => {
    const page = await open();
    const [text, policy] = ["FROM scratch AS gruß\n# ✓\n", "version: 1\nextends: secrets\n"];
    await type(page, text);
    await type(page, policy, "#policy");
    await page.locator("#share").click();
    await expect.poll(() => page.locator("#said").textContent()).toContain("link is");
    const { hash } = new URL(page.url());
    expect(hash).toMatch(/^#v1\.[\w-]+$/);
    await page.close();
    const other = await open(hash);
    expect(await other.inputValue("#dockerfile")).toBe(text);
    expect(await other.inputValue("#policy")).toBe(policy);
    await other.close();
  });

  it("does nothing that a link says, and tells one that cannot be read", async () => {
    const page = await open();
    const hostile = "</textarea><img src=x onerror=alert(1)><script>alert(1)</script>\"'";
    await type(
      page,
      `FROM a AS x${hostile.replaceAll(" ", "")}\n# ${hostile}\nCOPY --from=y${hostile.replaceAll(" ", "")} a b c # d\n`,
    );
    await page.locator("#share").click();
    await expect.poll(() => page.url()).toContain("#v1.");
    const { hash } = new URL(page.url());
    await page.close();
    const victim = await open(hash);
    expect(await victim.inputValue("#dockerfile")).toContain(hostile);
    expect(await victim.locator("img, main script, #result iframe").count()).toBe(0);
    expect(trouble).toEqual([]);
    for (const broken of [
      "#v1.AAAA",
      "#v1.!!",
      "#v2.x",
      `#v1.${"A".repeat(200_000)}`,
      "#<img src=x onerror=alert(1)>",
    ]) {
      await victim.evaluate(`location.hash = ${JSON.stringify(broken)}`);
      await expect.poll(() => victim.locator("#said").textContent()).toContain("cannot be read");
      expect(await victim.inputValue("#dockerfile")).toContain(hostile);
      await victim.evaluate('document.getElementById("said").textContent = ""; history.replaceState(null, "", "#")');
    }
    expect(trouble).toEqual([]);
    await victim.close();
  });

  it.each(["light", "dark"] as const)("is accessible in %s, on a desk and in a hand", async (colorScheme) => {
    for (const width of [1280, 390]) {
      const page = await open("", { colorScheme, viewport: { width, height: 800 } });
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      await page.close();
    }
  });

  it("offers a bad and a good example of each kind", async () => {
    const page = await open();
    const titles = await page.locator("#examples option").allTextContents();
    expect(titles.length).toBeGreaterThanOrEqual(6);
    for (const title of titles) {
      await page.locator("#examples").selectOption(title);
      const wanted = title.includes("as it should be") ? "Passed" : "Blocked";
      await expect.poll(() => page.locator("#conclusion").textContent(), { message: title }).toBe(wanted);
    }
    await page.close();
  });
});
