import {
  type BuildArgument,
  type FactValue,
  joinedValues,
  knownValue,
  targetOf,
} from "../../model/repository-facts.ts";
import { type SourceFile, type Span, spanBetween } from "../../model/source.ts";
import { type BakeInvocation, bakeOverrideName } from "../bake/bake-invocation.ts";
import { buildLocation } from "../build-location.ts";
import type { FactCollector } from "../fact-collector.ts";
import { cleanPath, pathIn } from "../repository-path.ts";
import { child, textOf, type YamlNode, type YamlScalar } from "../yaml-tree.ts";
import { type ExpressionScope, expandedText } from "./expression.ts";

/** A step that uses an action. */
export interface ActionStep {
  readonly source: SourceFile;
  readonly name: string;
  /** `uses:` and its value. */
  readonly span: Span;
  readonly inputs: YamlNode | undefined;
  readonly scope: ExpressionScope;
}

/** `docker/build-push-action` and those with its inputs. */
export function addBuildPushAction(step: ActionStep, collector: FactCollector): void {
  const input = (name: string) => inputValue(step, name);
  const context = contextOf(input("context"));
  const file = input("file");
  const push = input("push");
  collector.add({
    source: "workflow",
    path: step.source.path,
    span: step.span,
    name: step.name,
    ...buildLocation(context, file?.text === "" ? undefined : file, () => "."),
    target: targetOf(input("target")),
    buildArguments: lines(step, "build-args"),
    namedContexts: lines(step, "build-contexts"),
    platforms: (input("platforms")?.text ?? "").split(/[,\s]+/).filter((platform) => platform !== ""),
    caches: { from: cacheLines(step, "cache-from"), to: cacheLines(step, "cache-to") },
    // An expression, such as one that leaves pull requests out, publishes at some time.
    ships: (push !== undefined && push.text !== "false" && push.text !== "") || pushes(input("outputs")),
  });
}

/** `docker/bake-action`. */
export function bakeActionInvocation(step: ActionStep): BakeInvocation {
  const folder = pathIn(".", inputValue(step, "workdir")?.text ?? ".");
  const items = (name: string) =>
    itemLines(step, name)
      .flatMap(({ value }) => value.text?.split(",") ?? [])
      .map((item) => item.trim())
      .filter((item) => item !== "");
  const push = inputValue(step, "push");
  return {
    folder,
    files:
      folder === undefined ? [] : items("files").flatMap((path) => pathIn(folder, path.replace(/^cwd:\/\//, "")) ?? []),
    targets: items("targets"),
    pushes: push !== undefined && push.text !== "false" && push.text !== "",
    overrides: itemLines(step, "set").flatMap(({ value, written, span }) => {
      const override = bakeOverrideName(value.text ?? written);
      if (!override) return [];
      const given = { ...value, text: value.text?.slice(override.end + 1) };
      return [
        { target: override.target, argument: { name: override.name, value: given, path: step.source.path, span } },
      ];
    }),
  };
}

/** Without one the repository itself, `{{defaultContext}}:folder` a folder of it. */
function contextOf(value: FactValue | undefined): FactValue {
  if (value === undefined || value.text === "") return knownValue(".");
  const folder = /^\{\{ *defaultContext *\}\}(?::(.*))?$/.exec(value.text ?? "");
  if (folder) return knownValue(cleanPath(folder[1] ?? "."));
  return value.text === undefined || value.text.includes("://") ? value : { ...value, text: pathIn(".", value.text) };
}

function pushes(outputs: FactValue | undefined): boolean {
  return /(?:^|[,\s])(?:type=registry|push=true|push-by-digest=true)/.test(outputs?.text ?? "");
}

function inputValue({ inputs, scope }: ActionStep, name: string): FactValue | undefined {
  const text = textOf(child(inputs, name));
  return text === undefined ? undefined : expandedText(text.trim(), scope);
}

/** `NAME=value`, one a line. */
function lines(step: ActionStep, name: string): BuildArgument[] {
  return itemLines(step, name).flatMap(({ written, value, span }) => {
    const equals = written.indexOf("=");
    const key = (equals === -1 ? written : written.slice(0, equals)).trim();
    if (key === "" || key.includes("${{")) return [];
    const fromEnvironment = (): FactValue =>
      step.scope.environment.get(key) ?? { text: undefined, variables: [key], secrets: [] };
    const given = equals === -1 ? fromEnvironment() : { ...value, text: value.text?.slice(equals + 1) };
    return [{ name: key, value: given, path: step.source.path, span }];
  });
}

function cacheLines(step: ActionStep, name: string): FactValue[] {
  return itemLines(step, name).map(({ value }) => value);
}

/** The lines of an input that are not empty, with their places. */
function itemLines(step: ActionStep, name: string): { written: string; value: FactValue; span: Span }[] {
  const node = child(step.inputs, name);
  if (node?.kind !== "scalar") return [];
  const items: { written: string; value: FactValue; span: Span }[] = [];
  let at = 0;
  for (const line of node.text.split("\n")) {
    const written = line.trim();
    const start = at + line.indexOf(written);
    at += line.length + 1;
    if (written === "" || written.startsWith("#")) continue;
    const value = joinedValues([expandedText(written, step.scope)]);
    items.push({ written, value, span: spanOfPart(step.source, node, start, start + written.length) });
  }
  return items;
}

/** Where a stretch of a scalar's text stands; the whole scalar where that cannot be told. */
function spanOfPart(source: SourceFile, { pieces, span }: YamlScalar, start: number, end: number): Span {
  const piece = pieces.findLast(({ at }) => at <= start);
  if (!piece) return span;
  const from = piece.offset + start - piece.at;
  return spanBetween(source, from, Math.min(from + end - start, source.text.length));
}
