import { answer } from "./answer.ts";
import type { Request } from "./messages.ts";
import { startPage } from "./page.ts";

// One file is both: the page's script, and what its worker runs.
if (typeof document === "undefined") {
  addEventListener("message", (event: MessageEvent<Request>) => postMessage(answer(event.data)));
} else {
  const script = document.currentScript;
  startPage(script instanceof HTMLScriptElement ? script.src : "playground.js");
}
