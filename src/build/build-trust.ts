/** What a run is about, as far as trust goes. */
export interface BuildTrust {
  /** Name of the event. */
  readonly event: string;
  /** Whether the code comes from another repository. */
  readonly isFork: boolean;
  /** Whether the step was given secrets for the build. */
  readonly hasSecrets: boolean;
  /** `build.forks` of the policy, where that comes from the default branch; undefined where nobody could trust it. */
  readonly forks: "never" | "allow" | undefined;
}

/**
 * Why nothing may be built; undefined where it may. The code of a fork runs in a build, and only at `pull_request` does GitHub keep
 * secrets and a writing token from its run.
 * https://docs.github.com/actions/reference/security/secure-use
 */
export function buildRefusal({ event, isFork, hasSecrets, forks }: BuildTrust): string | undefined {
  if (!isFork || forks === "allow") return undefined;
  const remedy =
    "Build at the event pull_request, or say `build: { forks: allow }` in the policy of the default branch.";
  if (event !== "pull_request") {
    return `Nothing was built: this is code of a fork, and a run at ${event} may hold secrets and a token that can write. ${remedy}`;
  }
  if (hasSecrets)
    return `Nothing was built: this is code of a fork, and build-secrets would hand it secrets. ${remedy}`;
  return undefined;
}
