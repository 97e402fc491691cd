/** Languages whose programs run without their sources. */
const compiledLanguages: ReadonlySet<string> = new Set(
  `go rust c cpp c++ java kotlin scala groovy clojure dotnet swift haskell zig d nim crystal ocaml dart fortran ada pascal elixir
  erlang v vala`
    .trim()
    .split(/\s+/),
);

export function isCompiledLanguage(language: string | undefined): boolean {
  return language !== undefined && compiledLanguages.has(language);
}

/** Folders that hold code of such languages by custom, and nothing that a program reads when it runs. */
const sourceFolders: ReadonlySet<string> = new Set(["src", "source", "sources", "cmd", "internal", "crates"]);

/** Endings of files that only a compiler reads. */
const sourceFile =
  /\.(?:go|rs|c|cc|cpp|cxx|h|hh|hpp|hxx|java|kt|kts|scala|cs|fs|vb|swift|hs|lhs|zig|nim|cr|ml|mli|f90|adb|ads|pas|ex|erl)$/i;

/** Whether a source of COPY is the whole build context or stage. */
export function isWholeTree(path: string): boolean {
  return path.split("/").every((part) => part === "" || part === "." || /^\*+$/.test(part));
}

/** Whether a path is code of a compiled language by its name: a folder for sources, or a file that only a compiler reads. */
export function isCompiledSource(path: string): boolean {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  while (/^\*+$/.test(parts.at(-1) ?? "")) parts.pop();
  const last = parts.at(-1)?.toLowerCase() ?? "";
  if (sourceFile.test(last)) return true;
  if (sourceFolders.has(last)) return true;
  // Maven's and Gradle's folders of code; `resources` and `webapp` beside them are read by the program.
  return /^(?:java|kotlin|scala|groovy)$/.test(last) && parts.at(-2) === "main";
}

/** Programs that compile each time that they are started: they need the sources. */
const runners: readonly RegExp[] = [
  /\bgo\s+(?:run|test|build|generate)\b/,
  /\bcargo\s+(?:run|test|build|bench|watch)\b/,
  /\bdotnet\s+(?:run|watch|test|build)\b/,
  /\b(?:mvnw?|gradlew?|sbt|stack|cabal|mix|rebar3|make|cmake|bazel|lein|dune|swift\s+run|zig\s+build)\b/,
  /(?:^|[\s/])(?:air|reflex|CompileDaemon|gin|realize|dlv|nodemon|watchexec|entr)(?:\s|$)/,
];

/** Whether a command compiles what it runs. */
export function compilesWhenStarted(command: string): boolean {
  return runners.some((pattern) => pattern.test(command));
}

/** System packages that bring an interpreter: the tree beside it may be what that runs. */
export function isInterpreterPackage(name: string): boolean {
  return /^(?:python|nodejs|node|ruby|php|perl|lua|r-base|openresty|deno|bun)[\d.]*(?:-(?:cli|fpm|full|pip|minimal|core))?$/i.test(
    name,
  );
}

const interpreterPrograms =
  /(?:^|[\s/"'])(?:node|nodejs|npm|npx|yarn|pnpm|bun|deno|python[\d.]*|pypy3?|gunicorn|uvicorn|flask|celery|ruby|bundle|rails|rake|puma|unicorn|php(?:-fpm)?[\d.]*|apache2-foreground|perl|lua|Rscript)(?=[\s"']|$)/;

/** Whether a command starts an interpreter: what lies beside it may be the program. */
export function startsInterpreter(command: string): boolean {
  return interpreterPrograms.test(command);
}
