import { describe, expect, it } from "vitest";
import { checkExample } from "../../src/check/check-example.ts";
import type { Example, Rule } from "../../src/rules/rule.ts";
import secretFileInImage from "../../src/rules/secret-file-in-image.ts";
import secretOutsideMount from "../../src/rules/secret-outside-mount.ts";
import secretWrittenToLayer from "../../src/rules/secret-written-to-layer.ts";

const rules = [secretFileInImage, secretOutsideMount, secretWrittenToLayer] as Rule[];

/** `line rule` of every finding of the rules about secrets. */
function findingsIn(dockerfile: string, files?: Example["files"]): string[] {
  return rules.flatMap((rule) =>
    checkExample(rule, { title: "", dockerfile, lines: [], ...(files && { files }) }).findings.map(
      ({ span, level }) => `${span.start.line} ${rule.id} ${level}`,
    ),
  );
}

const examples = rules.flatMap((rule) => rule.examples);

describe("rules about secrets", () => {
  it.each(examples.filter(({ fixed }) => fixed !== undefined).map((each) => [each.title, each.fixed ?? ""]))(
    "judge the fixed file clean: %s",
    (_, fixed) => {
      expect(findingsIn(fixed)).toEqual([]);
    },
  );

  it.each(examples.map((each) => [each.title, each] as const))("say one thing of one cause: %s", (_, example) => {
    expect(findingsIn(example.dockerfile, example.files).map((finding) => Number(finding.split(" ")[0]))).toEqual(
      example.lines,
    );
  });

  it.each([
    ["a file would stay", 'RUN echo "//h/:_authToken=$NPM_TOKEN" > .npmrc && npm ci'],
    ["a setting would stay", "RUN npm config set //h/:_authToken $NPM_TOKEN && npm ci"],
    ["the log would show it", 'RUN echo "$NPM_TOKEN" && npm ci'],
  ])("offer no fix where %s", (_, run) => {
    const { findings } = checkExample(secretOutsideMount as Rule, {
      title: "",
      dockerfile: `FROM node:22\nARG NPM_TOKEN\n${run}\n`,
      lines: [],
    });
    expect(findings.map(({ fix }) => fix)).toEqual([undefined]);
  });

  it("offer one where the same RUN removes the file", () => {
    const example = {
      title: "",
      dockerfile:
        'FROM node:22\nARG NPM_TOKEN\nRUN echo "//h/:_authToken=$NPM_TOKEN" > .npmrc && npm ci && rm .npmrc\n',
      lines: [],
    };
    const { fixed } = checkExample(secretOutsideMount as Rule, example);
    expect(fixed).toContain("RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN echo");
    expect(findingsIn(fixed ?? "")).toEqual([]);
  });

  it.each([
    ["a use behind it", "cp /run/secrets/n /root/.npmrc && npm ci && cat /run/secrets/n | login"],
    ["a removal of it by another step", "cp /run/secrets/n /root/.npmrc && npm ci\nRUN rm /root/.npmrc"],
    ["a change of it", "cp /run/secrets/n /root/.npmrc && chmod 600 /root/.npmrc && npm ci"],
    ["nothing behind it", "cp /run/secrets/n /root/.npmrc"],
  ])("offer no other target over %s", (_, script) => {
    const dockerfile = `FROM node:22\nRUN --mount=type=secret,id=n ${script}\n`;
    const { findings } = checkExample(secretWrittenToLayer as Rule, { title: "", dockerfile, lines: [] });
    expect(findings.map(({ fix }) => fix)).toEqual([undefined]);
  });
});

describe("how heavy a secret file weighs", () => {
  it.each([
    ["a key that ships", "FROM a\nCOPY id_rsa /k/\n", "error"],
    ["one in a builder", "FROM a AS b\nCOPY id_rsa /k/\nFROM c\nCOPY --from=b /x /x\n", "warning"],
    ["one that a copy takes along", "FROM a AS b\nCOPY id_rsa /k/\nFROM c\nCOPY --from=b /k /k\n", "error"],
    ["one of tests", "FROM a\nCOPY test/fixtures/id_rsa /k/\n", "warning"],
    ["an auth.json", "FROM a\nCOPY auth.json /k/\n", "warning"],
    ["settings of Maven", "FROM a\nCOPY settings.xml /k/\n", "notice"],
  ])("%s", (_, dockerfile, level) => {
    expect(findingsIn(dockerfile)).toEqual([`2 secret-file-in-image ${level}`]);
  });

  it("settings of NuGet in a builder weigh nothing", () => {
    expect(findingsIn("FROM a AS b\nCOPY nuget.config ./\nFROM c\nCOPY --from=b /x /x\n")).toEqual([]);
  });
});
