import { describe, expect, it } from "vitest";
import { sourceFile } from "../../src/model/source.ts";
import { renderGraphJson } from "../../src/report/graph-json.ts";
import { renderJson } from "../../src/report/json.ts";
import { type FindingSketch, fileOf, graphOf, problemOf, reportOf } from "./report-builder.ts";

const text = `ARG BASE
FROM golang:1.21 AS Builder
RUN go build
FROM builder
FROM scratch AS app
COPY --from=1 /a /a
COPY --from=builder /b /b
COPY --from=builder /c /c
FROM $BASE AS last
`;

describe("renderJson", () => {
  it("keeps the contract, key by key", () => {
    const findings: FindingSketch[] = [
      {
        rule: "invalid-stage-reference",
        level: "error",
        at: "COPY --from=1 /a /a",
        message: "Stage 1 has no name.",
        stage: 2,
        fingerprint: "abc",
        related: [["FROM builder", "this is stage 1"]],
        fix: { title: "Name it", safe: true, edits: [["FROM builder", "FROM builder AS one"]] },
      },
      { at: "FROM builder", stage: 1, status: "waived" },
      { at: "ARG BASE", status: "existing" },
    ];
    const file = fileOf("Dockerfile", text, findings, { ships: ["app", "last"] });
    const problems = [
      problemOf({ path: "x/Dockerfile" }),
      problemOf({ code: "permission-missing", incomplete: false }),
    ];
    expect(renderJson(reportOf([file], { problems }))).toMatchInlineSnapshot(`
      "{
        "schema": "stagegate/report@1",
        "version": "1.0.0",
        "policy": {
          "source": "recommended",
          "digest": "sha256:5d41402abc4b2a76b9719d911017c592"
        },
        "head": {
          "sha": "0123456789abcdef0123456789abcdef01234567",
          "ref": "refs/heads/main"
        },
        "conclusion": "blocked",
        "counts": {
          "error": 1,
          "warning": 0,
          "notice": 0,
          "existing": 1,
          "waived": 1
        },
        "files": [
          {
            "path": "Dockerfile",
            "stages": [
              {
                "index": 0,
                "name": "Builder",
                "role": "contributes",
                "base": {
                  "kind": "image",
                  "reference": "docker.io/library/golang:1.21"
                },
                "startLine": 2,
                "endLine": 3,
                "needs": []
              },
              {
                "index": 1,
                "name": null,
                "role": "contributes",
                "base": {
                  "kind": "stage",
                  "stage": 0
                },
                "startLine": 4,
                "endLine": 4,
                "needs": [
                  0
                ]
              },
              {
                "index": 2,
                "name": "app",
                "role": "ships",
                "base": {
                  "kind": "scratch"
                },
                "startLine": 5,
                "endLine": 8,
                "needs": [
                  0,
                  1
                ]
              },
              {
                "index": 3,
                "name": "last",
                "role": "ships",
                "base": {
                  "kind": "unresolved",
                  "text": "$BASE"
                },
                "startLine": 9,
                "endLine": 9,
                "needs": []
              }
            ],
            "findings": [
              {
                "rule": "root-final-user",
                "level": "warning",
                "status": "existing",
                "message": "Stage app runs as root.",
                "stage": null,
                "startLine": 1,
                "startColumn": 1,
                "endLine": 1,
                "endColumn": 9,
                "fingerprint": "f0",
                "related": [],
                "fix": null
              },
              {
                "rule": "root-final-user",
                "level": "warning",
                "status": "waived",
                "message": "Stage app runs as root.",
                "stage": "stage-1",
                "startLine": 4,
                "startColumn": 1,
                "endLine": 4,
                "endColumn": 13,
                "fingerprint": "f0",
                "related": [],
                "fix": null
              },
              {
                "rule": "invalid-stage-reference",
                "level": "error",
                "status": "open",
                "message": "Stage 1 has no name.",
                "stage": "app",
                "startLine": 6,
                "startColumn": 1,
                "endLine": 6,
                "endColumn": 20,
                "fingerprint": "abc",
                "related": [
                  {
                    "message": "this is stage 1",
                    "startLine": 4,
                    "startColumn": 1,
                    "endLine": 4,
                    "endColumn": 13
                  }
                ],
                "fix": {
                  "title": "Name it",
                  "safe": true,
                  "edits": [
                    {
                      "startLine": 4,
                      "startColumn": 1,
                      "endLine": 4,
                      "endColumn": 13,
                      "text": "FROM builder AS one"
                    }
                  ]
                }
              }
            ]
          }
        ],
        "problems": [
          {
            "code": "file-unreadable",
            "message": "It could not be read.",
            "path": "x/Dockerfile"
          },
          {
            "code": "permission-missing",
            "message": "It could not be read.",
            "path": null
          }
        ]
      }
      "
    `);
  });

  it("writes null for what is absent and an empty list for what there is none of", () => {
    const source = sourceFile("Dockerfile", "FROM\n");
    const head = { sha: undefined, ref: undefined };
    const report = reportOf([{ source, graph: undefined, findings: [] }], { head });
    const read = JSON.parse(renderJson(report));
    expect(read.head).toEqual({ sha: null, ref: null });
    expect(read.files).toEqual([{ path: "Dockerfile", stages: [], findings: [] }]);
    expect(read.problems).toEqual([]);
    expect(renderJson(report).endsWith("}\n")).toBe(true);
  });

  it("sorts files and findings, whatever the order it is given", () => {
    const a = fileOf("a", text, [{ at: "FROM scratch" }, { at: "FROM golang" }]);
    const b = fileOf("B", text);
    const read = JSON.parse(renderJson(reportOf([a, b])));
    expect(read.files.map((file: { path: string }) => file.path)).toEqual(["B", "a"]);
    expect(read.files[1].findings.map((one: { startLine: number }) => one.startLine)).toEqual([2, 5]);
  });
});

describe("renderGraphJson", () => {
  it("gives stages as in the report, and edges with their lines", () => {
    const { path, stages, edges } = JSON.parse(renderGraphJson(graphOf(text)));
    expect(path).toBe("Dockerfile");
    expect(stages).toEqual(JSON.parse(renderJson(reportOf([fileOf("Dockerfile", text)]))).files[0].stages);
    expect(edges).toEqual([
      { stage: 1, needs: 0, via: "from", line: 4 },
      { stage: 2, needs: 1, via: "copy", line: 6 },
      { stage: 2, needs: 0, via: "copy", line: 7 },
      { stage: 2, needs: 0, via: "copy", line: 8 },
    ]);
  });

  it("names each kind of base", () => {
    const graph = graphOf(`FROM scratch\nFROM ghcr.io/a/b@sha256:${"0".repeat(64)}\nFROM ctx\nFROM $NONE\n`, {
      namedContexts: new Set(["ctx"]),
    });
    const { stages } = JSON.parse(renderGraphJson(graph));
    expect(stages.map((stage: { base: object }) => stage.base)).toEqual([
      { kind: "scratch" },
      { kind: "image", reference: `ghcr.io/a/b@sha256:${"0".repeat(64)}` },
      { kind: "context", name: "ctx" },
      { kind: "unresolved", text: "$NONE" },
    ]);
  });

  it("has an answer for a file without stages", () => {
    expect(JSON.parse(renderGraphJson(graphOf("# nothing\n")))).toEqual({ path: "Dockerfile", stages: [], edges: [] });
  });
});
