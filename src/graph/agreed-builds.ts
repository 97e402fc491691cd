import type { Dockerfile } from "../model/dockerfile.ts";
import { type ImageReference, parseImageReference } from "../model/image-reference.ts";
import type { BuildFact, FactValue } from "../model/repository-facts.ts";

/**
 * The build arguments that the builds of a Dockerfile give, as far as FROM may use them: those that all builds agree on; and for an ARG
 * without a default the value that a bake or compose file writes down. Where builds differ, the ARG's own default stays.
 */
export function agreedArguments(dockerfile: Dockerfile, builds: readonly BuildFact[]): ReadonlyMap<string, string> {
  const given = new Map<string, Given>();
  for (const { buildArguments, source } of builds) {
    for (const { name, value } of new Map(buildArguments.map((each) => [each.name, each])).values()) {
      const known = given.get(name) ?? { count: 0, texts: new Set(), written: undefined };
      const text = ownText(value);
      known.count++;
      known.texts.add(text);
      if (source === "bake" || source === "compose") known.written ??= text;
      given.set(name, known);
    }
  }
  const defaults = new Map(dockerfile.globalArgs.flatMap(({ pairs }) => pairs).map(({ key, value }) => [key, value]));
  const values = new Map<string, string>();
  for (const [name, { count, texts, written }] of given) {
    const [text] = texts;
    const isAgreed = count === builds.length && texts.size === 1;
    const chosen = isAgreed && text !== undefined ? text : defaults.get(name) === undefined ? written : undefined;
    if (chosen !== undefined) values.set(name, chosen);
  }
  return values;
}

interface Given {
  count: number;
  readonly texts: Set<string | undefined>;
  /** The first that a bake or compose file writes down. */
  written: string | undefined;
}

/** An empty default of a variable, `${BASE:-}`, is there to be filled in. */
function ownText({ text, variables }: FactValue): string | undefined {
  return text === "" && variables.length > 0 ? undefined : text;
}

/**
 * The named contexts that every build of a Dockerfile gives, with the image for those that are one: what one build alone replaces,
 * the others take as it is written.
 */
export function agreedContexts(builds: readonly BuildFact[]): ReadonlyMap<string, ImageReference | undefined> {
  const given = new Map<string, (string | undefined)[]>();
  for (const { namedContexts } of builds) {
    for (const { name, value } of new Map(namedContexts.map((each) => [each.name, each])).values()) {
      const values = given.get(name) ?? [];
      values.push(value.text);
      given.set(name, values);
    }
  }
  const agreed = [...given].filter(([, values]) => values.length === builds.length);
  return new Map(agreed.map(([name, values]) => [name, imageIn(new Set(values))]));
}

/** `docker-image://alpine:3.20`; undefined for a folder, another target, and values that differ. */
function imageIn(values: ReadonlySet<string | undefined>): ImageReference | undefined {
  const [value] = values;
  if (values.size !== 1 || !value?.startsWith("docker-image://")) return undefined;
  return parseImageReference(value.slice("docker-image://".length));
}
