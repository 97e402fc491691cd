import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSystemPackageCommand } from "../../src/knowledge/system-packages.ts";
import { commandOf } from "./command-of.ts";

function read(text: string, wrappers: readonly string[] = []) {
  const found = readSystemPackageCommand(commandOf(text, wrappers));
  return found && { ...found, packages: found.packages.map(({ name }) => name) };
}

describe("readSystemPackageCommand", () => {
  it.each([
    ["apt-get install -y --no-install-recommends git curl", "apt", ["git", "curl"]],
    ["apt install git=1:2.39 libc6:amd64 vim/bookworm-backports", "apt", ["git", "libc6", "vim"]],
    ["apt-get -o Acquire::Retries=3 install -yqq gcc g++", "apt", ["gcc", "g++"]],
    ["apt-get install -y -t bookworm-backports golang", "apt", ["golang"]],
    ["apt-get install -yt bookworm-backports golang", "apt", ["golang"]],
    ["apt-get install --target-release=sid --option X=y make", "apt", ["make"]],
    ["/usr/bin/aptitude install make", "apt", ["make"]],
    ["apt-get install ./tool_1.2_amd64.deb", "apt", ["tool"]],
    ["apt-get install -y gcc- make", "apt", ["make"]],
    ["dpkg -i /tmp/tool_1.2_amd64.deb", "apt", ["tool"]],
    ["install_packages build-essential", "apt", ["build-essential"]],
    [
      "apk add --no-cache gcc musl-dev~=1.2 go@edge 'curl>8' make=4.4-r2",
      "apk",
      ["gcc", "musl-dev", "go", "curl", "make"],
    ],
    ["apk --no-cache --repository https://mirror.example/edge add git", "apk", ["git"]],
    ["apk add -X https://mirror.example/edge --arch aarch64 git !gcc", "apk", ["git"]],
    [
      "yum install -y gcc-4.8.5-44.el7.x86_64 gcc-c++ java-1.8.0-openjdk-devel",
      "dnf",
      ["gcc", "gcc-c++", "java-1.8.0-openjdk-devel"],
    ],
    ["yum install -y gcc-toolset-12 dotnet-sdk-8.0 python-2.7", "dnf", ["gcc-toolset-12", "dotnet-sdk-8.0", "python"]],
    ["yum groupinstall -y 'Development Tools'", "dnf", ["@Development Tools"]],
    ["dnf group install -y development", "dnf", ["@development"]],
    ["dnf install -y @development --enablerepo crb --setopt tsflags=nodocs", "dnf", ["@development"]],
    ["dnf module install nodejs:18/common", "dnf", ["nodejs"]],
    ["dnf swap -y curl-minimal curl", "dnf", ["curl"]],
    ["microdnf --nodocs install tar", "dnf", ["tar"]],
    ["tdnf install -y ca-certificates", "dnf", ["ca-certificates"]],
    ["rpm -Uvh https://mirror.example/tool-1.2-3.el9.x86_64.rpm", "dnf", ["tool"]],
    ["zypper -n in -t pattern devel_basis", "zypper", ["@devel_basis"]],
    ["zypper --non-interactive install --repo extra gcc=12 make", "zypper", ["gcc", "make"]],
    ["pacman -Syu --noconfirm base-devel extra/git", "pacman", ["base-devel", "git"]],
    ["pacman -S --needed --ignore linux go", "pacman", ["go"]],
  ])("%s installs", (text, manager, packages) => {
    expect(read(text)).toMatchObject({ manager, action: "install", packages, unknown: false });
  });

  it.each([
    ["apt-get purge -y --auto-remove gcc make", "apt", ["gcc", "make"]],
    ["apt-get autoremove -y gcc", "apt", ["gcc"]],
    ["dpkg -r gcc", "apt", ["gcc"]],
    ["dpkg --purge --force-all gcc:amd64", "apt", ["gcc"]],
    ["apk del --no-network .build-deps git", "apk", [".build-deps", "git"]],
    ["yum erase gcc", "dnf", ["gcc"]],
    ["microdnf remove gcc", "dnf", ["gcc"]],
    ["rpm -e --nodeps gcc", "dnf", ["gcc"]],
    ["zypper rm -u gcc", "zypper", ["gcc"]],
    ["pacman -Rns --noconfirm gcc", "pacman", ["gcc"]],
  ])("%s removes", (text, manager, packages) => {
    expect(read(text)).toMatchObject({ manager, action: "remove", packages, unknown: false });
  });

  it.each([
    ["apt-get autoremove -y", "apt", "autoremove"],
    ["apt-get purge -y --auto-remove -o APT::AutoRemove::RecommendsImportant=false", "apt", "autoremove"],
    ["apt-get clean", "apt", "clean"],
    ["apt-get update -qq", "apt", "update"],
    ["apt-get dist-upgrade -y", "apt", "upgrade"],
    ["apk update", "apk", "update"],
    ["apk cache clean", "apk", "clean"],
    ["apk upgrade --no-cache", "apk", "upgrade"],
    ["yum clean all", "dnf", "clean"],
    ["dnf autoremove -y", "dnf", "autoremove"],
    ["dnf update -y", "dnf", "upgrade"],
    ["zypper clean --all", "zypper", "clean"],
    ["zypper ref", "zypper", "update"],
    ["pacman -Scc --noconfirm", "pacman", "clean"],
    ["pacman -Sy", "pacman", "update"],
    ["pacman -Syu", "pacman", "upgrade"],
  ])("%s names no package", (text, manager, action) => {
    expect(read(text)).toMatchObject({ manager, action, packages: [] });
  });

  it("names the group of `apk add --virtual`, also an empty one", () => {
    expect(read("apk add --no-cache --virtual .build-deps gcc make")).toMatchObject({
      virtual: ".build-deps",
      packages: ["gcc", "make"],
    });
    expect(read("apk add --no-cache --virtual=.build-deps")).toMatchObject({ virtual: ".build-deps", packages: [] });
    expect(read("apk add -t .build-deps gcc")).toMatchObject({ virtual: ".build-deps", packages: ["gcc"] });
    expect(read("apk add gcc")).not.toHaveProperty("virtual");
  });

  it("says when some packages cannot be known", () => {
    expect(read("apt-get install -y $PACKAGES vim")).toMatchObject({ packages: ["vim"], unknown: true });
    expect(read("apk del $BUILD_DEPS")).toMatchObject({ action: "remove", packages: [], unknown: true });
    expect(read("apt-get purge -y --auto-remove $BUILD_DEPS")).toMatchObject({ action: "remove", unknown: true });
    expect(read("apt-get install -y -t $SUITE vim")).toMatchObject({ packages: ["vim"], unknown: false });
    expect(read("apt-get install -y", ["xargs"])).toMatchObject({ unknown: true });
    expect(read("yum history undo -y last")).toMatchObject({ action: "remove", unknown: true });
  });

  it("counts build dependencies as what apt installs with them", () => {
    expect(read("apt-get build-dep -y python3")).toMatchObject({ packages: ["build-essential"], unknown: true });
  });

  it.each([
    "apt-get source nginx",
    "apt-cache search gcc",
    "apt list --installed",
    "apk info",
    "apk",
    "dnf config-manager --set-enabled crb",
    "dnf module enable nodejs:18",
    "rpm -qa gcc",
    "rpm --import https://mirror.example/key",
    "dpkg --add-architecture i386",
    "pacman -Q gcc",
    "pip install gcc",
    "echo apt-get install gcc",
    "constructor install gcc",
  ])("%s touches no packages", (text) => {
    expect(read(text)).toBeUndefined();
  });

  it("keeps the word that each package comes from", () => {
    const found = readSystemPackageCommand(commandOf("apk add --no-cache git curl=8"));
    expect(found?.packages.map(({ word }) => word.text)).toEqual(["git", "curl=8"]);
  });

  it("finds the packages wherever the options stand", () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9]{1,8}$/);
    const option = fc.constantFrom("-y", "-q", "--no-install-recommends", "-o X=y", "-t sid", "--target-release sid");
    fc.assert(
      fc.property(fc.array(fc.oneof(name, option), { maxLength: 12 }), (parts) => {
        const packages = parts.filter((part) => !part.startsWith("-"));
        expect(read(`apt-get install ${parts.join(" ")}`)?.packages).toEqual(packages);
      }),
    );
  });
});
