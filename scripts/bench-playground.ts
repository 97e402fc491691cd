// `npm run bench -- playground`: what the first sight of the playground costs, and a keystroke in it, in a Chromium of this machine.
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { findChromium, launch, serve } from "../__tests__/support/browser.ts";

const folder = join(import.meta.dirname, "../docs/playground");
const runs = 9;

/** Runs in the page. */
const keystroke = `new Promise((resolve) => {
  const area = document.getElementById("dockerfile");
  const result = document.getElementById("result");
  area.value += "#";
  const start = performance.now();
  area.dispatchEvent(new Event("input"));
  area.parentElement.offsetHeight;
  const handling = performance.now() - start;
  let wasBusy = false;
  const look = () => {
    const isBusy = result.hasAttribute("aria-busy");
    if (wasBusy && !isBusy) resolve({ handling, until: performance.now() - start });
    else {
      wasBusy ||= isBusy;
      setTimeout(look, 1);
    }
  };
  look();
})`;

const executable = findChromium();
if (executable === undefined) throw new Error("There is no Chromium; name one in CHROMIUM_PATH.");
const server = await serve(folder);
const browser = await launch(executable);
try {
  const cores = `${availableParallelism()} cores, ${cpus()[0]?.model ?? "unknown"}, load ${(loadavg()[0] ?? 0).toFixed(1)}`;
  console.log(
    `${cores}; bundle of ${Math.round(readFileSync(join(folder, "playground.js")).length / 1000)} kB; median of ${runs}`,
  );
  const first = await times(() => firstSight(browser));
  console.log(`${shown(median(first))}  from opening the page to the first verdict, nothing cached`);
  for (const lines of [20, 100, 300]) {
    const measured = await keystrokes(browser, lines);
    console.log(
      `${shown(median(measured.map(({ handling }) => handling)))}  a keystroke in ${lines} lines: colouring and layout on the page`,
    );
    console.log(
      `${shown(median(measured.map(({ until }) => until)))}  … until graph and findings are there, 40 ms of pause included`,
    );
  }
} finally {
  await browser.close();
  server.close();
}

async function times(measure: () => Promise<number>): Promise<number[]> {
  const all: number[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await measure());
  return all;
}

async function firstSight(inBrowser: Browser): Promise<number> {
  const context = await inBrowser.newContext();
  const page = await context.newPage();
  const start = performance.now();
  await page.goto(server.address);
  await page.locator("#conclusion:not(:empty)").waitFor();
  const time = performance.now() - start;
  await context.close();
  return time;
}

/** A file of so many lines, of stages of ten lines each, gets one more character at its end, again and again. */
async function keystrokes(inBrowser: Browser, lines: number): Promise<{ handling: number; until: number }[]> {
  const stage = (index: number) =>
    `FROM golang:1.26 AS s${index}\nWORKDIR /src\nCOPY go.mod ./\nRUN go mod download\nCOPY . .\nENV A="b $C"\nRUN --mount=type=cache,target=/c go build -o /app . \\\n    && echo done | tee /log\nCOPY --from=alpine:3.22 /etc/os-release /x\nUSER 65532\n`;
  const text = Array.from({ length: lines / 10 }, (_, index) => stage(index)).join("");
  const page = await inBrowser.newPage();
  await page.goto(server.address);
  await page.locator("#conclusion:not(:empty)").waitFor();
  await page.evaluate(`document.getElementById("dockerfile").value = ${JSON.stringify(text)}`);
  await page.evaluate(keystroke);
  const measured: { handling: number; until: number }[] = [];
  for (let run = 0; run < runs; run += 1) {
    measured.push(await page.evaluate<{ handling: number; until: number }>(keystroke));
  }
  await page.close();
  return measured;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function shown(milliseconds: number): string {
  return `${milliseconds.toFixed(1).padStart(8)} ms`;
}
