import type { ShellCommand } from "../model/shell.ts";
import { isSecretName } from "./secret-names.ts";
import { type SecretOption, secretInWord, writtenText } from "./secret-word.ts";

/** The secret in a part of an HTTP request, and what it is called. */
interface RequestSecret {
  readonly option: string;
  readonly secret: string;
}

/** Headers that carry a credential although no word of theirs says so. */
const CREDENTIAL_HEADERS = new Set(["authorization", "proxy-authorization", "x-jfrog-art-api", "x-auth"]);

const HTTP_CLIENTS = /^(?:curl|wget|https?|xhs?|grpcurl)$/;

/** Short options may stand behind switches: `-sSLH`. */
const HEADER_OPTION = /^(?:-[A-Za-z]{0,8}H|--header)(?:=|$)|^-H/;
const FORM_OPTION =
  /^(?:-[A-Za-z]{0,8}[dF]|--(?:data|data-raw|data-binary|data-urlencode|form|json|post-data|body-data))(?:=|$)/;

/** Secrets in the headers and forms that the option at `index` gives to an HTTP client, and in `git -c http.extraHeader=…`. */
export function requestSecrets(command: ShellCommand, index: number): SecretOption[] {
  const word = command.arguments[index];
  if (word === undefined) return [];
  const text = writtenText(word);
  if (command.name === "git") {
    const header = secretHeader(/^http\.(?:.*\.)?extraheader=(.*)$/is.exec(text)?.[1] ?? "");
    return header === undefined ? [] : [secretInWord(word, header.option, "token", header.secret) ?? []].flat();
  }
  if (!HTTP_CLIENTS.test(command.name)) return [];
  const header = HEADER_OPTION.exec(text)?.[0];
  const option = header ?? FORM_OPTION.exec(text)?.[0];
  if (option === undefined) return [];
  const holder = option.length === text.length ? command.arguments[index + 1] : word;
  if (holder === undefined) return [];
  const value = holder === word ? text.slice(option.length) : writtenText(holder);
  const secrets = header === undefined ? secretParameters(value) : [secretHeader(value) ?? []].flat();
  return secrets.flatMap((each) => secretInWord(holder, each.option, "token", each.secret) ?? []);
}

/**
 * The credential of a header line such as `Authorization: Bearer …` or `PRIVATE-TOKEN: …`; the scheme is no part of it.
 * Undefined for any other header.
 */
export function secretHeader(line: string): RequestSecret | undefined {
  const colon = line.indexOf(":");
  const name = line.slice(0, Math.max(0, colon)).trim();
  if (!/^[\w-]{1,64}$/.test(name)) return undefined;
  if (!CREDENTIAL_HEADERS.has(name.toLowerCase()) && isSecretName(name)?.strength !== "strong") return undefined;
  const value = line.slice(colon + 1).trim();
  const scheme = /^(?:bearer|basic|token|apikey|digest|negotiate)[ \t]+/i.exec(value);
  return { option: `${name} header`, secret: value.slice(scheme?.[0].length ?? 0) };
}

/** The secrets among the fields of a form (`user=x&password=y`) or of a flat JSON object. */
function secretParameters(body: string): RequestSecret[] {
  const found: RequestSecret[] = [];
  const field = /(?:^|[&{,\s])["']?([A-Za-z_][\w.-]{0,63})["']?[ \t]{0,8}[=:][ \t]{0,8}["']?([^&"',{}\s][^&"',\s]*)/g;
  for (const [, name = "", secret = ""] of body.matchAll(field)) {
    if (isSecretName(name)?.strength === "strong") found.push({ option: `${name} parameter`, secret });
  }
  return found;
}
