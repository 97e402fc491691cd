/** The parts of a step's name. Source: `prefixCommand` of BuildKit's dockerfile2llb, `addPrefix` of Buildx. */
export interface StepName {
  /** Of several targets built together, whose it is. */
  readonly target: string | undefined;
  /** Lower-case name, or `stage-<index>`; undefined for an internal step. */
  readonly stage: string | undefined;
  /** Of the steps of the stage, 1-based: `[test 2/3]`. */
  readonly position: { readonly index: number; readonly count: number } | undefined;
  /** `RUN go test ./...`; for an internal step what it does. */
  readonly text: string;
  /** Without the target. */
  readonly shown: string;
}

/** Reads the name of a step; `targets` are the names that may stand in front, where several are built together. */
export function readStepName(name: string, targets: ReadonlySet<string>): StepName {
  const end = name.startsWith("[") ? name.indexOf("]") : -1;
  if (end === -1) return { target: undefined, stage: undefined, position: undefined, text: name, shown: name };
  const words = name
    .slice(1, end)
    .split(" ")
    .filter((word) => word !== "");
  const text = name.slice(end + 1).trimStart();
  const target = words[0] !== undefined && targets.has(words[0]) ? words.shift() : undefined;
  const shown = words.length === 0 ? text : `[${words.join(" ")}] ${text}`;
  const position = positionIn(words.at(-1));
  return { target, stage: position ? (words.at(-2) ?? "").toLowerCase() : undefined, position, text, shown };
}

function positionIn(word: string | undefined): StepName["position"] {
  const match = /^(\d{1,5})\/(\d{1,5})$/.exec(word ?? "");
  return match ? { index: Number(match[1]), count: Number(match[2]) } : undefined;
}
