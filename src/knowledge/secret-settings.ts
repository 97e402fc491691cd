import type { ShellCommand, ShellWord } from "../model/shell.ts";
import { findSecretLiterals } from "./secret-literals.ts";
import { isSecretName, type SecretKind, wordsOf } from "./secret-names.ts";
import { secretHeader } from "./secret-requests.ts";
import { SECRET_SETTING_PREFIXES, SETTING_COMMANDS } from "./secret-tools.ts";
import { variablesIn } from "./secret-urls.ts";
import { behindSeparator, type SecretOption, secretInWord, writtenText } from "./secret-word.ts";

/**
 * The secret that a command writes into a tool's configuration: `npm config set //registry/:_authToken X`,
 * `composer config http-basic.host user pass`, `aws configure set aws_secret_access_key X`, `git config http.extraHeader …`.
 */
export function secretSettings(command: ShellCommand): SecretOption[] {
  if (!SETTING_COMMANDS.some(([name]) => name === command.name)) return [];
  const words = command.arguments.filter((word) => !/^-[-a-z]/i.test(writtenText(word)));
  const subcommand = SETTING_COMMANDS.find(
    ([name, ...rest]) => name === command.name && rest.every((each, index) => words[index]?.value === each),
  );
  const [keyWord, ...values] = words.slice((subcommand?.length ?? 1) - 1);
  if (subcommand === undefined || keyWord === undefined) return [];
  const written = writtenText(keyWord);
  const assigned = values.length === 0 ? behindSeparator(written, "=") : undefined;
  const key = assigned === undefined ? written : written.slice(0, -assigned.length - 1);
  const valueWord = values.at(-1) ?? keyWord;
  const secret = settingSecret(command.name, key, valueWord, assigned ?? writtenText(valueWord));
  if (secret === undefined || (assigned === undefined && values.length === 0)) return [];
  return [secretInWord(valueWord, key, secret.kind, secret.part) ?? []].flat();
}

function settingSecret(
  tool: string,
  key: string,
  word: ShellWord,
  value: string,
): { readonly kind: SecretKind; readonly part: string } | undefined {
  if (/^http\.(?:.*\.)?extraheader$/i.test(key)) {
    const header = secretHeader(value);
    return header && { kind: "token", part: header.secret };
  }
  if (tool === "git") return undefined;
  if (SECRET_SETTING_PREFIXES.some((prefix) => key.startsWith(prefix))) return { kind: "credentials", part: value };
  const named = isSecretName(key);
  if (named?.strength === "strong") return { kind: named.kind, part: value };
  if (/^_?auth(?:ident)?$/.test(wordsOf(key).slice(-2).join("")) || wordsOf(key).at(-1) === "auth") {
    return { kind: "credentials", part: value };
  }
  if (tool === "bundle" && isBundlerHost(key, word, value)) {
    return { kind: "credentials", part: behindSeparator(value, ":") ?? value };
  }
  return undefined;
}

/** Bundler keeps `user:password` of a gem server under its host name; other settings have other values. */
function isBundlerHost(key: string, word: ShellWord, value: string): boolean {
  if (!/[._]/.test(key) || /^(?:build|mirror|local)\b/.test(key) || /^(?:-|https?:)/.test(value)) return false;
  return (
    behindSeparator(value, ":") !== undefined ||
    findSecretLiterals(value).length > 0 ||
    [...word.variables, ...variablesIn(value)].some((name) => isSecretName(name) !== undefined)
  );
}
