/**
 * Words by which names of variables, options and keys speak of secrets. Collected from the documentation of the tools that
 * read such variables, from BuildKit's SecretsUsedInArgOrEnv, and from the wrong alarms reported against linters
 * (moby/buildkit#5504, #6064, #6501; hadolint#1230, #1245; dockle#130, #159, #202, #250).
 */

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Endings that are written without a separator, as in PGPASSWORD, and the words that they stand for. */
export const GLUED_ENDINGS: readonly (readonly [ending: string, words: readonly string[]])[] = [
  "password passwd passphrase token credentials secret",
  "api_key secret_key access_key private_key auth_key ssh_key signing_key master_key deploy_key encryption_key activation_key account_key",
  "root_pass db_pass user_pass admin_pass store_pass key_pass",
]
  .flatMap((line) => line.split(" "))
  .map((words) => [words.replace("_", ""), words.split("_")] as const);

export const PASSWORD_WORDS = set("password passwords passwd passphrase passphrases passcode pword");

/** Short for password for certain only behind one of {@link ACCOUNT_WORDS}; PWD alone is the shell's working directory. */
export const SHORT_PASSWORD_WORDS = set("pass pw pwd");

/** What has a password: somewhere behind one of these, PASS or PWD is one. */
export const ACCOUNT_WORDS =
  set(`root db database mysql mariadb postgres postgresql pg mongo mongodb redis rabbitmq amqp sql
  mssql oracle sa user admin smtp mail email imap ftp sftp ldap bind proxy http basic sudo ssh vnc registry docker nexus
  artifactory jenkins git svn keystore truststore store key cert p12 pfx`);

/** Words that by themselves name a credential. */
export const CREDENTIAL_WORDS = set(`credential credentials creds mnemonic netrc npmrc pypirc dockercfg dockerconfigjson
  htpasswd`);

/** Names that no general rule would find; `_` between the words. Sources: the documentation of GitLab CI, Vault, kubectl, npm, Erlang. */
export const SECRET_PHRASES: readonly string[] = [
  "docker_auth_config",
  "vault_secret_id",
  "kube_config_data",
  "kubeconfig_data",
  "kubeconfig_base64",
  "kubeconfig_b64",
  "erlang_cookie",
  "service_account_json",
  "keystore_base64",
  "npm_config_auth",
  "id_rsa",
  "id_ed25519",
];

/** Before KEY: what the key opens. */
export const SECRET_KEY_WORDS =
  set(`api secret access private priv prv ssh auth signing sign encryption encrypt master deploy role
  account jwt hmac aes rsa activation subscription session webhook admin storage stripe openai anthropic sendgrid
  mailgun datadog github gitlab npm nuget aws azure gcp`);

/** Before KEY: lookups, public halves and fingerprints; docker-library images carry GPG_KEY as the signer's fingerprint. */
export const HARMLESS_KEY_WORDS =
  set(`cache sort primary foreign partition unique composite site publishable anon gpg pgp apt rpm apk repo
  repository release archive trusted host object index lookup map dict hot enter tab arrow ctrl control
  s3 bucket option config label annotation row column meta translation locale i18n asset issue project sonar header
  redis routing message event idempotency nodesource debian ubuntu postgres mysql nginx docker google
  kernel module keyring registry verify verification`);

/** Before TOKEN: marks in texts and protocols that open nothing. */
export const HARMLESS_TOKEN_WORDS = set(`eos bos pad cls sep unk mask stop start end special next page continuation bust
  cachebust cache sync design server`);

/** Before AUTH: what the tool reads user and password from. */
export const SECRET_AUTH_WORDS = set("composer npm registry docker rediscli");

/** Somewhere before PAT: where a personal access token is for. */
export const FORGE_WORDS =
  set(`gh ghcr github gitlab gl azure ado azdo devops bitbucket git docker dockerhub nuget ci bot
  access repo read write`);

/** Shortly before the secret word: the value is meant for everybody. */
export const OPEN_WORDS = set("public pub publishable anon");

/** Anywhere in a name: the value stands in for a secret. */
export const STAND_IN_WORDS = set("dummy fake mock placeholder");

/** Somewhere before the secret word: the name is a switch. */
export const SWITCH_WORDS =
  set(`allow enable enabled disable disabled require requires required skip no use without random
  ignore insecure show hide expose rotate`);

/** As the first word: a limit, a count or a question. */
export const QUESTION_WORDS = set("max min num is has check validate with");

/** Somewhere behind the secret word: the value is a property of the secret. */
export const PROPERTY_WORDS = set(`file files filename filepath path paths dir directory folder location public version
  id ids mode url urls uri uris endpoint endpoints name names user username users login type types length len size ttl
  expiry expiration expires expire lifetime duration validity age days hours minutes seconds interval timeout algorithm
  algo alg hash hashing hasher iterations rounds cost header headers prefix suffix field fields enabled enable disabled
  disable require required optional supported allowed support host hostname domain port ports address addr ip server count
  limit limits checksum sha sha1 sha256 sha512 md5 digest sum fingerprint fingerprints keyring dummy fake mock example sample
  placeholder hint policy reset strength complexity prompt manager store stdin command cmd helper provider service issuer
  audience scope scopes claim realm format engine backend driver class arn ref selector label annotation namespace region
  plugin package packages image tag release symbol decimals contract param parameter query pattern regex max min digits
  chars bytes bits index offset position auth authentication authenticator authenticate question validator validation
  check verify env environment var variable config configuration rotation`);

/**
 * What the front-end builds of Next.js, Nuxt, SvelteKit and Expo put into the page for everybody: public by its name's own
 * promise.
 */
export const PUBLIC_PREFIXES: readonly string[] = [
  "next_public",
  "nuxt_public",
  "expo_public",
  "vite_public",
  "public",
];

/** Also put into the page, but the prefix does not say so: keys are public there, passwords are a mistake. */
export const BROWSER_PREFIXES: readonly string[] = ["vite", "react_app", "vue_app", "gatsby", "ng_app", "storybook"];
