/** How the text of such a file is read for credentials; see `isCredentialContent`. */
export type SecretFileFormat = "npmrc" | "netrc" | "settings" | "urls" | "private-key" | "hashes" | "xml" | "opaque";

/** A file that by its name holds a secret. */
export interface SecretFile {
  /** What it holds, as a reader would say: `npm credentials`, `a private key`. */
  readonly kind: string;
  /**
   * `always`: it is there for the secret alone. `often`: such a file holds settings too. `sometimes`: it holds a secret only
   * where somebody put one, so that the name without the content says little.
   */
  readonly holds: "always" | "often" | "sometimes";
  readonly format: SecretFileFormat;
}

/**
 * Paths by their last segments, in lower case, from the documentation of the tools that keep credentials there.
 * Columns: what it holds; always, often or sometimes; format; paths.
 */
const PATHS = table(`
  npm credentials | often | npmrc | .npmrc npmrc
  Yarn credentials | sometimes | settings | .yarnrc.yml
  logins and passwords | always | netrc | .netrc _netrc netrc
  PyPI credentials | always | settings | .pypirc
  package index credentials | sometimes | urls | pip.conf pip.ini .pip.conf
  Composer credentials | often | settings | auth.json
  RubyGems credentials | always | settings | .gem/credentials
  gem server credentials | sometimes | settings | .bundle/config
  Cargo credentials | always | settings | .cargo/credentials .cargo/credentials.toml
  Maven credentials | sometimes | xml | settings.xml settings-security.xml
  NuGet credentials | sometimes | xml | nuget.config
  Gradle credentials | sometimes | settings | gradle.properties
  Git credentials | always | urls | .git-credentials git/credentials
  registry credentials | often | settings | .docker/config.json .dockercfg .dockerconfigjson dockerconfig.json
  cluster credentials | always | settings | .kube/config kubeconfig .kubeconfig kubeconfig.yml kubeconfig.yaml kube.config
  AWS credentials | always | settings | .aws/credentials
  AWS credentials | sometimes | settings | .aws/config
  Google Cloud credentials | always | settings | application_default_credentials.json gcloud.json gcp-key.json keyfile.json
  Azure credentials | always | settings | .azure/accesstokens.json .azure/msal_token_cache.json
  credentials | always | settings | credentials.json credentials.yml credentials.yaml credentials.toml .credentials client_secret.json client_secrets.json
  Terraform credentials | often | settings | .terraformrc terraform.rc credentials.tfrc.json
  a Vault token | always | opaque | .vault-token vault-token
  an Ansible Vault password | always | opaque | .vault_pass .vault_pass.txt .vault-pass .vault_password vault_pass.txt
  a Rails master key | always | opaque | master.key credentials/production.key credentials/staging.key credentials/development.key
  secrets | always | settings | secrets.yml secrets.yaml secrets.json secrets.toml secrets.env secret.yml secret.yaml secret.json secret.env .secrets
  database passwords | always | opaque | .pgpass pgpass.conf .mylogin.cnf
  database passwords | often | settings | .my.cnf
  password hashes | always | hashes | .htpasswd htpasswd .htdigest
  SSH keys | always | opaque | .ssh
  registry credentials | often | opaque | .docker
  keys and credentials | always | opaque | .gnupg .aws .kube .azure .config/gcloud
  an SSH key | always | private-key | id_rsa id_dsa id_ecdsa id_ed25519 id_ecdsa_sk id_ed25519_sk deploy_key ssh_key github_rsa
  a wallet | always | opaque | wallet.dat wallet.json
  environment variables with secrets | often | settings | .env .envrc
`);

/** By the end of the name behind a dot. */
const EXTENSIONS = table(`
  a key store | always | opaque | p12 pfx jks keystore bcfks kdbx
  a private key | always | private-key | ppk pk8
  a private key | often | private-key | key ovpn
  a private key | sometimes | private-key | pem
  Terraform state with its secrets | always | settings | tfstate tfstate.backup
  Terraform variables | sometimes | settings | tfvars tfvars.json
  environment variables with secrets | sometimes | settings | env
  cluster credentials | always | settings | kubeconfig
`);

/** Words of a name that say that the file shows how to write the real one, or that it is enciphered. */
const HARMLESS_WORDS = new Set(
  "example examples sample samples template tmpl tpl dist default defaults schema vault encrypted enc dummy pub public".split(
    " ",
  ),
);

/** Words of `*.pem` and `*.key` that say whom it belongs to: certificates, and keys that packages are verified with. */
const CERTIFICATE_WORDS = new Set(
  `ca cacert cacerts cert certs certificate certificates crt chain fullchain bundle root dh dhparam dhparams dhparam2048 gpg
  archive repo repository release keyring nginx nodesource docker postgresql microsoft mssql google apt yum rpm`.split(
    /\s+/,
  ),
);

const PUBLIC_KEY_FOLDERS = new Set(["keyring", "keyrings", "trusted.gpg.d", "rpm-gpg", "apk", "gpg", "gpg-keys"]);

/** A path is judged by this many characters from its end. */
const LONGEST_PATH = 1024;

/**
 * Whether a path names a file (or a directory such as `.ssh`) that holds secrets, by its name alone; wildcards of COPY are
 * looked through. Examples, templates, certificates and public keys are none.
 */
export function isSecretFile(path: string): SecretFile | undefined {
  const segments = path
    .slice(-LONGEST_PATH)
    .toLowerCase()
    .replaceAll("\\", "/")
    .replace(/\[([^\]])\]/g, "$1")
    .split("/");
  const names = segments.map((each) => each.replace(/[*?]/g, "")).filter((each) => each !== "" && each !== ".");
  const name = names.at(-1) ?? "";
  const folder = names.at(-2) ?? "";
  const exact = PATHS.get(`${folder}/${name}`) ?? PATHS.get(name);
  if (exact !== undefined) return exact;
  const words = name.split(/[._-]+/);
  if (words.some((word) => HARMLESS_WORDS.has(word))) return undefined;
  const extensions = name.split(".").slice(1);
  if (name.startsWith(".env.") && !/^[cm]?[jt]sx?$/.test(extensions.at(-1) ?? "")) return PATHS.get(".env");
  const byExtension = EXTENSIONS.get(extensions.slice(-2).join(".")) ?? EXTENSIONS.get(extensions.at(-1) ?? "");
  if (byExtension?.format === "private-key") return privateKeyFile(byExtension, words, folder);
  if (byExtension !== undefined) return byExtension;
  if (name.endsWith(".json") && /^service-?account/.test(words.slice(0, 2).join("-"))) return PATHS.get("gcloud.json");
  if (/^ssh_host_[a-z0-9_]*key$/.test(name)) return PATHS.get("ssh_key");
  if (/^id_(?:rsa|dsa|ecdsa|ed25519)[._-]?\w*$/.test(name)) return PATHS.get("id_rsa");
  const inSshFolder = folder === ".ssh" && !/^(?:known_hosts|config|authorized_keys|environment|rc)/.test(name);
  return inSshFolder ? PATHS.get("id_rsa") : undefined;
}

/** `server-key.pem` and `private.pem` are for the key; `server.pem` may be; `ca.pem` and `nginx_signing.key` are not. */
function privateKeyFile(found: SecretFile, words: readonly string[], folder: string): SecretFile | undefined {
  if (PUBLIC_KEY_FOLDERS.has(folder)) return undefined;
  const [last, ...before] = words.toReversed();
  if (before.some((word) => /^(?:priv|private|privkey|privatekey|key)[0-9]*$/.test(word)))
    return { ...found, holds: "always" };
  if (before.some((word) => CERTIFICATE_WORDS.has(word) || (last === "key" && word === "signing"))) return undefined;
  // Keys that packages are signed with carry their year: `jenkins.io-2026.key`.
  return words.some((word) => /^20[0-9]{2}$/.test(word)) ? { ...found, holds: "sometimes" } : found;
}

function table(rows: string): ReadonlyMap<string, SecretFile> {
  const files = new Map<string, SecretFile>();
  for (const row of rows.trim().split("\n")) {
    const [kind = "", holds, format, names = ""] = row.split("|").map((cell) => cell.trim());
    const file = { kind, holds: holds as SecretFile["holds"], format: format as SecretFileFormat };
    for (const name of names.split(" ")) files.set(name, file);
  }
  return files;
}
