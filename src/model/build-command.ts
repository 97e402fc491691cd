import type { ShellCommand } from "./shell.ts";

/** What a command does in a build: compiling, bundling, installing dependencies or testing. */
export interface BuildCommand {
  /** As a person calls it: `go build`, `npm run build`, `pip install`. */
  readonly tool: string;
  /** `go`, `node`, `python`, `java`, `rust`, …; undefined when the tool serves many. */
  readonly language: string | undefined;
  /**
   * `compile`: source to a program. `bundle`: to files that an interpreter, a browser or a package index takes. `install`:
   * dependencies of the application, or tools by name. `other`: belongs to a build, and is none of these.
   */
  readonly kind: BuildKind;
  /** Where the result is, as written or as the tool's default; relative to the working directory. */
  readonly output: string | undefined;
  /** File name patterns of the manifests and locks that an install reads; empty where packages are named instead. */
  readonly manifests: readonly string[];
  /** Packages that an install names. */
  readonly packages: readonly string[];
}

export type BuildKind = "compile" | "bundle" | "install" | "test" | "other";

/** A build command where it stands in a RUN. */
export interface BuildCommandInScript extends BuildCommand {
  readonly command: ShellCommand;
}
