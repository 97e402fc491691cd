import type { ImageEntry, ImageVariant } from "./image-entry.ts";
import { type ImageTag, leadingVersion } from "./image-tag.ts";

/** Words in front of a Java version: `jdk17`, `eclipse-temurin-17`, `open-17-jre`. */
const versionWords = new Set([
  "amazoncorretto",
  "corretto",
  "graal",
  "graalvm",
  "ibmjava",
  "java",
  "jdk",
  "jre",
  "liberica",
  "microsoft",
  "open",
  "openjdk",
  "ol",
  "sapmachine",
  "semeru",
  "temurin",
  "zulu",
]);

/** The Java version that a word of the tag names: 17 in `3.9-eclipse-temurin-17`, `8.5-jdk17` and `open-17-jre`. */
export function javaVersionInWords(tag: ImageTag): string | undefined {
  for (const [index, word] of tag.words.entries()) {
    if (!versionWords.has(word.name)) continue;
    const next = tag.words[index + 1];
    const version = word.version ?? (next?.name === "" ? next.version : undefined);
    if (version !== undefined) return featureVersion(version);
  }
  return undefined;
}

/** Of a JDK's or JRE's own tag: its words, else what it begins with. */
function javaVersion(tag: ImageTag): string | undefined {
  const leading = leadingVersion(tag);
  return leading === undefined ? javaVersionInWords(tag) : featureVersion(leading);
}

/** Java 8 also calls itself 1.8. */
function featureVersion(version: string): string {
  return /^1\.\d/.test(version) ? version.slice(2) : version;
}

const jre: readonly ImageVariant[] = [{ when: ["jre", "headless"], kind: "runtime" }];

/** JDKs, JREs and the build tools on top of them. A JDK without `jre` in its tag ships the compiler. */
export const javaImages: readonly ImageEntry[] = [
  jdk(
    [
      "eclipse-temurin",
      "adoptopenjdk",
      "ibm-semeru-runtimes",
      "sapmachine",
      "adoptopenjdk/openjdk8",
      "adoptopenjdk/openjdk11",
    ],
    "ubuntu",
  ),
  jdk(["amazoncorretto"], "amazon"),
  // Debian up to 11, Oracle Linux from 12 on.
  { ...jdk(["openjdk"]), libc: "glibc" },
  { ...jdk(["icr.io/appcafe/ibm-semeru-runtimes"]), libc: "glibc", user: null },
  jdk(["azul/zulu-openjdk", "azul/prime"], "ubuntu"),
  jdk(["azul/zulu-openjdk-alpine"], "alpine"),
  jdk(["azul/zulu-openjdk-debian", "azul/zulu-openjdk-distroless"], "debian"),
  jdk(["azul/zulu-openjdk-centos"], "centos"),
  // Liberica's Alpine images come with glibc or with musl.
  { ...jdk(["bellsoft/liberica-openjdk-alpine"], "alpine"), libc: "unknown" },
  jdk(["bellsoft/liberica-openjdk-alpine-musl"], "alpine"),
  jdk(["bellsoft/liberica-openjdk-debian"], "debian"),
  jdk(["bellsoft/liberica-openjdk-centos", "bellsoft/liberica-openjdk-rocky"]),
  { ...jdk(["bellsoft/liberica-openjre-alpine"], "alpine"), kind: "runtime", libc: "unknown" },
  { ...jdk(["bellsoft/liberica-openjre-alpine-musl"], "alpine"), kind: "runtime" },
  { ...jdk(["bellsoft/liberica-openjre-debian"], "debian"), kind: "runtime" },
  { ...jdk(["bellsoft/liberica-runtime-container"]), distribution: "alpaquita", libc: "unknown" },
  jdk(
    ["ghcr.io/graalvm/graalvm-community", "ghcr.io/graalvm/jdk-community", "ghcr.io/graalvm/native-image-community"],
    "oracle",
  ),
  jdk(["ghcr.io/graalvm/graalvm-ce", "ghcr.io/graalvm/native-image", "ghcr.io/graalvm/jdk"], "oracle"),
  jdk(
    [
      "container-registry.oracle.com/java/jdk",
      "container-registry.oracle.com/java/openjdk",
      "container-registry.oracle.com/java/jdk-no-fee-term",
    ],
    "oracle",
  ),
  jdk(["container-registry.oracle.com/graalvm/jdk", "container-registry.oracle.com/graalvm/native-image"], "oracle"),
  jdk(["alibabadragonwell/dragonwell", "findepi/graalvm", "vegardit/graalvm-maven", "jboss/base-jdk"]),
  jdk(["alpine/java", "frolvlad/alpine-java"], "alpine"),
  jdk(["registry.suse.com/bci/openjdk-devel"], "sles"),
  {
    ...jdk(["mcr.microsoft.com/openjdk/jdk", "mcr.microsoft.com/java/jdk"]),
    libc: "glibc",
    user: null,
    // Microsoft has no JRE image: its distroless JDK is the smallest it offers.
    variants: [{ when: ["distroless"], kind: "runtime", shell: false }],
  },
  {
    // The JRE is the default here, `-sdk` and `-jdk` are the compilers.
    names: ["ibmjava"],
    kind: "runtime",
    language: "java",
    distribution: "ubuntu",
    version: javaVersion,
    variants: [{ when: ["sdk", "jdk"], kind: "toolchain" }],
  },
  tool(["maven"], "debian"),
  tool(["gradle"], "ubuntu"),
  tool(["clojure", "groovy"], "debian"),
  tool(["sbtscala/scala-sbt", "hseeberger/scala-sbt", "mozilla/sbt", "bigtruedata/sbt"]),
  tool(["zenika/kotlin", "jeanblanchard/maven", "carlossg/maven", "ghcr.io/carlossg/maven", "vegardit/maven"]),
  tool(["webratio/ant", "frekele/ant", "frekele/gradle", "frekele/maven"]),
  {
    names: ["jruby"],
    kind: "language",
    language: "ruby",
    distribution: "ubuntu",
    version: () => undefined,
    variants: jre,
  },
];

function jdk(names: readonly string[], distribution?: string): ImageEntry {
  const entry = { names, kind: "toolchain", language: "java", version: javaVersion, variants: jre } as const;
  return distribution === undefined ? entry : { ...entry, distribution };
}

/** A build tool: its own version leads the tag, Java's is in the words. */
function tool(names: readonly string[], distribution?: string): ImageEntry {
  const entry = { names, kind: "toolchain", language: "java", version: javaVersionInWords } as const;
  return distribution === undefined ? { ...entry, libc: "glibc" } : { ...entry, distribution };
}
