import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateHcl } from "../../src/repository/hcl/evaluate.ts";
import { readHcl } from "../../src/repository/hcl/read-hcl.ts";
import { HclRefusal } from "../../src/repository/hcl/syntax.ts";
import { type HclValue, isHclList, isHclObject } from "../../src/repository/hcl/value.ts";
import { buildLines, factsOf } from "./repository-reader.ts";

describe("bake files", () => {
  it("build what their groups, targets, matrices and variables say", () => {
    const bake = `# what is released
variable "TAG" { default = "latest" }
variable "REGISTRY" {}
function "image" {
  params = [name]
  result = "acme/\${name}:\${TAG}"
}
group "default" { targets = ["services", "web"] }
group "services" { targets = ["service"] }
target "_common" {
  args = { BASE = image("base"), REGISTRY = REGISTRY }
}
target "service" {
  inherits = ["_common"]
  name     = "service-\${item.name}"
  matrix   = { item = [{ name = "a", port = 1 }, { name = "b", port = 2 }] }
  dockerfile = "\${item.name}.Dockerfile"
  target   = item.port > 1 ? "two" : "one"
  args = { for key, value in { port = item.port } : upper(key) => value }
}
target "web" {
  context = "web"
  contexts = { base = "target:_common" }
  target = try(TAG)
}
target "tests" {
  target = "test" // never by default
}
`;
    expect(buildLines({ "docker-bake.hcl": bake })).toEqual([
      "docker-bake.hcl:13 service-a: a.Dockerfile in . target one BASE=acme/base:latest ($TAG) REGISTRY=? ($REGISTRY) PORT=1, ships",
      "docker-bake.hcl:13 service-b: b.Dockerfile in . target two BASE=acme/base:latest ($TAG) REGISTRY=? ($REGISTRY) PORT=2, ships",
      "docker-bake.hcl:21 web: web/Dockerfile in web target ? base:=target:_common, ships",
      "docker-bake.hcl:26 tests: Dockerfile in . target test",
    ]);
  });

  it("merge an override, in JSON or HCL, and are built as workflows and scripts ask", () => {
    const files = {
      "docker-bake.hcl": 'target "app" {\n  target = "prod"\n  args = { A = 1, B = 2 }\n}\ntarget "tool" {}\n',
      "docker-bake.override.json":
        '{"variable": {"V": {"default": "9"}}, "target": {"app": {"args": {"B": "${V}-x"}}}}',
      "ci/other.hcl": 'target "default" { dockerfile = "ci.Dockerfile" }\n',
      ".github/workflows/ci.yml":
        "jobs:\n  a:\n    steps:\n      - uses: docker/bake-action@v6\n        with:\n          targets: app\n          push: true\n          set: |\n            *.args.C=3\n      - run: docker buildx bake -f ci/other.hcl\n",
    };
    expect(buildLines(files, ["ci.Dockerfile"])).toEqual([
      "ci/other.hcl:1 default: ci.Dockerfile in ., ships",
      "docker-bake.hcl:5 tool: Dockerfile in . C=3",
      "docker-bake.override.json:1 app: Dockerfile in . target prod A=1 B=9-x ($V) C=3, ships",
    ]);
  });

  it("say that files are exported, and that a variable without a value comes from whoever builds", () => {
    const bake = `variable "DESTDIR" { default = "" }
variable "NPM_TOKEN" { default = null }
function "folder" {
  params = [name]
  result = DESTDIR != "" ? DESTDIR : "./out/\${name}"
}
group "default" { targets = ["binary", "image"] }
target "binary" {
  target = "binary"
  output = [folder("binary")]
  args = { NPM_TOKEN = NPM_TOKEN, NONE = null }
}
target "image" {
  inherits = ["binary"]
  output = [{ type = "image", push = true }]
}
`;
    expect(buildLines({ "docker-bake.hcl": bake })).toEqual([
      "docker-bake.hcl:8 binary: Dockerfile in . target binary NPM_TOKEN=? ($NPM_TOKEN)",
      "docker-bake.hcl:13 image: Dockerfile in . target binary NPM_TOKEN=? ($NPM_TOKEN), ships",
    ]);
  });

  it("that are no HCL, or go in circles, are a problem and never a crash", () => {
    const facts = factsOf({
      "docker-bake.hcl": 'target "a" {\n  args = {\n',
      "x/docker-bake.hcl":
        'variable "A" { default = "${B}" }\nvariable "B" { default = A }\ntarget "a" {\n  inherits = ["b"]\n  target = B\n}\ntarget "b" { inherits = ["a"] }\ngroup "default" { targets = ["default", "a"] }\n',
    });
    expect(facts.problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      "docker-bake.hcl: What this file says of builds is not known: it is not valid HCL (line 3: a value is missing).",
    ]);
    expect(facts.builds.map(({ name, target }) => [name, target.kind])).toEqual([["a", "unknown"]]);
  });
});

describe("the reader of HCL", () => {
  it.each([
    ['"a${1 + 2 * 3}b"', "a7b"],
    ['"$${x} %%{y} \\u0041\\n"', "${x} %{y} A\n"],
    ["(1 == 1 && !false) || x ? [1, 2][1] : 3", 2],
    ['join(",", concat(["a"], split("-", "b-c")...))', undefined],
    ['join(",", concat(["a"], split("-", "b-c")))', "a,b,c"],
    ['{ a : 1, "b" = { c = "d" } }.b["c"]', "d"],
    ["[for i, x in [5, 6] : x if i > 0][0]", 6],
    ["<<-EOT\n    one\n      two\n    EOT\n", "one\n  two\n"],
    ['replace("a.b", ".", "-")', "a-b"],
    ['timestamp() == "" ? 1 : 2', undefined],
    ["%{ if true }", HclRefusal],
    ["[1, 2", HclRefusal],
  ])("makes of %s %s", (text, expected) => {
    if (typeof expected === "function") expect(() => hclValueOf(text)).toThrow(expected);
    else expect(plain(hclValueOf(text))).toEqual(expected);
  });

  it("gives back every value that can be written", () => {
    const key = fc.string({ minLength: 1 });
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.string(),
        fc.integer({ min: 0 }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value")),
        fc.dictionary(key, tie("value")),
      ),
    }));
    fc.assert(
      fc.property(value, (written) => {
        expect(plain(hclValueOf(hclText(written)))).toEqual(written);
      }),
    );
  });

  it("refuses or reads any text, and nothing else", () => {
    const word = fc.constantFrom(
      "target",
      '"a"',
      "{",
      "}",
      "=",
      "[",
      "]",
      "(",
      ")",
      "${",
      "<<E",
      "\nE\n",
      "for",
      "in",
      ":",
      ",",
      "...",
      "?",
      "-",
      "\n",
      "a",
      "1",
      "%{",
      "/*",
      "#",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join(" ")),
        ),
        (text) => {
          try {
            readHcl(text);
          } catch (error) {
            expect(error).toBeInstanceOf(HclRefusal);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("stays within its bounds with texts that double, and with deep ones", () => {
    const doubling = Array.from({ length: 60 }, (_, n) => `variable "v${n + 1}" { default = "\${v${n}}\${v${n}}" }`);
    const text = `variable "v0" { default = "aa" }\n${doubling.join("\n")}\ntarget "default" { target = v60 }\n`;
    expect(factsOf({ "docker-bake.hcl": text }).builds[0]?.target).toEqual({ kind: "unknown" });
    expect(() => hclValueOf("[".repeat(100_000))).toThrow(HclRefusal);
    expect(() => hclValueOf("!".repeat(100_000))).toThrow(HclRefusal);
    expect(() => hclValueOf(`1${" ? 1 : 1".repeat(100_000)}`)).toThrow(HclRefusal);
  });
});

function hclValueOf(text: string): HclValue {
  const attribute = readHcl(`value = ${text}\n`).attributes.get("value");
  if (!attribute) throw new Error("no value");
  const scope = { path: "a.hcl", budget: { steps: 100_000 }, variable: () => undefined, userFunction: () => undefined };
  return evaluateHcl(attribute.value, scope);
}

function plain({ data }: HclValue): unknown {
  if (isHclList(data)) return data.map(plain);
  if (isHclObject(data)) return Object.fromEntries([...data].map(([key, value]) => [key, plain(value)]));
  return data;
}

function hclText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(hclText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{\n${Object.entries(value)
      .map(([key, each]) => `  ${quoted(key)} = ${hclText(each)}\n`)
      .join("")}}`;
  }
  return typeof value === "string" ? quoted(value) : String(value);
}

function quoted(text: string): string {
  const escaped = text.replace(
    /["\\\n\r]/g,
    (character) => ({ "\n": "\\n", "\r": "\\r" })[character] ?? `\\${character}`,
  );
  return `"${escaped.replace(/[$%]\{/g, (sign) => `${sign.charAt(0)}${sign}`)}"`;
}
