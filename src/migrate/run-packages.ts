import { buildToolPackage } from "../knowledge/build-tools.ts";
import type { MigrationScene } from "./migration.ts";
import { isRun, type Place } from "./placement.ts";

/** What the stage to run has to install. */
export interface RunPackages {
  readonly names: readonly string[];
  /** Packages of headers, whose libraries the program may load. */
  readonly headers: readonly string[];
}

/** Packages with which a build fetches and unpacks. */
const fetchers: ReadonlySet<string> = new Set(
  `curl wget zip unzip tar xz-utils xz bzip2 gzip gnupg gnupg2 gpg lsb-release apt-transport-https software-properties-common
  ca-certificates-java openssh-client openssh rsync jq bash-completion apt-utils sudo vim nano less`.split(/\s+/),
);

/** Node.js compiles addons with Python. https://github.com/nodejs/node-gyp */
function isForAddons(name: string, language: string): boolean {
  return language === "node" && /^(?:python[\d.]*|py3-setuptools)$/.test(name);
}

/** The packages of a scene that are no tools to build with. */
export function runPackages({ parts, start }: MigrationScene, places: readonly Place[], language: string): RunPackages {
  const used = new Set([
    ...start.words.slice(0, 1),
    ...parts.flatMap(({ instruction, step }) =>
      instruction.keyword === "HEALTHCHECK" ? (step.script?.commands ?? []).map(({ name }) => name) : [],
    ),
  ]);
  const names = new Set<string>([...used].filter((name) => name === "curl" || name === "wget"));
  const headers = new Set<string>();
  for (const [index, { step }] of parts.entries()) {
    if (isRun(places[index])) {
      for (const { name } of step.packages) names.delete(name);
      continue;
    }
    for (const { change, manager, name } of step.packages) {
      if (change !== "added" || name.startsWith(".") || /[$=<>~]/.test(name)) continue;
      const tool = buildToolPackage(manager, name);
      if (tool?.what === "headers" && !/^(?:linux-headers|musl-dev|libc-dev|libc6-dev)/.test(name)) headers.add(name);
      else if (isForAddons(name, language)) continue;
      else if (!tool && (!fetchers.has(name) || used.has(name))) names.add(name);
    }
  }
  return { names: [...names], headers: [...headers] };
}

/** The instruction that installs them and leaves no lists behind; undefined for a package manager that is not known here. */
export function installInstruction(distribution: string | undefined, names: readonly string[]): string | undefined {
  const packages = [...new Set(names)].sort().join(" ");
  switch (distribution) {
    case "debian":
    case "ubuntu":
      return `RUN apt-get update \\\n    && apt-get install -y --no-install-recommends ${packages} \\\n    && rm -rf /var/lib/apt/lists/*`;
    case "alpine":
      return `RUN apk add --no-cache ${packages}`;
    default:
      return undefined;
  }
}

/** Libraries by the package of their headers, where the name of one does not tell the other. Debian 12 and 13. */
const libraries: Readonly<Record<string, string>> = {
  "libpq-dev": "libpq5",
  "default-libmysqlclient-dev": "libmariadb3",
  "libmariadb-dev": "libmariadb3",
  "libxml2-dev": "libxml2",
  "libxslt1-dev": "libxslt1.1",
  "libyaml-dev": "libyaml-0-2",
  "libvips-dev": "libvips42",
  "libmagickwand-dev": "libmagickwand-6.q16-6",
  "libsqlite3-dev": "libsqlite3-0",
  "libzip-dev": "libzip4",
  "libpng-dev": "libpng16-16",
  "libjpeg-dev": "libjpeg62-turbo",
  "libonig-dev": "libonig5",
  "postgresql-dev": "libpq",
  "mariadb-dev": "mariadb-connector-c",
};

/** A question that the author can answer: which libraries of the headers are loaded at run time. */
export function librariesQuestion(headers: readonly string[]): string {
  const hints = headers.map((name) => (Object.hasOwn(libraries, name) ? `${name} (${libraries[name]})` : name));
  return `Does the program load libraries of ${hints.join(", ")} when it runs, to be installed here?`;
}
