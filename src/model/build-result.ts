/** What a build made of one target of a Dockerfile. */
export interface TargetResult {
  /** Path of the Dockerfile, or the key of an inline one. */
  readonly dockerfile: string;
  /** Index of the stage. */
  readonly stage: number;
  /** Unique in its build; for messages and tables. */
  readonly name: string;
  /** `context`: another target stands on it as a named context. */
  readonly purpose: "test" | "ships" | "context";
  /** `unverified`: nothing can be said, for want of an image, a secret, time; `reason` says which. */
  readonly outcome: "built" | "failed" | "unverified";
  readonly reason: string | undefined;
  /** In the order in which they were first seen. */
  readonly steps: readonly StepResult[];
  readonly failure: BuildFailure | undefined;
  /** What BuildKit's own checks say of the Dockerfile. */
  readonly checks: readonly BuildCheck[];
}

/** A step of a build: what BuildKit calls a vertex. */
export interface StepResult {
  readonly digest: string;
  /** As BuildKit prints it: `[test 2/3] RUN go test ./...` */
  readonly name: string;
  /** Digests of the steps that it needs. */
  readonly inputs: readonly string[];
  readonly cached: boolean;
  readonly completed: boolean;
  /** Milliseconds since the epoch; undefined for a step that never started. */
  readonly started: number | undefined;
  /** How long it took, or has taken when the build ended. */
  readonly seconds: number;
}

export interface BuildFailure {
  /** BuildKit's words. */
  readonly message: string;
  /** Name of the step that failed; undefined where none did, as for a refused file. */
  readonly step: string | undefined;
  /** Lines of the Dockerfile, 1-based and inclusive, that BuildKit points to. */
  readonly lines: { readonly first: number; readonly last: number } | undefined;
  /** Exit status of the command; undefined where no command ran. */
  readonly exitStatus: number | undefined;
  /** The last lines of the step's output. */
  readonly log: readonly string[];
}

/** A warning of `docker build --check`. https://docs.docker.com/reference/build-checks/ */
export interface BuildCheck {
  /** BuildKit's name of the rule, for example `FromAsCasing`. */
  readonly rule: string;
  readonly message: string;
  /** 1-based; undefined for the whole file. */
  readonly lines: { readonly first: number; readonly last: number } | undefined;
}
