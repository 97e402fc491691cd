/**
 * Published formats of credentials. Sources: each provider's own documentation of its token format, and the list of patterns
 * that GitHub publishes for its secret scanning ("Supported secret scanning patterns").
 */
export interface SecretFormat {
  /** What a reader calls it: stands behind "a" or "an" in a message. */
  readonly kind: string;
  /** Text that each match contains; spares the pattern where it is missing. */
  readonly marks: readonly string[];
  /**
   * Global, with indices. The first group, where there is one, is the secret itself. Each pattern starts at a mark or at the
   * first character of a run of its own characters and runs on without alternatives over the same text: linear.
   */
  readonly pattern: RegExp;
  /** Part that a match must contain where the format says so. */
  readonly contains?: string;
  /**
   * What is hidden from output although it need not be one: the format cut short, or of another version. Global; the first group,
   * where there is one, is what is hidden. Linear like `pattern`.
   */
  readonly loosePattern?: RegExp;
}

interface Looseness {
  readonly contains?: string;
  /** Body of a token that is hidden from output all the same; a regular expression without groups. */
  readonly looseBody?: string;
}

/** A token that starts with one of the prefixes (regular expressions without groups), as a whole word. */
function token(
  kind: string,
  marks: string,
  prefix: string,
  body: string,
  { contains, looseBody }: Looseness = {},
): SecretFormat {
  return {
    kind,
    marks: marks.split(" "),
    pattern: new RegExp(`(?<![A-Za-z0-9_-])(?:${prefix})${body}(?![A-Za-z0-9_])`, "dg"),
    ...(contains === undefined ? {} : { contains }),
    ...(looseBody === undefined ? {} : { loosePattern: new RegExp(`(?<!\\w)(?:${prefix})${looseBody}`, "g") }),
  };
}

/** A secret that is told by what stands around it. */
function inContext(kind: string, marks: string, pattern: RegExp, loosePattern?: RegExp): SecretFormat {
  return { kind, marks: marks.split(" "), pattern, ...(loosePattern === undefined ? {} : { loosePattern }) };
}

const codeHosting = [
  token("GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_", "gh[pousr]_", "[A-Za-z0-9]{36,255}", {
    looseBody: "[A-Za-z0-9]{30,}",
  }),
  token(
    "GitHub app token",
    "ghs_",
    "ghs_[0-9]{1,20}_",
    "eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}",
  ),
  token("GitHub fine-grained token", "github_pat_", "github_pat_", "[A-Za-z0-9]{22}_[A-Za-z0-9]{59}", {
    looseBody: "[\\w-]{16,}",
  }),
  token(
    "GitLab token",
    "gl",
    "gl(?:pat|dt|rt|rtr|cbt|ptt|ft|imt|agent|oas|soat|ffct|wt)-",
    "[A-Za-z0-9_-]{20,}(?:\\.[0-9a-z]{2}\\.[0-9a-z]{7,9})?",
    { looseBody: "[\\w-]{16,}" },
  ),
  token("Bitbucket app password", "ATBB", "ATBB", "[A-Za-z0-9]{32}"),
  token("Atlassian API token", "ATATT3", "ATATT3", "[A-Za-z0-9_=-]{180,}"),
  inContext("Azure DevOps token", "AZDO", /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/dg),
  token("SonarQube token", "sq", "sq[pau]_", "[a-f0-9]{40}"),
  token("Buildkite token", "bk", "bk(?:ua|aj|pi|pat)_", "[A-Za-z0-9]{40}"),
  token("CircleCI token", "CCIP", "CCIP(?:AT|RJ)_", "[A-Za-z0-9]{22}_[a-f0-9]{40}"),
  token("Linear API key", "lin_api_", "lin_api_", "[A-Za-z0-9]{40}"),
  token("Figma token", "figd_", "figd_", "[A-Za-z0-9_-]{40,}"),
  token("Notion token", "ntn_", "ntn_", "[A-Za-z0-9]{46}"),
  token("Postman API key", "PMAK-", "PMAK-", "[a-f0-9]{24}-[a-f0-9]{34}"),
];

const packageRegistries = [
  token("npm token", "npm_", "npm_", "[A-Za-z0-9]{36}", { looseBody: "[A-Za-z0-9]{30,}" }),
  inContext(
    "npm registry credential",
    "_auth _password",
    /(?:(?<![A-Za-z0-9$])_auth(?:Token)?|:_password)[ \t]{0,8}=[ \t]{0,8}["']?([A-Za-z0-9+/_.=-]{8,})(?![A-Za-z0-9$])/dg,
  ),
  token("PyPI token", "pypi-AgE", "pypi-AgE", "[A-Za-z0-9_-]{50,}", { looseBody: "[\\w-]{16,}" }),
  token("RubyGems API key", "rubygems_", "rubygems_", "[a-f0-9]{48}"),
  token("crates.io token", "cio", "cio", "[A-Za-z0-9]{32}"),
  token("NuGet API key", "oy2", "oy2", "[a-z0-9]{43}"),
  token("Docker Hub token", "dckr_", "dckr_(?:pat|oat)_", "[A-Za-z0-9_-]{27,}", { looseBody: "[\\w-]{16,}" }),
  token("Artifactory API key", "AKCp", "AKCp", "[A-Za-z0-9]{69}"),
  token("Artifactory reference token", "cmVmd", "cmVmd", "[A-Za-z0-9]{59}"),
];

const clouds = [
  token("AWS access key id", "AKIA ASIA", "A[KS]IA", "[A-Z2-7]{16}", { looseBody: "[A-Z0-9]{16}" }),
  inContext(
    "AWS secret access key",
    "ecret SECRET",
    /(?:secret_?access_?key|SECRET_ACCESS_KEY|SecretAccessKey|secretAccessKey)["']?[ \t]{0,8}[:= \t][ \t]{0,8}["']?([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])/dg,
  ),
  token("Amazon Bedrock API key", "ABSK", "ABSK", "[A-Za-z0-9+/]{109,269}={0,2}"),
  token("Google API key", "AIza", "AIza", "[A-Za-z0-9_-]{35}", { looseBody: "[\\w-]{35}" }),
  token("Google OAuth client secret", "GOCSPX-", "GOCSPX-", "[A-Za-z0-9_-]{28}"),
  token("Google OAuth access token", "ya29.", "ya29\\.", "[A-Za-z0-9_-]{30,}"),
  inContext(
    "Azure client secret",
    "Q~",
    /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])/dg,
  ),
  inContext("Azure account key", "Key=", /(?:Account|SharedAccess)Key=([A-Za-z0-9+/]{43,86}={1,2})/dg),
  inContext("database password", "Password= Pwd=", /;[ \t]{0,4}(?:Password|Pwd)=([^;\s"'$`<>{}%]{4,})/dg),
  token("DigitalOcean token", "_v1_", "do[opr]_v1_", "[a-f0-9]{64}"),
  token("Heroku API key", "HRKU-", "HRKU-", "[A-Za-z0-9_-]{36,}"),
  token("Fly.io token", "fm2_ fo1_", "f(?:m2|o1)_", "[A-Za-z0-9+/=_-]{40,}"),
  token("Cloudflare token", "cf", "cf(?:k|ut|at)_", "[A-Za-z0-9]{40}[0-9a-f]{8}"),
  token("Vercel token", "vc", "vc[piark]_", "[A-Za-z0-9]{24,}"),
  token("Netlify token", "nfp_", "nfp_", "[A-Za-z0-9]{36}"),
  token("Supabase secret", "sbp_ sb_secret_", "sb(?:p_|_secret_)", "[A-Za-z0-9_-]{31,}"),
  token("PlanetScale secret", "pscale_", "pscale_(?:tkn|pw|oauth)_", "[A-Za-z0-9_.-]{32,}"),
  token("Databricks token", "dapi", "dapi", "[a-f0-9]{32}(?:-[0-9])?"),
  token("HashiCorp Vault token", "hvs. hvb. hvr.", "hv[sbr]\\.", "[A-Za-z0-9_-]{24,}"),
  inContext("Terraform Cloud token", ".atlasv1.", /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,}/dg),
  token("Pulumi token", "pul-", "pul-", "[a-f0-9]{40}"),
  token("Doppler token", "dp.", "dp\\.(?:pt|st|ct|sa|scim|audit)\\.", "(?:[a-z0-9_-]{2,35}\\.)?[A-Za-z0-9]{40,44}"),
  token("1Password service account token", "ops_eyJ", "ops_eyJ", "[A-Za-z0-9+/=_-]{100,}"),
  token("Tailscale key", "tskey-", "tskey-[a-z]{2,20}-", "[A-Za-z0-9]{8,}-[A-Za-z0-9]{16,}"),
];

const services = [
  token("Slack token", "xox xapp-", "xox[abeoprs]-|xapp-[0-9]-", "[A-Za-z0-9]{1,40}-[A-Za-z0-9-]{20,}", {
    looseBody: "[\\w-]{16,}",
  }),
  inContext(
    "Slack webhook",
    "hooks.slack.com",
    /hooks\.slack\.com\/(?:services|workflows)\/(T[A-Za-z0-9_]{8,}\/[A-Za-z0-9_]{8,}\/[A-Za-z0-9_/]{20,})/dg,
  ),
  inContext(
    "Discord webhook",
    "/api/webhooks/",
    /discord(?:app)?\.com\/api\/webhooks\/[0-9]{17,20}\/([A-Za-z0-9_-]{60,})/dg,
  ),
  inContext("Telegram bot token", ":AA", /(?<![A-Za-z0-9])[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/dg),
  token("Stripe key", "k_live_ k_test_", "[sr]k_(?:live|test)_", "[A-Za-z0-9]{24,}", {
    looseBody: "[A-Za-z0-9]{20,}[\\w-]*",
  }),
  token("Stripe webhook secret", "whsec_", "whsec_", "[A-Za-z0-9+/]{32,}={0,2}"),
  token("SendGrid API key", "SG.", "SG\\.", "[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}"),
  token("Twilio API key", "SK", "SK", "[0-9a-f]{32}"),
  inContext("Mailchimp API key", "-us", /(?<![A-Za-z0-9])[0-9a-f]{32}-us[0-9]{1,2}(?![A-Za-z0-9])/dg),
  token("Mailgun API key", "key-", "key-", "[0-9a-f]{32}"),
  token("Shopify token", "shp", "shp(?:at|ca|pa|ss)_", "[a-fA-F0-9]{32}"),
  token("Sentry token", "sntry", "sntrys_eyJ|sntryu_", "[A-Za-z0-9+/=_-]{60,}"),
  token("New Relic key", "NRAK-", "NRAK-", "[A-Z0-9]{27}"),
  inContext("New Relic license key", "NRAL", /(?<![A-Za-z0-9])[0-9a-zA-Z]{36}NRAL(?![A-Za-z0-9])/dg),
  token("Grafana token", "glc_ glsa_", "gl(?:c|sa)_", "[A-Za-z0-9+/=_]{32,}"),
];

const models = [
  token("OpenAI API key", "sk-", "sk-", "[A-Za-z0-9_-]{40,}", {
    contains: "T3BlbkFJ",
    looseBody: "(?:proj-|ant-)?[A-Za-z0-9]{20,}[\\w-]*",
  }),
  token("Anthropic API key", "sk-ant-", "sk-ant-[a-z]{2,8}[0-9]{2}-", "[A-Za-z0-9_-]{80,}"),
  token("OpenRouter API key", "sk-or-v1-", "sk-or-v1-", "[a-f0-9]{64}"),
  token("Hugging Face token", "hf_ api_org_", "hf_|api_org_", "[A-Za-z]{34}", { looseBody: "[A-Za-z0-9]{30,}" }),
  token("Groq API key", "gsk_", "gsk_", "[A-Za-z0-9]{52}"),
  token("xAI API key", "xai-", "xai-", "[A-Za-z0-9]{80}"),
  token("Perplexity API key", "pplx-", "pplx-", "[A-Za-z0-9]{48}"),
  token("Replicate token", "r8_", "r8_", "[A-Za-z0-9]{37}"),
];

const general = [
  token("age secret key", "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1", "[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}"),
  token("JSON web token", "eyJ", "eyJ", "[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{20,}", {
    looseBody: "[\\w-]{8}[\\w.-]{20,}",
  }),
  inContext(
    "authorization header",
    "uthorization UTHORIZATION",
    /[Aa](?:uthorization|UTHORIZATION)["']?[ \t]{0,8}[:=][ \t]{0,8}["']?(?:[Bb]earer|[Bb]asic|[Tt]oken)[ \t]{1,8}([A-Za-z0-9+/_.=~-]{16,})(?![A-Za-z0-9$])/dg,
    /\bAuthorization[ \t]{0,4}:[ \t]{0,4}(?:[A-Za-z]{1,16}[ \t]{1,4})?([\w.+/=~-]{8,})/gi,
  ),
];

/** Every format that is looked for, in the order in which a match of two formats is named. */
export const SECRET_FORMATS: readonly SecretFormat[] = [
  ...codeHosting,
  ...packageRegistries,
  ...clouds,
  ...services,
  ...models,
  ...general,
];
