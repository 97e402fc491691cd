import type { ImageEntry } from "./image-entry.ts";
import { leadingVersion, versionOf } from "./image-tag.ts";

/** The tags without slim or alpine are made from buildpack-deps: gcc, make, git and a hundred -dev packages. */
const trimmed = [{ when: ["slim", "alpine"], kind: "runtime" }] as const;

/** Images of interpreted languages, and of those whose image is both compiler and run time. */
export const languageImages: readonly ImageEntry[] = [
  { names: ["node"], kind: "language", language: "node", distribution: "debian", variants: trimmed },
  { names: ["python", "pypy"], kind: "language", language: "python", distribution: "debian", variants: trimmed },
  { names: ["ruby"], kind: "language", language: "ruby", distribution: "debian", variants: trimmed },
  { names: ["perl"], kind: "language", language: "perl", distribution: "debian", variants: trimmed },
  { names: ["elixir"], kind: "language", language: "elixir", distribution: "debian", variants: trimmed },
  { names: ["erlang"], kind: "language", language: "erlang", distribution: "debian", variants: trimmed },
  {
    names: ["hexpm/elixir"],
    kind: "runtime",
    language: "elixir",
    // `1.16.0-erlang-26.2.1-debian-bookworm-20231009-slim`
  },
  { names: ["hexpm/erlang"], kind: "runtime", language: "erlang" },
  {
    // The Debian images carry compilers ($PHPIZE_DEPS) too, but they have no smaller Debian twin to go to.
    names: ["php"],
    kind: "runtime",
    language: "php",
    distribution: "debian",
  },
  {
    names: ["serversideup/php", "ghcr.io/serversideup/php"],
    kind: "runtime",
    language: "php",
    distribution: "debian",
    user: "www-data",
  },
  {
    names: ["dunglas/frankenphp"],
    kind: "runtime",
    language: "php",
    distribution: "debian",
    version: (tag) => versionOf(tag, "php"),
  },
  {
    names: ["trafex/php-nginx", "trafex/alpine-nginx-php7"],
    kind: "runtime",
    language: "php",
    distribution: "alpine",
    user: "nobody",
    version: () => undefined,
  },
  {
    names: ["webdevops/php*", "phpdockerio/*", "thecodingmachine/php", "wodby/php"],
    kind: "runtime",
    language: "php",
    user: null,
  },
  {
    names: ["composer", "composer/composer"],
    kind: "toolchain",
    language: "php",
    distribution: "alpine",
    version: () => undefined,
  },
  { names: ["hhvm/hhvm", "hhvm"], kind: "runtime", language: "hack", distribution: "ubuntu" },
  {
    names: ["oven/bun"],
    kind: "runtime",
    language: "bun",
    distribution: "debian",
    variants: [{ when: ["distroless"], shell: false }],
  },
  {
    names: ["denoland/deno"],
    kind: "runtime",
    language: "deno",
    distribution: "debian",
    variants: [
      { when: ["distroless"], shell: false },
      { when: ["bin"], kind: "minimal", shell: false },
    ],
  },
  {
    // Without a distribution in the tag it is the bare program on scratch, there to be copied from.
    names: ["ghcr.io/astral-sh/uv", "astral/uv"],
    kind: "minimal",
    libc: "none",
    shell: false,
    language: "python",
    version: (tag) => versionOf(tag, "python"),
    variants: [
      { when: ["debian", "bookworm", "bullseye", "trixie"], kind: "language", libc: "glibc", shell: true },
      { when: ["alpine"], kind: "runtime", libc: "musl", shell: true },
      { when: ["slim"], kind: "runtime" },
    ],
  },
  { names: ["julia"], kind: "runtime", language: "julia", distribution: "debian" },
  // R compiles packages on installation; its images keep gfortran and g++ in every tag, there is no smaller twin.
  { names: ["r-base"], kind: "runtime", language: "r", distribution: "debian", release: "sid" },
  { names: ["rocker/*", "ghcr.io/rocker-org/*"], kind: "runtime", language: "r", distribution: "ubuntu" },
  { names: ["posit/r-base", "rstudio/r-base"], kind: "runtime", language: "r", version: leadingVersion },
  {
    names: ["mono"],
    kind: "language",
    language: "mono",
    distribution: "debian",
    variants: [{ when: ["slim"], kind: "runtime" }],
  },
  {
    names: ["hylang", "swipl", "rakudo-star", "racket/racket", "nickblah/lua"],
    kind: "runtime",
    version: leadingVersion,
  },
  { names: ["openresty/openresty"], kind: "service", language: "lua", version: () => undefined },
  { names: ["discourse/ruby"], kind: "runtime", language: "ruby", distribution: "debian" },
  {
    names: ["ghcr.io/rails/cli", "phusion/passenger-ruby*", "phusion/passenger-full"],
    kind: "language",
    language: "ruby",
    distribution: "ubuntu",
    version: () => undefined,
  },
];
