import type { SecretKind } from "./secret-names.ts";

/** How a tool takes a secret on its command line where the name of the option does not say it. Sources: each tool's manual. */
export interface SecretTool {
  /** Command names. */
  readonly commands: ReadonlySet<string>;
  /** The words that must stand first behind the command, options left out. */
  readonly subcommand: readonly string[];
  /** Options whose value is the secret, in the next word or, for one letter, in the same. */
  readonly options: readonly string[];
  /** False where a separate word is not the option's value: `mysql -p name` asks for the password and opens `name`. */
  readonly separate: boolean;
  /** Index of the secret among the words behind the subcommand, options left out; negative from the end. */
  readonly positional: number | undefined;
  /** Where user and password share the word: what stands between. */
  readonly separator: string | undefined;
  readonly kind: SecretKind;
}

interface Usage {
  readonly options?: string;
  readonly separate?: boolean;
  readonly positional?: number;
  readonly separator?: string;
}

function tool(commands: string, subcommand: string, kind: SecretKind, usage: Usage): SecretTool {
  return {
    commands: new Set(commands.split(" ")),
    subcommand: subcommand.split(" ").filter(Boolean),
    options: usage.options?.split(" ") ?? [],
    separate: usage.separate ?? true,
    positional: usage.positional,
    separator: usage.separator,
    kind,
  };
}

export const SECRET_TOOLS: readonly SecretTool[] = [
  tool("docker podman buildah nerdctl skopeo crane oras helm az cf oc", "login", "password", { options: "-p" }),
  tool("helm", "registry login", "password", { options: "-p" }),
  tool("crane", "auth login", "password", { options: "-p" }),
  tool("az", "acr login", "password", { options: "-p" }),
  tool("podman buildah skopeo", "", "credentials", { options: "--creds --src-creds --dest-creds", separator: ":" }),
  tool("curl", "", "credentials", { options: "-u --user -U --proxy-user", separator: ":" }),
  tool("curl", "", "token", { options: "--oauth2-bearer" }),
  tool("http https xh xhs", "", "credentials", { options: "-a --auth", separator: ":" }),
  tool("lftp", "", "credentials", { options: "-u", separator: "," }),
  tool("smbclient", "", "credentials", { options: "-U --user", separator: "%" }),
  tool("sshpass", "", "password", { options: "-p" }),
  tool("mysql mysqladmin mysqldump mysqlimport mariadb mariadb-admin mariadb-dump", "", "password", {
    options: "-p",
    separate: false,
  }),
  tool("mongo mongosh mongodump mongorestore mongoimport mongoexport", "", "password", { options: "-p" }),
  tool("redis-cli valkey-cli", "", "password", { options: "-a" }),
  tool("ldapadd ldapmodify ldapsearch ldapdelete ldappasswd", "", "password", { options: "-w" }),
  tool("sqlcmd", "", "password", { options: "-P" }),
  tool("zip unzip", "", "password", { options: "-P" }),
  tool("7z 7za 7zr 7zz", "", "password", { options: "-p", separate: false }),
  tool("useradd usermod", "", "password", { options: "-p" }),
  tool("ssh-keygen", "", "password", { options: "-N -P" }),
  tool("openssl", "", "password", { options: "-passin -passout -pass" }),
  tool("keytool jarsigner apksigner", "", "password", {
    options: "-storepass -keypass -srcstorepass -deststorepass --ks-pass",
  }),
  tool("htpasswd", "", "password", { positional: -1 }),
  tool("twine", "upload", "password", { options: "-p" }),
  tool("dotnet", "nuget push", "key", { options: "-k" }),
  tool("dotnet", "nuget add source", "password", { options: "-p" }),
  tool("nuget", "setapikey", "key", { positional: 0 }),
  tool("cargo", "login", "token", { positional: 0 }),
  tool("snyk", "auth", "token", { positional: 0 }),
  tool("vault", "login", "token", { positional: 0 }),
  tool("wandb", "login", "key", { positional: 0 }),
  tool("pro ua", "attach", "token", { positional: 0 }),
  tool("doctl", "", "token", { options: "-t" }),
  tool("rclone", "obscure", "password", { positional: 0 }),
  tool("mc mcli", "alias set", "key", { positional: 3 }),
];

/** Commands that store a setting: the words before the key. The key tells whether its value is a secret. */
export const SETTING_COMMANDS: readonly (readonly [command: string, ...subcommand: string[]])[] = [
  ["npm", "config", "set"],
  ["npm", "set"],
  ["pnpm", "config", "set"],
  ["pnpm", "set"],
  ["yarn", "config", "set"],
  ["aws", "configure", "set"],
  ["pip", "config", "set"],
  ["pip3", "config", "set"],
  ["bundle", "config", "set"],
  ["bundle", "config"],
  ["composer", "config"],
  ["poetry", "config"],
  ["git", "config", "set"],
  ["git", "config"],
];

/** Keys of `composer config` and `poetry config`, up to the dot, whose last word is a secret. */
export const SECRET_SETTING_PREFIXES: readonly string[] = [
  "http-basic.",
  "bearer.",
  "github-oauth.",
  "gitlab-oauth.",
  "gitlab-token.",
  "bitbucket-oauth.",
  "custom-headers.",
  "forgejo-token.",
  "pypi-token.",
];

/** Options that read the secret from standard input; what is piped in is then the secret. */
export const STANDARD_INPUT_OPTIONS: ReadonlySet<string> = new Set(["--password-stdin", "--stdin", "--with-token"]);

/** Commands whose arguments are text, patterns, files or packages: an option in them is none of theirs. */
export const TEXT_COMMANDS: ReadonlySet<string> = new Set(
  "echo printf grep egrep fgrep sed awk gawk perl test [ [[ cat tee ls rm cp mv mkdir chmod chown find tar gpg".split(
    " ",
  ),
);

/** `--secret` of a build tool declares a secret mount, and `-e NAME` names a variable. */
export const BUILD_COMMANDS: ReadonlySet<string> = new Set([
  "docker",
  "podman",
  "buildah",
  "nerdctl",
  "buildctl",
  "buildx",
  "img",
]);
