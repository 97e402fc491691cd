import type { PlannedCaches } from "./build-cache.ts";

/** One target of a Dockerfile that is to be built. */
export interface PlannedBuild {
  /** Unique in the plan; letters, digits and `-` only, as bake takes it. */
  readonly id: string;
  /** For tables and messages: `services/api/Dockerfile: test`. */
  readonly name: string;
  /** `context`: another target of the plan stands on it as a named context. */
  readonly purpose: "test" | "ships" | "context";
  /** Path of the Dockerfile, or the key of an inline one. */
  readonly dockerfile: string;
  /** Of an inline one the text. */
  readonly inline: string | undefined;
  readonly stage: number;
  /** Name of the stage; empty for the last one where that has none. */
  readonly target: string;
  /** Repository-relative folder, `.` for the root. */
  readonly context: string;
  readonly buildArguments: readonly (readonly [string, string])[];
  /** `name=value` of `--build-context`; folders are repository-relative. */
  readonly namedContexts: readonly PlannedContext[];
  /** Empty for the builder's own. */
  readonly platforms: readonly string[];
  readonly caches: PlannedCaches;
}

export interface PlannedContext {
  readonly name: string;
  readonly kind: "folder" | "address" | "target";
  /** Of a target its id in the plan. */
  readonly value: string;
}

/** A secret of the build, which its steps mount by its id. It goes by way of the environment or a file, never as an argument. */
export interface BuildSecret {
  readonly id: string;
  readonly kind: "environment" | "file";
  /** Name of the variable of Docker's own process, or absolute path of the file. */
  readonly from: string;
}
