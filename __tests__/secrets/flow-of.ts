import { buildGraph } from "../../src/graph/build-graph.ts";
import { sourceFile } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";
import { secretFlow } from "../../src/secrets/flow.ts";

export function flowOf(dockerfile: string) {
  const graph = buildGraph(parseDockerfile(sourceFile("Dockerfile", dockerfile)));
  return { graph, ...secretFlow(graph, ["mount", "argument", "environment", "text", "file"]) };
}

/** What comes to rest: the path of each file with the names of its secrets, and `log: command` for what is printed. */
export function restsOf(dockerfile: string): string[] {
  const { leaks, prints } = flowOf(dockerfile);
  return [
    ...leaks.map(({ path, sources }) => `${path}: ${sources.map(({ name }) => name).join(", ")}`),
    ...prints.map(
      ({ command, sources, manner }) => `${manner} of ${command}: ${sources.map(({ name }) => name).join(", ")}`,
    ),
  ];
}
