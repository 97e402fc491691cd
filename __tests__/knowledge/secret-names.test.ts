import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSecretName, wordsOf } from "../../src/knowledge/secret-names.ts";

const names = (text: string): string[] => text.trim().split(/\s+/);

describe("isSecretName", () => {
  it.each(
    names(`PASSWORD DB_PASSWORD MYSQL_ROOT_PASSWORD MYSQL_PASSWD PGPASSWORD LDAP_ROOTPASS SMTP_PASS RABBITMQ_DEFAULT_PASS DB_PWD
      GPG_PASSPHRASE SIGNING_PASSPHRASE KEYSTORE_PASSWORD SECRET CLIENT_SECRET JWT_SECRET NEXTAUTH_SECRET SECRET_KEY
      SECRET_KEY_BASE AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN TOKEN NPM_TOKEN NODE_AUTH_TOKEN GITHUB_TOKEN GH_TOKEN GH_PAT
      GITHUB_PAT AZURE_DEVOPS_EXT_PAT CI_JOB_TOKEN SENTRY_AUTH_TOKEN HF_TOKEN NUGET_API_KEY APIKEY API_KEY apiKey npmAuthToken
      SSH_PRIVATE_KEY SSH_KEY ssh_prv_key SSH_ID_RSA ENCRYPTION_KEY SIGNING_KEY DEPLOY_KEY RAILS_MASTER_KEY ACTIVATION_KEY
      COMPOSER_AUTH DOCKER_AUTH_CONFIG NETRC NPMRC GIT_CREDENTIALS REGISTRY_CREDS VAULT_SECRET_ID KUBE_CONFIG_DATA
      BUNDLE_GEMS__CONTRIBSYS__COM github.token --auth-token --client-secret TOKEN2 ARTIFACTORY_TOKEN_PROD NPM_TOKEN_READONLY
      PRIVATE_GPG_KEY ERLANG_COOKIE MNEMONIC API_KEYS`),
  )("%s names a secret", (name) => {
    expect(isSecretName(name)?.strength).toBe("strong");
  });

  it.each(
    names(
      "LICENSE_KEY OPENWEATHER_KEY VALID_KEY TLS_KEY BASIC_AUTH GMAIL_PASS PAT GOOGLE_APPLICATION_CREDENTIALS SECRETS",
    ),
  )("%s may name a secret", (name) => {
    expect(isSecretName(name)?.strength).toBe("weak");
  });

  it.each(
    names(`TOKEN_FILE POSTGRES_PASSWORD_FILE SECRET_PATH PASSWORD_STORE_DIR PUBLIC_KEY SSH_PUBLIC_KEY AWS_ACCESS_KEY_ID
      KEY_VERSION OAUTH2_PROXY_VERSION AUTH_MODE AUTH_TOKEN_URL TOKEN_ENDPOINT AUTH_URL SECRET_NAME SECRETS_DIR
      API_KEY_HEADER TOKEN_TTL TOKEN_EXPIRY TOKEN_TYPE PASSWORD_LENGTH PASSWORD_HASH_ALGORITHM PASSWORD_MIN_LENGTH
      PASSWORDLESS PASSWORD_AUTHENTICATION TOKENIZERS_PARALLELISM MAX_TOKENS TOKEN_LIMIT NGINX_SERVER_TOKENS EOS_TOKEN
      SECRET_KEY_BASE_DUMMY DUMMY_ENCRYPTION_KEY GPG_KEY GPG_KEYS RELEASE_KEYS APT_KEY KEYSERVER KEYRING KEYBOARD KEYSTORE
      KEYSTORE_PATH KEY CACHE_KEY SORT_KEY PRIMARY_KEY FOREIGN_KEY PARTITION_KEY SITE_KEY RECAPTCHA_SITE_KEY S3_OBJECT_KEY
      STRIPE_PUBLISHABLE_KEY SUPABASE_ANON_KEY NEXT_PUBLIC_API_KEY NEXT_PUBLIC_SECRET NUXT_PUBLIC_TOKEN VITE_API_KEY
      REACT_APP_MAPBOX_TOKEN GOPRIVATE DEBIAN_FRONTEND SSH_AUTH_SOCK HOMEBREW_NO_AUTO_UPDATE PWD OLDPWD BUILD_PWD
      MYSQL_ALLOW_EMPTY_PASSWORD MYSQL_RANDOM_ROOT_PASSWORD ENABLE_AUTH NO_AUTH DISABLE_TOKEN HAS_SECRET USE_TOKEN
      DATABASE_URL SENTRY_DSN MONGO_URI USERNAME PATH PATTERN COMPAT PATCH AUTHOR AUTHORITY AUTH DOCKER_AUTH_VERSION
      GKE_AUTH_PLUGIN_VERSION DefaultProcess__Filters__0__Key DOCKER_CREDENTIAL_GCR_CONFIG OLD_LLVMPASS BYPASS COMPASS
      SIGNING_KEY_URL SIGNING_KEY_OUTPUT_FILE SECRET_IMAGE --password-stdin --password-file --disabled-password --keyserver
      --recv-keys --no-auth KUBECONFIG`),
  )("%s names none", (name) => {
    expect(isSecretName(name)).toBeUndefined();
  });

  it("takes a password for a mistake in what browsers download, and a key for meant", () => {
    expect(isSecretName("REACT_APP_DB_PASSWORD")).toEqual({ kind: "password", strength: "weak" });
    expect(isSecretName("VITE_PRIVATE_KEY")).toEqual({ kind: "key", strength: "weak" });
    expect(isSecretName("VITE_MAPS_KEY")).toBeUndefined();
  });

  it("tells what kind of secret it is", () => {
    expect(isSecretName("DB_PASSWORD")?.kind).toBe("password");
    expect(isSecretName("NPM_TOKEN")?.kind).toBe("token");
    expect(isSecretName("API_KEY")?.kind).toBe("key");
    expect(isSecretName("CLIENT_SECRET")?.kind).toBe("secret");
    expect(isSecretName("COMPOSER_AUTH")?.kind).toBe("credentials");
  });

  it("does not care for the case or for what parts the words", () => {
    const spellings = fc.tuple(fc.constantFrom("_", "-", ".", "__"), fc.boolean());
    fc.assert(
      fc.property(
        fc.constantFrom("access token", "db password", "api key", "token file", "gpg key"),
        spellings,
        (name, [by, upper]) => {
          const joined = name.replace(" ", by);
          const camel = name.replace(/ (.)/, (_, letter: string) => letter.toUpperCase());
          expect(isSecretName(upper ? joined.toUpperCase() : joined)).toEqual(isSecretName(camel));
        },
      ),
    );
  });

  it("reads any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const match = isSecretName(name);
        expect(match === undefined || ["strong", "weak"].includes(match.strength)).toBe(true);
      }),
    );
    expect(isSecretName("A".repeat(100_000))).toBeUndefined();
    expect(isSecretName(`${"1".repeat(100_000)}_TOKEN`)?.kind).toBe("token");
  });
});

describe("wordsOf", () => {
  it.each([
    ["AWS_SECRET_ACCESS_KEY", ["aws", "secret", "access", "key"]],
    ["npmAuthToken", ["npm", "auth", "token"]],
    ["APIKey", ["api", "key"]],
    ["GITHUBTOKEN", ["github", "token"]],
    ["PGPASSWORD", ["pg", "password"]],
    ["//registry/:_authToken", ["registry", "auth", "token"]],
    ["OAUTH2_TOKEN_1", ["oauth", "token", "1"]],
    ["", []],
  ])("splits %s", (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });
});
