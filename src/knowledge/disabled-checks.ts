import type { ShellCommand, ShellWord } from "../model/shell.ts";
import { hostOf } from "./downloads.ts";

/** Something that switches off how a program makes sure of what it downloads. */
export interface DisabledCheck {
  /** As a person would name it: `--insecure`, `http.sslVerify`. */
  readonly name: string;
  /** `certificate`: whether the server is the one that was asked. `signature`: whether the packages are its publisher's. */
  readonly what: "certificate" | "signature";
  readonly word: ShellWord;
}

interface Switch {
  readonly commands: RegExp;
  /** The whole word, or with `next` two words after each other. */
  readonly word: RegExp;
  readonly next?: RegExp;
  readonly name: string;
  readonly what?: "signature";
  /** A word without which the switch is harmless here. */
  readonly needs?: RegExp;
}

const no = /^["']?(?:false|0|no|off|none)["']?$/i;
const url = /:\/\//;
const apt = /^(?:apt|apt-get|aptitude)$/;
const dnf = /^(?:yum|dnf5?|microdnf|tdnf)$/;
const containers = /^(?:skopeo|podman|buildah|crane|regctl|oras)$/;

/** Options and settings, by the commands that know them. */
const switches: readonly Switch[] = [
  // Letters of curl that take a value end a bundle: a `k` behind them belongs to the value.
  { commands: /^curl$/, word: /^-[#0-9BGIJLMNORSZafgijlnpqsv]*k/, name: "--insecure" },
  { commands: /^curl$/, word: /^--insecure$/, name: "--insecure" },
  {
    commands: /^wget2?$/,
    word: /^--no-check-certificate$|^--check-certificate=(?:off|quiet)$/,
    name: "--no-check-certificate",
  },
  { commands: /^aria2c$/, word: /^--check-certificate=false$/, name: "--check-certificate=false" },
  { commands: /^git$/, word: /^http\.(?:.*\.)?sslverify=(?:false|0|no|off)$/i, name: "http.sslVerify=false" },
  { commands: /^git$/, word: /^http\.(?:.*\.)?sslverify$/i, next: no, name: "http.sslVerify false" },
  {
    commands: /^(?:npm|pnpm|yarn|npx)$/,
    word: /^(?:--)?strict-ssl=["']?(?:false|0|null)["']?$/,
    name: "strict-ssl=false",
  },
  {
    commands: /^(?:npm|pnpm|yarn|npx)$/,
    word: /^(?:--)?strict-ssl$|^enableStrictSsl$/,
    next: no,
    name: "strict-ssl false",
  },
  { commands: /^(?:npm|pnpm)$/, word: /^--no-strict-ssl$/, name: "--no-strict-ssl" },
  { commands: /^(?:pip[\d.]*|python[\d.]*|uv|pipenv)$/, word: /^--trusted-host(?:=|$)/, name: "--trusted-host" },
  { commands: /^pip[\d.]*$/, word: /^(?:[\w-]+\.)?trusted-host$/, name: "trusted-host" },
  { commands: /^(?:uv|uvx)$/, word: /^--allow-insecure-host(?:=|$)/, name: "--allow-insecure-host" },
  { commands: /^(?:conda|mamba)$/, word: /^ssl_verify$/, next: no, name: "ssl_verify false" },
  { commands: /^composer$/, word: /^disable-tls$/, next: /^(?:true|1)$/, name: "disable-tls" },
  { commands: /^bundler?$/, word: /^ssl_verify_mode$/i, next: /^0$/, name: "ssl_verify_mode 0" },
  {
    commands: /^(?:mvn|mvnw)$/,
    word: /^-Dmaven\.wagon\.http\.ssl\.insecure=true$/,
    name: "maven.wagon.http.ssl.insecure",
  },
  { commands: /^go$/, word: /^-insecure$/, name: "-insecure" },
  { commands: /^svn$/, word: /^--trust-server-cert/, name: "--trust-server-cert" },
  {
    commands: /^(?:helm|kubectl|oc)$/,
    word: /^--insecure-skip-tls-verify(?:=true)?$/,
    name: "--insecure-skip-tls-verify",
  },
  { commands: containers, word: /^--(?:src-|dest-)?tls-verify=false$|^--insecure$/, name: "--tls-verify=false" },
  { commands: /^(?:pwsh|powershell)$/, word: /-SkipCertificateCheck\b/i, name: "-SkipCertificateCheck" },
  {
    commands: apt,
    word: /^(?:-o)?Acquire::https?::(?:.*::)?Verify-(?:Peer|Host)=["']?(?:false|0|no)["']?$/i,
    name: "Verify-Peer=false",
  },
  {
    commands: apt,
    word: /^--allow-(?:unauthenticated|insecure-repositories)$/,
    name: "--allow-unauthenticated",
    what: "signature",
  },
  { commands: apt, word: /^--force-yes$/, name: "--force-yes", what: "signature" },
  {
    commands: apt,
    word: /^(?:-o)?(?:Acquire::Allow(?:DowngradeTo)?Insecure\w*|APT::Get::AllowUnauthenticated)=["']?(?:true|1|yes)["']?$/i,
    name: "AllowInsecureRepositories",
    what: "signature",
  },
  { commands: dnf, word: /^--setopt=(?:.*\.)?sslverify=(?:false|0)$/, name: "sslverify=false" },
  { commands: dnf, word: /^--no-?gpgchecks?$/, name: "--nogpgcheck", what: "signature", needs: url },
  { commands: /^zypper$/, word: /^--no-gpg-checks$/, name: "--no-gpg-checks", what: "signature" },
  { commands: /^apk$/, word: /^--allow-untrusted$/, name: "--allow-untrusted", what: "signature", needs: url },
];

/** The commands of all switches: most commands are none of them. */
const hasSwitches = new RegExp([...new Set(switches.map(({ commands }) => commands.source))].join("|"));

/** Settings that are written into a file of the program by echo, printf or a here-document. */
const settings: readonly {
  readonly text: RegExp;
  readonly name: string;
  readonly what?: "signature";
  readonly and?: RegExp;
}[] = [
  { text: /\bstrict-ssl ?= ?false\b/, name: "strict-ssl=false" },
  { text: /\bsslverify ?= ?(?:0|false)\b/i, name: "sslverify=false" },
  { text: /::Verify-Peer ?"?false/i, name: "Verify-Peer false" },
  { text: /\bcheck_certificate ?= ?off\b/, name: "check_certificate=off" },
  { text: /\btrusted-host ?=/, name: "trusted-host" },
  { text: /\btrusted=yes\b/, name: "trusted=yes", what: "signature", and: /\bhttps?:/ },
];

/** Undefined for a command that leaves all checks on, or only talks to the machine that builds. */
export function disabledCheck(command: ShellCommand): DisabledCheck | undefined {
  const words = command.arguments;
  if (command.name === "echo" || command.name === "printf" || command.name === "cat") return writtenSetting(command);
  if (!hasSwitches.test(command.name)) return undefined;
  for (const { commands, word: pattern, next, name, what, needs } of switches) {
    if (!commands.test(command.name)) continue;
    const index = words.findIndex((word) => pattern.test(word.value ?? word.text));
    const word = words[index];
    if (!word || (next && !next.test(words[index + 1]?.value ?? ""))) continue;
    if (needs && !words.some(({ value, text }) => needs.test(value ?? text))) continue;
    return isLocal(words) ? undefined : { name, what: what ?? "certificate", word };
  }
  return undefined;
}

function writtenSetting({ arguments: words, redirections }: ShellCommand): DisabledCheck | undefined {
  const written = [...words, ...redirections.flatMap(({ body }) => body ?? [])];
  for (const word of written) {
    const text = word.value ?? word.text;
    const found = settings.find((setting) => setting.text.test(text) && (setting.and?.test(text) ?? true));
    if (found) return { name: found.name, what: found.what ?? "certificate", word };
  }
  return undefined;
}

/** Whether every address among the words is that of the machine itself. */
function isLocal(words: readonly ShellWord[]): boolean {
  const hosts = words.flatMap(({ value }) => (value !== undefined && url.test(value) ? [hostOf(value)] : []));
  return hosts.length > 0 && hosts.every((host) => host === "localhost" || host === "127.0.0.1");
}

/** Variables that switch a check off, by their name in lower case, with the values that do so. */
const variables: ReadonlyMap<string, RegExp> = new Map([
  ["node_tls_reject_unauthorized", /^0$/],
  ["npm_config_strict_ssl", /^(?:false|0)?$/i],
  ["yarn_enable_strict_ssl", /^(?:false|0)$/i],
  ["yarn_strict_ssl", /^(?:false|0)$/i],
  ["git_ssl_no_verify", /^(?!(?:false|0|no)$)./i],
  ["pip_trusted_host", /./],
  ["uv_insecure_host", /./],
  ["pythonhttpsverify", /^0$/],
  ["conda_ssl_verify", /^(?:false|0|no)$/i],
  ["bundle_ssl_verify_mode", /^0$/],
  ["goinsecure", /./],
]);

/** Whether setting the variable switches off certificate checks of the programs that read it. */
export function disablesChecks(name: string, value: string): boolean {
  return variables.get(name.toLowerCase())?.test(value) ?? false;
}
