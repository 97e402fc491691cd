import fc from "fast-check";
import { safeParse } from "valibot";
import { describe, expect, it } from "vitest";
import { type ImageReference, normalisedReference, parseImageReference } from "../../src/model/image-reference.ts";
import { imagePattern, matchesImage } from "../../src/policy/image-pattern.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

function image(text: string): ImageReference {
  const reference = parseImageReference(text);
  if (!reference) throw new Error(`${text} is no image reference`);
  return reference;
}

describe("matchesImage", () => {
  it.each([
    ["ghcr.io", "ghcr.io/acme/app:1", true],
    ["ghcr.io", "ghcr.io/app", true],
    ["GHCR.io", "ghcr.io/acme/app:1", true],
    ["ghcr.io", "ghcr.io.evil.example/acme/app", false],
    ["ghcr.io", "ghcr.iox/acme/app", false],
    ["ghcr.io", "evil.example/ghcr.io/app", false],
    ["localhost:5000", "localhost:5000/app", true],
    ["localhost:5000", "localhost:5001/app", false],
    ["*.acme.example", "eu.acme.example/team/app", true],
    ["*.acme.example", "acme.example/team/app", false],
    ["ghcr.io/acme/*", "ghcr.io/acme/app:1", true],
    ["ghcr.io/acme/*", "ghcr.io/acme/team/app:1", false],
    ["ghcr.io/acme/*", "ghcr.io/acme-evil/app:1", false],
    ["ghcr.io/acme/**", "ghcr.io/acme/team/app@sha256", true],
    ["ghcr.io/acme/**", "ghcr.io/acme", false],
    ["ghcr.io/acme/runtime-*:v*", "ghcr.io/acme/runtime-go:v2", true],
    ["ghcr.io/acme/runtime-*:v*", "ghcr.io/acme/runtime-go", false],
    ["alpine", "alpine", true],
    ["alpine", "docker.io/library/alpine:3.20", true],
    ["alpine", "index.docker.io/alpine", true],
    ["alpine", "acme/alpine", false],
    ["alpine", "alpine@sha256", true],
    ["docker.io/library/python:3.12-slim", "python:3.12-slim", true],
    ["docker.io/library/python:3.12-slim", "python:3.12-slim@sha256", true],
    ["docker.io/library/python:3.12-slim", "python:3.12", false],
    ["docker.io/python", "python", true],
    ["python:*-slim", "python:3.12-slim", true],
    ["python:*-slim", "python:3.12-slim-bookworm", false],
    ["python:*-slim", "python", false],
    ["python:latest", "python", true],
    ["python:latest", "python@sha256", false],
    ["python:3.1{1,2}-slim", "python:3.12-slim", true],
    ["acme/*", "acme/app", true],
    ["acme/*", "docker.io/acme/app", true],
    ["acme/*", "ghcr.io/acme/app", false],
    ["*", "alpine", true],
    ["*", "ghcr.io/acme/app", false],
    ["docker.io", "acme/app", true],
    ["docker.io/**", "acme/app", true],
    ["**", "ghcr.io/acme/app", true],
    ["**/app", "ghcr.io/acme/app:2", true],
    ["**@sha256:*", "ghcr.io/acme/app:2@sha256", true],
    ["**@sha256:*", "ghcr.io/acme/app:2", false],
  ])("%s on %s: %s", (pattern, text, matches) => {
    expect(matchesImage(image(text.replace("@sha256", `@${digest}`)), [pattern])).toBe(matches);
  });

  it("matches every image by its own normalised reference, and by its repository", () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,6}$/);
    const tag = fc.option(fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,6}$/), { nil: undefined });
    const registry = fc.constantFrom("", "ghcr.io/", "localhost:5000/", "registry.acme.example/");
    fc.assert(
      fc.property(registry, fc.array(part, { minLength: 1, maxLength: 3 }), tag, (host, parts, version) => {
        const written = image(`${host}${parts.join("/")}${version ? `:${version}` : ""}`);
        expect(matchesImage(written, [normalisedReference(written)])).toBe(true);
        expect(matchesImage(written, [`${written.registry}/${written.repository}`])).toBe(true);
        expect(matchesImage(written, [written.text])).toBe(true);
      }),
    );
  });
});

describe("imagePattern", () => {
  it.each([
    ["", "must name an image or a registry, as in `ghcr.io/acme/*`"],
    ["ghcr.io/", "must name an image or a registry, as in `ghcr.io/acme/*`"],
    ["https://ghcr.io", "must be an image reference without a scheme such as `https://`"],
    ["alpine 3", "must not hold white space"],
    ["alpine:", "has nothing behind its `:` or `@`"],
    ["alpine@a@b", "has more than one `@`"],
    ["acme/app**", "has `**` beside other characters; it stands alone between slashes, as in `a/**`"],
  ])("refuses %s", (pattern, problem) => {
    expect(safeParse(imagePattern, pattern).issues?.[0].message).toBe(problem);
    expect(() => matchesImage(image("alpine"), [pattern])).toThrow(RangeError);
  });

  it("takes or refuses any text, and what it takes can be matched", () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."*:@/{},.a-b[]") }));
    fc.assert(
      fc.property(text, (pattern) => {
        if (!safeParse(imagePattern, pattern).success) return;
        expect(typeof matchesImage(image("ghcr.io/acme/app:1"), [pattern])).toBe("boolean");
      }),
      { numRuns: 2_000 },
    );
  });
});
