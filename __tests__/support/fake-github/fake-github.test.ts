import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runJob } from "../fake-runner.ts";
import { tree } from "../tree.ts";
import { FakeGitHub } from "./fake-github.ts";
import { lines, octokit, refusalOf, shop } from "./octokit.ts";

describe("files of a pull request", () => {
  it("are counted from the merge base, with patches, renames, binary files, links and submodules", async () => {
    const github = await FakeGitHub.start();
    const base = github.commit("main", {
      Dockerfile: "FROM alpine\n",
      "old name.txt": lines(20),
      gone: "x\n",
      image: new Uint8Array([0, 1, 2]),
      link: "plain\n",
    });
    const pull = github.openPull({
      head: "feature",
      files: {
        Dockerfile: "FROM alpine:3.20\n",
        "old name.txt": null,
        "new\tname.txt": lines(20),
        gone: null,
        image: new Uint8Array([0, 1, 3]),
        link: { link: "Dockerfile" },
        "run.sh": { executable: "exit\n" },
        vendor: { submodule: base },
      },
    });
    github.commit("main", { "later.txt": "not of the pull request\n" });
    const client = octokit(github, github.job(pull).token);
    const { data } = await client.rest.pulls.get({ ...shop, pull_number: 1 });
    expect(data).toMatchObject({ number: 1, head: { sha: pull.head.sha, ref: "feature" }, base: { sha: base } });
    const files = await client.rest.pulls.listFiles({ ...shop, pull_number: 1 });
    const facts = files.data.map(({ filename, status, patch, previous_filename }) => [
      filename,
      status,
      patch ?? "",
      previous_filename ?? "",
    ]);
    expect(facts).toEqual([
      ["Dockerfile", "modified", "@@ -1 +1 @@\n-FROM alpine\n+FROM alpine:3.20", ""],
      ["gone", "removed", "@@ -1 +0,0 @@\n-x", ""],
      ["image", "modified", "", ""],
      ["link", "changed", "@@ -1 +0,0 @@\n-plain", ""],
      ["new\tname.txt", "renamed", "", "old name.txt"],
      ["run.sh", "added", "@@ -0,0 +1 @@\n+exit", ""],
      ["vendor", "added", `@@ -0,0 +1 @@\n+Subproject commit ${base}`, ""],
    ]);
    expect(data.changed_files).toBe(files.data.length);
  });

  it("come by the page, at most 100 of them and 3,000 in all; comparing gives 300, the diff as text none then", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: "FROM alpine\n" });
    const names = Array.from({ length: 3005 }, (_, index) => [`f/${String(index).padStart(4, "0")}`, "x\n"] as const);
    const pull = github.openPull({ head: "feature", files: Object.fromEntries(names) });
    const client = octokit(github, github.job(pull).token);
    const files = { ...shop, pull_number: 1 };
    const first = await client.rest.pulls.listFiles(files);
    expect(first.data).toHaveLength(30);
    expect(first.headers.link).toMatch(
      /<http:\/\/127.0.0.1:\d+\/repos\/acme\/shop\/pulls\/1\/files\?page=2>; rel="next"/,
    );
    expect(first.headers.link).toContain('page=100>; rel="last"');
    const all = await client.paginate(client.rest.pulls.listFiles, { ...files, per_page: 100 });
    expect(all).toHaveLength(3000);
    expect(github.requests).toHaveLength(31);
    const compared = await client.rest.repos.compareCommitsWithBasehead({ ...shop, basehead: "main...feature" });
    expect(compared.data.files).toHaveLength(300);
    expect(compared.data).toMatchObject({ status: "ahead", ahead_by: 1, merge_base_commit: { sha: pull.base.sha } });
    const diff = await refusalOf(client.rest.pulls.get({ ...files, mediaType: { format: "diff" } }));
    expect(diff).toMatchObject({ status: 406, data: { errors: [{ code: "too_large" }] } });
  });

  it("have no patch when it is too large", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: "FROM alpine\n" });
    const pull = github.openPull({ head: "feature", files: { Dockerfile: lines(20_001) } });
    const client = octokit(github, github.job(pull).token);
    const { data } = await client.rest.pulls.listFiles({ ...shop, pull_number: 1 });
    expect(data).toMatchObject([{ filename: "Dockerfile", additions: 20_001 }]);
    expect(data[0]).not.toHaveProperty("patch");
  });
});

describe("git objects", () => {
  it("are read by commit, tree and blob; a tree of many entries is cut and says so", async () => {
    const github = await FakeGitHub.start();
    const commit = github.commit("main", { "a/b/c.txt": "text\n", Dockerfile: "FROM alpine\n" });
    const client = octokit(github, github.job("main").token);
    const { data } = await client.rest.git.getCommit({ ...shop, commit_sha: commit });
    const recursive = { ...shop, tree_sha: data.tree.sha, recursive: "1" };
    const whole = await client.rest.git.getTree(recursive);
    expect(whole.data.tree.map(({ path, type }) => `${type} ${path}`)).toEqual([
      "blob Dockerfile",
      "tree a",
      "tree a/b",
      "blob a/b/c.txt",
    ]);
    const blob = await client.rest.git.getBlob({ ...shop, file_sha: whole.data.tree.at(-1)?.sha ?? "" });
    expect(Buffer.from(blob.data.content, "base64").toString()).toBe("text\n");
    github.world.treeEntries = 2;
    const cut = await client.rest.git.getTree(recursive);
    expect(cut.data).toMatchObject({ truncated: true, tree: { length: 2 } });
    expect(await refusalOf(client.rest.git.getBlob({ ...shop, file_sha: commit }))).toMatchObject({ status: 404 });
  });

  it("are read by path: files, raw files, large ones without content, folders, links, submodules", async () => {
    const github = await FakeGitHub.start();
    const first = github.commit("main", { "a/Dockerfile": "FROM alpine\n" });
    github.commit("main", {
      "a/inside": { link: "Dockerfile" },
      "a/outside": { link: "../../etc/passwd" },
      vendor: { submodule: first },
      ".gitmodules": '[submodule "vendor"]\n\tpath = vendor\n\turl = https://git.example/vendor.git\n',
      large: "x".repeat(1024 * 1024 + 1),
    });
    const client = octokit(github, github.job("main").token);
    const at = async (path: string, more = {}) =>
      (await client.rest.repos.getContent({ ...shop, path, ...more })).data as unknown;
    expect(await at("a/Dockerfile")).toMatchObject({ type: "file", size: 12, content: "RlJPTSBhbHBpbmUK" });
    expect(await at("a/Dockerfile", { mediaType: { format: "raw" } })).toBe("FROM alpine\n");
    expect(await at("a/inside")).toMatchObject({ type: "file", path: "a/inside", content: "RlJPTSBhbHBpbmUK" });
    expect(await at("a/outside")).toMatchObject({ type: "symlink", target: "../../etc/passwd" });
    expect(await at("vendor")).toMatchObject({
      type: "submodule",
      sha: first,
      submodule_git_url: "https://git.example/vendor.git",
    });
    expect(await at("large")).toMatchObject({ type: "file", encoding: "none", content: "" });
    expect(await at("a")).toMatchObject([{ name: "Dockerfile" }, { type: "symlink" }, { path: "a/outside" }]);
    expect(await at("a", { ref: first })).toHaveLength(1);
    expect(await at("")).toHaveLength(4);
    expect(await refusalOf(at("nothing"))).toMatchObject({ status: 404 });
    expect(await refusalOf(at("a", { ref: "nowhere" }))).toMatchObject({ status: 404 });
  });

  it("can be checked out", async () => {
    const github = await FakeGitHub.start();
    const commit = github.commit("main", { Dockerfile: "FROM alpine\n", link: { link: "Dockerfile" } });
    const folder = tree({});
    github.checkOut(commit, folder);
    expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe("FROM alpine\n");
    expect(readlinkSync(join(folder, "link"))).toBe("Dockerfile");
    expect(execFileSync("git", ["rev-parse", "HEAD"], { cwd: folder, encoding: "utf8" }).trim()).toBe(commit);
    execFileSync("git", ["fsck", "--strict"], { cwd: folder, stdio: "pipe" });
  });
});

describe("jobs", () => {
  it("give the runner what a program needs to reach the fake", async () => {
    const github = await FakeGitHub.start({ enterprise: true });
    github.commit("main", { Dockerfile: "FROM alpine\n" });
    const pull = github.openPull({ head: "feature", files: { Dockerfile: "FROM alpine:3\n" } });
    const program = `
      const { GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_EVENT_PATH } = process.env;
      const event = JSON.parse(require("node:fs").readFileSync(GITHUB_EVENT_PATH, "utf8"));
      const headers = { authorization: "Bearer " + process.env["INPUT_GITHUB-TOKEN"] };
      fetch(GITHUB_API_URL + "/repos/" + GITHUB_REPOSITORY + "/pulls/" + event.number, { headers })
        .then((reply) => reply.json()).then(({ head }) => console.log(head.sha === event.pull_request.head.sha));`;
    const workspace = tree({ "program.cjs": program });
    const result = await runJob({ entry: join(workspace, "program.cjs"), workspace, ...github.job(pull) });
    expect(result).toMatchObject({ exitStatus: 0, log: ["true"], stderr: "" });
    expect(github.requests).toMatchObject([{ method: "GET", path: "/repos/acme/shop/pulls/1", status: 200 }]);
  });

  it.each([
    ["pull_request", /^refs\/pull\/1\/merge$/],
    ["pull_request_target", /^refs\/heads\/main$/],
    ["workflow_run", /^refs\/heads\/main$/],
    ["merge_group", /^refs\/heads\/gh-readonly-queue\/main\/pr-1-[0-9a-f]{40}$/],
  ] as const)("of %s run on their own commit", async (event, ref) => {
    const github = await FakeGitHub.start();
    const base = github.commit("main", { Dockerfile: "FROM alpine\n" });
    const pull = github.openPull({ head: "feature", files: { Dockerfile: "FROM alpine:3\n" } });
    const { environment } = github.job(pull, { event, runNumber: 7 });
    expect(environment.GITHUB_REF).toMatch(ref);
    expect(environment).toMatchObject({ GITHUB_EVENT_NAME: event, GITHUB_RUN_NUMBER: "7", GITHUB_ACTOR: "dev" });
    const isMerged = event === "pull_request" || event === "merge_group";
    expect(environment.GITHUB_SHA === base).toBe(!isMerged);
    expect(environment.GITHUB_SHA).not.toBe(pull.head.sha);
  });

  it("of workflow_run are about a run before them, which lists no pull request of a fork", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: "FROM alpine\n" });
    const pull = github.openPull({
      head: "topic",
      files: { Dockerfile: "FROM alpine:3\n" },
      fork: true,
      author: "eve",
    });
    const job = github.job(pull, { event: "workflow_run", permissions: { actions: "read", "pull-requests": "write" } });
    const { workflow_run } = job.event.payload as { workflow_run: { id: number; pull_requests: unknown[] } };
    const client = octokit(github, job.token);
    const { data } = await client.rest.actions.getWorkflowRun({ ...shop, run_id: workflow_run.id });
    expect(data).toMatchObject({ event: "pull_request", head_sha: pull.head.sha, pull_requests: [] });
    expect(workflow_run.pull_requests).toEqual([]);
    const ofCommit = { ...shop, commit_sha: pull.head.sha };
    expect((await client.rest.repos.listPullRequestsAssociatedWithCommit(ofCommit)).data).toEqual([]);
    const found = await client.rest.pulls.list({ ...shop, head: "eve:topic" });
    expect(found.data).toMatchObject([{ number: 1, head: { repo: { full_name: "eve/shop", fork: true } } }]);
  });

  it("outlive the fork of a pull request", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: "FROM alpine\n" });
    const pull = github.openPull({
      head: "topic",
      files: { Dockerfile: "FROM alpine:3\n" },
      fork: true,
      author: "eve",
    });
    github.deleteFork(pull);
    const job = github.job(pull, { event: "pull_request_target" });
    expect(job.event.payload).toMatchObject({ pull_request: { head: { repo: null, sha: pull.head.sha } } });
    const client = octokit(github, job.token);
    expect((await client.rest.pulls.get({ ...shop, pull_number: 1 })).data.head.repo).toBeNull();
    expect((await client.rest.pulls.list(shop)).data).toMatchObject([{ head: { repo: null } }]);
    const file = { ...shop, path: "Dockerfile", ref: pull.head.sha };
    expect((await client.rest.repos.getContent(file)).data).toMatchObject({ size: 14 });
  });

  it("make the same world from the same calls", async () => {
    const worlds = await Promise.all(
      [1, 2].map(async () => {
        const github = await FakeGitHub.start();
        github.commit("main", { Dockerfile: "FROM alpine\n" });
        const pull = github.openPull({ head: "feature", files: { Dockerfile: "FROM alpine:3\n" } });
        github.person("alice").comment(pull, "Hello");
        const { pull_request } = github.job(pull).event.payload as { pull_request: { merge_commit_sha: string } };
        return [pull.head.sha, pull_request.merge_commit_sha, github.comments(pull)];
      }),
    );
    expect(worlds[0]).toEqual(worlds[1]);
  });
});
