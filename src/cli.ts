#!/usr/bin/env node
import { join } from "node:path";
import process from "node:process";
import { runCommandLine } from "./edge/command-line/run-command-line.ts";

process.exitCode = await runCommandLine({
  arguments: process.argv.slice(2),
  get folder() {
    return process.cwd();
  },
  environment: process.env,
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  packs: join(import.meta.dirname, "..", "policies"),
  today: new Date().toISOString().slice(0, 10),
});
