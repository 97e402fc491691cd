import { glibcVersion } from "../../knowledge/glibc-versions.ts";
import { type BuildGraph, type Copy, type CopySource, chainOf, type Stage, type Step } from "../../model/graph.ts";

/** What the image of a stage gives the programs in it. */
export interface ProgramHost {
  readonly stage: Stage;
  /** `none`: no dynamic loader at all, so that only static programs run. */
  readonly libc: "glibc" | "musl" | "none" | "unknown";
  /** Version of glibc, where the release of the distribution is known. */
  readonly glibc: string | undefined;
  /** What a person calls the image below: `alpine:3.20`, `scratch`. */
  readonly image: string;
  /** Names of the system packages that the stage and those below it add. */
  readonly packages: ReadonlySet<string>;
}

/** The host that a stage and the image below it make for the programs that it runs. */
export function runtimeHost(graph: BuildGraph, stage: Stage): ProgramHost {
  const host = builderHost(graph, stage);
  const steps = chainOf(graph, stage).flatMap((link) => link.steps);
  const isChanged = [...host.packages].some((name) => bringsOtherLibc(name, host)) || steps.some(mayBringLoader);
  return isChanged ? { ...host, libc: "unknown", glibc: undefined } : host;
}

/** The host for which compilers make programs by themselves, whatever else the stage has. */
export function builderHost(graph: BuildGraph, stage: Stage): ProgramHost {
  const links = chainOf(graph, stage);
  const steps = links.flatMap((link) => link.steps);
  const packages = new Set(
    steps.flatMap((step) => step.packages).flatMap(({ name, change }) => (change === "added" ? name : [])),
  );
  const base = links.at(-1)?.base;
  const image = base?.kind === "scratch" ? "scratch" : imageText(stage);
  const own = base?.kind === "scratch" ? "none" : stage.root?.kind === "unknown" ? undefined : stage.root?.libc;
  const libc = own ?? "unknown";
  const glibc = libc === "glibc" ? glibcVersion(stage.root?.distribution, stage.root?.release) : undefined;
  return { stage, libc, glibc, image, packages };
}

/** Without the digest, that nobody reads. */
function imageText({ rootImage }: Stage): string {
  const text = rootImage?.text ?? "";
  const at = text.indexOf("@");
  return at === -1 ? text : text.slice(0, at);
}

/** Packages that let programs of another C library run. */
function bringsOtherLibc(name: string, { libc }: ProgramHost): boolean {
  if (libc === "musl") return /^(?:gcompat|libc6-compat|glibc(?:-.*)?)$/.test(name);
  return libc === "glibc" && /^musl(?:-tools)?$/.test(name);
}

/** Whether an instruction may put a dynamic loader into the image, from wherever it takes it. */
function mayBringLoader({ copy, script, instruction }: Step): boolean {
  if (copy) return copy.sources.some((source) => holdsLoader(source, copy, instruction.keyword === "ADD"));
  if (instruction.keyword !== "RUN") return false;
  return (
    script?.commands.some(({ arguments: words }) =>
      words.some(({ text }) => /gcompat|libc6-compat|alpine-pkg-glibc|glibc-|ld-linux|ld-musl/.test(text)),
    ) ?? false
  );
}

/** Folders in which distributions and languages keep the loader, whole file systems, archives that ADD unpacks. */
function holdsLoader({ path, kind }: CopySource, { destination, from }: Copy, unpacks: boolean): boolean {
  if (kind === "git" || (kind === "url" && !unpacks)) return true;
  if (kind === "url" || kind === "heredoc") return false;
  if (unpacks && /\.(?:tar|tgz|txz|tbz2?|tar\.\w+)$|[*$]/.test(path)) return true;
  // Sources in the build context have a folder called lib too.
  if (
    from.kind !== "context" &&
    /(?:^|\/)(?:lib|lib32|lib64|libx32|nix|runtime|sysroot|x86_64-linux-gnu|aarch64-linux-gnu)(?:\/|$)/.test(path)
  ) {
    // Language packages live below a lib folder too.
    return !/\/lib\/(?:python|node_modules|php|ruby|jvm)|\/ssl\/|\.(?:pem|crt|jar|py|js)$/.test(path);
  }
  if (/ld-(?:linux|musl)|\.so(?:\.|$)|glibc/.test(path)) return true;
  if (/^\/(?:lib|lib64|usr\/lib|usr\/lib64)\/?$/.test(destination)) return true;
  const isToRoot = destination === "/" || destination === "/usr" || destination === "/usr/";
  const isWhole = path === "/" || path === "/usr" || path === ".";
  return (
    isToRoot &&
    (isWhole || /root|fs|out|dist|stage|install|base|pkg|layer/i.test(lastPart(path))) &&
    from.kind !== "unknown"
  );
}

function lastPart(path: string): string {
  return path.replace(/\/$/, "").split("/").at(-1) ?? "";
}
