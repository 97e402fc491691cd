/**
 * What is used of `@dagrejs/dagre`. Its own declarations name files without extensions, which TypeScript does not find in modules of
 * Node.
 */
declare module "@dagrejs/dagre" {
  interface Placed {
    readonly x?: number;
    readonly y?: number;
    readonly points?: readonly { readonly x: number; readonly y: number }[];
  }

  export class Graph {
    constructor(options: { multigraph: boolean });
    setGraph(label: object): void;
    graph(): { readonly width?: number; readonly height?: number };
    setNode(key: string, label: { width: number; height: number }): void;
    node(key: string): Placed;
    setEdge(from: string, to: string, label: object, name: string): void;
    edge(from: string, to: string, name: string): Placed;
  }

  export function layout(graph: Graph): void;
}
