import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { discoverDockerfiles } from "../../src/edge/discover.ts";
import type { SearchOptions } from "../../src/edge/find-dockerfiles.ts";
import { type TreeEntry, tree } from "../support/tree.ts";

const from = "FROM scratch\n";
const everything = { includes: () => true, excludes: () => false };

function discover(folder: string, options: Partial<SearchOptions> = {}) {
  const search = { base: folder, trustIgnoreFiles: true, selection: everything, ...options };
  const { files, problems } = discoverDockerfiles(folder, search);
  return { paths: files.map(({ path }) => path), files, problems: problems.map(({ code, path }) => `${code} ${path}`) };
}

function discoverIn(entries: Readonly<Record<string, TreeEntry>>, options: Partial<SearchOptions> = {}) {
  return discover(tree(entries), options);
}

/** A repository in which these files are tracked. */
function repository(entries: Readonly<Record<string, TreeEntry>>, tracked: readonly string[]): string {
  const root = tree(entries);
  const git = (...args: string[]) => execFileSync("git", ["-C", root, ...args], { stdio: "ignore" });
  git("init");
  git("add", "--force", ...tracked);
  return root;
}

describe("discovery", () => {
  it("finds Dockerfiles at any depth, in the order of their paths", () => {
    const { paths, problems } = discoverIn({
      "b/Dockerfile": from,
      "a/x/api.Dockerfile": from,
      Containerfile: from,
      "a/README.md": "FROM here on",
      "Dockerfile.dev": from,
      "Dockerfile.dockerignore": "*",
      "Dockerfile.j2": "FROM {{ base }}",
    });
    expect(paths).toEqual(["Containerfile", "Dockerfile.dev", "a/x/api.Dockerfile", "b/Dockerfile"]);
    expect(problems).toEqual([]);
  });

  it("takes a file with another kind's extension only if BuildKit would build it", () => {
    const { paths, problems } = discoverIn({
      "Dockerfile.py": "FRO\\\nM python:3.13-slim\nRUN true\n",
      "dockerfile.go": "package dockerfile\n",
      "dockerfile_test.py": "from dockerfile import parse\n",
      "dockerfile.png": new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]),
      "dockerfile.md": "# How to\n\nFROM is an instruction.\n",
    });
    expect(paths).toEqual(["Dockerfile.py"]);
    expect(problems).toEqual([]);
  });

  it("does not let a byte that is no text hide a Dockerfile with a doubtful name", () => {
    const bytes = new TextEncoder().encode("FROM alpine:3.22\n# \0\n");
    expect(discoverIn({ "Dockerfile.png": bytes }).problems).toEqual(["file-not-text Dockerfile.png"]);
  });

  it("leaves out .git and node_modules", () => {
    expect(
      discoverIn({ ".git/Dockerfile": from, "web/node_modules/x/Dockerfile": from, Dockerfile: from }).paths,
    ).toEqual(["Dockerfile"]);
  });

  it("leaves out what the selection leaves out, and does not stumble over it", () => {
    const selection = {
      includes: (path: string) => path.startsWith("services/"),
      excludes: (path: string) => path.startsWith("services/old/"),
    };
    const { paths, problems } = discoverIn(
      {
        "services/api/Dockerfile": from,
        "services/old/Dockerfile": new Uint8Array([0]),
        "other/Dockerfile": new Uint8Array([0]),
        "other/Dockerfile.x": { link: "/etc/hostname" },
      },
      { selection },
    );
    expect(paths).toEqual(["services/api/Dockerfile"]);
    expect(problems).toEqual([]);
  });

  it("counts the files while it reads them", () => {
    const folder = tree({ Dockerfile: from, "a.Dockerfile": from });
    const counts: number[] = [];
    discoverDockerfiles(folder, { base: folder, trustIgnoreFiles: true, selection: everything }, (count) =>
      counts.push(count),
    );
    expect(counts).toEqual([1, 2]);
  });
});

describe("what cannot be judged", () => {
  it("is a problem that leaves the run incomplete: binary, too large; other bytes than UTF-8 are none", () => {
    const folder = tree({
      "a.Dockerfile": new Uint8Array([0x46, 0x00]),
      "b.Dockerfile": Buffer.from("FROM scratch\n# caf\u00e9\n", "latin1"),
      "c.Dockerfile": `FROM scratch\n#${"x".repeat(1024 * 1024)}`,
      "d.Dockerfile": "#".repeat(1024 * 1024),
    });
    const { paths, problems } = discover(folder);
    expect(paths).toEqual(["b.Dockerfile", "d.Dockerfile"]);
    expect(problems).toEqual(["file-not-text a.Dockerfile", "file-too-large c.Dockerfile"]);
    const search = { base: folder, trustIgnoreFiles: true, selection: everything };
    expect(discoverDockerfiles(folder, search).problems.every((problem) => problem.incomplete)).toBe(true);
  });

  it.skipIf(process.getuid?.() === 0)("is an unreadable file or folder", () => {
    const folder = tree({ Dockerfile: from, "closed/Dockerfile": from });
    chmodSync(join(folder, "Dockerfile"), 0);
    chmodSync(join(folder, "closed"), 0);
    const { problems } = discover(folder);
    chmodSync(join(folder, "closed"), 0o755);
    expect(problems).toEqual(["file-unreadable Dockerfile", "file-unreadable closed"]);
  });

  it("is a tree that goes on without end", () => {
    const folder = tree({ Dockerfile: from });
    const deep = join(folder, ...Array.from({ length: 70 }, () => "d"));
    mkdirSync(deep, { recursive: true });
    const { paths, problems } = discover(folder);
    expect(paths).toEqual(["Dockerfile"]);
    expect(problems).toEqual([`file-unreadable ${Array.from({ length: 65 }, () => "d").join("/")}`]);
  });
});

describe("links", () => {
  it("leads to the same file once, under its own name", () => {
    const { paths } = discoverIn({
      Dockerfile: { link: "docker/app.Dockerfile" },
      "docker/app.Dockerfile": from,
      "x/Dockerfile": { link: "../Dockerfile" },
    });
    expect(paths).toEqual(["docker/app.Dockerfile"]);
  });

  it("gives a file another name when its own is none of a Dockerfile", () => {
    const { files } = discoverIn({
      Dockerfile: { link: "images/app" },
      "Dockerfile.b": { link: "images/app" },
      "images/app": from,
    });
    expect(files).toMatchObject([{ path: "Dockerfile", text: from }]);
  });

  it("is a problem when it leaves the tree, and what is there is not read", () => {
    const outside = tree({ Dockerfile: "FROM outside\n" });
    const { paths, problems } = discoverIn({
      Dockerfile: { link: join(outside, "Dockerfile") },
      "gone.Dockerfile": { link: "../../nowhere/x" },
      folder: { link: outside },
      "notes.txt": { link: "/etc/hostname" },
    });
    expect(paths).toEqual([]);
    expect(problems).toEqual(["link-outside Dockerfile", "link-outside folder", "link-outside gone.Dockerfile"]);
  });

  it("is a problem when it leaves the base for a repository around it", () => {
    const outer = tree({
      ".git/HEAD": "",
      "secret.Dockerfile": from,
      "work/Dockerfile": { link: "../secret.Dockerfile" },
    });
    expect(discover(join(outer, "work")).problems).toEqual(["link-outside Dockerfile"]);
  });

  it("does not reach into .git, where a token may be", () => {
    expect(discoverIn({ Dockerfile: { link: ".git/config" }, ".git/config": "FROM x\n" }).problems).toEqual([
      "link-outside Dockerfile",
    ]);
  });

  it("may be broken or go in a circle", () => {
    const { problems } = discoverIn({
      Dockerfile: { link: "missing" },
      "a.Dockerfile": { link: "b.Dockerfile" },
      "b.Dockerfile": { link: "a.Dockerfile" },
      "up/loop": { link: ".." },
    });
    expect(problems).toEqual([
      "file-unreadable Dockerfile",
      "file-unreadable a.Dockerfile",
      "file-unreadable b.Dockerfile",
    ]);
  });
});

describe(".gitignore", () => {
  it("hides files and folders, with the nested ones and their exceptions", () => {
    const { paths } = discoverIn({
      ".gitignore": "build/\n*.tmp.Dockerfile\n/Dockerfile.local\n",
      "build/Dockerfile": from,
      "a.tmp.Dockerfile": from,
      "Dockerfile.local": from,
      "x/Dockerfile.local": from,
      "x/.gitignore": "!b.tmp.Dockerfile\nDockerfile\n",
      "x/b.tmp.Dockerfile": from,
      "x/Dockerfile": from,
      "y/Dockerfile": from,
    });
    expect(paths).toEqual(["x/Dockerfile.local", "x/b.tmp.Dockerfile", "y/Dockerfile"]);
  });

  it("holds from above for a subfolder, unless the subfolder itself was asked for", () => {
    const root = tree({
      ".git/HEAD": "",
      ".gitignore": "old.Dockerfile\nout/\n",
      "a/old.Dockerfile": from,
      "out/Dockerfile": from,
    });
    expect(discover(join(root, "a"), { base: root }).paths).toEqual([]);
    expect(discover(join(root, "out"), { base: root }).paths).toEqual(["out/Dockerfile"]);
  });

  it("never hides what git tracks", () => {
    const entries = {
      ".gitignore": "Dockerfile\nsvc/\n",
      Dockerfile: from,
      "svc/Dockerfile": from,
      "b/Dockerfile": from,
    };
    const root = repository(entries, ["Dockerfile", "svc/Dockerfile"]);
    expect(discover(root).paths).toEqual(["Dockerfile", "svc/Dockerfile"]);
    expect(discover(join(root, "svc"), { base: root }).paths).toEqual(["svc/Dockerfile"]);
  });

  it("is not believed without git where it may come from a pull request", () => {
    const root = tree({ ".gitignore": "Dockerfile\n", Dockerfile: from });
    expect(discover(root, { trustIgnoreFiles: false }).paths).toEqual(["Dockerfile"]);
    const broken = tree({ ".git/HEAD": "", ".gitignore": "Dockerfile\n", Dockerfile: from });
    expect(discover(broken, { trustIgnoreFiles: false }).paths).toEqual(["Dockerfile"]);
  });

  it("is not believed on the word of a repository around the base", () => {
    const outer = repository({ "work/.gitignore": "Dockerfile\n", "work/Dockerfile": from, x: "" }, ["x"]);
    const base = join(outer, "work");
    expect(discover(base, { base, trustIgnoreFiles: false }).paths).toEqual(["Dockerfile"]);
  });

  it("is believed about what git does not track", () => {
    const root = repository({ ".gitignore": "vendor/\n", Dockerfile: from, "vendor/x/Dockerfile": from }, [
      "Dockerfile",
    ]);
    expect(discover(root, { trustIgnoreFiles: false }).paths).toEqual(["Dockerfile"]);
  });

  it("does not slow the search down with wildcards", () => {
    const names = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`${"a/".repeat(50)}f${index}.Dockerfile`, from]),
    );
    const { paths } = discoverIn({ ".gitignore": `x/${"**/a/".repeat(12)}b\n${"*a".repeat(40)}\n`, ...names });
    expect(paths).toHaveLength(20);
  });
});
