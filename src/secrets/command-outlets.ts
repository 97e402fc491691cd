import type { Redirection, ShellCommand } from "../model/shell.ts";
import type { Span } from "../model/source.ts";

/** Where a command's standard output goes; a file by a redirection of its own, or by that of the construct around it. */
export type Outlet =
  | { readonly kind: "file"; readonly redirection: Redirection; readonly isOwn: boolean }
  /** Into the command of this index. */
  | { readonly kind: "pipe"; readonly index: number }
  /** To the word around the substitution, or to whoever calls the function. */
  | { readonly kind: "caller" }
  | { readonly kind: "log" };

/** The streams of the commands of a script, constructs such as `{ …; } > file` and `… | while read` looked through. */
export class CommandStreams {
  private readonly outlets: Outlet[] = [];
  private readonly inlets: (readonly Redirection[])[] = [];

  constructor(commands: readonly ShellCommand[]) {
    const consumers = new Map(
      commands.flatMap(({ pipedFrom }, index) => (pipedFrom === undefined ? [] : [[pipedFrom, index]])),
    );
    let outer: { readonly outlet: Outlet; readonly depth: number } | undefined;
    let input: { readonly redirections: readonly Redirection[]; readonly depth: number } | undefined;
    for (let index = commands.length - 1; index >= 0; index--) {
      const command = commands[index];
      if (command === undefined) continue;
      const depth = depthOf(command);
      if (outer && depth < outer.depth) outer = undefined;
      if (input && depth < input.depth) input = undefined;
      const around = command.redirections.filter(({ span }) => !isInside(span, command.span));
      const aroundFile = around.findLast(isOutput);
      const consumer = consumers.get(index);
      const base = command.within.lastIndexOf("substitution") + 1;
      if (aroundFile) outer = { outlet: { kind: "file", redirection: aroundFile, isOwn: false }, depth: base + 1 };
      else if (consumer !== undefined && depth > depthOf(commands[consumer])) {
        outer = { outlet: { kind: "pipe", index: consumer }, depth: depthOf(commands[consumer]) + 1 };
      }
      const aroundInput = around.filter(isInput);
      if (aroundInput.length > 0) input = { redirections: aroundInput, depth: base + 1 };
      const own = command.redirections.filter(({ span }) => isInside(span, command.span));
      this.outlets[index] = outletOf(command, own, consumer, aroundFile, outer?.outlet);
      this.inlets[index] = [
        ...own.filter(isInput),
        ...(aroundInput.length > 0 ? aroundInput : (input?.redirections ?? [])),
      ];
    }
  }

  outletOf(index: number): Outlet {
    return this.outlets[index] ?? { kind: "log" };
  }

  /** The redirections that give the command its input, its own first. */
  inletsOf(index: number): readonly Redirection[] {
    return this.inlets[index] ?? [];
  }
}

function outletOf(
  command: ShellCommand,
  own: readonly Redirection[],
  consumer: number | undefined,
  around: Redirection | undefined,
  outer: Outlet | undefined,
): Outlet {
  const file = own.findLast(isOutput);
  if (file) return { kind: "file", redirection: file, isOwn: true };
  if (consumer !== undefined) return { kind: "pipe", index: consumer };
  if (around) return { kind: "file", redirection: around, isOwn: false };
  if (outer) return outer;
  const isCaught = command.within.includes("substitution") || command.within.includes("function");
  return { kind: isCaught ? "caller" : "log" };
}

/** How deep in constructs and in scripts of `sh -c` a command stands. */
function depthOf(command: ShellCommand | undefined): number {
  if (command === undefined) return 0;
  return (
    command.within.length + command.wrappers.filter((wrapper) => /^(?:ba|da|a|z|k)?sh$|^eval$/.test(wrapper)).length
  );
}

function isOutput({ operator, fileDescriptor, target }: Redirection): boolean {
  if (operator.startsWith("&>")) return true;
  if (fileDescriptor !== undefined && fileDescriptor !== 1) return false;
  return /^>[>|]?$/.test(operator) || (operator === ">&" && target !== undefined);
}

function isInput({ operator, fileDescriptor }: Redirection): boolean {
  return operator.startsWith("<") && operator !== "<&" && (fileDescriptor ?? 0) === 0;
}

function isInside(inner: Span, outer: Span): boolean {
  return outer.start.offset <= inner.start.offset && inner.end.offset <= outer.end.offset;
}
