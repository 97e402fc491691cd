import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { stagegate } from "../../support/command-line.ts";
import { tree } from "../../support/tree.ts";

const policy =
  "version: 1\nextends: recommended\nrules:\n  end-of-life-base: off\n  untested-release: warning\n  secret-build-argument: error\n";

const dockerfile = `FROM golang:1.23 AS build
COPY . .
RUN CGO_ENABLED=0 go build -o /app .

FROM build AS test
RUN go test ./...

FROM gcr.io/distroless/static-debian12:nonroot AS worker
COPY --from=build /app /app

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /app /app
`;

const files = {
  ".github/stagegate.yml": policy,
  "images/app.build": dockerfile,
  "compose.yaml":
    "services:\n  worker:\n    build:\n      context: .\n      dockerfile: images/app.build\n      target: worker\n      args:\n        - NPM_TOKEN\n",
  "outside.build": "FROM scratch\n",
};

function repository(more: Parameters<typeof tree>[0] = {}): string {
  const folder = tree({ ...files, ...more });
  execFileSync("git", ["init", "-q", folder]);
  return folder;
}

describe("check", () => {
  it("finds the Dockerfiles that compose names, and judges them and the files that build them", async () => {
    const { stdout, exitStatus } = await stagegate(["check", "--format", "json"], { folder: repository() });
    const report = JSON.parse(stdout);
    const found = report.files.map((file: { path: string; findings: { rule: string; startLine: number }[] }) => [
      file.path,
      ...file.findings.map(({ rule, startLine }) => `${startLine} ${rule}`),
    ]);
    expect(found).toEqual([
      ["compose.yaml", "8 secret-build-argument"],
      ["images/app.build", "5 untested-release"],
    ]);
    expect(exitStatus).toBe(1);
  });

  it("uses what the whole repository says, also for one file or one folder", async () => {
    const folder = repository();
    for (const name of ["images/app.build", "images"]) {
      const { stdout } = await stagegate(["check", "--format", "json", name], { folder });
      const rules = JSON.parse(stdout).files.flatMap(({ findings }: { findings: { rule: string }[] }) =>
        findings.map(({ rule }) => rule),
      );
      expect(rules, name).toEqual(["secret-build-argument", "untested-release"]);
    }
  });

  it("reads nothing behind a link that leaves the repository", async () => {
    const secret = tree({ "compose.yaml": "services:\n  a:\n    build:\n      context: .\n      args: [GH_TOKEN]\n" });
    const folder = repository({ "docker-compose.yml": { link: `${secret}/compose.yaml` }, linked: { link: secret } });
    const { stdout } = await stagegate(["check", "--format", "json"], { folder });
    expect(stdout).not.toContain("GH_TOKEN");
  });
});

describe("graph", () => {
  it("shows what ships as the repository says", async () => {
    const { stdout } = await stagegate(["graph", "--format", "json", "images/app.build"], { folder: repository() });
    const roles = JSON.parse(stdout).stages.map(({ name, role }: { name: string | null; role: string }) => [
      name,
      role,
    ]);
    expect(roles).toEqual([
      ["build", "contributes"],
      ["test", "tests"],
      ["worker", "ships"],
      [null, "ships"],
    ]);
  });
});
