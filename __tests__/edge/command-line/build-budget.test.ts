import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stagegate } from "../../support/command-line.ts";
import { findEngine, leftOvers } from "../../support/docker-engine.ts";
import { GitRepository } from "../../support/git-repository.ts";
import type { TreeEntry } from "../../support/tree.ts";

const engine = findEngine();
const environment = engine.environment ?? {};

const fill = (kilobytes: number, file = "/data") => `RUN dd if=/dev/zero of=${file} bs=1000 count=${kilobytes}`;
const image = (...steps: readonly string[]) => `FROM busybox:local AS app\n${steps.join("\n")}\nUSER 65532\n`;
const policy = (budget: string, more = "") => ({
  ".github/stagegate.yml": `version: 1\nbuild: { budget: ${budget} }\n${more}`,
});

/** What a branch does to a repository, measured against its main branch. */
async function measured(
  before: Readonly<Record<string, TreeEntry>>,
  change: Readonly<Record<string, TreeEntry | null>>,
  args: readonly string[] = ["--since", "main"],
) {
  const repository = new GitRepository(before);
  repository.git("checkout", "--quiet", "-b", "topic");
  repository.commit(change);
  const call = (more: readonly string[]) =>
    stagegate(["build", ...args, ...more], { folder: repository.folder, environment });
  const json = await call(["--format", "json"]);
  return { ...json, document: JSON.parse(json.stdout || "{}"), text: async () => (await call([])).stdout };
}

describe.skipIf(engine.missing !== undefined)("budgets of images, on a real engine", { timeout: 180_000 }, () => {
  let before: ReadonlySet<string>;
  const temporary = () => readdirSync(tmpdir()).filter((name) => name.startsWith("stagegate-base-"));
  beforeEach(() => {
    before = leftOvers(environment);
  }, 60_000);
  afterEach(() => {
    expect(leftOvers(environment), "leaves no container, image, volume or builder").toEqual(before);
    expect(temporary(), "leaves no file").toEqual([]);
  }, 60_000);

  it("passes within the budget, with the sizes of both", async () => {
    const { exitStatus, document } = await measured(
      { ...policy("{ max: 5MB, growth: 20% }"), Dockerfile: image(fill(500)) },
      { Dockerfile: image(fill(600)) },
    );
    expect(exitStatus).toBe(0);
    const [{ bytes, before: was, parts }] = document.images;
    expect(was.outcome).toBe("built");
    expect(bytes - was.bytes).toBe(100_000);
    expect(parts.at(-1)).toMatchObject({ instruction: fill(600), startLine: 2, bytes: 600_000, bytesBefore: 500_000 });
  });

  it("blocks growth, on the instruction that adds most", async () => {
    const { exitStatus, text, document } = await measured(
      { ...policy("{ growth: 100kB }"), Dockerfile: image(fill(500)), ".dockerignore": ".git" },
      { Dockerfile: image(fill(510), fill(400, "/more")) },
    );
    expect(exitStatus).toBe(1);
    expect(document.problems).toEqual([]);
    const said = await text();
    expect(said).toContain("Dockerfile:3:1  error  image-over-budget");
    expect(said.replace(/\s+/g, " ")).toMatch(
      /grows from 2\.\d+ MB to 2\.\d+ MB \(\+\d+ %\), and the policy allows 100 kB\./,
    );
    expect(said).toMatch(/line 3: RUN dd .* count=400 {2}\+400 kB/);
  });

  it("takes growth by files of the build context from the right commit", async () => {
    const { exitStatus, document } = await measured(
      { ...policy("{ growth: 10% }"), Dockerfile: image("COPY site /site"), "site/a": "x", "site/l": { link: "a" } },
      { "site/b": "x".repeat(900_000) },
    );
    expect(exitStatus).toBe(1);
    expect(document.images[0].bytes - document.images[0].before.bytes).toBe(900_000);
  });

  it("blocks what is over max, without a commit to compare with too", async () => {
    const files = { ...policy("{ max: 2.2MB, growth: 10% }"), Dockerfile: image(fill(100), fill(500, "/b")) };
    const { exitStatus, text, document } = await measured(files, {}, []);
    expect(exitStatus).toBe(1);
    expect(document.images[0].before.outcome).toBe("not-compared");
    expect(await text()).toContain("Dockerfile:1:1  error  image-over-budget");
  });

  it("calls existing what was over max before and has not grown; what grows then blocks", async () => {
    const files = { ...policy("{ max: 2.2MB }"), Dockerfile: image(fill(500)) };
    const same = await measured(files, { Dockerfile: image(fill(501, "/other")) });
    expect(same.exitStatus).toBe(0);
    expect(await same.text()).toContain("1 existing");
    const grown = await measured(files, { Dockerfile: image(fill(700)) });
    expect(grown.exitStatus).toBe(1);
  });

  it("takes waivers of the policy and of comments", async () => {
    const waiver = 'waivers: [{ rule: image-over-budget, files: "**", reason: "models", expires: 2027-01-31 }]\n';
    const byPolicy = await measured({ ...policy("{ max: 2MB }", waiver), Dockerfile: image(fill(500)) }, {}, []);
    expect(byPolicy.exitStatus).toBe(0);
    const comment =
      "# stagegate: waive image-over-budget until 2027-01-31 -- models\n# stagegate: waive root-final-user in file until 2027-01-31 -- port 80\n";
    const byComment = await measured({ ...policy("{ max: 2MB }"), Dockerfile: comment + image(fill(500)) }, {}, []);
    expect(byComment.exitStatus).toBe(0);
    expect(await byComment.text()).not.toContain("unused-waiver");
  });

  it("judges max alone where the base has no such Dockerfile", async () => {
    const { exitStatus, document } = await measured(policy("{ max: 5MB, growth: 0% }"), {
      Dockerfile: image(fill(500)),
    });
    expect(exitStatus).toBe(0);
    expect(document.images[0].before).toEqual({ outcome: "new", bytes: null, reason: null });
  });

  it("says so, and lets the repair pass, where the base does not build", async () => {
    const { exitStatus, document } = await measured(
      { ...policy("{ growth: 0% }"), Dockerfile: image("RUN exit 3") },
      { Dockerfile: image(fill(50)) },
    );
    expect(exitStatus).toBe(0);
    expect(document.images[0].before).toMatchObject({ outcome: "not-built" });
    expect(document.problems[0]).toMatchObject({ code: "not-measured", path: "Dockerfile" });
    expect(document.problems[0].message).toContain("it does not build at the merge base ([2/2] RUN exit 3: ");
  });

  it("could not verify growth where the base image of the base is not to be had", async () => {
    const { exitStatus, document, text } = await measured(
      { ...policy("{ growth: 10% }"), Dockerfile: `FROM nowhere.invalid/image:1 AS app\n${fill(10)}\n` },
      { Dockerfile: image(fill(50)) },
    );
    expect(exitStatus).toBe(2);
    expect(document.images[0].before).toMatchObject({ outcome: "not-verified" });
    expect(await text()).not.toContain("image-over-budget");
  });

  it("could not verify the size where the base image of the head is not to be had", async () => {
    const { exitStatus, document } = await measured(
      { ...policy("{ max: 1MB }"), Dockerfile: image(fill(50)) },
      { Dockerfile: "FROM nowhere.invalid/image:1 AS app\nUSER 1\n" },
    );
    expect(exitStatus).toBe(2);
    expect(document.images).toEqual([]);
  });

  it("measures each target under its own budget, and an inline Dockerfile as well", async () => {
    const inline =
      "services:\n  web:\n    build:\n      context: .\n      dockerfile_inline: |\n        FROM busybox:local\n        RUN dd if=/dev/zero of=/web bs=1000 count=200\n";
    const targets = 'targets: [{ files: "api/*", ships: [one, two], budget: { max: 1MB } }]\n';
    const { exitStatus, document, text } = await measured(
      {
        ...policy("{ max: 5MB }", targets),
        "compose.yaml": inline,
        "api/Dockerfile":
          "FROM busybox:local AS one\nUSER 1\n\nFROM scratch AS two\nCOPY --from=one /etc /etc\nUSER 1\n",
      },
      { "api/file": "x" },
    );
    expect(exitStatus, "over its own budget before, and not grown").toBe(0);
    expect(await text()).toContain("1 existing");
    expect(document.images.map(({ name }: { name: string }) => name)).toEqual([
      "api/Dockerfile: one",
      "api/Dockerfile: two",
      "compose.yaml: stage 0",
    ]);
    expect(document.images.map(({ before: { outcome } }: { before: { outcome: string } }) => outcome)).toEqual([
      "built",
      "built",
      "built",
    ]);
    expect(document.images[1].bytes).toBeLessThan(1000);
  });

  it("follows a renamed Dockerfile and a last stage without a name that is the third now", async () => {
    const text = (more: string) =>
      `FROM busybox:local AS build\n${fill(10)}\n${more}\nFROM busybox:local\nCOPY --from=build /data /data\n${fill(300, "/a")}\nUSER 1\n`;
    const { exitStatus, document } = await measured(
      { ...policy("{ growth: 10% }"), Dockerfile: text("") },
      { Dockerfile: null, "docker/Dockerfile": text("FROM busybox:local AS test\n") },
    );
    expect(document.images[0]).toMatchObject({
      stageIndex: 2,
      path: "docker/Dockerfile",
      before: { outcome: "built" },
    });
    expect(exitStatus).toBe(0);
  });

  it("stops at the time limit, and does not call that passed", async () => {
    const { exitStatus, stdout } = await measured(
      { ...policy("{ max: 5MB }"), Dockerfile: image(`RUN sleep 60 # ${process.pid}`) },
      {},
      ["--time-limit", "3"],
    );
    expect(exitStatus).toBe(2);
    expect(stdout).toContain("the time limit of 3 s was reached");
  });
});
