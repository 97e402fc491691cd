import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interpolated, readEnvironmentFile } from "../../src/repository/compose/interpolation.ts";
import { buildLines, factsOf } from "./repository-reader.ts";

describe("compose files", () => {
  it("build in the short and the long form, with defaults and the .env file next to them", () => {
    const compose = `services:
  web:
    build: ./web
  api:
    build:
      context: .
      dockerfile: docker/\${KIND:-api}.Dockerfile
      target: \${STAGE:?which}
      args:
        - VERSION
        - BASE=\${BASE:-alpine:\${ALPINE-3.20}}
      additional_contexts:
        app-base: docker-image://alpine:3.20
  db:
    image: postgres:17
`;
    expect(
      buildLines({ "deploy/compose.yaml": compose, "deploy/.env": "STAGE=prod # the last\nALPINE='3.19'\n" }),
    ).toEqual([
      "deploy/compose.yaml:3 web: deploy/web/Dockerfile in deploy/web, ships",
      "deploy/compose.yaml:5 api: deploy/docker/api.Dockerfile in deploy target prod VERSION=? ($VERSION) BASE=alpine:3.19 ($BASE $ALPINE) app-base:=docker-image://alpine:3.20, ships",
    ]);
  });

  it("take what an override leaves out from the main file, and what a service extends from there", () => {
    const files = {
      "docker-compose.yml": "services:\n  app:\n    build:\n      context: ./app\n      args: {A: '1', B: '2'}\n",
      "docker-compose.ci.yml": "services:\n  app:\n    build:\n      target: tester\n      args: {B: '3'}\n",
      "other/compose.yaml":
        "services:\n  worker:\n    extends:\n      file: ../docker-compose.yml\n      service: app\n    build:\n      target: worker\n",
    };
    expect(buildLines(files)).toEqual([
      "docker-compose.ci.yml:3 app: app/Dockerfile in app target tester A=1 B=3",
      "docker-compose.yml:3 app: app/Dockerfile in app A=1 B=2, ships",
      "other/compose.yaml:6 worker: app/Dockerfile in app target worker A=1 B=2, ships",
    ]);
  });

  it("tell what is for development: by file, service, profile, and sources that are mounted", () => {
    const service = (name: string, more: string) => `  ${name}:\n    build: {context: ., target: x}\n${more}`;
    const lines = buildLines({
      "compose.yaml": `services:\n${service("app", "")}${service("dev-server", "")}${service("a", "    profiles: [debug]\n")}${service("b", "    volumes: ['./:/app']\n")}${service("c", "    volumes:\n      - {type: bind, source: ./src, target: /app/src}\n")}${service("d", "    volumes: ['./nginx.conf:/etc/nginx/nginx.conf']\n")}`,
      "docker-compose.override.yml": `services:\n${service("e", "")}`,
    });
    expect(lines.filter((line) => line.endsWith("ships")).map((line) => line.split(" ")[1])).toEqual(["app:", "d:"]);
  });

  it("merge anchors, and never follow an alias without end", () => {
    const shared =
      "x-build: &build\n  context: .\n  target: prod\nservices:\n  a:\n    build:\n      <<: *build\n      target: other\n  b:\n    build: *build\n";
    expect(buildLines({ "compose.yaml": shared }).map((line) => line.replace(/.*target/, ""))).toEqual([
      " other, ships",
      " prod, ships",
    ]);
    const levels = Array.from(
      { length: 20 },
      (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}, *a${level}]`,
    );
    const bomb = factsOf({ "compose.yaml": `a0: &a0 [x]\n${levels.join("\n")}\n` });
    expect(bomb.problems.map(({ code, path, incomplete }) => ({ code, path, incomplete }))).toEqual([
      { code: "build-file-unreadable", path: "compose.yaml", incomplete: false },
    ]);
  });

  it("name files that are to be read, too", () => {
    const facts = factsOf(
      {
        "compose.yaml":
          "include:\n  - infra/services.yml\nservices:\n  a:\n    build: {context: ., dockerfile: images/a.build}\n",
      },
      ["infra/services.yml"],
    );
    expect(facts.namedFiles).toEqual({ dockerfiles: ["images/a.build"], missing: ["infra/services.yml"] });
  });
});

describe("interpolation", () => {
  it.each([
    ["$$HOME and ${A}", "$HOME and a"],
    ["${B-b}${B:-c}", "b".concat("c")],
    ["${E-x}|${E:-x}", "|x"],
    ["${A:?needed}", "a"],
    ["${A:+set}", undefined],
    ["${B}", undefined],
    ["${unclosed", "${unclosed"],
    ["${C:-${D:-${A}}}", "a"],
  ])("makes of %s %s", (text, value) => {
    expect(interpolated(text, readEnvironmentFile("A=a\nexport E=\n# C=no\n")).text).toBe(value);
  });

  it("leaves text without a dollar sign as it is, and never throws", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const value = interpolated(text, new Map());
        if (!text.includes("$")) expect(value).toEqual({ text, variables: [], secrets: [] });
      }),
    );
  });
});
