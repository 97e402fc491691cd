import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concealed, secretValuesIn, withoutSecretAssignments } from "../../src/secrets/concealment.ts";

const token = `ghp_${"aB3dE5gH7jK9".repeat(3)}`;

describe("the secrets in a text", () => {
  it("are tokens and passwords in URLs, each once", () => {
    const text = `ARG A=${token}\nRUN curl https://ci:tr0ub4dor-and-3@h.example.com && echo ${token}\n`;
    expect(secretValuesIn(text)).toEqual([token, "tr0ub4dor-and-3"]);
  });

  it("are no variables, no words that everybody knows, nothing short", () => {
    const text = "https://ci:${PASSWORD}@h postgres://postgres:postgres@db/x redis://:ab1@h amqp://guest:guest@mq";
    expect(secretValuesIn(text)).toEqual([]);
  });

  it("are also the lines of a key, of which a log may show one", () => {
    const lines = Array.from({ length: 4 }, (_, index) => `${"MIIEpAIBAAKCAQEAx7Zk3nB7Qw9xLr2T".slice(index)}${index}`);
    const key = `-----BEGIN RSA PRIVATE KEY-----\n${lines.join("\n")}\n-----END RSA PRIVATE KEY-----`;
    const values = secretValuesIn(`RUN echo "${key}" > /k\n`);
    expect(values).toEqual([key, ...lines]);
    expect(concealed(`#5 0.3 ${lines[2]}`, values)).toBe("#5 0.3 •••");
  });
});

describe("a message", () => {
  it.each([
    ["with a secret", `The token ${token} leaks.`, [token], "The token ••• leaks."],
    ["with it twice", "abcdef and abcdef", ["abcdef"], "••• and •••"],
    ["at both ends", "abcdef", ["abcdef"], "•••"],
    ["with the longer of two", "x abcdefgh y", ["abcdef", "abcdefgh"], "x ••• y"],
    ["with two that overlap", "x abcdef123456xyz y", ["abcdef123", "123456xyz"], "x ••• y"],
    ["with two side by side", "abcdef123456", ["abcdef", "123456"], "•••"],
    ["with none", "nothing to hide", ["abcdef"], "nothing to hide"],
    ["with part of one", "abcde", ["abcdef"], "abcde"],
    ["with a short one, which is a word", "the cat", ["cat"], "the cat"],
  ])("%s", (_, message, values, shown) => {
    expect(concealed(message, values)).toBe(shown);
  });

  it("shows none of the values, whatever it is", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "•"), minLength: 6, maxLength: 9 });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 8 }), fc.array(letters), (values, parts) => {
        const secrets = values.filter((value) => !value.includes("•"));
        const message = [...parts, ...values].join("");
        const shown = concealed(message, secrets);
        for (const value of secrets) expect(shown).not.toContain(value);
        expect(concealed(message, [])).toBe(message);
      }),
    );
  });
});

describe("words that quote a file", () => {
  it("lose the values of names that make them secrets, quoted or not, and nothing else", () => {
    const said = (words: string) => withoutSecretAssignments(`unknown instruction: ${words}`);
    expect(said("NPM_TOKEN=abc npm ci")).toBe("unknown instruction: NPM_TOKEN=••• npm ci");
    expect(said(`DB_PASSWORD="a b" x`)).toBe("unknown instruction: DB_PASSWORD=••• x");
    expect(said("API_KEY='a b")).toBe("unknown instruction: API_KEY=•••");
    expect(said("NODE_ENV=production npm ci")).toBe("unknown instruction: NODE_ENV=production npm ci");
  });
});
