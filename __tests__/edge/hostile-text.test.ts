import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../support/command-line.ts";
import { runJob } from "../support/fake-runner.ts";
import { tree } from "../support/tree.ts";

const commands = ["::add-mask::owned", "##[add-mask]owned", "::stop-commands::owned", "::error file=x::owned"];
const ours = ["error", "warning", "notice", "group", "endgroup"];

/** Text that asks for commands at every place of a Dockerfile where a finding may quote it. */
function hostileDockerfile(command: string): string {
  return [
    `# ${command}`,
    `FROM golang:latest AS build`,
    `ENV API_TOKEN="${command}"`,
    `RUN go build -o /app . && echo '${command}'`,
    `COPY a b # ${command}`,
    `COPY --from=${command.replaceAll(" ", "")} /a /b`,
    `FROM alpine AS ${command.replaceAll(/[^a-z]/g, "")}`,
    `RUN <<EOF\n${command}\n##[error]owned\nEOF`,
    `FRM ${command}`,
    "",
  ].join("\n");
}

describe("a hostile repository", () => {
  it("issues no command through what stands in Dockerfiles", async () => {
    const files = commands.flatMap((command, index) => {
      const text = hostileDockerfile(command);
      const buildable = text.replace(/^(?:FRM|COPY --from).*\n/gm, "");
      return [[`${index}/Dockerfile`, text] as const, [`${index}/b.Dockerfile`, buildable] as const];
    });
    await expectOnlyOurs(Object.fromEntries(files));
  });

  it("issues no command through the names of files", async () => {
    const names = commands.flatMap((command) => {
      const name = command.replaceAll("/", "");
      return [`${name}.Dockerfile`, `\n${name}\n.Dockerfile`, `a\r${name}/Dockerfile`, `Dockerfile.,line=1::${name}`];
    });
    await expectOnlyOurs(Object.fromEntries(names.map((name) => [name, "FROM golang\nRUN go build -o /app .\n"])));
    const unread = Object.fromEntries(names.map((name) => [name, new Uint8Array([0])]));
    await expectOnlyOurs({ ...unread, "::add-mask::owned\nDockerfile.x": { link: "/etc/::error::owned" } });
  });

  it("issues no command through a policy", async () => {
    for (const command of commands) {
      const policy = `version: 1\nrules:\n  "x\\n${command}": error\n  root-final-user: "${command}"\n`;
      await expectOnlyOurs({ Dockerfile: "FROM golang\n", ".github/stagegate.yml": policy });
    }
  });
});

async function expectOnlyOurs(files: Parameters<typeof tree>[0]): Promise<void> {
  const entry = join(root, "src/action.ts");
  const result = await runJob({ entry, workspace: tree(files), event: { name: "pull_request" } });
  expect([1, 2]).toContain(result.exitStatus);
  expect(result.stderr).toBe("");
  expect(result.masks).toEqual([]);
  expect(result.commands.map(({ name }) => name).filter((name) => !ours.includes(name))).toEqual([]);
  expect(result.commands.filter(({ name }) => name === "group")).toHaveLength(result.log.length > 0 ? 1 : 0);
  const paths = Object.keys(files);
  for (const { properties, message } of result.annotations) {
    expect(message).not.toMatch(/^owned/);
    if (properties.file !== undefined) expect(paths).toContain(properties.file);
    if (properties.line !== undefined) expect(properties.line).toMatch(/^\d+$/);
  }
}
