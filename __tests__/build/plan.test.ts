import { describe, expect, it } from "vitest";
import { bakeDefinitionText } from "../../src/build/bake-definition.ts";
import { buildables, changedPaths } from "../../src/build/buildables.ts";
import { bakeArguments, buildArguments, isBuilderName } from "../../src/build/buildx-arguments.ts";
import { planBuilds } from "../../src/build/plan-builds.ts";
import type { PlannedBuild } from "../../src/build/planned-build.ts";
import { packPolicy } from "../support/pack-policy.ts";

const dockerfile =
  "FROM golang:1.23 AS build\nCOPY . .\nRUN go build -o /app .\n\nFROM build AS test\nRUN go test ./...\n\nFROM scratch\nCOPY --from=build /app /app\n";

interface Given {
  readonly files: Readonly<Record<string, string>>;
  readonly what?: "test" | "all";
  readonly changed?: readonly string[];
  readonly test?: string;
}

function plan({ files, what = "test", changed, test }: Given) {
  const texts = new Map(Object.entries(files));
  const targets = test === undefined ? [] : [{ files: ["**"], ships: undefined, test }];
  const policy = { ...packPolicy("recommended"), targets };
  const change = {
    head: { sha: undefined, ref: undefined },
    files: [...texts].flatMap(([path, text]) => (/Dockerfile/.test(path) ? [{ path, text }] : [])),
    repository: { listing: [...texts.keys()], texts },
    base: changed && {
      sha: "0".repeat(40),
      files: [],
      changed: changed.map((path) => ({
        path,
        previousPath: undefined,
        status: "modified" as const,
        hunks: undefined,
      })),
    },
    problems: [],
    target: undefined,
  };
  return planBuilds(buildables(change, policy), { what, policy, changed: changedPaths(change) });
}

const options = {
  locate: (path: string) => `/work/${path}`,
  secrets: [],
  builder: undefined,
  progress: "rawjson",
  writesCache: true,
} as const;

function only(builds: readonly PlannedBuild[]): PlannedBuild {
  const [build] = builds;
  if (!build || builds.length > 1) throw new Error(`${builds.length} builds`);
  return build;
}

describe("what is built", () => {
  it("is the stage that tests, in the folder of its Dockerfile", () => {
    expect(plan({ files: { "api/Dockerfile": dockerfile, "api/main.go": "" } }).builds).toMatchObject([
      { dockerfile: "api/Dockerfile", target: "test", context: "api", purpose: "test" },
    ]);
  });

  it("is also what ships, where all is asked for", () => {
    expect(plan({ files: { Dockerfile: dockerfile }, what: "all" }).builds.map(({ target }) => target)).toEqual([
      "test",
      "",
    ]);
    const unnamed = plan({ files: { Dockerfile: "FROM golang:1.23\nRUN go test ./...\n\nFROM scratch\n" } });
    expect(unnamed.builds).toEqual([]);
    expect(unnamed.problems[0]?.message).toContain("BuildKit builds stages by their names alone");
  });

  it("is what the policy names; a stage that is not there is never a pass", () => {
    expect(only(plan({ files: { Dockerfile: dockerfile }, test: "build" }).builds).target).toBe("build");
    expect(plan({ files: { Dockerfile: dockerfile }, test: "nope" }).problems).toMatchObject([
      { code: "not-built", incomplete: true, message: "Not built: it has no stage nope, which is to be built." },
    ]);
  });

  it("is a stage that tests by its command alone", () => {
    const text =
      "FROM node:22 AS build\nCOPY . .\nRUN npm ci && npm test\n\nFROM node:22-slim\nCOPY --from=build /dist /dist\n";
    expect(only(plan({ files: { Dockerfile: text } }).builds).target).toBe("build");
  });

  it("is built as compose and bake say", () => {
    const compose =
      "services:\n  a:\n    build:\n      context: src\n      dockerfile: ../Dockerfile\n      target: test\n      args: { MODE: ci }\n      additional_contexts: { proto: ./proto, img: 'docker-image://alpine:3.20' }\n";
    expect(
      only(plan({ files: { Dockerfile: dockerfile, "compose.yaml": compose, "src/a": "" } }).builds),
    ).toMatchObject({
      context: "src",
      buildArguments: [["MODE", "ci"]],
      namedContexts: [
        { name: "proto", kind: "folder", value: "proto" },
        { name: "img", kind: "address", value: "docker-image://alpine:3.20" },
      ],
    });
  });

  it("never has a secret of the pipeline as an argument", () => {
    const workflow =
      "on: push\njobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          target: test\n          build-args: |\n            TOKEN=${{ secrets.TOKEN }}\n            MODE=ci\n";
    const build = only(plan({ files: { Dockerfile: dockerfile, ".github/workflows/a.yml": workflow } }).builds);
    expect(build.buildArguments).toEqual([["MODE", "ci"]]);
  });

  it("is only what the change touches: the Dockerfile, or its context", () => {
    const files = { "a/Dockerfile": dockerfile, "a/x": "", "b/Dockerfile": dockerfile, "b/y": "" };
    const paths = (changed: string[]) => plan({ files, changed }).builds.map((build) => build.dockerfile);
    expect(paths(["a/Dockerfile"])).toEqual(["a/Dockerfile"]);
    expect(paths(["b/y"])).toEqual(["b/Dockerfile"]);
    expect(paths(["README.md"])).toEqual([]);
    expect(paths(["a/gone.go"]), "a file that the change removes").toEqual(["a/Dockerfile"]);
  });
});

describe("a target that is a context of another", () => {
  const bake = (base: string) =>
    `target "app" {\n  dockerfile = "app.Dockerfile"\n  target = "test"\n  contexts = { base = "target:${base}" }\n}\ntarget "base" {\n  dockerfile = "base.Dockerfile"\n}\n`;
  const files = {
    "app.Dockerfile": "FROM base AS test\nRUN true\n",
    "base.Dockerfile": "FROM alpine:3.20\nRUN true\n",
  };

  it("is built in the same bake, though nobody asked for it", () => {
    const { builds, problems } = plan({ files: { ...files, "docker-bake.hcl": bake("base") } });
    expect(problems).toEqual([]);
    expect(builds.map(({ dockerfile, purpose }) => [dockerfile, purpose])).toEqual([
      ["base.Dockerfile", "context"],
      ["app.Dockerfile", "test"],
    ]);
    const definition = JSON.parse(bakeDefinitionText(builds, options));
    const [context, test] = builds.map(({ id }) => id);
    expect(definition.group.default.targets).toEqual([test]);
    expect(definition.target[test ?? ""].contexts).toEqual({ base: `target:${context}` });
  });

  it("leaves its user unverified where it is not known", () => {
    const { builds, problems } = plan({ files: { ...files, "docker-bake.hcl": bake("gone") } });
    expect(builds).toEqual([]);
    expect(problems).toMatchObject([{ code: "not-built", incomplete: true }]);
    expect(problems[0]?.message).toContain("the target gone");
  });
});

describe("what is handed to Docker", () => {
  it("leaves no image, and nothing in it can be taken for an option", () => {
    const build = { ...only(plan({ files: { Dockerfile: dockerfile } }).builds), context: "--push", target: "--push" };
    const args = buildArguments({ ...build, buildArguments: [["A", "--load"]] }, options);
    expect(args).toContain("--output=type=cacheonly");
    expect(args.filter((arg) => !/^--(?:progress|output|file|target|build-arg)=/.test(arg))).toEqual([
      "buildx",
      "build",
      "--",
      "/work/--push",
    ]);
    expect(isBuilderName("--push")).toBe(false);
  });

  it("names where a secret is, never what it is", () => {
    const secrets = [
      { id: "npm", kind: "environment", from: "STAGEGATE_BUILD_SECRET_1" },
      { id: "rc", kind: "file", from: '/tmp/a,b"c' },
    ] as const;
    const build = only(plan({ files: { Dockerfile: dockerfile } }).builds);
    const args = buildArguments(build, { ...options, secrets });
    expect(args).toContain("--secret=type=env,id=npm,env=STAGEGATE_BUILD_SECRET_1");
    expect(args).toContain('--secret=type=file,id=rc,"src=/tmp/a,b""c"');
    expect(bakeArguments(["t1"], { ...options, secrets }, true)).toEqual([
      "buildx",
      "bake",
      "--progress=rawjson",
      "--file=-",
      '--allow=fs.read=/tmp/a,b"c',
      "--",
      "t1",
    ]);
  });

  it("is a definition in which no string is a template, with no entitlement and no network mode", () => {
    const build = only(plan({ files: { Dockerfile: dockerfile } }).builds);
    const text = bakeDefinitionText([{ ...build, buildArguments: [["A", "${x} $${y} %{z}"]] }], options);
    expect(JSON.parse(text).target[build.id].args.A).toBe("$${x} $$${y} %%{z}");
    expect(text).not.toMatch(/entitlements|network|push/);
    expect(JSON.parse(text).target[build.id].output).toEqual(["type=cacheonly"]);
  });
});
