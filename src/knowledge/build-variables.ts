/** Variables that a command of the build sees. `has` without a value: it is set, but to what is known only when it is built. */
export interface BuildVariables {
  has(name: string): boolean;
  get(name: string): string | undefined;
}

/** Whether a variable is set to something that means yes; undefined where that is known only when it is built. */
export function isSwitchedOn(variables: BuildVariables, ...names: readonly string[]): boolean | undefined {
  for (const name of names) {
    if (!variables.has(name)) continue;
    const value = variables.get(name);
    if (value === undefined) return undefined;
    if (value !== "") return !/^(?:0|false|no|off|n|f)$/i.test(value);
  }
  return false;
}

/** The first of the variables that is set, whether its value is known or not. */
export function firstSet(
  variables: BuildVariables,
  ...names: readonly string[]
): { value: string | undefined } | undefined {
  const name = names.find((each) => variables.has(each) && variables.get(each) !== "");
  return name === undefined ? undefined : { value: variables.get(name) };
}
