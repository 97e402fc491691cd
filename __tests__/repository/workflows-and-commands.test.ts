import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildLines, factsOf } from "./repository-reader.ts";

const workflow = (steps: string, job = "") => ({
  ".github/workflows/ci.yml": `on: push\njobs:\n  image:\n${job}    steps:\n${steps}`,
});

describe("workflows", () => {
  it("build what their actions are given, for each combination of a matrix", () => {
    const job =
      "    strategy:\n      matrix:\n        image: [api, web]\n        include:\n          - image: web\n            target: static\n          - image: docs\n            target: docs\n        exclude:\n          - image: none\n";
    const steps = `      - uses: docker/build-push-action@v6
        with:
          context: services/\${{ matrix.image }}
          file: docker/\${{ matrix.image }}.build
          target: \${{ matrix.target }}
          push: \${{ github.event_name == 'push' }}
          build-args: |
            A=1
            # no argument
            B=\${{ env.NAME }}-\${{ github.sha }}
          build-contexts: base=docker-image://alpine:3.20
        env:
          NAME: \${{ vars.NAME }}
`;
    const rest = "A=1 B=? base:=docker-image://alpine:3.20, ships";
    expect(buildLines(workflow(steps, job))).toEqual([
      `.github/workflows/ci.yml:15 : docker/api.build in services/api target ? ${rest}`,
      `.github/workflows/ci.yml:15 : docker/web.build in services/web target static ${rest}`,
      `.github/workflows/ci.yml:15 : docker/docs.build in services/docs target docs ${rest}`,
    ]);
  });

  it("say where a secret comes from, by environments, expressions and commands", () => {
    const steps = `      - run: |
          cd images
          docker buildx build --push -f "$FILE" \\
            --build-arg TOKEN --build-arg "B=x-\${{ secrets['OTHER'] }}" --build-arg=C=\${TOKEN} .
        env:
          FILE: a.Dockerfile
          TOKEN: \${{ secrets.TOKEN || github.token }}
      - run: docker build --build-arg D=\${{ steps.app.outputs.token }} \${{ inputs.context }}
      - shell: pwsh
        run: docker build .
      - uses: docker/build-push-action@v6
        with:
          context: https://github.com/acme/other.git
`;
    expect(buildLines(workflow(steps))).toEqual([
      ".github/workflows/ci.yml:7 : images/a.Dockerfile in images TOKEN=? (secrets.TOKEN github.token) B=? (secrets.OTHER) C=? (secrets.TOKEN github.token), ships",
      ".github/workflows/ci.yml:12 : ? in ? D=? (steps.app.outputs.token)",
      ".github/workflows/ci.yml:15 : elsewhere",
    ]);
  });

  it("have places in the file, whatever stands around them", () => {
    const steps =
      "      - run: |\n          echo ${{ github.sha }} ok\n\n          docker build --build-arg T=${{ secrets.T }} --target test .\n";
    const [build] = factsOf(workflow(steps)).builds;
    expect(build?.span.start).toMatchObject({ line: 8, column: 11 });
    expect(build?.buildArguments[0]?.span.start).toMatchObject({ line: 8, column: 36 });
  });
});

describe("commands", () => {
  it("of Makefiles are read with the variables of make", () => {
    const makefile = `FILE := docker/app.Dockerfile
IMAGE ?= acme/app
TARGET = one
TARGET = two
ifdef X
endif

.PHONY: image
image: deps ## build it
	@echo building
	@docker build -f $(FILE) --target $(TARGET) \\
	  --build-arg V=$(shell git describe) --build-arg T=$$TOKEN --build-arg I=$(IMAGE) .
	docker push $(IMAGE)

all: ; true
test:
	cd sub && docker build --target test -t x . 
	podman build -t $(IMAGE) . && podman push $(IMAGE)
`;
    expect(buildLines({ Makefile: makefile }, ["docker/app.Dockerfile", "sub/Dockerfile", "Dockerfile"])).toEqual([
      "Makefile:11 image: docker/app.Dockerfile in . target ? V=? ($MAKE_EXPRESSION) T=? ($TOKEN) I=acme/app",
      "Makefile:17 test: sub/Dockerfile in sub target test",
      "Makefile:18 test: Dockerfile in ., ships",
    ]);
  });

  it("of scripts, package.json, Taskfiles and skaffold are read where they run", () => {
    const files = {
      "scripts/build.sh":
        '#!/usr/bin/env bash\nset -eu\ncd "$(dirname "$0")/.."\nfor target in api worker; do\n  docker build --target "$target" -t "acme/$target" .\ndone\ndocker build "$@" -f other.Dockerfile .\n',
      "web/package.json": '{"scripts": {"image": "docker build -f docker/web.build --target prod ..", "test": "jest"}}',
      "Taskfile.yml":
        "version: 3\ntasks:\n  image:\n    dir: web\n    cmds:\n      - docker build --target {{.STAGE}} -t {{.IMAGE}} .\n      - cmd: echo ok\n",
      "skaffold.yaml":
        "build:\n  artifacts:\n    - image: app\n      context: app\n      docker: {dockerfile: app.build, target: prod, buildArgs: {V: '{{.NPM_TOKEN}}'}}\n    - image: jib\n      jib: {}\nprofiles:\n  - name: dev\n    build:\n      artifacts: [{image: app, docker: {target: dev}}]\n",
    };
    const others = ["Dockerfile", "other.Dockerfile", "web/Dockerfile", "web/docker/web.build"];
    expect(buildLines(files, others)).toEqual([
      "Taskfile.yml:6 image: web/Dockerfile in web target ?",
      "scripts/build.sh:5 scripts/build.sh: Dockerfile in . target ?",
      "scripts/build.sh:7 scripts/build.sh: other.Dockerfile in . target ?",
      "skaffold.yaml:3 app: app/app.build in app target prod V=? ($NPM_TOKEN), ships",
      "skaffold.yaml:11 app: Dockerfile in . target dev",
      "web/package.json:1 image: web/docker/web.build in . target prod",
    ]);
  });

  it("that build nothing, build nothing", () => {
    const makefile =
      "x:\n\tnpm run build\n\tdocker run build\n\tdocker compose up --build\n\tgo build .\n\techo docker build .\n";
    expect(buildLines({ Makefile: makefile })).toEqual([]);
  });
});

describe("foreign files", () => {
  it("never throw, whatever stands in them, and are problems at most", () => {
    const path = fc.constantFrom(
      "compose.yaml",
      "docker-bake.hcl",
      "docker-bake.json",
      ".github/workflows/a.yml",
      "Makefile",
      "build.sh",
      "package.json",
      "Taskfile.yml",
      "skaffold.yaml",
      "action.yml",
    );
    const word = fc.constantFrom(
      "services:",
      "\n",
      "  ",
      "a:",
      "build:",
      "- ",
      "context: .",
      "${{ secrets.A }}",
      "docker build ",
      "--build-arg A=$B ",
      "target:",
      "jobs:",
      "steps:",
      "run: |",
      "x:\n\t",
      "{",
      "}",
      "[",
      "]",
      '"',
      "&a",
      "*a",
      "<<: *a",
      "$(A)",
      "${A:-",
      "matrix:",
      "uses: docker/build-push-action@v6",
      "with:",
      "build-args: |",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 40 }).map((words) => words.join("")),
    );
    fc.assert(
      fc.property(fc.dictionary(path, text), (files) => {
        for (const { path: at, span, buildArguments } of factsOf(files).builds) {
          const length = files[at]?.length ?? 0;
          for (const { end } of [span, ...buildArguments.map((argument) => argument.span)]) {
            expect(end.offset).toBeLessThanOrEqual(
              Math.max(length, ...Object.values(files).map((each) => each.length)),
            );
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("are bounded: a matrix of matrices, scripts behind aliases, thousands of builds", () => {
    const values = `[${Array.from({ length: 200 }, (_, index) => index).join(", ")}]`;
    const job = `    strategy:\n      matrix:\n        a: ${values}\n        b: ${values}\n        c: ${values}\n`;
    const run = `      - run: &run |\n${"          docker build --target ${{ matrix.a }} .\n".repeat(500)}`;
    const steps = `${run}${"      - run: *run\n".repeat(900)}`;
    const facts = factsOf(workflow(steps, job));
    expect(facts.builds.length).toBeLessThanOrEqual(5_000);
    expect(facts.problems.map(({ code }) => code)).toEqual(["build-file-unreadable"]);
  });
});
