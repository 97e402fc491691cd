import type {
  Case,
  CommandNode,
  CompoundList,
  Coproc,
  For,
  Function as FunctionNode,
  If,
  Redirected,
  Select,
  While,
} from "unbash";
import { identifiersIn } from "./assigned-names.ts";
import { readExpression } from "./read-expression.ts";
import { readRedirection } from "./read-redirection.ts";
import { readSubstitutions } from "./read-substitutions.ts";
import { readWord } from "./read-word.ts";
import { type Extent, type Head, joined, noHead, type Place, type Reading } from "./reading.ts";
import { spanOf } from "./script-text.ts";
import { type Known, maximumChoices, type Outcome } from "./variables.ts";

/** Everything but a simple command. The first command inside hangs on what is before as the construct does. */
export function readCompound(
  reading: Reading,
  place: Place,
  node: Exclude<CommandNode, { type: "Command" }>,
  head: Head,
): Extent {
  const { variables } = reading;
  switch (node.type) {
    case "Subshell":
      return variables.apart(() => readBody(reading, reading.inside(place, node.pos, "subshell"), node.body, head));
    case "BraceGroup":
      return readBody(reading, reading.inside(place, node.pos, "group"), node.body, head);
    case "If":
      return readIf(reading, place, node, head);
    case "While":
      return readWhile(reading, place, node, head);
    case "For":
    case "Select":
      return readFor(reading, place, node, head);
    case "ArithmeticFor": {
      const { initialize, test, update } = node;
      for (const expression of [initialize, test, update]) readExpression(reading, place, expression);
      const extent = readLoopBody(reading, place, node, head, () => {});
      for (const name of place.names.within(node.pos, node.body.pos)) variables.forget(name);
      return extent;
    }
    case "Case":
      return readCase(reading, place, node, head);
    case "Function":
      return readFunction(reading, place, node);
    case "Coproc":
      return readCoproc(reading, place, node, head);
    case "Redirected":
      return readRedirected(reading, place, node, head);
    case "ArithmeticCommand":
      for (const name of identifiersIn(node.body)) variables.forget(name);
      return readExpression(reading, place, node, head);
    case "TestCommand":
      return readExpression(reading, place, node, head);
  }
}

function readBody(reading: Reading, place: Place | undefined, list: CompoundList, head: Head): Extent {
  return place && reading.readers.list(reading, place, list, head);
}

function readIf(reading: Reading, place: Place, node: If, head: Head): Extent {
  let extent = readBody(reading, reading.inside(place, node.pos, "condition"), node.clause, head);
  const outcomes: Outcome[] = [];
  const readBranch = (list: CompoundList, clause?: CompoundList) => {
    const inner = reading.inside(place, list.pos, "branch");
    const { result, outcome } = reading.variables.trial(() => {
      const condition =
        clause && inner && readBody(reading, reading.inside(inner, clause.pos, "condition"), clause, noHead);
      return joined(condition, readBody(reading, inner, list, noHead));
    });
    extent = joined(extent, result);
    outcomes.push(outcome);
  };
  readBranch(node.then);
  for (const { clause, then } of node.elif) readBranch(then, clause);
  if (node.else) readBranch(node.else);
  reading.variables.merge(outcomes, node.else === undefined);
  return extent;
}

function readWhile(reading: Reading, place: Place, node: While, head: Head): Extent {
  return reading.variables.repeatedly(place.names, node.pos, node.end, () =>
    reading.variables.perhaps(() => {
      const loop = reading.inside(place, node.pos, "loop");
      const clause = loop && readBody(reading, reading.inside(loop, node.pos, "condition"), node.clause, head);
      return joined(clause, readBody(reading, loop, node.body, clause ? noHead : head));
    }),
  );
}

function readFor(reading: Reading, place: Place, node: For | Select, head: Head): Extent {
  const words = (node.wordlist ?? []).map((word) => readWord(reading, place, word));
  for (const { substitutions } of words) readSubstitutions(reading, place, substitutions);
  const isKnown =
    node.type === "For" && node.wordlist && words.every(({ word, expansion }) => word.fields && !expansion.hasGlob);
  const items = isKnown ? words.flatMap(({ word }) => word.fields ?? []) : [];
  return readLoopBody(reading, place, node, head, () => reading.variables.set(node.name.text, loopVariable(items)));
}

function loopVariable(items: readonly string[]): Known {
  const distinct = [...new Set(items)];
  const [only] = distinct;
  if (distinct.length === 1 && only !== undefined) return { kind: "scalar", value: only };
  return distinct.length > 1 && distinct.length <= maximumChoices
    ? { kind: "choice", items: distinct }
    : { kind: "unknown" };
}

function readLoopBody(
  reading: Reading,
  place: Place,
  node: { readonly pos: number; readonly end: number; readonly body: CompoundList },
  head: Head,
  start: () => void,
): Extent {
  return reading.variables.repeatedly(place.names, node.pos, node.end, () =>
    reading.variables.perhaps(() => {
      start();
      return readBody(reading, reading.inside(place, node.pos, "loop"), node.body, head);
    }),
  );
}

function readCase(reading: Reading, place: Place, node: Case, head: Head): Extent {
  const words = [node.word, ...node.items.flatMap(({ pattern }) => pattern)];
  for (const word of words) readSubstitutions(reading, place, readWord(reading, place, word).substitutions);
  let extent: Extent;
  const outcomes: Outcome[] = [];
  const readItems = () => {
    for (const item of node.items) {
      const inner = reading.inside(place, item.pos, "branch");
      const { result, outcome } = reading.variables.trial(() => readBody(reading, inner, item.body, head));
      extent = joined(extent, result);
      outcomes.push(outcome);
    }
  };
  // With `;&` an item can run behind another one.
  const fallsThrough = node.items.some(({ terminator }) => terminator !== undefined && terminator !== ";;");
  if (fallsThrough) reading.variables.repeatedly(place.names, node.pos, node.end, readItems);
  else readItems();
  const isComplete = node.items.some(({ pattern }) => pattern.some(({ text }) => text === "*"));
  reading.variables.merge(outcomes, !isComplete || fallsThrough);
  return extent;
}

/** The commands of a function stand where it is defined; it is not known when it is called. */
function readFunction(reading: Reading, place: Place, node: FunctionNode): Extent {
  const inner = reading.inside(place, node.pos, "function");
  if (inner === undefined) return undefined;
  const { variables } = reading;
  variables.repeatedly(place.names, node.pos, Number.POSITIVE_INFINITY, () =>
    variables.apart(() => readAny(reading, inner, node.body, noHead)),
  );
  variables.assignedInFunction(place.names.within(node.body.pos, node.body.end));
  return undefined;
}

function readCoproc(reading: Reading, place: Place, node: Coproc, head: Head): Extent {
  const inner = reading.inside(place, node.pos, "background");
  return inner && reading.variables.apart(() => readAny(reading, inner, node.body, head));
}

function readAny(reading: Reading, place: Place, node: CommandNode | CompoundList, head: Head): Extent {
  if (node.type === "CompoundList") return reading.readers.list(reading, place, node, head);
  return reading.readers.node(reading, place, node, head);
}

/** A redirection of a loop, group or subshell is given to the last command in it. */
function readRedirected(reading: Reading, place: Place, node: Redirected, head: Head): Extent {
  const redirects = node.redirects.map((redirect) => readRedirection(reading, place, redirect));
  const redirections = redirects.map(({ redirection }) => redirection);
  let extent = reading.readers.node(reading, place, node.command, head);
  if (extent) {
    reading.extend(extent.last, { redirections });
  } else {
    const { wrappers, within } = place;
    const span = spanOf(place.script, node.pos, node.end);
    const empty = { name: "", word: undefined, arguments: [], assignments: [] };
    const index = reading.add({ ...empty, ...head, redirections, wrappers, within, span });
    extent = { first: index, last: index };
  }
  for (const { substitutions } of redirects) readSubstitutions(reading, place, substitutions);
  return extent;
}
