import { buildGraph } from "../../../src/graph/build-graph.ts";
import { carriedMisfits } from "../../../src/graph/runtime-fit/judge.ts";
import { sourceFile } from "../../../src/model/source.ts";
import { parseDockerfile } from "../../../src/parse/parse-dockerfile.ts";

/** The misfits of what ships, each as `certain` or `perhaps`, and the source of the COPY. */
export function misfitsOf(lines: string): string[] {
  const graph = buildGraph(parseDockerfile(sourceFile("Dockerfile", `${lines.trim()}\n`)));
  return carriedMisfits(graph).map(
    ({ certain, carried }) => `${certain ? "certain" : "perhaps"} ${carried.source.path}`,
  );
}

/** A builder and a stage that ships and runs something, each with more lines where the test gives them. */
export function twoStages(builder: string, run: string, shipped: string, copy: string): string[] {
  const [image, ...more] = builder.split("\n");
  const command = /ENTRYPOINT|CMD/.test(shipped) ? [] : ['CMD ["/app"]'];
  return misfitsOf(
    [
      `FROM ${image} AS build`,
      ...more,
      "WORKDIR /src",
      "COPY . .",
      run,
      `FROM ${shipped}`,
      `COPY --from=build ${copy}`,
      ...command,
    ].join("\n"),
  );
}
