import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SECRET_FORMATS } from "../../src/knowledge/secret-formats.ts";
import { findSecretLiterals } from "../../src/knowledge/secret-literals.ts";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const HEX = "0123456789abcdef";
const WORD = LOWER.toUpperCase() + LOWER + DIGITS;

/** Characters in an order of their own, so that no token stands in this file as a whole. */
function body(length: number, characters = WORD): string {
  return Array.from({ length }, (_, index) => characters[(index * 7 + 3 + (index >> 3)) % characters.length]).join("");
}

const jwt = (claims: number): string => ["ey", "J"].join("").concat(body(30), ".ey", "J", body(claims), ".", body(43));

/** Prefixes and bodies apart: together they are what a scanner looks for. */
const TOKENS: readonly (readonly [kind: string, ...pieces: string[]])[] = [
  ["GitHub token", "ghp", "_", body(36)],
  ["GitHub token", "gho", "_", body(36)],
  ["GitHub token", "ghs", "_", body(36)],
  ["GitHub app token", "ghs", "_12345_", jwt(40)],
  ["GitHub fine-grained token", "github", "_pat_", body(22), "_", body(59)],
  ["GitLab token", "glp", "at-", body(20)],
  ["GitLab token", "gld", "t-", body(20)],
  ["GitLab token", "glp", "at-", body(27), ".01.", body(9, LOWER)],
  ["Bitbucket app password", "AT", "BB", body(32)],
  ["Atlassian API token", "ATA", "TT3", body(186)],
  ["Azure DevOps token", body(76), "AZ", "DO", body(4)],
  ["SonarQube token", "sq", "p_", body(40, HEX)],
  ["Buildkite token", "bk", "ua_", body(40)],
  ["CircleCI token", "CCI", "PAT_", body(22), "_", body(40, HEX)],
  ["Linear API key", "lin", "_api_", body(40)],
  ["Figma token", "fig", "d_", body(43)],
  ["Notion token", "nt", "n_", body(46)],
  ["Postman API key", "PM", "AK-", body(24, HEX), "-", body(34, HEX)],
  ["npm token", "np", "m_", body(36)],
  ["PyPI token", "pyp", "i-AgE", "IcHlwaS5vcmc", body(90)],
  ["RubyGems API key", "ruby", "gems_", body(48, HEX)],
  ["crates.io token", "ci", "o", body(32)],
  ["NuGet API key", "oy", "2", body(43, LOWER)],
  ["Docker Hub token", "dckr", "_pat_", body(27)],
  ["Docker Hub token", "dckr", "_oat_", body(32)],
  ["Artifactory API key", "AK", "Cp", body(69)],
  ["Artifactory reference token", "cmV", "md", body(59)],
  ["AWS access key id", "AK", "IA", body(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")],
  ["Amazon Bedrock API key", "AB", "SK", body(120)],
  ["Google API key", "AI", "za", body(35)],
  ["Google OAuth client secret", "GOC", "SPX-", body(28)],
  ["Google OAuth access token", "ya", "29.", body(60)],
  ["Azure client secret", "a1b", "8Q", "~", body(34)],
  ["DigitalOcean token", "do", "p_v1_", body(64, HEX)],
  ["Heroku API key", "HR", "KU-", body(60)],
  ["Fly.io token", "fm", "2_", body(80)],
  ["Cloudflare token", "cf", "ut_", body(40), body(8, HEX)],
  ["Vercel token", "vc", "p_", body(24)],
  ["Netlify token", "nf", "p_", body(36)],
  ["Supabase secret", "sb", "p_", body(40, HEX)],
  ["PlanetScale secret", "pscale", "_tkn_", body(43)],
  ["Databricks token", "da", "pi", body(32, HEX)],
  ["HashiCorp Vault token", "hv", "s.", body(95)],
  ["Terraform Cloud token", body(14), ".atlas", "v1.", body(67)],
  ["Pulumi token", "pu", "l-", body(40, HEX)],
  ["Doppler token", "dp", ".st.", body(43)],
  ["1Password service account token", "op", "s_eyJ", body(250)],
  ["Tailscale key", "ts", "key-auth-", body(16), "-", body(32)],
  ["Slack token", "xo", "xb-", body(12, DIGITS), "-", body(24)],
  ["Telegram bot token", "123456789:", "AA", body(33)],
  ["Stripe key", "sk", "_live_", body(24)],
  ["Stripe key", "rk", "_live_", body(99)],
  ["Stripe webhook secret", "wh", "sec_", body(32)],
  ["SendGrid API key", "S", "G.", body(22), ".", body(43)],
  ["Twilio API key", "S", "K", body(32, HEX)],
  ["Mailchimp API key", body(32, HEX), "-us", "12"],
  ["Mailgun API key", "ke", "y-", body(32, HEX)],
  ["Shopify token", "shp", "at_", body(32, HEX)],
  ["Sentry token", "sntr", "ys_eyJ", body(160)],
  ["New Relic key", "NR", "AK-", body(27, LOWER.toUpperCase())],
  ["New Relic license key", body(36, HEX), "NR", "AL"],
  ["Grafana token", "gl", "sa_", body(32), "_", body(8, HEX)],
  ["OpenAI API key", "s", "k-", body(20), "T3Blbk", "FJ", body(20)],
  ["OpenAI API key", "s", "k-proj-", body(58), "T3Blbk", "FJ", body(58)],
  ["Anthropic API key", "s", "k-ant-api03-", body(93), "AA"],
  ["OpenRouter API key", "s", "k-or-v1-", body(64, HEX)],
  ["Hugging Face token", "h", "f_", body(34, LOWER)],
  ["Groq API key", "gs", "k_", body(52)],
  ["xAI API key", "xa", "i-", body(80)],
  ["Perplexity API key", "ppl", "x-", body(48)],
  ["Replicate token", "r", "8_", body(37)],
  ["age secret key", "AGE-SECRET", "-KEY-1", body(58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L")],
  ["JSON web token", jwt(60)],
];

/** What stands before the secret, the secret, and what stands behind. */
const IN_CONTEXT: readonly (readonly [kind: string, before: string, secret: string, after: string])[] = [
  ["npm registry credential", "//registry.example/:_authToken=", `1f2e-${body(30)}`, "\n"],
  ["npm registry credential", '_auth = "', body(24), '"'],
  ["AWS secret access key", "aws_secret_access_key = ", body(40), "\n"],
  ["AWS secret access key", "ENV AWS_SECRET_ACCESS_KEY=", body(40), "\n"],
  ["Azure account key", "AccountName=x;AccountKey=", `${body(86)}==`, ";"],
  ["database password", "Server=db;User Id=sa;Password=", "Zs9kfoqT", ";Encrypt=true"],
  ["Slack webhook", "https://hooks.slack.com/services/", `T${body(9)}/B${body(9)}/${body(24)}`, '"'],
  ["Discord webhook", "https://discord.com/api/webhooks/123456789012345678/", body(68), ""],
  ["authorization header", "Authorization: Bearer ", body(40), '"'],
  ["authorization header", "Authorization: Basic ", `${body(22)}==`, "'"],
];

const armour = (label: string, edge: string): string => ["-----", edge, " ", label, "-----"].join("");

function pem(label: string, lineEnd = "\n"): string {
  return [armour(label, "BEGIN"), body(64), body(64), body(20), armour(label, "END")].join(lineEnd);
}

describe("findSecretLiterals", () => {
  it.each(TOKENS)("finds a %s", (kind, ...pieces) => {
    const secret = pieces.join("");
    const text = `ENV A=1\nRUN tool --value "${secret}" && next\n`;
    const start = text.indexOf(secret);
    expect(findSecretLiterals(text)).toEqual([{ kind, start, end: start + secret.length }]);
  });

  it.each(IN_CONTEXT)("finds the %s behind %s", (kind, before, secret, after) => {
    const start = before.length;
    expect(findSecretLiterals(before + secret + after)).toEqual([{ kind, start, end: start + secret.length }]);
  });

  it("has an example here of every format that it knows", () => {
    const shown = new Set([...TOKENS, ...IN_CONTEXT].map(([kind]) => kind));
    expect(SECRET_FORMATS.map((format) => format.kind).filter((kind) => !shown.has(kind))).toEqual([]);
  });

  it.each([
    "PRIVATE KEY",
    "RSA PRIVATE KEY",
    "EC PRIVATE KEY",
    "OPENSSH PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
    "PGP PRIVATE KEY BLOCK",
  ])("finds a %s, also on one line", (label) => {
    for (const lineEnd of ["\n", "\r\n", "\\n"]) {
      const key = pem(label, lineEnd);
      expect(findSecretLiterals(`"private_key": "${key}"`)).toEqual([
        { kind: "private key", start: 16, end: 16 + key.length },
      ]);
    }
  });

  it("leaves public keys, certificates and the mention of a private key alone", () => {
    for (const label of ["PUBLIC KEY", "CERTIFICATE", "PGP PUBLIC KEY BLOCK"])
      expect(findSecretLiterals(pem(label))).toEqual([]);
    expect(findSecretLiterals(`RUN grep -q "${armour("RSA PRIVATE KEY", "BEGIN")}" key.pem`)).toEqual([]);
  });

  it.each([
    ["a digest", `FROM alpine@sha256:${body(64, HEX)}`],
    ["a commit", `RUN git checkout ${body(40, HEX)}`],
    ["a fingerprint", `ENV GPG_KEYS ${body(40, "0123456789ABCDEF")} ${body(40, "ABCDEF0123456789")}`],
    ["an integrity hash", `"integrity": "sha512-${body(86)}=="`],
    ["a UUID", "RUN ./x 123e4567-e89b-12d3-a456-426614174000"],
    ["a variable", "RUN npm config set //registry.example/:_authToken=${NPM_TOKEN}"],
    ["a variable in a header", 'RUN curl -H "Authorization: Bearer $GITHUB_ACCESS_TOKEN_FOR_DOWNLOADS" x'],
    ["filling", `ENV TOKEN=${["ghp", "_"].join("")}${"x".repeat(36)}`],
    ["zeros", `ENV TOKEN=${["sk", "_live_"].join("")}${"0".repeat(24)}`],
    ["the documentation's example", `ENV AWS_ACCESS_KEY_ID=${["AKIA", "IOSFODNN7", "EXAMPLE"].join("")}`],
    ["a longer word", `ENV X=a${["ghp", "_"].join("")}${body(36)}`],
    ["a prefix alone", "RUN echo ghp_ glpat- npm_ sk-ant- hf_ xoxb- AKIA"],
  ])("does not take %s for a secret", (_, text) => {
    expect(findSecretLiterals(text)).toEqual([]);
  });

  it("finds a token wherever it stands between other text", () => {
    const secret = ["npm", "_", body(36)].join("");
    const delimiter = fc.constantFrom(" ", "=", '"', "'", "\n", ":", "@", "/", ",", "(", "&");
    fc.assert(
      fc.property(fc.string(), delimiter, delimiter, fc.string(), (before, left, right, after) => {
        const start = before.length + 1;
        const found = findSecretLiterals(before + left + secret + right + after);
        expect(found.some((literal) => literal.start <= start && literal.end >= start + secret.length)).toBe(true);
      }),
    );
  });

  it("returns matches in order that do not overlap", () => {
    const parts = fc.constantFrom(
      ...TOKENS.map(([, ...pieces]) => pieces.join("")),
      " ",
      "=",
      "\n",
      pem("PRIVATE KEY"),
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (pieces) => {
        let end = 0;
        for (const literal of findSecretLiterals(pieces.join(""))) {
          expect(literal.start).toBeGreaterThanOrEqual(end);
          expect(literal.end).toBeGreaterThan(literal.start);
          end = literal.end;
        }
      }),
    );
  });

  it("comes to an end on texts made of its own prefixes", () => {
    for (const [, ...pieces] of TOKENS) {
      const prefix = pieces.slice(0, 2).join("").slice(0, 12);
      findSecretLiterals(prefix.repeat(Math.ceil(300_000 / prefix.length)));
    }
    expect(findSecretLiterals(armour("PRIVATE KEY", "BEGIN").repeat(20_000))).toEqual([]);
  });
});

const corpus = join(import.meta.dirname, "../../../shared/corpus/files");

describe.skipIf(!existsSync(corpus))("findSecretLiterals on real Dockerfiles", () => {
  it("finds the one key that somebody left in them, and nothing else", () => {
    const found = globSync("**/*", { cwd: corpus, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .flatMap((entry) => {
        const literals = findSecretLiterals(readFileSync(join(entry.parentPath, entry.name), "utf8"));
        return literals.map((literal) => literal.kind);
      });
    expect(found).toEqual(["Google API key"]);
  });
});
