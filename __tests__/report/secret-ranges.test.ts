import { describe, expect, it } from "vitest";
import { sourceFile } from "../../src/model/source.ts";
import { secretRanges, tokensIn } from "../../src/report/secret-ranges.ts";
import { findingIn } from "./report-builder.ts";

function concealed(text: string, ranges: readonly { start: number; end: number }[]): string {
  return ranges.reduceRight((rest, { start, end }) => `${rest.slice(0, start)}•••${rest.slice(end)}`, text);
}

/** The line as it is shown when the rule about secrets points at a part of it. */
function shown(line: string, at = line): string {
  const source = sourceFile("Dockerfile", line);
  return concealed(line, secretRanges(source, [findingIn(source, { rule: "secret-outside-mount", at })]));
}

const letters = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";

describe("tokensIn", () => {
  it.each([
    [`RUN echo ghp_${letters} x`, "RUN echo ••• x"],
    [`ENV A=github_pat_${letters}`, "ENV A=•••"],
    [`ENV A=glpat-${letters}`, "ENV A=•••"],
    [`//r.example/:_authToken=npm_${letters}`, "//r.example/:_authToken=•••"],
    ["AWS_ACCESS_KEY_ID=AKIAABCDEFGHIJKLMNOP", "AWS_ACCESS_KEY_ID=•••"],
    [`-H "Authorization: Bearer ${letters}"`, '-H "Authorization: Bearer •••"'],
    [`ENV DO=dop_v1_${"0f1e2d3c".repeat(8)} B=1`, "ENV DO=••• B=1"],
    ["x -----BEGIN PGP PRIVATE KEY BLOCK-----\nlQOY", "x -----BEGIN PGP PRIVATE KEY BLOCK-----•••"],
    ["git clone https://user:s3cret@host.example/x", "git clone https://•••@host.example/x"],
    ["a eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc b", "a ••• b"],
    [
      "x -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- y",
      "x -----BEGIN RSA PRIVATE KEY-----•••-----END RSA PRIVATE KEY----- y",
    ],
    ["-----BEGIN PRIVATE KEY-----\nMIIE", "-----BEGIN PRIVATE KEY-----•••"],
  ])("conceals %j", (text, expected) => {
    expect(concealed(text, tokensIn(text))).toBe(expected);
  });

  it.each([
    "RUN npm config set //registry.example/:_authToken=${NPM_TOKEN}",
    "RUN git clone https://$USER:$TOKEN@host.example/x",
    "RUN --mount=type=secret,id=npm_token npm_config_loglevel=verbose npm ci",
    "COPY --from=golang@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef /a /b",
    "# Basic authentication is described in the manual",
    "RUN pip install sk-learn-contrib",
  ])("leaves %j", (text) => {
    expect(tokensIn(text)).toEqual([]);
  });

  it("is linear in what an attacker writes", () => {
    for (const part of ["eyJ-", "://", "://a:", "Authorization: ", "-----BEGIN ", "npm_", "sk-", "\n", "token="]) {
      const text = part.repeat(50_000);
      const source = sourceFile("Dockerfile", text);
      const finding = findingIn(source, { rule: "secret-outside-mount", at: text });
      expect(secretRanges(source, [finding, finding]).length).toBeLessThan(text.length);
    }
  });
});

describe("secretRanges", () => {
  it.each([
    ["ENV NPM_TOKEN=abc", "NPM_TOKEN=abc", "ENV NPM_TOKEN=•••"],
    [
      "ENV DB_PASSWORD=abc NODE_ENV=production",
      "ENV DB_PASSWORD=abc NODE_ENV=production",
      "ENV DB_PASSWORD=••• NODE_ENV=production",
    ],
    ["ENV API_KEY some value", "API_KEY", "ENV API_KEY ••• value"],
    ['ARG PASSWORD="a b c"', 'PASSWORD="a b c"', "ARG PASSWORD=•••"],
    ["RUN curl -u user:hunter2 https://x.example", "user:hunter2", "RUN curl -u ••• https://x.example"],
    ["RUN mysql -phunter2 db", "-phunter2", "RUN mysql -p••• db"],
    ["RUN login --password hunter2", "RUN login --password hunter2", "RUN login --password •••"],
    ["RUN login --token=hunter2", "--token=hunter2", "RUN login --token=•••"],
    ['RUN curl -H "X-Api-Key: hunter2"', 'RUN curl -H "X-Api-Key: hunter2"', 'RUN curl -H "X-Api-Key: •••"'],
    ["RUN npm config set //r.example/:_authToken hunter2", "RUN", "RUN npm config set //r.example/:_authToken •••"],
    ["RUN do 9f8e7d6c5b4a39281706 now", "RUN do", "RUN do ••• now"],
  ])("conceals the literal of %j", (line, at, expected) => {
    expect(shown(line, at)).toBe(expected);
  });

  it.each([
    "ARG NPM_TOKEN",
    "https://host.example/path",
    "/run/secrets/token",
    "RUN --mount=type=secret,id=token,env=NPM_TOKEN npm ci --omit=dev",
    "RUN npm config set //r.example/:_authToken=$NPM_TOKEN && npm ci",
    "RUN docker login --password $PASSWORD registry.example",
    "COPY --from=builder /usr/local/lib/node_modules/package-name-v2/dist /app",
  ])("leaves %j, which writes no secret out", (line) => {
    expect(shown(line)).toBe(line);
  });

  it("looks at the lines of findings about literal secrets only", () => {
    const text = "ENV PASSWORD=hunter2\nENV TOKEN=hunter3\n";
    const source = sourceFile("Dockerfile", text);
    const secret = findingIn(source, { rule: "secret-outside-mount", at: "TOKEN=hunter3" });
    const other = findingIn(source, { rule: "floating-base-tag", at: "PASSWORD=hunter2" });
    expect(concealed(text, secretRanges(source, [other, secret]))).toBe("ENV PASSWORD=hunter2\nENV TOKEN=•••\n");
  });
});
