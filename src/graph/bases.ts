import type { Dockerfile, ParsedStage, Rejection } from "../model/dockerfile.ts";
import type { Base, UnboundReference } from "../model/graph.ts";
import { parseImageReference } from "../model/image-reference.ts";
import { expand } from "../parse/expansion.ts";
import { Refusal } from "../parse/refusal.ts";
import { type GlobalArguments, recordingLookup } from "./global-arguments.ts";
import type { NamedContexts } from "./references.ts";

/** What FROM gives a stage. */
export interface ResolvedFrom {
  readonly base: Base;
  /** The base name after substitution, as BuildKit prints it. */
  readonly name: string;
  readonly platform: string | undefined;
  /** Global ARGs that the FROM line uses. */
  readonly variables: readonly string[];
}

interface ResolvedBases {
  readonly froms: readonly ResolvedFrom[];
  readonly rejections: readonly Rejection[];
  readonly unbound: readonly UnboundReference[];
}

/**
 * Binds each FROM to a stage, an image, `scratch` or a named context. A FROM sees earlier stages only, the later of two equal
 * names wins, and the text must be the lower-case spelling: `FROM Build` does not find `AS Build`.
 */
export function resolveBases(
  dockerfile: Dockerfile,
  globals: GlobalArguments,
  namedContexts: NamedContexts,
): ResolvedBases {
  const byName = new Map<string, number>();
  const rejections: Rejection[] = [];
  const unbound: UnboundReference[] = [];
  const froms = dockerfile.stages.map((stage) => {
    const resolved = resolveFrom(dockerfile, stage, globals, namedContexts, byName, rejections);
    const { image } = stage.from;
    if (resolved.base.kind === "unresolved" && byName.has(image.text.toLowerCase())) {
      // The file is refused for the reference, which has a message and a fix of its own.
      rejections.pop();
      unbound.push({ stage: stage.index, span: image.span, text: image.text, via: "from", reason: "letter-case" });
    }
    if (stage.name !== undefined) byName.set(stage.id, stage.index);
    return resolved;
  });
  return { froms, rejections, unbound };
}

function resolveFrom(
  dockerfile: Dockerfile,
  stage: ParsedStage,
  globals: GlobalArguments,
  namedContexts: NamedContexts,
  byName: ReadonlyMap<string, number>,
  rejections: Rejection[],
): ResolvedFrom {
  const { image, platform } = stage.from;
  const used = new Set<string>();
  const lookup = recordingLookup(globals.values, used);
  const substitute = (text: string) => expand(text, lookup, { escape: dockerfile.directives.escape }).value;
  const missing = () => [...used].filter((name) => globals.withoutDefault.has(name) || !globals.values.has(name));
  const unresolved = (message: string, name = ""): ResolvedFrom => {
    const needsBuildArguments = [...used].some((variable) => globals.declared.has(variable));
    rejections.push({ message, span: stage.from.span, needsBuildArguments });
    const base = { kind: "unresolved", text: image.text, variables: missing() } as const;
    return { base, name, platform: undefined, variables: [...used] };
  };
  try {
    const name = substitute(image.text);
    if (name === "") return unresolved(`base name (${image.text}) should not be blank`);
    const platformName = platform?.value === undefined ? undefined : substitute(platform.value);
    if (platformName !== undefined && !isPlatform(platformName)) {
      return unresolved(`failed to parse platform ${platform?.value ?? ""}`, name);
    }
    const base = baseNamed(name, stage, namedContexts, byName);
    if (base) return { base, name, platform: platformName, variables: [...used] };
    return unresolved(`failed to parse stage name "${name}": ${referenceProblem(name)}`, name);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return unresolved(`failed to process "${image.text}": ${error.message}`);
  }
}

function baseNamed(
  name: string,
  stage: ParsedStage,
  namedContexts: NamedContexts,
  byName: ReadonlyMap<string, number>,
): Base | undefined {
  // A context named like the stage replaces the whole stage.
  if (stage.name !== undefined && namedContexts.has(stage.id)) return contextBase(stage.id, namedContexts);
  const index = byName.get(name);
  if (index !== undefined) return { kind: "stage", index };
  if (namedContexts.has(name)) return contextBase(name, namedContexts);
  if (name === "scratch") return { kind: "scratch" };
  const image = parseImageReference(name);
  return image && { kind: "image", image };
}

/** A context that is an image, `docker-image://…`, is judged as that image. */
function contextBase(name: string, namedContexts: NamedContexts): Base {
  const image = namedContexts.get(name);
  return image ? { kind: "image", image } : { kind: "context", name };
}

/** containerd's platform specifier: one to four components of letters, digits, `_`, `.` and `-`. */
function isPlatform(text: string): boolean {
  return /^[A-Za-z0-9_.()-]+(?:\/[A-Za-z0-9_.-]+){0,3}$/.test(text);
}

/** Docker's words for a reference that it refuses. */
function referenceProblem(name: string): string {
  const lower = name.toLowerCase();
  if (lower !== name && parseImageReference(lower)) {
    const repository = parseImageReference(lower)?.repository ?? lower;
    const written = repository.endsWith(lower) ? repository.slice(0, -lower.length) + name : name;
    return `invalid reference format: repository name (${written}) must be lowercase`;
  }
  return "invalid reference format";
}
