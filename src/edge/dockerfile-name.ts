/**
 * What a file's name says. `doubtful`: named like a Dockerfile, but with the extension of some other kind of text, as
 * `dockerfile.go` or `Dockerfile.py`: only its content tells.
 */
export type NameVerdict = "dockerfile" | "doubtful" | "other";

const named = /^(?:dockerfile|containerfile)(?:[._-].+)?$/s;
const suffixed = /.[.](?:dockerfile|containerfile)$/s;

/** Made into a Dockerfile by some other program; what stands in it is not what is built. */
const templates = new Set(
  "ejs erb gotmpl handlebars hbs in j2 jinja jinja2 liquid m4 mustache template templ tmpl tpl twig".split(" "),
);

const companions = new Set(["dockerignore", "containerignore"]);

/** Extensions that programs, documents and data have. Somebody may still name a Dockerfile after a language. */
const otherKinds = new Set(
  (
    "adoc asciidoc asc bash bat bzl c cc cfg cjs clj cmd conf cpp cs css csv cts cue diff el erl ex exs fish fs gif gradle " +
    "go groovy gz h hcl hpp hs htm html ini ipynb java jpeg jpg js json json5 jsonc jsonnet jsx kt kts less lock log lua " +
    "map markdown md mdx mjs ml mts nix patch pdf php pl plist pm png proto ps1 psm1 py pyc pyi r rb rego rej rs rst sass " +
    "scala scss sh sha256 sig snap sql sum svelte svg swift swp tar tf tgz toml ts tsx txt vim vue webp xml yaml yml zip zsh"
  ).split(" "),
);

/** Judges a file name (no folders): Dockerfile or Containerfile, with `.x`, `-x` or `_x` behind or `x.` in front, in any case. */
export function dockerfileName(name: string): NameVerdict {
  const lower = name.toLowerCase();
  if (suffixed.test(lower)) return "dockerfile";
  if (!named.test(lower)) return "other";
  const dot = lower.lastIndexOf(".");
  if (dot === -1) return "dockerfile";
  const extension = lower.slice(dot + 1);
  if (templates.has(extension) || companions.has(extension)) return "other";
  return otherKinds.has(extension) ? "doubtful" : "dockerfile";
}
