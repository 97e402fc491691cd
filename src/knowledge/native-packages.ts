/**
 * Packages of npm that are compiled when installed, or fetch a binary for one C library. Left out: those that bring binaries for
 * all of them along (bcrypt, argon2, leveldown), and static ones (esbuild).
 */
const node: ReadonlySet<string> = new Set([
  "better-sqlite3",
  "canvas",
  "farmhash",
  "fibers",
  "grpc",
  "iconv",
  "isolated-vm",
  "libpq",
  "libxmljs",
  "libxmljs2",
  "node-rdkafka",
  "node-sass",
  "pg-native",
  "re2",
  "sharp",
  "snappy",
  "sqlite3",
]);

/** Of those, the ones that are built for one major release of Node.js: they do not use its stable interface, Node-API. */
const boundToMajor: ReadonlySet<string> = new Set([
  "better-sqlite3",
  "fibers",
  "grpc",
  "isolated-vm",
  "libxmljs",
  "node-rdkafka",
  "node-sass",
  "re2",
]);

/** The name of a package without its version: `sharp` of `sharp@0.33`, `@scope/name` of `@scope/name@1`. */
function bareName(specifier: string): string {
  const at = specifier.indexOf("@", 1);
  return at === -1 ? specifier : specifier.slice(0, at);
}

/** The first of the packages that is native. */
export function nativeNodePackage(packages: readonly string[]): string | undefined {
  return packages.map(bareName).find((name) => node.has(name));
}

/** The first of the packages that only runs on the major release of Node.js for which it was installed. */
export function majorBoundNodePackage(packages: readonly string[]): string | undefined {
  return packages.map(bareName).find((name) => boundToMajor.has(name));
}

/** Packages of PyPI whose wheels hold compiled code that nothing replaces. */
const python: ReadonlySet<string> = new Set([
  "asyncpg",
  "bcrypt",
  "cffi",
  "cryptography",
  "grpcio",
  "lxml",
  "matplotlib",
  "mysqlclient",
  "numpy",
  "opencv-python",
  "opencv-python-headless",
  "orjson",
  "pandas",
  "pillow",
  "psutil",
  "psycopg2",
  "psycopg2-binary",
  "pyarrow",
  "pydantic",
  "pydantic-core",
  "pynacl",
  "scikit-learn",
  "scipy",
  "tensorflow",
  "tokenizers",
  "torch",
  "uvloop",
]);

/** The first of the requirements (`numpy==2.1`, `uvicorn[standard]`) whose package holds compiled code. */
export function compiledPythonPackage(requirements: readonly string[]): string | undefined {
  return requirements
    .map((requirement) => (/^[A-Za-z0-9._-]+/.exec(requirement)?.[0] ?? "").toLowerCase().replaceAll("_", "-"))
    .find((name) => python.has(name));
}

const nodeBuildTools: ReadonlySet<string> = new Set(["g++", "build-base", "build-essential", "gcc-c++"]);

/** A C++ compiler by system package: what is installed for packages that compile themselves. */
export function isAddonCompiler(name: string): boolean {
  return nodeBuildTools.has(name);
}
