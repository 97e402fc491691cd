import { describe, expect, it } from "vitest";
import { isRepositoryFactsPath } from "../../../src/repository/facts-paths.ts";
import { FakeGitHub } from "../../support/fake-github/fake-github.ts";
import { readJob, textsOf } from "../../support/read-job.ts";

const good = "FROM scratch\nUSER 65532\n";
const bad = "FROM golang:1.25\nRUN go build .\n";

/** A facts reader that takes every line `builds: PATH` of a compose file for a Dockerfile. */
const facts = {
  isFactsPath: isRepositoryFactsPath,
  namedFiles: ({ texts }: { texts: ReadonlyMap<string, string> }) => ({
    dockerfiles: [...texts.values()].flatMap((text) => text.match(/(?<=builds: ).+/g) ?? []),
    missing: [...texts.values()].flatMap((text) => text.match(/(?<=include: ).+/g) ?? []),
  }),
};

describe("reading a pull request", () => {
  it("reads ten changed Dockerfiles, at head and merge base, with few requests", async () => {
    const github = await FakeGitHub.start();
    const before = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`s${index}/Dockerfile`, good]));
    const fork = github.commit("main", { ...before, "compose.yaml": "services: {}\n", "README.md": "x" });
    const after = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`s${index}/Dockerfile`, bad]));
    const pull = github.openPull({ head: "topic", files: after });
    github.commit("main", { "s0/Dockerfile": "FROM scratch\n" });
    const { change, requests } = await readJob(github, github.job(pull), { facts });
    expect(textsOf(change.files)).toEqual(after);
    expect(change.head).toEqual({ sha: pull.head.sha, ref: "topic" });
    expect(change.base?.sha).toBe(fork);
    expect(textsOf(change.base?.files)).toEqual(Object.fromEntries(Object.keys(after).map((path) => [path, good])));
    expect(change.base?.changed.slice(0, 1)).toEqual([
      {
        path: "s0/Dockerfile",
        previousPath: undefined,
        status: "modified",
        hunks: [{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 2 }],
      },
    ]);
    expect(change.problems).toEqual([]);
    expect(requests).toHaveLength(3);
  });

  it("needs no more for one that changes nothing that is built", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: bad, ".github/workflows/ci.yml": "on: push\n", "compose.yaml": "x: 1\n" });
    const pull = github.openPull({ head: "topic", files: { "README.md": "hello" } });
    const { change, requests } = await readJob(github, github.job(pull), { facts });
    expect(change.files).toEqual([]);
    expect(change.problems).toEqual([]);
    expect([...(change.repository?.texts.keys() ?? [])].sort()).toEqual([".github/workflows/ci.yml", "compose.yaml"]);
    expect(requests).toHaveLength(3);
  });

  it("reads every Dockerfile where something changed that may say how they are built, as it was at both commits", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { "a/Dockerfile": bad, "compose.yaml": "old\n", ".dockerignore": "*\n" });
    const pull = github.openPull({ head: "topic", files: { "compose.yaml": "new\n", "docker-bake.hcl": "b\n" } });
    const { change } = await readJob(github, github.job(pull), { facts });
    expect(textsOf(change.files)).toEqual({ "a/Dockerfile": bad });
    expect(change.repository).toEqual({
      listing: [".dockerignore", "a/Dockerfile", "compose.yaml", "docker-bake.hcl"],
      texts: new Map([
        ["compose.yaml", "new\n"],
        ["docker-bake.hcl", "b\n"],
        [".dockerignore", "*\n"],
      ]),
    });
    expect(change.base?.repository).toEqual({
      listing: [".dockerignore", "a/Dockerfile", "compose.yaml"],
      texts: new Map([
        [".dockerignore", "*\n"],
        ["compose.yaml", "old\n"],
      ]),
    });
  });

  it("follows a rename of a Dockerfile, but nothing that was none", async () => {
    const github = await FakeGitHub.start();
    const long = `${bad}${"RUN echo 1\n".repeat(20)}`;
    github.commit("main", { "old/Dockerfile": long, "notes.txt": `${long}# notes\n`, "gone/Dockerfile": good });
    const files = {
      "old/Dockerfile": null,
      "new/Dockerfile": `${long}USER 1\n`,
      "notes.txt": null,
      "x/Dockerfile": `${long}# notes\n`,
      "gone/Dockerfile": null,
    };
    const pull = github.openPull({ head: "topic", files });
    const { change } = await readJob(github, github.job(pull));
    expect(change.base?.changed).toMatchObject([
      { path: "gone/Dockerfile", status: "removed" },
      { path: "new/Dockerfile", previousPath: "old/Dockerfile", status: "renamed" },
      { path: "x/Dockerfile", previousPath: "notes.txt", status: "renamed" },
    ]);
    expect(textsOf(change.base?.files)).toEqual({ "gone/Dockerfile": good, "old/Dockerfile": long });
    expect(Object.keys(textsOf(change.files))).toEqual(["new/Dockerfile", "x/Dockerfile"]);
  });

  it("reads Dockerfiles of other names that something names; one named only now is new", async () => {
    const github = await FakeGitHub.start();
    const compose = "builds: docker/app.docker\nbuilds: docker/same.docker\n";
    github.commit("main", {
      "docker/app.docker": good,
      "docker/same.docker": good,
      "docker/late.docker": bad,
      "compose.yaml": compose,
    });
    const pull = github.openPull({
      head: "topic",
      files: { "docker/app.docker": bad, "compose.yaml": `${compose}builds: docker/late.docker\n` },
    });
    const { change, requests } = await readJob(github, github.job(pull), { facts });
    expect(textsOf(change.files)).toEqual({
      "docker/app.docker": bad,
      "docker/late.docker": bad,
      "docker/same.docker": good,
    });
    expect(textsOf(change.base?.files)).toEqual({ "docker/app.docker": good });
    expect(change.base?.changed.at(-1)).toMatchObject({ path: "docker/late.docker", status: "added" });
    expect(requests).toHaveLength(4);
  });

  it("reads what a named file includes", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { "compose.yaml": "include: ops/more.conf\n", "ops/more.conf": "builds: a\n" });
    const { change } = await readJob(github, github.job("main"), { facts });
    expect(change.repository?.texts.get("ops/more.conf")).toBe("builds: a\n");
  });

  it("follows links within the repository and none out of it", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", {
      "docker/app.txt": good,
      "a/Dockerfile": { link: "../docker/app.txt" },
      "b/Dockerfile": { link: "../a/Dockerfile" },
      "folder/link": { link: "../docker" },
      "c/Dockerfile": { link: "../folder/link/app.txt" },
    });
    const pull = github.openPull({
      head: "topic",
      files: {
        "docker/app.txt": bad,
        "out/Dockerfile": { link: "../../../etc/passwd" },
        "root/Dockerfile": { link: "/etc/passwd" },
        "loop/Dockerfile": { link: "Dockerfile" },
        "none/Dockerfile": { link: "nothing" },
      },
    });
    const { change } = await readJob(github, github.job(pull));
    expect(textsOf(change.files)).toEqual({ "a/Dockerfile": bad });
    expect(textsOf(change.base?.files)).toEqual({ "a/Dockerfile": good });
    expect(change.problems).toMatchObject([
      { code: "file-unreadable", path: "loop/Dockerfile", incomplete: true },
      { code: "file-unreadable", path: "none/Dockerfile", incomplete: true },
      { code: "link-outside", path: "out/Dockerfile", incomplete: true },
      { code: "link-outside", path: "root/Dockerfile", incomplete: true },
    ]);
  });

  it("says what it cannot read, and reads what is merely unusual", async () => {
    const github = await FakeGitHub.start();
    const long = `FROM scratch\n${"# a comment\n".repeat(50_000)}`;
    const latin = Buffer.from("FROM scratch\n# caf\u00e9\n", "latin1");
    github.commit("main", { "README.md": "" });
    const pull = github.openPull({
      head: "topic",
      files: {
        "big/Dockerfile": `${long}${long}`,
        "long/Dockerfile": long,
        "binary/Dockerfile": new Uint8Array([70, 0, 1]),
        "latin/Dockerfile": latin,
        "bom/Dockerfile": "\ufeffFROM scratch\r\n",
        "go/dockerfile.go": "package dockerfile\n",
        "empty/Dockerfile": "",
      },
    });
    const { change } = await readJob(github, github.job(pull));
    expect(textsOf(change.files)).toEqual({
      "bom/Dockerfile": "\ufeffFROM scratch\r\n",
      "empty/Dockerfile": "",
      "latin/Dockerfile": "FROM scratch\n# caf\ufffd\n",
      "long/Dockerfile": long,
    });
    expect(change.problems).toMatchObject([
      { code: "file-too-large", path: "big/Dockerfile", incomplete: true },
      { code: "file-not-text", path: "binary/Dockerfile", incomplete: true },
    ]);
  });

  it("judges no submodule, and says so where it would have", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { "lib/x": { submodule: "1".repeat(40) }, "compose.yaml": "builds: lib/x/Dockerfile\n" });
    const { change } = await readJob(github, github.job("main"), { facts });
    expect(change.problems).toMatchObject([{ path: "lib/x/Dockerfile", incomplete: true }]);
    const pull = github.openPull({ head: "topic", files: { "README.md": "x" } });
    const unrelated = await readJob(github, github.job(pull), { facts });
    expect(unrelated.change.problems).toMatchObject([{ path: "lib/x/Dockerfile", incomplete: false }]);
  });

  it("keeps to the policy's files, the input files and the working directory", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { "README.md": "" });
    const paths = ["a/Dockerfile", "a/node_modules/x/Dockerfile", "b/Dockerfile", "b/c/Dockerfile", "b/odd.txt"];
    const pull = github.openPull({ head: "topic", files: Object.fromEntries(paths.map((path) => [path, good])) });
    const read = async (choice: NonNullable<Parameters<typeof readJob>[2]>["choice"] & object) => {
      const { change } = await readJob(github, github.job(pull), { choice });
      return { paths: change.files.map(({ path }) => path), problems: change.problems.map(({ path }) => path) };
    };
    expect((await read({})).paths).toEqual(["a/Dockerfile", "b/Dockerfile", "b/c/Dockerfile"]);
    expect((await read({ workingDirectory: "b" })).paths).toEqual(["b/Dockerfile", "b/c/Dockerfile"]);
    expect((await read({ files: ["b/*"] })).paths).toEqual(["b/Dockerfile"]);
    expect(await read({ files: ["b/odd.txt", "b/none"] })).toEqual({ paths: ["b/odd.txt"], problems: ["b/none"] });
    const selection = { includes: () => true, excludes: (path: string) => path.startsWith("a/") };
    expect((await read({ selection })).paths).toEqual(["b/Dockerfile", "b/c/Dockerfile"]);
  });

  it("reads a fork's", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: good });
    const pull = github.openPull({ head: "topic", fork: true, author: "stranger", files: { Dockerfile: bad } });
    for (const event of ["pull_request", "pull_request_target"] as const) {
      const { change } = await readJob(github, github.job(pull, { event }));
      expect(textsOf(change.files)).toEqual({ Dockerfile: bad });
      expect(textsOf(change.base?.files)).toEqual({ Dockerfile: good });
    }
  });

  it("takes file names as they are, whatever they look like", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { "README.md": "" });
    const names = ['"){x}/Dockerfile', "a b:c/Dockerfile", "new\nline/Dockerfile", "$e0/Dockerfile", "한글/Dockerfile"];
    const pull = github.openPull({ head: "topic", files: Object.fromEntries(names.map((name) => [name, good])) });
    github.push(pull, Object.fromEntries(names.map((name) => [name, bad])));
    const { change } = await readJob(github, github.job(pull), { scope: "all" });
    expect(change.files.map(({ path }) => path)).toEqual([...names].sort());
  });
});

describe("GitHub as it may be", () => {
  it("is read at an Enterprise server alike", async () => {
    const github = await FakeGitHub.start({ enterprise: true });
    github.commit("main", { Dockerfile: good });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: bad } });
    const { change } = await readJob(github, github.job(pull));
    expect(textsOf(change.files)).toEqual({ Dockerfile: bad });
  });

  it("may fail for a moment, and is asked again", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: good });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: bad } });
    github.fault({ match: ({ path }) => path.includes("/compare/"), reply: { status: 502, body: {} }, times: 2 });
    github.fault({ match: ({ path }) => path.includes("/git/trees/"), reset: true });
    github.fault({ match: ({ path }) => path.endsWith("/graphql"), truncated: true });
    const { change, requests } = await readJob(github, github.job(pull));
    expect(textsOf(change.base?.files)).toEqual({ Dockerfile: good });
    expect(requests).toHaveLength(7);
  });

  it("is given up when it stays down", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: good });
    github.fault({ match: () => true, reply: { status: 503, body: { message: "Unavailable" } }, times: 9 });
    await expect(readJob(github, github.job("main"))).rejects.toThrow("GitHub could not be reached: Unavailable.");
    expect(github.requests).toHaveLength(3);
  });
});

describe("a pull request of more files than a comparison lists", () => {
  it("finds them all, with their hunks and renames", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { "z/Dockerfile": good, "zz/Dockerfile": `${bad}${"# x\n".repeat(20)}` });
    const many = Object.fromEntries(Array.from({ length: 350 }, (_, index) => [`docs/${index}.md`, "x"]));
    const pull = github.openPull({
      head: "topic",
      files: {
        ...many,
        "z/Dockerfile": bad,
        "zz/Dockerfile": null,
        "zzz/Dockerfile": `${bad}${"# x\n".repeat(20)}USER 1\n`,
      },
    });
    const { change } = await readJob(github, github.job(pull));
    expect(textsOf(change.files)).toMatchObject({ "z/Dockerfile": bad });
    expect(change.base?.changed).toHaveLength(352);
    expect(change.base?.changed.slice(-2)).toMatchObject([
      { path: "z/Dockerfile", status: "modified", hunks: [{ newStart: 1 }] },
      { path: "zzz/Dockerfile", status: "renamed", previousPath: "zz/Dockerfile", hunks: [{ newLines: 4 }] },
    ]);
    expect(change.problems).toEqual([]);
  });

  it("says which cannot be commented on, where the token may not list them", async () => {
    const github = await FakeGitHub.start({ private: true });
    github.commit("main", { "z/Dockerfile": good });
    const many = Object.fromEntries(Array.from({ length: 350 }, (_, index) => [`docs/${index}.md`, "x"]));
    const pull = github.openPull({ head: "topic", files: { ...many, "z/Dockerfile": bad } });
    const { change } = await readJob(github, github.job(pull, { permissions: { contents: "read" } }));
    expect(textsOf(change.base?.files)).toEqual({ "z/Dockerfile": good });
    expect(change.problems).toMatchObject([{ code: "change-too-large", incomplete: false }]);
  });
});

describe("other events", () => {
  it("compares a merge group with its base", async () => {
    const github = await FakeGitHub.start();
    const base = github.commit("main", { Dockerfile: good, "b/Dockerfile": good });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: bad } });
    const { change } = await readJob(github, github.job(pull, { event: "merge_group" }));
    expect(change.base?.sha).toBe(base);
    expect(textsOf(change.files)).toEqual({ Dockerfile: bad });
  });

  it.each(["push", "schedule", "workflow_dispatch"] as const)("reads the whole tree at %s", async (event) => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: good, "b/Dockerfile": bad });
    const { change, requests } = await readJob(github, github.job("main", { event }));
    expect(textsOf(change.files)).toEqual({ Dockerfile: good, "b/Dockerfile": bad });
    expect(change.base).toBeUndefined();
    expect(requests).toHaveLength(2);
  });

  it("compares a push with what was there before, when asked to", async () => {
    const github = await FakeGitHub.start();
    const before = github.commit("main", { Dockerfile: good, "b/Dockerfile": good });
    github.commit("main", { Dockerfile: bad });
    const job = (sha: string) => github.job("main", { payload: { before: sha } });
    const { change } = await readJob(github, job(before), { scope: "new" });
    expect(change.base?.sha).toBe(before);
    expect(Object.keys(textsOf(change.files))).toEqual(["Dockerfile"]);
    for (const none of ["0".repeat(40), "1".repeat(40)]) {
      const whole = await readJob(github, job(none), { scope: "new" });
      expect(whole.change.base).toBeUndefined();
      expect(Object.keys(textsOf(whole.change.files))).toEqual(["Dockerfile", "b/Dockerfile"]);
    }
  });

  it("finds the pull request that a workflow run was for, also a fork's", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: good });
    const pull = github.openPull({ head: "topic", fork: true, author: "stranger", files: { Dockerfile: bad } });
    const { change } = await readJob(github, github.job(pull, { event: "workflow_run" }));
    expect(change.head.sha).toBe(pull.head.sha);
    expect(textsOf(change.base?.files)).toEqual({ Dockerfile: good });
  });

  it("walks a tree that GitHub does not list at once", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: good, "a/b/Dockerfile": bad, "a/c/Dockerfile": good, "d/Dockerfile": bad });
    github.world.treeEntries = 4;
    const { change } = await readJob(github, github.job("main"));
    expect(Object.keys(textsOf(change.files))).toEqual([
      "Dockerfile",
      "a/b/Dockerfile",
      "a/c/Dockerfile",
      "d/Dockerfile",
    ]);
    expect(change.problems).toEqual([]);
    github.world.treeEntries = 2;
    const cut = await readJob(github, github.job("main"));
    expect(cut.change.problems).toMatchObject([{ code: "repository-too-large", incomplete: true }]);
  });

  it("says which permission is missing", async () => {
    const github = await FakeGitHub.start({ private: true });
    github.commit("main", { Dockerfile: good });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: bad } });
    await expect(readJob(github, github.job(pull, { permissions: {} }))).rejects.toThrow(
      /cannot be read from GitHub.*`permissions: contents: read`/,
    );
  });

  it("refuses an event that lacks what it must have", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: good });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: bad } });
    const payload = { pull_request: { number: 1, head: { sha: "--upload-pack=x", ref: "x" } } };
    await expect(readJob(github, github.job(pull, { payload }))).rejects.toThrow(
      'The event pull_request has no usable "head.sha". Nothing can be read.',
    );
  });
});
