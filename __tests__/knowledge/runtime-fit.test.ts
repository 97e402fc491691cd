import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classFileTarget } from "../../src/knowledge/class-file-version.ts";
import { libcOfIdentifier } from "../../src/knowledge/dotnet-publish.ts";
import { glibcFit, glibcVersion } from "../../src/knowledge/glibc-versions.ts";
import {
  compiledPythonPackage,
  majorBoundNodePackage,
  nativeNodePackage,
} from "../../src/knowledge/native-packages.ts";
import { packagedJava, packagedPython } from "../../src/knowledge/packaged-languages.ts";
import { phpOfExtensionFolder } from "../../src/knowledge/php-extensions.ts";
import { commandOf } from "./command-of.ts";

describe("versions of glibc", () => {
  it.each([
    ["debian", "12", "2.36"],
    ["ubuntu", "24.04", "2.39"],
    ["rocky", "9", "2.34"],
    ["ubi", "8", "2.28"],
    ["amazon", "2023", "2.34"],
  ])("%s %s has %s", (distribution, release, version) => {
    expect(glibcVersion(distribution, release)).toBe(version);
  });

  it.each([
    ["debian", "sid"],
    ["debian", undefined],
    ["alpine", "3.20"],
    ["wolfi", undefined],
    ["debian", "constructor"],
  ])("does not know that of %s %s", (distribution, release) => {
    expect(glibcVersion(distribution, release)).toBeUndefined();
  });

  it("runs what was built with the same or an older one, and nothing else for certain", () => {
    const minor = fc.integer({ min: 11, max: 60 });
    fc.assert(
      fc.property(minor, minor, (built, run) => {
        const fit = glibcFit(`2.${built}`, `2.${run}`);
        expect(fit === "runs").toBe(built <= run);
        if (fit === "never") expect(built >= 34 && run < 34).toBe(true);
      }),
    );
  });
});

describe("languages as system packages", () => {
  it.each([
    ["openjdk-17-jre-headless", "17", false],
    ["openjdk-21-jdk", "21", true],
    ["openjdk17-jre", "17", false],
    ["openjdk11", "11", true],
    ["java-17-openjdk-headless", "17", false],
    ["java-1.8.0-openjdk", "8", false],
    ["java-21-openjdk-devel", "21", true],
    ["temurin-21-jdk", "21", true],
  ])("%s is Java %s", (name, version, isKit) => {
    expect(packagedJava(name)).toEqual({ version, isKit });
  });

  it.each(["default-jre", "java-common", "openjdk-lts", "libopenjdk-17-x"])("%s says nothing of a version", (name) => {
    expect(packagedJava(name)).toBeUndefined();
  });

  it("knows the Python of a release", () => {
    expect(packagedPython("python3", { distribution: "debian", release: "12" })).toBe("3.11");
    expect(packagedPython("python3", { distribution: "alpine", release: "3.20" })).toBe("3.12");
    expect(packagedPython("python3.12-venv", { distribution: undefined, release: undefined })).toBe("3.12");
    expect(packagedPython("python3", { distribution: "debian", release: undefined })).toBeUndefined();
    expect(packagedPython("python3-yaml", { distribution: "debian", release: "12" })).toBeUndefined();
  });
});

describe("compiled packages and files", () => {
  it("finds them among others, by name alone", () => {
    expect(nativeNodePackage(["express", "sharp@0.33.5"])).toBe("sharp");
    expect(nativeNodePackage(["@scope/sharp", "esbuild", "bcrypt"])).toBeUndefined();
    expect(majorBoundNodePackage(["sharp", "better-sqlite3@11"])).toBe("better-sqlite3");
    expect(compiledPythonPackage(["flask", "psycopg2_binary==2.9", "uvicorn[standard]"])).toBe("psycopg2-binary");
    expect(compiledPythonPackage(["flask", "./numpy", "numpy-stl"])).toBeUndefined();
  });

  it("reads PHP's extension folders and .NET's identifiers", () => {
    expect(phpOfExtensionFolder("/usr/local/lib/php/extensions/no-debug-non-zts-20230831/intl.so")).toBe("8.3");
    expect(phpOfExtensionFolder("/usr/local/lib/php/extensions")).toBeUndefined();
    expect(libcOfIdentifier("linux-musl-arm64")).toBe("musl");
    expect(libcOfIdentifier("linux-x64")).toBe("glibc");
    expect(libcOfIdentifier("win-x64")).toBeUndefined();
    expect(libcOfIdentifier("linux-bionic-arm64")).toBeUndefined();
  });

  it.each([
    ["javac", "javac --release 17 -d out A.java", "17"],
    ["javac", "javac -source 1.8 -target 1.8 A.java", "8"],
    ["mvn package", "mvn -B package -Dmaven.compiler.release=21", "21"],
    ["mvn package", "mvn -B package", undefined],
  ])("%s: %s asks for %s", (tool, text, asked) => {
    const build = { tool, language: "java", kind: "compile", output: undefined, manifests: [], packages: [] } as const;
    expect(classFileTarget({ ...build, command: commandOf(text) }, new Map())?.asked).toBe(asked);
  });
});
