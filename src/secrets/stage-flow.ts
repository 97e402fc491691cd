import { absolutePath } from "../graph/paths.ts";
import { isSecretFile } from "../knowledge/secret-files.ts";
import { variablesIn } from "../knowledge/secret-urls.ts";
import type { KeyValue } from "../model/dockerfile.ts";
import type { Step } from "../model/graph.ts";
import type { Span } from "../model/source.ts";
import { ContainerPaths } from "./container-paths.ts";
import { copiedFiles, copiedSecrets } from "./copied-secrets.ts";
import { isOpenByName, mountedSecrets } from "./mounted-secrets.ts";
import { followScript } from "./script-flow.ts";
import { type HeldFile, SecretFileTable, type Writing } from "./secret-file-table.ts";
import type { LeakCopy, SecretLeak, SecretPrint } from "./secret-leak.ts";
import type { SecretText } from "./secret-texts.ts";
import { mergedTaint, type SecretSource, type Taint, taintOf } from "./taint.ts";

/** What a stage hands to those that stand on it or copy from it. */
export interface StageOutcome {
  readonly files: readonly HeldFile[];
  /** Of ENV: an ARG ends with its stage. */
  readonly variables: ReadonlyMap<string, Taint>;
}

/** What a stage's flow needs to know of the rest of the file. */
interface Build {
  /** The secrets that are followed. */
  readonly kinds: readonly SecretSource["kind"][];
  /** The ARGs and ENVs that are secrets by their names. */
  readonly named: ReadonlyMap<KeyValue, SecretSource>;
  readonly outcomes: ReadonlyMap<number, StageOutcome>;
  texts(step: Step): readonly SecretText[];
}

interface OpenLeak extends SecretLeak {
  readonly copies: LeakCopy[];
  removal: Span | undefined;
}

/** More variables than this are not followed. */
const mostVariables = 256;

/** Follows the secrets through one stage, step by step. */
export class StageFlow {
  readonly leaks: OpenLeak[] = [];
  readonly prints: SecretPrint[] = [];
  private readonly stage: number;
  private readonly build: Build;
  private readonly files: SecretFileTable;
  private readonly environment: Map<string, Taint>;
  private readonly buildArguments = new Map<string, Taint>();

  constructor(stage: number, start: StageOutcome, build: Build) {
    this.stage = stage;
    this.build = build;
    this.files = new SecretFileTable(start.files);
    this.environment = new Map(start.variables);
  }

  follow(step: Step): void {
    switch (step.instruction.keyword) {
      case "ARG":
        for (const pair of step.instruction.pairs) this.define(pair, this.buildArguments);
        return;
      case "ENV":
        for (const pair of step.instruction.pairs) this.define(pair, this.environment);
        return;
      case "COPY":
      case "ADD":
        this.copy(step);
        return;
      case "RUN":
        this.run(step);
    }
  }

  outcome(): StageOutcome {
    return { files: this.files.kept(), variables: this.environment };
  }

  private define(pair: KeyValue, variables: Map<string, Taint>): void {
    const source = this.build.named.get(pair);
    let taint = source && taintOf(source);
    for (const name of variablesIn(pair.value ?? "")) taint = mergedTaint(taint, this.variable(name));
    if (taint && variables.size < mostVariables) variables.set(pair.key, taint);
    else if (pair.value !== undefined) variables.delete(pair.key);
  }

  private variable(name: string): Taint | undefined {
    return this.environment.get(name) ?? this.buildArguments.get(name);
  }

  private copy(step: Step): void {
    for (const { path, taint, span } of copiedSecrets(step, this.build.kinds.includes("file"), (name) =>
      this.variable(name),
    )) {
      if (taint.sources.every(({ kind }) => !this.build.kinds.includes(kind))) continue;
      const writing: Writing = { span, command: step.instruction.keyword, manner: "whole" };
      this.leave(step, { path, taint, written: writing });
    }
    const { copy } = step;
    const source = copy?.from.kind === "stage" ? this.build.outcomes.get(copy.from.index) : undefined;
    if (!copy || !source || source.files.length === 0) return;
    for (const { file, path, span } of copiedFiles(step, copy, source.files)) {
      this.leave(step, { ...file, path, written: file.written && { ...file.written, span } });
    }
  }

  private run(step: Step): void {
    const { instruction, script } = step;
    if (instruction.keyword !== "RUN" || !script) return;
    const mounted = this.build.kinds.includes("mount") ? mountedSecrets(step) : [];
    const texts = this.build
      .texts(step)
      .flatMap((text) => (isWritten(text) ? { span: text.span, taint: textTaint(text) } : []));
    const variables = new Map([...this.buildArguments, ...this.environment]);
    const files = new SecretFileTable();
    for (const secret of mounted) {
      if (isOpenByName(secret)) continue;
      const taint = taintOf({ kind: "mount", name: secret.id, span: secret.mount.span });
      if (secret.path !== undefined) files.set({ path: secret.path, taint, written: undefined });
      if (secret.variable !== undefined) variables.set(secret.variable, taint);
    }
    for (const file of this.mountedFiles(step)) files.set(file);
    if (this.build.kinds.includes("file")) for (const file of boundFiles(step)) files.set(file);
    const before = this.files.kept();
    for (const file of before) files.set(file);
    if (variables.size === 0 && texts.length === 0 && files.isEmpty) return;
    const traces = step.before.shell.slice(1).some((word) => /^-[a-z]*x/.test(word));
    const paths = new ContainerPaths(step);
    const prints = followScript(script, {
      variables,
      files,
      paths,
      texts: texts.sort((a, b) => a.span.start.offset - b.span.start.offset),
      traces,
    });
    for (const print of prints) this.prints.push({ ...print, stage: this.stage, step });
    const after = files.kept();
    this.noteRemovals(step, before, files);
    for (const file of after) if (!before.includes(file)) this.leave(step, file);
  }

  /** Files with secrets in the stages that a RUN mounts. */
  private *mountedFiles({ mounts, before }: Step): Iterable<HeldFile> {
    for (const { mount, from } of mounts) {
      const source = from.kind === "stage" ? this.build.outcomes.get(from.index) : undefined;
      const folder = absolutePath("/", mount.source ?? "/");
      const target = absolutePath(before.workdir, mount.target ?? "/");
      for (const file of source?.files ?? []) {
        const isIn = folder === "/" || file.path === folder || file.path.startsWith(`${folder}/`);
        const below = folder === "/" ? file.path : file.path.slice(folder.length);
        if (isIn) yield { path: `${target === "/" ? "" : target}${below}`, taint: file.taint, written: undefined };
      }
    }
  }

  private noteRemovals({ instruction }: Step, before: readonly HeldFile[], files: SecretFileTable): void {
    for (const { path } of before) {
      if (files.get(path)) continue;
      this.files.remove(path);
      const leak = this.leaks.find((each) => each.path === path);
      if (leak) leak.removal ??= instruction.span;
    }
  }

  /** A file stays in the layer of the step: a leak of its own, or a copy of one that is known. */
  private leave(step: Step, { path, taint, written }: HeldFile): void {
    if (!written) return;
    const known = taint.leak as OpenLeak | undefined;
    const leak: OpenLeak = known ?? {
      sources: taint.sources,
      stage: this.stage,
      step,
      path,
      ...written,
      copies: [],
      removal: undefined,
    };
    if (!known) this.leaks.push(leak);
    else if (known.stage !== this.stage) known.copies.push({ stage: this.stage, span: written.span, path });
    this.files.set({ path, taint: { ...taint, leak }, written });
  }
}

/** Secret files of the build context that a RUN mounts: no layer has them, but what is done with them may stay. */
function boundFiles({ instruction, before }: Step): HeldFile[] {
  if (instruction.keyword !== "RUN") return [];
  return instruction.mounts.flatMap(({ type, from, source, target, span }) => {
    if (type !== "bind" || from || source === undefined || target === undefined || !isSecretFile(source)) return [];
    const taint = taintOf({ kind: "file", name: source, span });
    return { path: absolutePath(before.workdir, target), taint, written: undefined };
  });
}

/** What everybody tries first, and what says of itself that it is none, is no secret. */
function isWritten({ value, variables }: SecretText): boolean {
  return variables.length === 0 && (value === "token" || value === "random" || value === "literal");
}

function textTaint({ what, span }: SecretText): Taint {
  return taintOf({ kind: "text", name: what, span });
}
