import type { FromInstruction, Instruction, KeyValue } from "../../model/dockerfile.ts";
import type { Base, BuildGraph, CopyOrigin, Edge, Stage, Step } from "../../model/graph.ts";
import { familiarName, type ImageReference, normalisedReference } from "../../model/image-reference.ts";
import type { ShellCommand } from "../../model/shell.ts";
import { type CelType, celType } from "./cel-type.ts";

/** A part of a graph with the graph that it belongs to. */
interface InGraph<Part> {
  readonly graph: BuildGraph;
  readonly part: Part;
}

interface StepPart {
  readonly stage: Stage;
  readonly instruction: Instruction | FromInstruction;
  readonly step: Step | undefined;
}

export const imageType = celType<ImageReference>(
  "Image",
  "An image reference, taken apart as Docker does: `alpine` is `docker.io/library/alpine:latest`. What `image(text)` gives.",
  {
    reference: text("The whole reference in its long form.", normalisedReference),
    registry: text("Host of the registry: `docker.io`, `ghcr.io`.", ({ registry }) => registry),
    repository: text("Path below the registry: `library/alpine`, `acme/app`.", ({ repository }) => repository),
    name: text("The short name that a person would use: `alpine`, `ghcr.io/acme/app`.", familiarName),
    tag: text("The tag; empty without one.", ({ tag }) => tag ?? ""),
    digest: text("The digest, `sha256:…`; empty without one.", ({ digest }) => digest ?? ""),
  },
);

const baseType = celType<InGraph<Stage>>(
  "Base",
  "What a stage stands on. Where that is another stage, the parts of the reference are those of the image at the root of the chain.",
  {
    kind: text("`image`, `stage`, `scratch`, `context` or `unresolved`.", ({ part }) => part.base.kind),
    stage: text("Name of the stage that it stands on; empty for others.", ({ graph, part }) =>
      stageOf(graph, part.base),
    ),
    reference: text("The whole image reference in its long form; empty without an image.", root(normalisedReference)),
    registry: text(
      "Host of the registry: `docker.io`, `ghcr.io`.",
      root(({ registry }) => registry),
    ),
    repository: text(
      "Path below the registry: `library/alpine`.",
      root(({ repository }) => repository),
    ),
    name: text("The short name that a person would use: `alpine`.", root(familiarName)),
    tag: text(
      "The tag; empty without one.",
      root(({ tag }) => tag ?? ""),
    ),
    digest: text(
      "The digest; empty without one.",
      root(({ digest }) => digest ?? ""),
    ),
  },
);

const commandType = celType<ShellCommand>(
  "Command",
  "A command that a RUN would start, with wrappers such as `sudo` or `env` looked through.",
  {
    name: text("The program without its folder: `npm`; empty where it is not known.", ({ name }) => name),
    arguments: {
      type: "list<string>",
      description: "Its arguments as far as their values are known; as written where they are not.",
      read: ({ arguments: words }) => words.map(({ value, text }) => value ?? text),
    },
  },
);

const mountType = celType<NonNullable<Step["mounts"]>[number]["mount"]>("Mount", "A `--mount` of a RUN.", {
  type: text("`bind`, `cache`, `tmpfs`, `secret` or `ssh`.", ({ type }) => type),
  target: text("Where it appears; empty where it does not say.", ({ target }) => target ?? ""),
  source: text("What it takes; empty where it does not say.", ({ source }) => source ?? ""),
  id: text("Its `id`; empty without one.", ({ id }) => id ?? ""),
  from: text("Stage or image that it takes from; empty without one.", ({ from }) => from?.text ?? ""),
});

export const instructionType = celType<InGraph<StepPart>>("Instruction", "One instruction of a stage, FROM included.", {
  keyword: text("`FROM`, `RUN`, `COPY`, …", ({ part }) => part.instruction.keyword),
  text: text("The whole instruction on one line, without comments and heredocs.", ({ part }) => part.instruction.text),
  heredocs: list("The texts of its heredocs.", ({ part }) => part.instruction.heredocs.map(({ content }) => content)),
  flags: {
    type: "map<string, string>",
    description: "Its flags by name, `--chown=app` as `chown`; the last of each name.",
    read: ({ part }) => new Map(part.instruction.flags.map(({ name, value }) => [name, value ?? ""])),
  },
  user: text(
    "The user that it runs as; empty where that is not known.",
    ({ part }) => part.step?.before.user.name ?? "",
  ),
  workdir: text("The working directory in which it runs.", ({ part }) => part.step?.before.workdir ?? "/"),
  commands: {
    type: "list<Command>",
    description: "RUN: the commands of its script, also those behind `&&`, in loops and in `sh -c`.",
    read: ({ part }, budget) => (part.step?.script?.commands ?? []).map((command) => commandType.of(command, budget)),
  },
  mounts: {
    type: "list<Mount>",
    description: "RUN: its mounts.",
    read: ({ part }, budget) => {
      const { instruction } = part;
      return instruction.keyword === "RUN" ? instruction.mounts.map((mount) => mountType.of(mount, budget)) : [];
    },
  },
  sources: list("COPY and ADD: what they copy, variables expanded.", ({ part }) =>
    (part.step?.copy?.sources ?? []).map(({ path }) => path),
  ),
  destination: text("COPY and ADD: where to, as an absolute path.", ({ part }) => part.step?.copy?.destination ?? ""),
  from: text("COPY: name of the stage or image that it copies from; empty for the build context.", ({ graph, part }) =>
    originName(graph, part.step?.copy?.from),
  ),
  values: {
    type: "map<string, string>",
    description: "ENV, LABEL and ARG: values by name, as written; empty for an ARG without default.",
    read: ({ part }) => new Map(pairsOf(part.instruction).map(({ key, value }) => [key, value ?? ""])),
  },
});

const edgeType = celType<InGraph<Edge>>("Edge", "One stage needs another.", {
  stage: text("Name of the stage that needs.", ({ graph, part }) => stageName(graph, part.stage)),
  source: text("Name of the stage that is needed.", ({ graph, part }) => stageName(graph, part.source)),
  via: text("How: `from`, `copy`, `mount` or `onbuild`.", ({ part }) => part.via),
});

export const stageType = celType<InGraph<Stage>>("Stage", "A stage, with what its image carries at its end.", {
  name: text("Its name in lower case; `stage-0`, counted from 0, without one.", ({ part }) => part.id),
  index: { type: "int", description: "Its place in the file, from 0.", read: ({ part }) => BigInt(part.index) },
  role: text("`ships`, `contributes`, `tests`, `auxiliary` or `unreachable`.", ({ part }) => part.role),
  ships: { type: "bool", description: "Whether its image is published.", read: ({ part }) => part.role === "ships" },
  base: { type: "Base", description: "What it stands on.", read: (stage, budget) => baseType.of(stage, budget) },
  platform: text("Its `--platform`; empty without one.", ({ part }) => part.platform ?? ""),
  user: text("The user of its image; empty where that is not known.", ({ part }) => part.end.user.name ?? ""),
  workdir: text("The working directory of its image.", ({ part }) => part.end.workdir),
  packages: list("System packages that its own RUNs add and do not take back.", ({ part }) => addedPackages(part)),
  labels: {
    type: "map<string, string>",
    description: "Its own LABELs, as written.",
    read: ({ part }) =>
      new Map(
        part.instructions
          .filter(({ keyword }) => keyword === "LABEL")
          .flatMap((instruction) => pairsOf(instruction).map(({ key, value }) => [key, value ?? ""])),
      ),
  },
  entrypoint: list(
    "The words of its ENTRYPOINT, inherited along FROM.",
    ({ part }) => part.end.entrypoint?.words ?? [],
  ),
  command: list("The words of its CMD, inherited along FROM.", ({ part }) => part.end.command?.words ?? []),
  instructions: {
    type: "list<Instruction>",
    description: "Its instructions, FROM first.",
    read: ({ graph, part }, budget) => stepParts(part).map((step) => instructionType.of({ graph, part: step }, budget)),
  },
});

export const fileType = celType<BuildGraph>("File", "A Dockerfile.", {
  path: text("Its path from the root of the repository.", ({ dockerfile }) => dockerfile.source.path),
  frontend: text(
    "The image of its `# syntax=` directive; empty without one.",
    ({ dockerfile }) => dockerfile.directives.syntax?.value ?? "",
  ),
  stages: {
    type: "list<Stage>",
    description: "Its stages, first to last.",
    read: (graph, budget) => graph.stages.map((part) => stageType.of({ graph, part }, budget)),
  },
  edges: {
    type: "list<Edge>",
    description: "Which stage needs which.",
    read: (graph, budget) => graph.edges.map((part) => edgeType.of({ graph, part }, budget)),
  },
});

/** All types, each behind those that it is made of. */
export const modelTypes: readonly CelType<never>[] = [
  imageType,
  baseType,
  commandType,
  mountType,
  instructionType,
  edgeType,
  stageType,
  fileType,
] as readonly CelType<never>[];

/** FROM and the instructions behind it, with what holds where each runs. */
export function stepParts(stage: Stage): StepPart[] {
  return [
    { stage, instruction: stage.from, step: undefined },
    ...stage.steps.map((step) => ({ stage, instruction: step.instruction, step })),
  ];
}

function text<Subject>(description: string, read: (subject: Subject) => string) {
  return { type: "string", description, read };
}

function list<Subject>(description: string, read: (subject: Subject) => readonly string[]) {
  return { type: "list<string>", description, read: (subject: Subject) => [...read(subject)] };
}

function root(read: (image: ImageReference) => string): (stage: InGraph<Stage>) => string {
  return ({ part }) => (part.rootImage === undefined ? "" : read(part.rootImage));
}

function stageName(graph: BuildGraph, index: number): string {
  return graph.stages[index]?.id ?? "";
}

function stageOf(graph: BuildGraph, base: Base): string {
  return base.kind === "stage" ? stageName(graph, base.index) : "";
}

function originName(graph: BuildGraph, from: CopyOrigin | undefined): string {
  switch (from?.kind) {
    case "stage":
      return stageName(graph, from.index);
    case "image":
      return normalisedReference(from.image);
    case "context":
      return from.name ?? "";
    default:
      return "";
  }
}

function pairsOf(instruction: Instruction | FromInstruction): readonly KeyValue[] {
  return "pairs" in instruction ? instruction.pairs : [];
}

function addedPackages({ steps }: Stage): string[] {
  const names = new Set<string>();
  for (const { name, change } of steps.flatMap(({ packages }) => packages)) {
    if (change === "added") names.add(name);
    else names.delete(name);
  }
  return [...names];
}
