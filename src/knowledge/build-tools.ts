/** What a package is good for in a build. */
export interface BuildTool {
  readonly what:
    | "compiler"
    | "language toolchain"
    | "build system"
    | "headers"
    | "version control"
    | "debugger"
    | "package tool"
    /** Linker and inspection of object files; `jlink` and profilers call them at run time. */
    | "object files"
    /** A compiler that programs call when they run, for plug-ins that come as source. */
    | "plug-in compiler";
}

type What = BuildTool["what"];

/** Names that are the same, or nearly so, in all distributions. */
const byName: ReadonlyMap<string, What> = new Map(
  (
    [
      [
        "compiler",
        `build-essential build-base alpine-sdk base-devel devel_basis devel_c_c++ development development-tools
        development-tools-basic c-development rpm-development-tools gcc gcc-c++ g++ gcc-objc gcc-go gccgo gcc-gfortran gfortran
        gcc-fortran gnat gcc-multilib g++-multilib gcc-toolset clang clang++ clang-tools clang-tools-extra llvm llvm-tools lld
        nasm yasm tcc fpc gdc ldc dmd cpp musl-tools musl-gcc mingw-w64 mingw-w64-gcc
        crossbuild-essential protobuf-compiler protobuf-compiler-grpc protoc thrift-compiler flatbuffers-compiler patterns-devel-base-devel_basis emscripten
        ccache distcc`,
      ],
      [
        "language toolchain",
        `golang golang-go golang-any golang-bin golang-src go go-toolset rust rustc rustup cargo rust-all default-jdk
        default-jdk-headless jdk-openjdk maven gradle sbt leiningen kotlin scala ghc cabal cabal-install stack
        haskell-platform haskell-stack ocaml ocaml-nox opam dune crystal shards nim zig vala valac swiftlang dart
        mono-devel mono-complete dotnet-sdk r-base-dev erlang-dev rebar rebar3 sbcl rakudo tinygo`,
      ],
      [
        "build system",
        `make gmake bmake pmake cmake cmake3 cmake-data ninja ninja-build samurai meson autoconf autoconf-archive automake
        autogen autotools-dev autopoint libtool libtool-bin pkg-config pkgconf pkgconfig pkg-config-bin m4 bison flex byacc
        re2c gperf scons waf ant bazel bazelisk buck2 swig ragel intltool extra-cmake-modules qt5-qmake qmake6 gyp node-gyp
        imake xutils-dev help2man patchelf premake gn`,
      ],
      ["version control", "git git-core git-all git-lfs git-svn mercurial hg subversion svn bzr breezy cvs fossil tig"],
      [
        "debugger",
        "gdb gdb-minimal gdbserver lldb strace ltrace valgrind rr perf linux-perf linux-tools delve dlv bpftrace",
      ],
      [
        "package tool",
        `dpkg-dev devscripts debhelper fakeroot dh-make dh-python equivs pbuilder rpm-build rpmdevtools rpmlint
        abuild createrepo createrepo_c checkinstall`,
      ],
      ["object files", "binutils binutils-gold"],
      ["plug-in compiler", "mono-mcs"],
      [
        "headers",
        "linux-headers kernel-headers linux-libc-dev libc-dev libc6-dev glibc-headers musl-dev musl-headers xorg-dev",
      ],
    ] as const
  ).flatMap(([what, names]) => names.split(/\s+/).map((name) => [name, what] as const)),
);

/** Versions, targets and spellings that the list cannot hold. Tried in order. */
const byPattern: readonly (readonly [RegExp, What | undefined])[] = [
  // Manual pages, and what is needed at run time although its name sounds otherwise.
  [/^manpages(?:-[a-z]+)?-dev$/, undefined],
  [/^(?:gcc-\d+-base|gcc-libs|llvm\d*-libs|llvm-libs|libllvm.*|clang\d*-libs|clang-libs)$/, undefined],
  [/^(?:gcc|g\+\+|gnat|gfortran|gdc|cpp|clang|clang-tools|lld|llvm|gccgo)-?\d[\d.]*$/, "compiler"],
  [
    /^(?:gcc|g\+\+|gfortran|gcc-c\+\+|binutils|clang)-(?:\d+-)?(?:multilib|mingw|[a-z0-9_]+(?:-\d+)?-(?:linux|none|w64|elf|unknown))/,
    "compiler",
  ],
  [/^(?:gcc-toolset|devtoolset|llvm-toolset)(?:-\d+)?(?:-[a-z+-]+)?$/, "compiler"],
  [/^(?:crossbuild-essential-|mingw(?:32|64)-|mingw-w64-)/, "compiler"],
  [/^llvm-?\d*(?:-\d+)?-(?:dev|tools)$/, "compiler"],
  [/^cuda-(?:nvcc|compiler|toolkit)(?:-|$)/, "compiler"],
  [/^golang-?\d/, "language toolchain"],
  [/^(?:rustc|cargo|ghc|rust-toolset|rust|zig|dotnet-sdk)-?\d/, "language toolchain"],
  [/^dotnet\d*-sdk(?:-|$)/, "language toolchain"],
  [/^(?:go-toolset|rust-toolset)/, "language toolchain"],
  // Java: `openjdk17` and `openjdk17-jdk` in Alpine, `openjdk-17-jdk` in Debian, `java-17-openjdk-devel` in Fedora.
  [/^openjdk-?\d+(?:-jdk(?:-headless)?)?$/, "language toolchain"],
  [
    /^(?:java-[\d.]+-.+-devel|(?:temurin|zulu|zulu-|semeru-|ibm-semeru-open-|adoptopenjdk-|bellsoft-java|jdk-?)\d[\w.-]*)$/,
    "language toolchain",
  ],
  [
    /^(?:temurin-\d+-jdk|zulu-?\d+(?:-ca)?-jdk(?:-headless)?|msopenjdk-\d+|ibm-semeru-open-\d+-jdk|jdk\d+-openjdk|java-[\d.]+-.*jdk)$/,
    "language toolchain",
  ],
  [/^(?:autoconf|automake|cmake|bazel|meson|libtool)-?\d/, "build system"],
  [/^(?:linux|kernel)-(?:headers|devel)/, "headers"],
  [/^lldb-?\d/, "debugger"],
  [/-(?:dbg|dbgsym|debuginfo|debugsource)$/, "debugger"],
  [/-(?:dev|devel|dev-bin|headers|libs-static)$/, "headers"],
  [/-dev(?:el)?-\d[\d.-]*$/, "headers"],
  [/-dev-(?:amd64|arm64|i386|armhf|armel)(?:-cross)?$|-dev-cross$/, "headers"],
];

/**
 * What a system package is in a build, by the manager's family (`readSystemPackageCommand`) and the package's name; undefined
 * for what a program may need at run time. Groups begin with `@`. Git counts as version control: some programs run it.
 */
export function buildToolPackage(manager: string, name: string): BuildTool | undefined {
  const lower = name.toLowerCase();
  const key = lower.startsWith("@") ? lower.slice(1).trim().replaceAll(" ", "-") : lower;
  const what = byName.get(key) ?? whatByPattern(manager, key);
  return what === undefined ? undefined : { what };
}

function whatByPattern(manager: string, name: string): What | undefined {
  // A JRE is no compiler in any spelling.
  if (/(?:^|[-\d])jre(?:[-\d]|$)|-headless$/.test(name) && !/jdk-headless$/.test(name)) return undefined;
  // Fedora's `java-17-openjdk` without `-devel` is the JRE, Amazon's `java-17-amazon-corretto` too.
  if (manager === "dnf" && name.startsWith("java-") && !name.endsWith("-devel")) return undefined;
  return byPattern.find(([pattern]) => pattern.test(name))?.[1];
}
