import type { AndOr, CommandNode, CompoundList, Pipeline, PipelineNode, Statement } from "unbash";
import { readSimpleCommand } from "./read-command.ts";
import { readCompound } from "./read-compound.ts";
import { type Extent, type Head, joined, type Place, type Reading } from "./reading.ts";

/** Commands one after the other. */
export function readList(reading: Reading, place: Place, list: Pick<CompoundList, "commands">, head: Head): Extent {
  let extent: Extent;
  let next = head;
  for (const statement of list.commands) {
    extent = joined(extent, readStatement(reading, place, statement, next));
    next = { operator: statement.background ? "&" : ";", pipedFrom: undefined };
  }
  return extent;
}

function readStatement(reading: Reading, place: Place, statement: Statement, head: Head): Extent {
  if (!statement.background) return readAndOr(reading, place, statement.command, head);
  const inner = reading.inside(place, statement.pos, "background");
  return inner && reading.variables.apart(() => readAndOr(reading, inner, statement.command, head));
}

/**
 * `a && b || c`. What stands behind `&&` counts for what follows it by `&&`; behind the list, and behind `||`, it is only
 * certain where nothing in front of it can fail.
 */
function readAndOr(reading: Reading, place: Place, node: PipelineNode | AndOr, head: Head): Extent {
  if (node.type !== "AndOr") return readPipeline(reading, place, node, head);
  const { commands, operators } = node;
  const read = (index: number): Extent => {
    const command = commands[index];
    const operator = operators[index - 1];
    return command && readPipeline(reading, place, command, operator ? { operator, pipedFrom: undefined } : head);
  };
  let extent = read(0);
  let index = 1;
  for (; operators[index - 1] === "&&" && cannotFail(commands[index - 1]); index++)
    extent = joined(extent, read(index));
  while (index < commands.length) {
    const start = index++;
    while (operators[start - 1] === "&&" && operators[index - 1] === "&&") index++;
    const end = index;
    extent = reading.variables.perhaps(() => {
      let all = extent;
      for (let each = start; each < end; each++) all = joined(all, read(each));
      return all;
    });
  }
  return extent;
}

const infallible = new Set([":", "echo", "export", "set", "true"]);

/** Assignments of text, and the few builtins that always succeed. */
function cannotFail(node: PipelineNode | undefined): boolean {
  if (node?.type !== "Command" || !node.prefix.every(({ type }) => type === "Assignment")) return false;
  if (node.name && !infallible.has(node.name.text)) return false;
  return [...node.prefix, ...node.suffix].every(
    (part) => (part.type === "Assignment" || part.type === "Word") && !/\$\(|`/.test(part.text),
  );
}

function readPipeline(reading: Reading, place: Place, node: PipelineNode, head: Head): Extent {
  if (node.type !== "Pipeline") return readNode(reading, place, node, head);
  const timed = node.prefixes.some(({ type }) => type === "Time");
  const inner = timed ? { ...place, wrappers: [...place.wrappers, "time"] } : place;
  const [only] = node.commands;
  if (only && node.commands.length === 1) return readNode(reading, inner, only, head);
  return readPiped(reading, inner, node, head);
}

function readPiped(reading: Reading, place: Place, { commands }: Pipeline, head: Head): Extent {
  let extent: Extent;
  let next = head;
  for (const [index, command] of commands.entries()) {
    const read = () => readNode(reading, place, command, next);
    // Each part is a process of its own, but for the last one in some shells.
    const part = index === commands.length - 1 ? reading.variables.perhaps(read) : reading.variables.apart(read);
    extent = joined(extent, part);
    next = { operator: "|", pipedFrom: part?.last };
  }
  return extent;
}

export function readNode(reading: Reading, place: Place, node: CommandNode, head: Head): Extent {
  if (node.type === "Command") return readSimpleCommand(reading, place, node, head);
  return readCompound(reading, place, node, head);
}
