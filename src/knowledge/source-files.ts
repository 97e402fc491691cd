/** File names that say which dependencies a program has, and how they are got. In lower case; `*` stands for any letters. */
const manifestNames = new Set(
  `package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml pnpm-workspace.yaml bun.lock bun.lockb
  bunfig.toml .npmrc .yarnrc .yarnrc.yml .pnpmfile.cjs .nvmrc .node-version lerna.json nx.json turbo.json rush.json
  workspace.json common/config deno.json deno.jsonc deno.lock bower.json bower.lock
  go.mod go.sum go.work go.work.sum
  cargo.toml cargo.lock rust-toolchain rust-toolchain.toml recipe.json
  pom.xml build.gradle build.gradle.kts settings.gradle settings.gradle.kts gradle.properties gradle.lockfile gradlew
  gradlew.bat libs.versions.toml mvnw mvnw.cmd maven-wrapper.properties settings.xml build.sbt plugins.sbt build.properties
  project.clj deps.edn ivy.xml
  nuget.config directory.packages.props directory.build.props directory.build.targets packages.config packages.lock.json
  global.json dotnet-tools.json
  pyproject.toml setup.py setup.cfg poetry.lock pdm.lock uv.lock pipfile pipfile.lock requirements.lock pylock.toml
  constraints.txt environment.yml environment.yaml conda-lock.yml pixi.toml pixi.lock .python-version tox.ini
  gemfile gemfile.lock .ruby-version gems.rb gems.locked
  composer.json composer.lock symfony.lock auth.json
  mix.exs mix.lock rebar.config rebar.lock
  package.swift package.resolved podfile podfile.lock cartfile cartfile.resolved
  stack.yaml stack.yaml.lock package.yaml cabal.project cabal.project.freeze
  pubspec.yaml pubspec.lock shard.yml shard.lock dune-project dub.json dub.sdl build.zig.zon
  cpanfile cpanfile.snapshot makefile.pl build.pl renv.lock description manifest.toml project.toml
  conanfile.txt conanfile.py vcpkg.json cmakepresets.json tools.go`
    .trim()
    .split(/\s+/),
);

const manifestEndings = [
  ".csproj",
  ".fsproj",
  ".vbproj",
  ".vcxproj",
  ".shproj",
  ".sln",
  ".slnx",
  ".props",
  ".gradle",
  ".gradle.kts",
  ".cabal",
  ".gemspec",
  ".opam",
  ".nimble",
  ".rockspec",
  ".podspec",
];

/** Folders that belong to a package manager: wrappers, its own settings, patches that it applies. */
const manifestFolders = new Set([
  "gradle",
  ".gradle",
  ".mvn",
  ".yarn",
  ".cargo",
  ".bundle",
  ".config",
  "patches",
  "wrapper",
  "wheels",
]);

/** Patterns that catch manifests although no letters stand in front: `*.lock`. */
const manifestPatterns = new Set([
  "*.json",
  "*.lock",
  "*.toml",
  "*.mod",
  "*.sum",
  "*.lockb",
  "*requirements*.txt",
  "*.props",
]);

/**
 * Whether a source of COPY is a manifest or lock of dependencies, or a pattern over such: `package*.json`, `go.*`,
 * `src/App/App.csproj`, `requirements/prod.txt`.
 */
export function isDependencyManifest(path: string): boolean {
  const parts = partsOf(path.toLowerCase());
  const last = parts.at(-1);
  if (last === undefined) return false;
  if (manifestNames.has(last) || manifestFolders.has(last) || manifestPatterns.has(last)) return true;
  if (manifestEndings.some((ending) => last.endsWith(ending))) return true;
  // `requirements.txt`, `requirements-dev.txt`, `dev-requirements.in`, `requirements/base.txt`, `requirements`
  if (/^(?:[\w.-]{0,255}-)?requirements?(?:[-_.*][\w.*-]{0,255})?$/.test(last)) return true;
  if (parts.at(-2) === "requirements" && /\.(?:txt|in)$/.test(last)) return true;
  return /[*?[]/.test(last) && matchesManifest(last);
}

/** A pattern counts by the letters in front of its first wildcard: `package*.json` and `go.*`, but not `*.py`. */
function matchesManifest(pattern: string): boolean {
  const start = pattern.search(/[*?[]/);
  const prefix = pattern.slice(0, start);
  if (prefix.length < 3) return false;
  const end = pattern.slice(Math.max(...["*", "?", "]"].map((wildcard) => pattern.lastIndexOf(wildcard))) + 1);
  for (const name of manifestNames) {
    if (name.startsWith(prefix) && name.length >= prefix.length + end.length && name.endsWith(end)) return true;
  }
  return false;
}

const sourceFolders = new Set(
  "src source sources app apps lib libs packages services cmd internal pkg frontend backend crates modules".split(" "),
);

/** Names that programs have as well: only with a slash behind do they mean the folder. */
const folderOrProgram = new Set(["server", "client", "web", "api", "worker", "cli"]);

/** Folders of results: an `app` in there is the program. */
const resultFolders = new Set(["bin", "sbin", "release", "debug", "dist", "out", "output", "target", "build"]);

/** Whether a source of COPY is a whole tree of sources: the build context, or a folder that holds a program's code. */
export function isSourceTree(path: string): boolean {
  const parts = partsOf(path);
  // `src/*` is `src`, `*` is the context.
  while (/^\*+$/.test(parts.at(-1) ?? "")) parts.pop();
  const last = parts.at(-1)?.toLowerCase();
  if (last === undefined || path.endsWith("/.")) return true;
  if (resultFolders.has(parts.at(-2) ?? "")) return false;
  if (sourceFolders.has(last) || (folderOrProgram.has(last) && path.endsWith("/"))) return true;
  return parts[0] === "src" && parts[1] === "main" && !last.includes(".");
}

function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "" && part !== ".");
}
