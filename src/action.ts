import { join } from "node:path";
import process from "node:process";
import { runAction } from "./edge/run-action.ts";

process.exitCode = await runAction({
  environment: process.env,
  packs: join(import.meta.dirname, "..", "policies"),
  today: new Date().toISOString().slice(0, 10),
});
