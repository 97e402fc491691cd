import type { Base, BuildGraph, Stage } from "../model/graph.ts";
import { familiarName, type ImageReference } from "../model/image-reference.ts";

/** Hexadecimal digits of a digest that are enough to tell two apart by eye. */
const shownDigest = 12;

/** What stages stand on that is no stage of the file. */
export interface OutsideBase {
  /** What a person calls it: `golang:1.21`, `scratch`, the name of a context, or the text as written. */
  readonly title: string;
  /** The stages right on it. */
  readonly stages: readonly Stage[];
}

/** The bases of a file that are none of its stages, each once, in the order in which the file names them. */
export function outsideBases(graph: BuildGraph): OutsideBase[] {
  const bases = new Map<string, Stage[]>();
  for (const stage of graph.stages) {
    if (stage.base.kind === "stage") continue;
    const title = outsideTitle(stage.base);
    const stages = bases.get(title);
    if (stages === undefined) bases.set(title, [stage]);
    else stages.push(stage);
  }
  return [...bases].map(([title, stages]) => ({ title, stages }));
}

function outsideTitle(base: Exclude<Base, { readonly kind: "stage" }>): string {
  switch (base.kind) {
    case "scratch":
      return "scratch";
    case "image":
      return imageTitle(base.image);
    case "context":
      return `context ${base.name}`;
    case "unresolved":
      return base.text.trim() === "" ? "unknown base" : base.text;
  }
}

/** `golang:1.21`, `ghcr.io/acme/app@sha256:0123456789ab…`: as short as it stays recognisable. */
function imageTitle(image: ImageReference): string {
  const tag = image.tag === undefined ? "" : `:${image.tag}`;
  const [algorithm = "", digits = ""] = image.digest?.split(":") ?? [];
  const digest = image.digest === undefined ? "" : `@${algorithm}:${digits.slice(0, shownDigest)}…`;
  return `${familiarName(image)}${tag}${digest}`;
}
