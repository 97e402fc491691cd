import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, it, onTestFinished } from "vitest";
import type { PlannedBuild } from "../../src/build/planned-build.ts";
import { checkOutBase, comparedCommit } from "../../src/edge/buildx/base-checkout.ts";
import { GitRepository, gitIn } from "../support/git-repository.ts";
import { tree } from "../support/tree.ts";

const build = (context: string, dockerfile = "Dockerfile"): PlannedBuild => ({
  id: "t1",
  name: "Dockerfile: app",
  purpose: "ships",
  dockerfile,
  inline: undefined,
  stage: 0,
  target: "app",
  context,
  buildArguments: [],
  namedContexts: [],
  platforms: [],
});

function checkOut(checkout: string, commit: string, builds: readonly PlannedBuild[], url?: string) {
  const temporary = tree({});
  const remote = url === undefined ? undefined : { url, token: "t0ken" };
  return { temporary, ...checkOutBase({ checkout, commit, temporary, remote, builds }) };
}

/** A folder with the last commit of a repository alone. */
function shallowClone(repository: GitRepository): string {
  const folder = tree({});
  gitIn(folder, "clone", "--quiet", "--depth=1", `file://${repository.folder}`, ".");
  return folder;
}

/** Serves a repository as GitHub does, and keeps what it was asked with. */
async function serve(repository: GitRepository): Promise<{ url: string; authorizations: string[] }> {
  const authorizations: string[] = [];
  repository.git("config", "uploadpack.allowAnySHA1InWant", "true");
  const backend = join(execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim(), "git-http-backend");
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization ?? "none");
    const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
    const child = spawn(backend, {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: repository.folder,
        GIT_HTTP_EXPORT_ALL: "1",
        PATH_INFO: pathname.replace("/acme/shop", "/.git"),
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers["content-type"],
        HTTP_CONTENT_ENCODING: request.headers["content-encoding"],
        GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      },
    });
    request.pipe(child.stdin);
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.on("close", () => {
      const answer = Buffer.concat(chunks);
      const end = answer.indexOf("\r\n\r\n");
      for (const line of answer.subarray(0, end).toString().split("\r\n")) {
        const [name = "", value = ""] = line.split(": ");
        if (name === "Status") response.statusCode = Number.parseInt(value, 10);
        else response.setHeader(name, value);
      }
      response.end(answer.subarray(end + 4));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/acme/shop`, authorizations };
}

describe("the files of the base", () => {
  it("are what the build needs, with their modes and links, and go again", () => {
    const repository = new GitRepository({
      Dockerfile: "FROM scratch\n",
      "Dockerfile.dockerignore": "x",
      "app/run.sh": "#!/bin/sh\n",
      "app/empty": "",
      "other/file": "x",
    });
    execFileSync("chmod", ["755", join(repository.folder, "app/run.sh")]);
    const base = repository.commit({});
    repository.commit({ "app/run.sh": "changed\n", "app/new": "x" });
    const { root = "", trouble, remove, temporary } = checkOut(repository.folder, base, [build("app")]);
    expect(trouble).toBeUndefined();
    expect(readdirSync(root).sort()).toEqual(["Dockerfile", "Dockerfile.dockerignore", "app"]);
    expect(readdirSync(join(root, "app")).sort()).toEqual(["empty", "run.sh"]);
    expect(readFileSync(join(root, "app/run.sh"), "utf8")).toBe("#!/bin/sh\n");
    expect(statSync(join(root, "app/run.sh")).mode & 0o111).not.toBe(0);
    expect(statSync(join(root, "Dockerfile")).mode & 0o111).toBe(0);
    remove();
    expect(readdirSync(temporary)).toEqual([]);
    expect(repository.git("status", "--porcelain"), "the checkout stays as it is").toBe("");
  });

  it("are all of them where a link may lead to them", () => {
    const repository = new GitRepository({ "app/link": { link: "../shared/x" }, "shared/x": "y" });
    const { root = "" } = checkOut(repository.folder, "HEAD", [build("app")]);
    expect(readlinkSync(join(root, "app/link"))).toBe("../shared/x");
    expect(readFileSync(join(root, "app/link"), "utf8")).toBe("y");
  });

  it("run nothing: no filter, no hook", () => {
    const repository = new GitRepository({ "app/a": "plain", ".gitattributes": "* filter=evil" });
    const marker = join(repository.folder, "ran");
    repository.git("config", "filter.evil.smudge", `touch ${marker}`);
    writeFileSync(join(repository.folder, ".git/hooks/post-checkout"), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
    const { root = "" } = checkOut(repository.folder, "HEAD", [build(".")]);
    expect(readFileSync(join(root, "app/a"), "utf8")).toBe("plain");
    expect(existsSync(marker)).toBe(false);
  });

  it("need the commit: the message says how to get it", () => {
    const repository = new GitRepository({ Dockerfile: "FROM scratch\n" });
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.commit({ a: "b" });
    const { root, trouble, remove, temporary } = checkOut(shallowClone(repository), base, [build(".")]);
    expect(root).toBeUndefined();
    expect(trouble).toBe(
      `the checkout does not have its commit ${base.slice(0, 12)}; give actions/checkout \`fetch-depth: 0\``,
    );
    remove();
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("are fetched where the checkout is shallow, with the token, and without touching it", async () => {
    const repository = new GitRepository({ Dockerfile: "FROM scratch\n" });
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.commit({ Dockerfile: "FROM busybox\n" });
    const { url, authorizations } = await serve(repository);
    const clone = shallowClone(repository);
    // The server is in this process: what asks it must not stop it.
    const script = `import { checkOutBase } from ${JSON.stringify(join(import.meta.dirname, "../../src/edge/buildx/base-checkout.ts"))};
      const end = checkOutBase(JSON.parse(process.argv[1]));
      console.log(JSON.stringify(end));`;
    const request = {
      checkout: clone,
      commit: base,
      temporary: tree({}),
      remote: { url, token: "t0ken" },
      builds: [build(".")],
    };
    const child = spawn(process.execPath, ["--input-type=module", "-e", script, JSON.stringify(request)]);
    const printed: string[] = [];
    child.stdout.on("data", (chunk) => printed.push(String(chunk)));
    child.stderr.on("data", (chunk) => printed.push(String(chunk)));
    await new Promise((resolve) => child.on("close", resolve));
    const { root, trouble } = JSON.parse(printed.join(""));
    expect(trouble).toBeUndefined();
    expect(readFileSync(join(root, "Dockerfile"), "utf8")).toBe("FROM scratch\n");
    expect(new Set(authorizations)).toEqual(new Set([`basic ${btoa("x-access-token:t0ken")}`]));
    expect(gitIn(clone, "rev-list", "--all", "--count").trim()).toBe("1");
  });

  it("take what Git LFS holds from the checkout, or say that it is not here", () => {
    const pointer = (digit: string) =>
      `version https://git-lfs.github.com/spec/v1\noid sha256:${digit.repeat(64)}\nsize 7\n`;
    const repository = new GitRepository({ same: pointer("a"), kept: pointer("b"), gone: pointer("c") });
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.commit({ kept: pointer("d"), gone: pointer("e") });
    expect(readFileSync(join(checkOut(repository.folder, base, [build(".")]).root ?? "", "gone"), "utf8")).toBe(
      pointer("c"),
    );
    repository.write({ same: "content", kept: "newer one", gone: "newer two" });
    expect(checkOut(repository.folder, base, [build(".")]).trouble).toContain("is kept in Git LFS, and is not here");
    for (const digit of ["b", "c"]) {
      const folder = join(repository.folder, ".git/lfs/objects", digit.repeat(2), digit.repeat(2));
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, digit.repeat(64)), `older ${digit}`);
    }
    const { root = "", trouble } = checkOut(repository.folder, base, [build(".")]);
    expect(trouble).toBeUndefined();
    expect(["same", "kept", "gone"].map((name) => readFileSync(join(root, name), "utf8"))).toEqual([
      "content",
      "older b",
      "older c",
    ]);
  });
});

describe("the commit that images are compared with", () => {
  it("is the merge base, and for a checkout of the merge the tip that it merges into", () => {
    const repository = new GitRepository({ a: "1" });
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.git("checkout", "--quiet", "-b", "topic");
    const head = repository.commit({ b: "1" });
    repository.git("checkout", "--quiet", "main");
    const tip = repository.commit({ c: "1" });
    repository.git("merge", "--quiet", "--no-ff", "--message", "merge", "topic");
    const merge = repository.git("rev-parse", "HEAD").trim();
    expect(comparedCommit(repository.folder, head, head, base)).toBe(base);
    expect(comparedCommit(repository.folder, merge, head, base)).toBe(tip);
    expect(comparedCommit(shallowClone(repository), merge, head, base), "also where the clone is shallow").toBe(tip);
    expect(comparedCommit(repository.folder, tip, head, base)).toBe(base);
    expect(comparedCommit(repository.folder, undefined, head, base)).toBe(base);
  });
});
