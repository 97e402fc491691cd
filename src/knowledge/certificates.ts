import type { BaseImage } from "../model/base-image.ts";
import type { ImageReference } from "../model/image-reference.ts";

/** Where programs of most languages look for the authorities that they trust, and where nearly all distributions have them. */
export const certificateFile = "/etc/ssl/certs/ca-certificates.crt";

/** Packages that bring the file, by their names in all distributions. */
const packages: ReadonlySet<string> = new Set(["ca-certificates", "ca-certificates-bundle", "ca-certificates-mozilla"]);

export function bringsCertificates(packageName: string): boolean {
  return packages.has(packageName.toLowerCase());
}

/** Whether a path, or an image that holds nothing else, is about certificates by its name. */
export function namesCertificates(text: string): boolean {
  return /cert|\bssl\b|\/ssl|\bpki\b|ca-bundle|cacert|truststore|\.pem$|\.crt$/i.test(text);
}

/** Official images that have the file as they come, the slim ones of Debian and Ubuntu aside. */
const withFile: ReadonlySet<string> = new Set(
  "golang rust alpine node python ruby php buildpack-deps haskell swift elixir erlang dart eclipse-temurin maven gradle".split(
    " ",
  ),
);

/** Those whose slim variant installs the package too. */
const withFileInSlim: ReadonlySet<string> = new Set(["rust", "python", "ruby"]);

/** Whether a base image has the file by all that its name tells. */
export function hasCertificates(image: ImageReference | undefined, root: BaseImage | undefined): boolean {
  if (image?.registry !== "docker.io" || !image.repository.startsWith("library/")) return false;
  const name = image.repository.slice("library/".length);
  if (!withFile.has(name)) return false;
  const isSlim = root?.kind === "slim" || /slim/.test(image.tag ?? "");
  return !isSlim || name === "alpine" || withFileInSlim.has(name);
}

/** Languages whose programs are put on scratch and speak TLS with a library of their own. */
const languages: ReadonlySet<string> = new Set(
  "go rust haskell swift crystal nim zig ocaml dotnet deno bun dart kotlin java d".split(" "),
);

export function speaksTlsItself(language: string): boolean {
  return languages.has(language);
}

/** Words in the name of a program that talks to others over the network. */
const programWords: ReadonlySet<string> = new Set(
  `server client api gateway proxy webhook webhooks hook operator controller exporter crawler scraper spider bot notifier
  uploader downloader fetcher mirror relay agent collector forwarder connector oauth oidc sso auth login issuer curl http https
  web grpc sync syncer replicator backup registry bridge poller checker monitor prober probe importer publisher subscriber
  ingress egress tunnel telegram slack discord github gitlab s3 cloud acme dns ddns mail mailer smtp`
    .trim()
    .split(/\s+/),
);

/** Whether a program is a client or a server by its name: `api-server`, `s3_uploader`. */
export function isNetworkProgram(name: string): boolean {
  const words = name.toLowerCase().split(/[^a-z0-9]+/);
  return words.some((word) => programWords.has(word) || /(?:server|client|proxy|gateway|bot|api|exporter)$/.test(word));
}

/** Ports on which HTTP is served by custom. A server that speaks HTTP mostly calls others by HTTPS. */
export function isWebPort(port: number): boolean {
  if ([80, 443, 4000, 5000, 5001, 9090, 9443, 10443].includes(port)) return true;
  return (port >= 3000 && port <= 3010) || (port >= 8000 && port <= 8999);
}

/** Whether a text names an address that is reached by TLS. */
export function namesTlsAddress(text: string): boolean {
  return (
    /\b(?:https|wss|ldaps|amqps|rediss|mqtts|ftps|smtps|grpcs):\/\//i.test(text) ||
    /^--?(?:tls|ssl|https)\b/i.test(text)
  );
}
