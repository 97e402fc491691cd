// `npm run fuzz [-- --runs N --seed N --corpus FOLDER]`: judges Dockerfiles that a grammar makes, and changed ones that people
// wrote, and looks for a text of which something does not hold. Prints the seed, and keeps the smallest failing text of each
// property in `fuzz-failures/`. `--only INDEX` looks at one input again, `--file PATH` at a text that was kept.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { resolvePolicy } from "../src/policy/resolve-policy.ts";
import { rules } from "../src/rules/index.ts";
import { examine } from "./fuzz/examine.ts";
import { inputOf, writtenDockerfiles } from "./fuzz/inputs.ts";
import { smallest } from "./fuzz/shrink.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "fuzz-failures");
/** An input that takes longer than this by the clock is taken for one that never ends; in milliseconds. */
const patience = 60_000;
const progress = 1_000;
/** So many failures end a run: one fault often shows in many. */
const mostFailures = 200;

interface Task {
  readonly seed: number;
  readonly first: number;
  readonly end: number;
  readonly corpus: string | undefined;
  readonly properties: string;
}

type Word = { readonly at: number } | { readonly failed: number; readonly property: string; readonly detail: string };

const strict = (() => {
  const text = readFileSync(join(root, "policies/strict.yml"), "utf8");
  const recommended = readFileSync(join(root, "policies/recommended.yml"), "utf8");
  return resolvePolicy(
    { source: "strict", path: "policies/strict.yml", text },
    rules,
    new Map([["recommended", recommended]]),
  );
})();

if (isMainThread) await run();
else examineAll(workerData as Task);

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "50000" },
      seed: { type: "string" },
      corpus: { type: "string", default: join(root, "../shared/corpus/files") },
      only: { type: "string" },
      file: { type: "string" },
    },
  });
  const seed = Number(values.seed ?? Math.floor(Date.now() / 1_000) % 1_000_000_000);
  const corpus = existsSync(values.corpus) ? values.corpus : undefined;
  if (values.file !== undefined) return lookAgain(readFileSync(values.file, "utf8"));
  if (values.only !== undefined) return lookAgain(inputOf(seed, Number(values.only), writtenDockerfiles(corpus)));
  console.log(`seed ${seed}, ${values.runs} inputs${corpus === undefined ? ", no corpus" : ""}`);
  const started = process.cpuUsage();
  const failures = await examinedInWorkers({ seed, first: 0, end: Number(values.runs), corpus, properties: "" });
  const written = writtenDockerfiles(corpus);
  for (const failure of failures.values()) keep(seed, failure, inputOf(seed, failure.failed, written));
  const { user } = process.cpuUsage(started);
  console.log(`${failures.size} properties broken, ${Math.round(user / 1e6)} s of processor time`);
  process.exitCode = failures.size === 0 ? 0 : 1;
}

interface Found {
  readonly failed: number;
  readonly property: string;
  readonly detail: string;
  count: number;
}

/** One worker after the other: an input that never ends costs the worker that reads it, and the next one goes on behind it. */
async function examinedInWorkers(task: Task): Promise<Map<string, Found>> {
  const failures = new Map<string, Found>();
  let first = task.first;
  let total = 0;
  while (first < task.end && total < mostFailures) {
    first = await new Promise<number>((resolve, reject) => {
      const worker = new Worker(import.meta.filename, { workerData: { ...task, first } satisfies Task });
      let at = first;
      const endless = () => {
        note({ failed: at, property: "no hang", detail: `longer than ${patience} ms` });
        void worker.terminate().then(() => resolve(at + 1));
      };
      let timer = setTimeout(endless, patience);
      const note = (word: Extract<Word, { failed: number }>) => {
        total++;
        const known = failures.get(word.property);
        if (known) known.count++;
        else failures.set(word.property, { ...word, count: 1 });
        if (!known) console.log(`input ${word.failed}: ${word.property}: ${word.detail.split("\n")[0]}`);
      };
      worker.on("message", (word: Word) => {
        clearTimeout(timer);
        timer = setTimeout(endless, patience);
        if ("failed" in word) note(word);
        else at = word.at;
        if ("at" in word && word.at % progress === 0 && word.at > 0)
          console.log(`${word.at} inputs, ${total} failures`);
        if (total >= mostFailures) void worker.terminate().then(() => resolve(task.end));
      });
      worker.on("error", reject);
      worker.on("exit", (status) => {
        clearTimeout(timer);
        if (status === 0) resolve(task.end);
      });
    });
  }
  return failures;
}

function examineAll({ seed, first, end, corpus }: Task): void {
  const written = writtenDockerfiles(corpus);
  for (let index = first; index < end; index++) {
    parentPort?.postMessage({ at: index } satisfies Word);
    const failure = examine(inputOf(seed, index, written), strict, index);
    if (failure) parentPort?.postMessage({ failed: index, ...failure } satisfies Word);
  }
}

function keep(seed: number, { failed, property, detail, count }: Found, text: string): void {
  const again = (other: string) => examine(other, strict)?.property === property;
  const small = property === "no hang" || !again(text) ? text : smallest(text, again, 1_500);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${property.replaceAll(/\W+/g, "-")}.Dockerfile`);
  writeFileSync(path, small);
  const now = property === "no hang" ? detail : (examine(small, strict)?.detail ?? detail);
  console.log(
    `\n${property} (${count} inputs; --seed ${seed} --only ${failed}), kept in ${path}\n${now}\n---\n${small}\n---`,
  );
}

function lookAgain(text: string): void {
  console.log(text);
  const failure = examine(text, strict);
  console.log(failure ? `${failure.property}: ${failure.detail}` : "everything holds");
  process.exitCode = failure ? 1 : 0;
}
