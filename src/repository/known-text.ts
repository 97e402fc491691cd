/** A text as far as the repository tells it, and what it is made from. */
export interface KnownText {
  /** Undefined when it depends on something that is known only when it is built. */
  readonly value: string | undefined;
  /** Names in the secret store of the CI service that are part of it. */
  readonly secrets: readonly string[];
  /** Variables that are part of it. */
  readonly variables: readonly string[];
}

export function knownText(value: string): KnownText {
  return { value, secrets: [], variables: [] };
}

export const unknownText: KnownText = { value: undefined, secrets: [], variables: [] };

/** Longer texts are not put together from parts: no name or path of a build is. */
const longestText = 65_536;

export function joinTexts(parts: readonly KnownText[]): KnownText {
  const values = parts.map(({ value }) => value);
  const isKnown = values.every((value) => value !== undefined);
  const length = values.reduce((sum, value) => sum + (value?.length ?? 0), 0);
  return {
    value: isKnown && length <= longestText ? values.join("") : undefined,
    secrets: parts.flatMap(({ secrets }) => secrets),
    variables: parts.flatMap(({ variables }) => variables),
  };
}
