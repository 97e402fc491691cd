import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeSecretValue, secretConfidence } from "../../src/knowledge/secret-values.ts";

describe("judgeSecretValue", () => {
  it.each([
    ["", "empty"],
    ['""', "empty"],
    ["  ", "empty"],
    ["false", "boolean"],
    ["None", "boolean"],
    ["0", "boolean"],
    ["123456", "number"],
    ["$NPM_TOKEN", "reference"],
    ['"${NPM_TOKEN}"', "reference"],
    ["${NPM_TOKEN:-}", "reference"],
    ["${NPM_TOKEN:-changeme}", "default-password"],
    ["user:${PASSWORD}", "reference"],
    ["$(cat /run/secrets/token)", "reference"],
    ["`cat token`", "reference"],
    ["{{ .Values.token }}", "reference"],
    ["<%= ENV['TOKEN'] %>", "reference"],
    ["%TOKEN%", "reference"],
    ["/run/secrets/token", "path"],
    ["./token.txt", "path"],
    ["C:\\secrets\\token", "path"],
    ["server.key", "path"],
    ["https://example.com/token", "url"],
    ["dummy", "placeholder"],
    ["build-time-dummy", "placeholder"],
    ["FAKE_TO_GENERATE_WARNING_OUTPUT", "placeholder"],
    ["<your token>", "placeholder"],
    ["your-token-here", "placeholder"],
    ["xxxxxxxx", "placeholder"],
    ["not-a-secret", "placeholder"],
    ["****", "placeholder"],
    ["password", "default-password"],
    ["changeme", "default-password"],
    ["change-me-in-production", "default-password"],
    ["postgres", "default-password"],
    ["A035C8C19219BA821ECEA86B64E628F8D684696D", "digest"],
    [`sha256:${"0a".repeat(32)}`, "digest"],
    ["lgNvGyhnUKpa5PJi", "random"],
    ["/9j4AAQSkZJRgABAQEAYABgAAD2wBDAAgGBgcGBQgHBwcJCQg+", "random"],
    ["fsociety", "literal"],
    ["correct horse battery staple", "literal"],
  ])("%s is %s", (value, kind) => {
    expect(judgeSecretValue(value)).toBe(kind);
  });

  it("judges any text, quoted as unquoted", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }).filter((text) => !/["'\s]/.test(text)),
        (value) => {
          expect(judgeSecretValue(`"${value}"`)).toBe(judgeSecretValue(value));
        },
      ),
    );
  });

  it("does not lose itself in long values", () => {
    for (const part of ["${A:-", "a1", "/a", "<", "0x", "x_", "not "]) {
      expect(judgeSecretValue(part.repeat(200_000))).not.toBe("empty");
    }
  });
});

describe("secretConfidence", () => {
  it("is sure of a build argument that whoever builds has to fill", () => {
    expect(secretConfidence("ARG", "NPM_TOKEN", undefined)).toBe("high");
    expect(secretConfidence("ARG", "NPM_TOKEN", '""')).toBe("high");
    expect(secretConfidence("ARG", "LICENSE_KEY", undefined)).toBe("low");
  });

  it("finds nothing in an empty ENV", () => {
    expect(secretConfidence("ENV", "TOKEN", "")).toBeUndefined();
    expect(secretConfidence("ENV", "TOKEN", '""')).toBeUndefined();
  });

  it("is sure of a value that ships, and of a variable copied into the image", () => {
    expect(secretConfidence("ENV", "LDAP_ROOTPASS", "fsociety")).toBe("high");
    expect(secretConfidence("ENV", "SENTRY_AUTH_TOKEN", "$SENTRY_AUTH_TOKEN")).toBe("high");
    expect(secretConfidence("ENV", "SECRET_KEY", "3f".repeat(32))).toBe("high");
  });

  it("calls a password that everybody knows by its weight", () => {
    expect(secretConfidence("ENV", "POSTGRES_PASSWORD", "postgres")).toBe("medium");
    expect(secretConfidence("ENV", "DB_PASSWORD", "123456")).toBe("medium");
  });

  it("makes little of a stand-in and nothing of a switch, a path or a plain URL", () => {
    expect(secretConfidence("ARG", "SECRET_KEY_BASE", "dummy")).toBe("low");
    expect(secretConfidence("ARG", "GITHUB_TOKEN", "none")).toBe("low");
    expect(secretConfidence("ENV", "GITHUB_TOKEN", "false")).toBeUndefined();
    expect(secretConfidence("ENV", "JWT_SECRET", "/run/secrets/jwt")).toBeUndefined();
    expect(secretConfidence("ENV", "TOKEN", "https://example.com")).toBeUndefined();
  });

  it("lets the value speak where the name is weak", () => {
    expect(secretConfidence("ENV", "LICENSE_KEY", "lgNvGyhnUKpa5PJi")).toBe("medium");
    expect(secretConfidence("ENV", "LICENSE_KEY", "community")).toBe("low");
    expect(secretConfidence("ENV", "OVH_KEY", "A035C8C19219BA821ECEA86B64E628F8D684696D")).toBeUndefined();
  });

  it("says nothing of other names", () => {
    expect(secretConfidence("ENV", "GPG_KEY", "A035C8C19219BA821ECEA86B64E628F8D684696D")).toBeUndefined();
    expect(secretConfidence("ARG", "VERSION", undefined)).toBeUndefined();
  });
});

interface Facts {
  readonly instructions: readonly {
    readonly keyword: string;
    readonly keys?: readonly { readonly key: string; readonly value: string | null }[];
  }[];
}

const facts = join(import.meta.dirname, "../../../shared/corpus/facts.jsonl.gz");

describe.skipIf(!existsSync(facts))("secretConfidence on real Dockerfiles", () => {
  it("finds the secrets among a thousand names, and no fingerprint, key of a site or lookup", () => {
    const found = new Set<string>();
    for (const line of gunzipSync(readFileSync(facts)).toString().trim().split("\n")) {
      for (const { keyword, keys } of (JSON.parse(line) as Facts).instructions) {
        for (const { key, value } of keyword === "ARG" || keyword === "ENV" ? (keys ?? []) : []) {
          const confidence = secretConfidence(keyword as "ARG" | "ENV", key, value ?? undefined);
          if (confidence !== undefined) found.add(`${confidence} ${keyword} ${key}`);
        }
      }
    }
    expect([...found].sort()).toEqual([
      "high ARG NEXT_PRIVATE_TELEMETRY_KEY",
      "high ARG SENTRY_AUTH_TOKEN",
      "high ARG SSH_PRIVATE_KEY",
      "high ENV LDAP_ROOTPASS",
      "high ENV NEXT_PRIVATE_ENCRYPTION_KEY",
      "high ENV NEXT_PRIVATE_ENCRYPTION_SECONDARY_KEY",
      "high ENV NEXT_PRIVATE_TELEMETRY_KEY",
      "high ENV SENTRY_AUTH_TOKEN",
      "low ARG AWS_SECRET_ACCESS_KEY",
      "low ARG NEXT_PRIVATE_ENCRYPTION_KEY",
      "low ARG NEXT_PRIVATE_ENCRYPTION_SECONDARY_KEY",
      "low ENV AIO_TOKEN",
      "medium ENV LICENSE_KEY",
      "medium ENV MYSQL_PASSWD",
    ]);
  });
});
