import type { BuildCommandInScript } from "../../model/build-command.ts";
import { type BuildPlace, type Linkage, settingText, wordsOf } from "./linkage.ts";

/** Processors that images are built for natively. For another one Go compiles across, and cgo is off. */
const nativeProcessors: ReadonlySet<string> = new Set(["", "amd64", "arm64"]);

/**
 * Go calls C when `CGO_ENABLED` is not 0 and a C compiler is there. By default that makes a program dynamic as soon as it uses
 * net, os/user or cgo itself. Source: `go help environment`, https://pkg.go.dev/cmd/cgo
 */
export function goLinkage(build: BuildCommandInScript, place: BuildPlace): Linkage | undefined {
  const { settings, libc } = place;
  if (libc !== "glibc" && libc !== "musl") return undefined;
  if (!/^(?:go(?:\d[\d.]*)?|garble) (?:build|install)$/.test(build.tool)) return undefined;
  // `xx-go` compiles across, with what the caller set up for it.
  if (/^xx-/.test(build.command.name)) return undefined;
  const switched = settings.has("CGO_ENABLED");
  const value = settings.get("CGO_ENABLED");
  if (switched && value !== "1") return value === "" && place.hasCCompiler ? byDefault(libc, build, place) : undefined;
  if (!switched) return place.hasCCompiler ? byDefault(libc, build, place) : undefined;
  return asksForStatic(build, place) ? undefined : { ...linked(libc), certain: true };
}

function byDefault(libc: "glibc" | "musl", build: BuildCommandInScript, place: BuildPlace): Linkage | undefined {
  const { settings } = place;
  // `$TARGETOS` and `$TARGETARCH` are what the builder runs on, wherever an image is not built across.
  const isForHere =
    /^(?:linux)?$/.test(settings.get("GOOS") ?? "") && nativeProcessors.has(settings.get("GOARCH") ?? "");
  if (!isForHere || asksForStatic(build, place)) return undefined;
  return { ...linked(libc), certain: false };
}

function linked(libc: "glibc" | "musl"): Linkage {
  return { libc, certain: false, remedy: "`CGO_ENABLED=0`", followsBuilder: true };
}

/** Whether it may be static: `-extldflags -static`, flags that nobody sees, and the tags that take Go's own resolver: what is left of C then is for the code to say. */
function asksForStatic(build: BuildCommandInScript, { settings }: BuildPlace): boolean {
  const flags = settingText(settings, "GOFLAGS", "CGO_LDFLAGS", "CC");
  if (flags === undefined) return true;
  const text = [...wordsOf(build), flags].join(" ");
  if (/(?:^|[\s"'=])-{1,2}static\b|\bstatic\b|\bnetgo\b|\bosusergo\b|musl|zig/.test(text)) return true;
  // Flags that only the build knows may say all of that.
  const unknownFlags = build.command.arguments.some(
    ({ fields, text: written }, index, words) =>
      fields === undefined &&
      (/ldflags|tags/i.test(written) || /^--?(?:ldflags|tags)$/.test(words[index - 1]?.text ?? "")) &&
      /\$\{?\w*(?:FLAGS|TAGS)/i.test(written),
  );
  // Words that are variables as a whole: `go build $FLAGS`.
  const unknownOptions = build.command.arguments.some(
    ({ fields, text: written }) => fields === undefined && /^"?\$\{?\w*(?:FLAGS|ARGS|OPTS|OPTIONS|TAGS)/i.test(written),
  );
  return unknownFlags || unknownOptions;
}
