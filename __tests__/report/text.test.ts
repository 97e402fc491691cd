import { describe, expect, it } from "vitest";
import { renderText } from "../../src/report/text.ts";
import { fileOf, problemOf, reportOf, spanOf } from "./report-builder.ts";

const plain = { colour: false };

const go = `FROM golang:1.21
WORKDIR /src
COPY . .
RUN go build -o /app ./cmd/app
EXPOSE 8080
CMD ["/app"]
`;

const node = `FROM node:18 AS builder
RUN apt-get update \\
    && apt-get install -y gcc \\
       make \\
       git \\
    && npm ci

FROM node:18-slim AS app
COPY --from=builder /app /app
CMD ["node", "server.js"]
`;

const single = fileOf("services/api/Dockerfile", go, [
  {
    rule: "single-stage-build",
    level: "error",
    at: "FROM golang:1.21",
    message:
      "This stage compiles the program with go build and ships the Go tool chain with it. The image is then some 800 MB " +
      "larger than the program and carries a compiler. Build in a stage of its own and copy /app into " +
      "gcr.io/distroless/static.",
    related: [["go build -o /app ./cmd/app", "the program is compiled here"]],
    fix: {
      title: "Build in a stage of its own",
      safe: false,
      edits: [
        ["FROM golang:1.21", "FROM golang:1.21 AS builder"],
        ["EXPOSE", "FROM gcr.io/distroless/static\nCOPY --from=builder /app /app\nEXPOSE"],
      ],
    },
  },
]);

const staged = fileOf("Dockerfile", node, [
  {
    at: 'CMD ["node", "server.js"]',
    message: "Stage app runs as root: neither it nor node:18-slim sets a user. Write USER node before CMD.",
    fix: { title: "Run as node", edits: [["CMD", "USER node\nCMD"]] },
  },
  {
    rule: "uncleaned-package-cache",
    level: "notice",
    at: node.slice(node.indexOf("RUN"), node.indexOf("\n\nFROM")),
    message: "The package lists of apt-get stay in builder.",
  },
  { rule: "floating-base-tag", status: "existing", at: "node:18", message: "never shown" },
  { rule: "unreachable-stage", status: "waived", at: "FROM node:18", message: "never shown" },
]);

const clean = fileOf("web/Dockerfile", "FROM scratch\n");

describe("renderText", () => {
  it("shows findings by file and position, then problems, then one line for all", () => {
    const problems = [
      problemOf({ path: "old/Dockerfile", message: "The file is a link that leaves the repository." }),
      problemOf({ code: "permission-missing", incomplete: false, message: "The token may not comment." }),
    ];
    expect(renderText(reportOf([single, clean, staged], { problems }), plain)).toMatchInlineSnapshot(`
      "Dockerfile:2:1  notice  uncleaned-package-cache
        The package lists of apt-get stay in builder.
          │
        2 │ ┌ RUN apt-get update \\
        3 │ │     && apt-get install -y gcc \\
        4 │ │        make \\
          │ │ …
        6 │ └     && npm ci
          = more: stagegate rules uncleaned-package-cache

      Dockerfile:10:1  warning  root-final-user
        Stage app runs as root: neither it nor node:18-slim sets a user. Write USER
        node before CMD.
           │
        10 │ CMD ["node", "server.js"]
           │ ^^^^^^^^^^^^^^^^^^^^^^^^^
           = fix: Run as node
           + USER node
        10   CMD ["node", "server.js"]
           = more: stagegate rules root-final-user

      services/api/Dockerfile:1:1  error  single-stage-build
        This stage compiles the program with go build and ships the Go tool chain with
        it. The image is then some 800 MB larger than the program and carries a
        compiler. Build in a stage of its own and copy /app into
        gcr.io/distroless/static.
          │
        1 │ FROM golang:1.21
          │ ^^^^^^^^^^^^^^^^
          = see line 4: the program is compiled here
          = fix, to be reviewed: Build in a stage of its own
        1 - FROM golang:1.21
          + FROM golang:1.21 AS builder
            …
          + FROM gcr.io/distroless/static
          + COPY --from=builder /app /app
        5   EXPOSE 8080
          = more: stagegate rules single-stage-build

      old/Dockerfile  problem  file-unreadable
        The file is a link that leaves the repository.

      problem  permission-missing
        The token may not comment.

      1 error, 1 warning, 1 notice in 2 of 3 files · 1 existing, 1 waived · 2 problems · blocked
      "
    `);
  });

  it("says in one line that all is well", () => {
    const second = fileOf("a/Dockerfile", "FROM scratch\n");
    const third = fileOf("b/Dockerfile", "FROM scratch\n");
    expect(renderText(reportOf([clean, second, third]), plain)).toBe("3 Dockerfiles, no findings · passed\n");
    expect(renderText(reportOf([clean]), plain)).toBe("1 Dockerfile, no findings · passed\n");
    expect(renderText(reportOf([]), plain)).toBe("no Dockerfiles · passed\n");
  });

  it("counts what does not count against the change", () => {
    const settled = fileOf("Dockerfile", node, [
      { status: "existing", at: "node:18" },
      { status: "waived", at: "npm ci" },
      { status: "waived", at: "make" },
    ]);
    const text = renderText(reportOf([settled]), plain);
    expect(text).toBe("1 Dockerfile, no open findings · 1 existing, 2 waived · passed\n");
  });

  it("tells an incomplete run from a pass", () => {
    const report = reportOf([clean], { problems: [problemOf({ code: "file-too-large", path: "big/Dockerfile" })] });
    expect(renderText(report, plain)).toBe(
      "big/Dockerfile  problem  file-too-large\n  It could not be read.\n\n" +
        "1 Dockerfile, no findings · 1 problem · incomplete\n",
    );
  });

  it("gives the place of a problem where it is known", () => {
    const problem = problemOf({
      path: "stagegate.yml",
      span: spanOf(clean.source, "scratch"),
      message: "Unknown key.",
    });
    expect(renderText(reportOf([], { problems: [problem] }), plain)).toContain("stagegate.yml:1:6  problem  ");
  });

  it("names the page of a rule once", () => {
    const file = fileOf("Dockerfile", node, [
      { at: "node:18" },
      { at: "npm ci" },
      { at: "git", rule: "other" },
      { at: "make", rule: "acme/x" },
    ]);
    const text = renderText(reportOf([file]), plain);
    expect(text.match(/more: stagegate rules \S+/g)).toEqual([
      "more: stagegate rules root-final-user",
      "more: stagegate rules other",
    ]);
  });

  it("colours when asked and changes nothing else", () => {
    const report = reportOf([single, staged], { problems: [problemOf({})] });
    const coloured = renderText(report, { colour: true });
    expect(coloured).toContain("\u001b[31merror\u001b[39m");
    expect(coloured).toContain("\u001b[31m^^^^^^^^^^^^^^^^\u001b[39m");
    const [first, ...painted] = coloured.split("\u001b[");
    const uncoloured = [first, ...painted.map((part) => part.slice(part.indexOf("m") + 1))].join("");
    expect(uncoloured).toBe(renderText(report, plain));
    expect(uncoloured).not.toContain("\u001b");
  });

  it("fits into a narrow terminal", () => {
    const lines = renderText(reportOf([single, staged]), { colour: false, width: 50 }).split("\n");
    const indented = lines.filter((line) => line.startsWith(" "));
    expect(Math.max(...indented.map((line) => line.length))).toBeLessThanOrEqual(50);
    expect(lines).toContain("  This stage compiles the program with go build");
  });
});
