import { type Assignment, type Command, forEachChild, type SyntaxNode, type Word } from "unbash";

/** Builtins whose operands name variables that they set or unset. */
const assigning = new Set(["read", "unset", "getopts", "mapfile", "readarray", "printf", "let"]);

/** Where in a script which names are assigned, by its text alone: what a loop or a function may change whenever it runs. */
export class AssignedNames {
  private readonly root: SyntaxNode;
  private collected: Collected | undefined;

  /** Positions are indexes into the text that `root` was parsed from. Nested command substitutions do not count. */
  constructor(root: SyntaxNode) {
    this.root = root;
  }

  isAssigned(name: string, start: number, end: number): boolean {
    const positions = this.all.positions.get(name);
    return positions !== undefined && (positions[firstFrom(positions, start)] ?? end) < end;
  }

  /** Names assigned between two positions, some perhaps more than once. */
  within(start: number, end: number): string[] {
    const { places, sorted } = this.all;
    return places.slice(firstFrom(sorted, start), firstFrom(sorted, end)).map(({ name }) => name);
  }

  private get all(): Collected {
    this.collected ??= collect(this.root);
    return this.collected;
  }
}

interface Collected {
  readonly positions: ReadonlyMap<string, readonly number[]>;
  readonly places: readonly { readonly name: string; readonly position: number }[];
  /** The positions of `places`. */
  readonly sorted: readonly number[];
}

/** Index of the first number that is not below `least`. */
function firstFrom(numbers: readonly number[], least: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function collect(root: SyntaxNode): Collected {
  const places: { name: string; position: number }[] = [];
  const add = (name: string, position: number) => places.push({ name, position });
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "Command") {
      addFromCommand(node, add);
      continue;
    }
    if (node.type === "For" || node.type === "Select") add(node.name.text, node.pos);
    if (node.type === "ArithmeticCommand") addIdentifiers(node.body, node.pos, add);
    if (node.type === "ArithmeticWord") addIdentifiers(node.value, node.pos, add);
    if (node.type === "TestCommand" || node.type === "ArithmeticCommand" || node.type === "ArithmeticWord") continue;
    forEachChild(node, (child) => {
      if (child.type === "Word") addFromExpansions(child, add);
      else if (child.type !== "ArithmeticCommandExpansion") open.push(child);
    });
  }
  places.sort((a, b) => a.position - b.position);
  const positions = new Map<string, number[]>();
  for (const { name, position } of places) {
    const known = positions.get(name);
    if (known) known.push(position);
    else positions.set(name, [position]);
  }
  return { positions, places, sorted: places.map(({ position }) => position) };
}

type Add = (name: string, position: number) => unknown;

function addFromCommand(command: Command, add: Add): void {
  const assigns = command.name !== undefined && assigning.has(command.name.text);
  if (command.name) addFromExpansions(command.name, add);
  for (const part of [...command.prefix, ...command.suffix]) {
    if (part.type === "Assignment") {
      add(part.name, part.pos);
      addFromExpansions(part, add);
    } else if (part.type === "Word") {
      addFromExpansions(part, add);
      const name = assigns ? /^["']?([A-Za-z_]\w*)/.exec(part.text)?.[1] : undefined;
      if (name) add(name, part.pos);
    }
  }
}

/** `${NAME:=value}` and `$((NAME += 1))`. */
function addFromExpansions({ text, pos }: Word | Assignment, add: Add): void {
  if (!text.includes("$")) return;
  for (const name of namesAssignedIn(text)) add(name, pos);
}

/** Names that the expansions in a text may assign. */
export function namesAssignedIn(text: string): string[] {
  const names = [...text.matchAll(/\$\{([A-Za-z_]\w*):?=/g)].flatMap((match) => match[1] ?? []);
  return isAssigningArithmetic(text) ? [...names, ...identifiersIn(text)] : names;
}

/** Whether `$((…))` in the text may change variables. */
function isAssigningArithmetic(text: string): boolean {
  return /\$\(\(|\$\[/.test(text) && /=|\+\+|--/.test(text);
}

function addIdentifiers(text: string, position: number, add: Add): void {
  for (const name of identifiersIn(text)) add(name, position);
}

export function identifiersIn(text: string): string[] {
  return text.match(/(?<!\w)[A-Za-z_]\w*/g) ?? [];
}
