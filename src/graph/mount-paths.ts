import type { Mount } from "../model/dockerfile.ts";
import type { BuildGraph, Stage } from "../model/graph.ts";
import { expand } from "../parse/expansion.ts";
import { Refusal } from "../parse/refusal.ts";

/**
 * Reads the source and the target of the mounts of a stage, variables filled in as far as their values are known: BuildKit
 * expands both. An ARG counts wherever in the stage it stands.
 */
export class MountPaths {
  private readonly buildArguments = new Map<string, string | undefined>();
  private readonly graph: BuildGraph;
  private readonly stage: Stage;

  constructor(graph: BuildGraph, stage: Stage) {
    this.graph = graph;
    this.stage = stage;
    for (const { instruction } of stage.steps) {
      if (instruction.keyword !== "ARG") continue;
      for (const { key, value } of instruction.pairs) {
        this.buildArguments.set(key, value === undefined ? graph.globalArguments.get(key) : this.expanded(value));
      }
    }
  }

  /** Source and target, without those that the mount does not give. */
  of({ source, target }: Mount): string[] {
    return [source, target].filter((path) => path !== undefined).map((path) => this.expanded(path));
  }

  private expanded(text: string): string {
    const lookup = (name: string) => this.stage.end.environment.get(name) ?? this.buildArguments.get(name);
    try {
      return expand(text, lookup, { escape: this.graph.dockerfile.directives.escape, keepUnset: true }).value;
    } catch (error) {
      if (error instanceof Refusal) return text;
      throw error;
    }
  }
}
