import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { credentialsInUrl, variablesIn } from "../../src/knowledge/secret-urls.ts";

const found = (text: string): unknown[] =>
  credentialsInUrl(text).map(({ start, end, kind, variables, value }) => [
    text.slice(start, end),
    kind,
    variables,
    value,
  ]);

describe("credentialsInUrl", () => {
  it.each([
    ["https://user:s3cr3tpart@host.example/x", "s3cr3tpart", "password", [], "literal"],
    ["https://user:${PASSWORD}@host.example", "${PASSWORD}", "password", ["PASSWORD"], "reference"],
    ["https://x-access-token:$TOKEN@github.com/a/b.git", "$TOKEN", "password", ["TOKEN"], "reference"],
    ["https://oauth2:$(cat /run/secrets/token)@gitlab.com/a", "$(cat /run/secrets/token)", "password", [], "reference"],
    ["https://${USER}:${PASS:-a/b@c}@host.example", "${PASS:-a/b@c}", "password", ["PASS"], "literal"],
    ["https://${GITHUB_TOKEN}@github.com/a", "${GITHUB_TOKEN}", "user", ["GITHUB_TOKEN"], "reference"],
    ["https://${GITHUB_TOKEN}:x-oauth-basic@github.com/a", "${GITHUB_TOKEN}", "user", ["GITHUB_TOKEN"], "reference"],
    ["https://a1b2c3d4e5f6a7b8c9d0e1f2@host.example/", "a1b2c3d4e5f6a7b8c9d0e1f2", "user", [], "random"],
    ["redis://:hunter22x@cache:6379/0", "hunter22x", "password", [], "literal"],
    ["postgres://postgres:postgres@db/app", "postgres", "password", [], "default-password"],
    ["amqps://app:p%40ssw@cluster.example/?w=1", "p%40ssw", "password", [], "literal"],
    ["git+https://user:pa:ss@host.example/a", "pa:ss", "password", [], "literal"],
    ["https://user:pa@ss1@host.example/a", "pa@ss1", "password", [], "literal"],
    ["https://host.example/simple?a=1&access_token=Zz9kfoq", "Zz9kfoq", "query", [], "literal"],
    ["https://host.example/x?private_token=$CI_TOKEN", "$CI_TOKEN", "query", ["CI_TOKEN"], "reference"],
    ["https://account.blob.example/x?sv=2020&sig=aB3dE5gH7jK9mN1pQ3sT", "aB3dE5gH7jK9mN1pQ3sT", "query", [], "random"],
  ])("finds the secret of %s", (url, secret, kind, variables, value) => {
    expect(found(`RUN tool "${url}" && next`)).toEqual([[secret, kind, variables, value]]);
  });

  it.each([
    "git@github.com:owner/repo.git",
    "ssh://git@github.com/owner/repo.git",
    "https://github.com/owner/repo.git",
    "https://user@host.example/x",
    "https://user:@host.example/x",
    "https://${USER}@host.example/x",
    "http://[::1]:8080/a@b",
    "https://host.example:8080/a@b:c@d",
    "https://host.example/~user:x@y",
    "https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/1",
    "s@http://archive.example:80@http://mirror.example:80@g",
    "https://host.example/x?v=1&page_token_limit=2",
    "https://host.example/x && tool --a &token=abc",
    "https://unpkg.example/@scope/package@1.0.0/x.js",
    "://user:pass@",
    "https://user:pass@",
  ])("finds none in %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("finds several, in order", () => {
    expect(found("a://u:first1@h b://u:second2@h c://h?token=third3").map((each) => (each as unknown[])[0])).toEqual([
      "first1",
      "second2",
      "third3",
    ]);
  });

  it("finds a password between any user and host", () => {
    const plain = fc.stringMatching(/^[A-Za-z0-9_.~%-]{1,20}$/);
    fc.assert(
      fc.property(fc.string(), plain, plain, plain, (before, user, password, host) => {
        const url = `https://${user}:${password}@${host}`;
        const text = `${before} ${url} `;
        const start = before.length + 1 + 8 + user.length + 1;
        const starts = credentialsInUrl(text).map((each) => [each.start, each.end]);
        if (password !== "x-oauth-basic" && /^[A-Za-z0-9_.-]/.test(host))
          expect(starts).toContainEqual([start, start + password.length]);
      }),
    );
  });

  it("comes to an end on texts made of its own marks", () => {
    for (const part of [
      "://",
      "a://${",
      "a://$(",
      "a://`",
      "a://$",
      "://${://}",
      "a://:",
      "a://a@",
      "?a=",
      "&token=",
      "a://?token=a://",
    ]) {
      for (const credential of credentialsInUrl(part.repeat(Math.ceil(300_000 / part.length)))) {
        expect(credential.end).toBeGreaterThan(credential.start);
      }
    }
  });
});

describe("variablesIn", () => {
  it("names each variable once", () => {
    expect(variablesIn("$A ${B} ${A:-$C} $1 $$")).toEqual(["A", "B", "C"]);
  });
});
