import { describe, expect, it } from "vitest";
import { buildToolPackage } from "../../src/knowledge/build-tools.ts";

const tools: Readonly<Record<string, string>> = {
  compiler: `apt:build-essential apk:build-base apk:alpine-sdk pacman:base-devel zypper:@devel_basis dnf:@development
    dnf:@development-tools apt:gcc apt:gcc-12 apt:g++-11 dnf:gcc-c++ apt:gcc-aarch64-linux-gnu apt:gcc-x86-64-linux-gnu
    dnf:gcc-toolset-12 apt:clang apt:clang-14 apk:clang17 apt:llvm-14-dev apk:llvm15 apt:lld apt:nasm apt:gfortran
    apt:crossbuild-essential-arm64 apt:protobuf-compiler apt:cuda-nvcc-12-4`,
  "language toolchain": `apt:golang apt:golang-1.21-go apk:go dnf:golang apk:rust apt:cargo apt:rustc-1.70 apt:openjdk-17-jdk
    apt:openjdk-17-jdk-headless apk:openjdk17 apk:openjdk17-jdk apt:default-jdk dnf:java-17-openjdk-devel
    dnf:java-17-amazon-corretto-devel apt:temurin-21-jdk apt:maven apt:gradle apt:dotnet-sdk-8.0 apk:dotnet8-sdk apt:ghc
    apt:mono-complete apt:r-base-dev pacman:jdk17-openjdk`,
  "build system":
    "apt:make apt:cmake apk:samurai apt:ninja-build apt:meson apt:autoconf apt:autoconf2.13 apt:automake apt:libtool apt:pkg-config apk:pkgconf apt:bazel-6.4.0",
  headers: `apk:musl-dev apt:libc6-dev apt:libpq-dev dnf:openssl-devel apt:python3-dev apt:php8.2-dev apk:perl-dev apk:linux-headers
    apt:linux-headers-amd64 apt:libgcc-12-dev apt:libcudnn8-dev apt:cuda-cudart-dev-12-6 apt:libc6-dev-i386`,
  "version control": "apt:git apk:git-lfs apt:mercurial apt:subversion",
  debugger: "apt:gdb apt:strace apt:valgrind apt:lldb-14 apt:libc6-dbg dnf:glibc-debuginfo",
  "package tool": "apt:dpkg-dev apt:debhelper apt:fakeroot dnf:rpm-build",
};

const rows = Object.entries(tools).flatMap(([what, names]) => names.split(/\s+/).map((name) => [name, what] as const));

function what(text: string): string | undefined {
  const [manager = "", name = ""] = text.split(/:(.*)/s);
  return buildToolPackage(manager, name)?.what;
}

describe("buildToolPackage", () => {
  it.each(rows)("%s is a %s", (name, expected) => {
    expect(what(name)).toBe(expected);
  });

  it("knows a group under its title", () => {
    expect(what("dnf:@Development Tools")).toBe("compiler");
    expect(what("dnf:@C Development")).toBe("compiler");
  });

  it.each(
    `apt:curl apt:ca-certificates apt:libgcc-s1 apt:gcc-12-base pacman:gcc-libs apk:libstdc++ apt:libstdc++6 apk:llvm15-libs
    apt:libllvm14 apt:libclang1-14 apt:openjdk-17-jre apt:openjdk-17-jre-headless apk:openjdk17-jre apk:openjdk8-jre-base
    dnf:java-17-openjdk dnf:java-17-openjdk-headless dnf:java-17-amazon-corretto apt:temurin-21-jre apt:dotnet-runtime-8.0 apt:aspnetcore-runtime-8.0
    apt:manpages-dev apt:swift apt:nodejs apk:npm apt:python3 apt:python3-pip apt:openssh-client apt:busybox-static apt:gettext-base
    apt:golang-docker-credential-helpers apt:makedev apt:udev apk:eudev`.split(/\s+/),
  )("%s may be needed at run time", (name) => {
    expect(what(name)).toBeUndefined();
  });
});
