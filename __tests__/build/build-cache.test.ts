import { describe, expect, it } from "vitest";
import { type CacheTrust, cachesFor, knownCaches } from "../../src/build/build-cache.ts";
import { knownValue } from "../../src/model/repository-facts.ts";

const registry = "type=registry,ref=ghcr.io/acme/app:cache";
const gha = "type=gha,scope=app";
const facts = { from: [registry, gha].map(knownValue), to: [`${registry},mode=max`, gha].map(knownValue) };
const all = new Set([registry, gha, `${registry},mode=max`]);

function caches(trust: Partial<CacheTrust>, isItsOwnStage = true) {
  return cachesFor(facts, isItsOwnStage, {
    policy: undefined,
    code: "proposed",
    event: "pull_request",
    known: all,
    ...trust,
  });
}

const written = (...texts: string[]) => texts.map((text) => `${text},ignore-error=true`);

describe("caches of a build", () => {
  it("are written by the default branch, and by no stage in the place of another", () => {
    const merged = { code: "merged", event: "push" } as const;
    expect(caches(merged)).toEqual({ from: [registry, gha], to: written(`${registry},mode=max`, gha) });
    expect(caches(merged, false).to).toEqual([]);
    expect(caches({ ...merged, policy: "read" }).to).toEqual([]);
    expect(caches({ ...merged, policy: "off" })).toEqual({ from: [], to: [] });
  });

  it("are not written by a pull request, but for the one that GitHub keeps apart", () => {
    expect(caches({})).toEqual({ from: [registry, gha], to: written(gha) });
    expect(caches({ event: "pull_request_target" }).to).toEqual([]);
    expect(caches({ event: "pull_request_target", policy: "write" }).to).toEqual(written(`${registry},mode=max`));
  });

  it("are not believed where only the pull request names them", () => {
    expect(caches({ known: new Set() })).toEqual({ from: [], to: [] });
    expect(
      knownCaches({ head: { sha: undefined, ref: undefined }, files: [], problems: [], target: undefined }),
    ).toBeUndefined();
  });

  it("of a fork's build are those that a fork cannot write", () => {
    expect(caches({ code: "fork", policy: "write" })).toEqual({ from: [registry], to: [] });
  });

  it("are only read on the command line, unless the policy says otherwise", () => {
    expect(caches({ code: "local", event: "", known: undefined }).to).toEqual([]);
    expect(caches({ code: "local", event: "", known: undefined, policy: "write" }).to).toHaveLength(2);
  });

  it.each([
    "type=gha,url=https://attacker.example/",
    "type=gha,token=x",
    "type=local,src=/etc",
    "type=s3,bucket=b,access_key_id=k",
    "type=registry,ref=a/b,registry.insecure=true",
    "type=registry,ref=--push",
    'type=registry,"ref=a,b"',
  ])("are never: %s", (text) => {
    const both = { from: [knownValue(text)], to: [knownValue(text)] };
    expect(cachesFor(both, true, { policy: "write", code: "merged", event: "push", known: undefined })).toEqual({
      from: [],
      to: [],
    });
  });

  it("may be image references alone, as Docker takes them", () => {
    const plain = { from: [knownValue("acme/a:cache,acme/b")], to: [] };
    expect(cachesFor(plain, true, { policy: undefined, code: "merged", event: "push", known: undefined }).from).toEqual(
      ["type=registry,ref=acme/a:cache", "type=registry,ref=acme/b"],
    );
  });
});
