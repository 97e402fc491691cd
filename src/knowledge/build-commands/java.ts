import type { BuildCommand } from "../../model/build-command.ts";
import type { ShellWord } from "../../model/shell.ts";
import { type CommandLine, hasOption, optionNames, optionValue, readCommandLine } from "../command-line.ts";
import { buildCommand, kindOfScript } from "./build-reader.ts";

const gradleManifests = [
  "build.gradle",
  "build.gradle.kts",
  "settings.gradle",
  "settings.gradle.kts",
  "gradle.properties",
  "gradle.lockfile",
  "libs.versions.toml",
];

/** Maven, Gradle, sbt and the other builders of the JVM, and its compilers. */
export function readJavaCommand(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  return Object.hasOwn(readers, name) ? readers[name]?.(words) : undefined;
}

const readers: Readonly<Record<string, (words: readonly ShellWord[]) => BuildCommand | undefined>> = {
  mvn: (words) => readMaven("mvn", words),
  mvnw: (words) => readMaven("./mvnw", words),
  "mvnw.cmd": (words) => readMaven("./mvnw", words),
  mvnd: (words) => readMaven("mvnd", words),
  gradle: (words) => readGradle("gradle", words),
  gradlew: (words) => readGradle("./gradlew", words),
  "gradlew.bat": (words) => readGradle("./gradlew", words),
  sbt: readSbt,
  lein: readLein,
  clojure: readClojure,
  clj: readClojure,
  ant: readAnt,
  mill: (words) => readTasks("mill", words, /\.(?:assembly|compile|jar|launcher|nativeImage)$/),
  javac: (words) => readCompiler("javac", words, "-d"),
  kotlinc: (words) => readCompiler("kotlinc", words, "-d"),
  scalac: (words) => readCompiler("scalac", words, "-d"),
  "native-image": (words) => readCompiler("native-image", words, "-o"),
  jlink: (words) => {
    const line = readCommandLine(words, optionNames("--output --add-modules --module-path -p --compress"), "single");
    return buildCommand("jlink", "java", "bundle", { output: optionValue(line, "--output") });
  },
};

const mavenOptions = optionNames(
  "-f --file -s --settings -gs --global-settings -pl --projects -T --threads -rf --resume-from -l --log-file -t --toolchains -b --builder -P --activate-profiles -D --define",
);

const mavenCompiles =
  /^(?:compile|process-classes|prepare-package|package|verify|install|deploy|jar:jar|war:war|spring-boot:(?:repackage|build-image)|quarkus:build|native:compile(?:-no-fork)?|assembly:single|shade:shade)$/;

function readMaven(tool: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(words, mavenOptions, "single");
  const goals = line.operands.map(({ value }) => value);
  const compiles = goals.find((goal) => mavenCompiles.test(goal));
  // A build that may fail is how dependencies were fetched before there was `dependency:go-offline`.
  const resolves = goals.find((goal) =>
    /\bdependency:(?:go-offline|resolve|resolve-plugins|copy-dependencies|get)$|:resolve-dependencies$/.test(goal),
  );
  const mayFail = hasOption(line, "-fn", "--fail-never");
  if ((resolves !== undefined && compiles === undefined) || (compiles !== undefined && mayFail)) {
    return buildCommand(`${tool} ${resolves ?? compiles}`, "java", "install", { manifests: ["pom.xml"] });
  }
  if (compiles !== undefined) return buildCommand(`${tool} ${compiles}`, "java", "compile", { output: "target" });
  const tests = goals.find((goal) => /^(?:test|integration-test|surefire:test|failsafe:integration-test)$/.test(goal));
  return tests === undefined ? undefined : buildCommand(`${tool} ${tests}`, "java", "test");
}

const gradleOptions = optionNames(
  "-p --project-dir -b --build-file -c --settings-file -x --exclude-task -I --init-script -g --gradle-user-home --project-cache-dir --console --max-workers --warning-mode --include-build -P -D --tests --priority --configuration",
);

const gradleCompiles =
  /^(?:build|assemble\w*|classes|\w*[jJ]ar|\w*[wW]ar|install\w*Dist|dist(?:Zip|Tar)|native(?:Compile|Image|Build)|quarkusBuild|compile\w+|bundle\w*|bootBuildImage|optimized\w+)$/;

function readGradle(tool: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(words, gradleOptions, "single");
  if (hasOption(line, "--version", "-v", "--help", "-h")) return undefined;
  const tasks = line.operands.map(({ value }) => value);
  const isTask = (pattern: RegExp) => tasks.find((task) => pattern.test(task.slice(task.lastIndexOf(":") + 1)));
  const resolves = isTask(/^(?:\w*[dD]ependencies|dependencyInsight)$/);
  const compiles = isTask(gradleCompiles);
  const isDry = hasOption(line, "--dry-run", "-m");
  if (resolves !== undefined || (compiles !== undefined && isDry)) {
    return buildCommand(`${tool} ${resolves ?? compiles}`, "java", "install", { manifests: gradleManifests });
  }
  if (compiles !== undefined) {
    const output = gradleOutput(compiles.slice(compiles.lastIndexOf(":") + 1));
    return buildCommand(`${tool} ${compiles}`, "java", "compile", { output });
  }
  const tests = isTask(/^(?:\w*[tT]est|check)$/);
  return tests === undefined ? undefined : buildCommand(`${tool} ${tests}`, "java", "test");
}

function gradleOutput(task: string): string {
  if (task.startsWith("install")) return "build/install";
  return task.startsWith("dist") ? "build/distributions" : "build/libs";
}

function readSbt(words: readonly ShellWord[]): BuildCommand | undefined {
  const tasks = readCommandLine(words, optionNames("-mem -J -D"), "single").operands.flatMap(({ value }) =>
    value.split(/[\s;]+/),
  );
  const isTask = (pattern: RegExp) => tasks.find((task) => pattern.test(task.slice(task.lastIndexOf("/") + 1)));
  const compiles = isTask(
    /^(?:assembly|package|packageBin|universal:packageBin|stage|dist|compile|fullOptJS|fullLinkJS|publishLocal|docker:stage|nativeLink)$/,
  );
  if (compiles !== undefined) return buildCommand(`sbt ${compiles}`, "java", "compile", { output: "target" });
  const tests = isTask(/^(?:test|testOnly|it:test)$/);
  if (tests !== undefined) return buildCommand(`sbt ${tests}`, "java", "test");
  const manifests = ["build.sbt", "plugins.sbt", "build.properties"];
  return tasks.includes("update") ? buildCommand("sbt update", "java", "install", { manifests }) : undefined;
}

function readLein(words: readonly ShellWord[]): BuildCommand | undefined {
  const tasks = words.flatMap((word) => word.value?.replace(/,$/, "") ?? []);
  const compiles = tasks.find((task) => /^(?:uberjar|jar|compile|ring)$/.test(task));
  if (compiles !== undefined) return buildCommand(`lein ${compiles}`, "java", "compile", { output: "target" });
  if (tasks.includes("test")) return buildCommand("lein test", "java", "test");
  return tasks.includes("deps")
    ? buildCommand("lein deps", "java", "install", { manifests: ["project.clj"] })
    : undefined;
}

function readClojure(words: readonly ShellWord[]): BuildCommand | undefined {
  const values = words.map((word) => word.value ?? "");
  if (values.includes("-P")) return buildCommand("clojure -P", "java", "install", { manifests: ["deps.edn"] });
  const tool = values.find((value) => /^-[TX]:?build/.test(value));
  return tool === undefined ? undefined : buildCommand(`clojure ${tool}`, "java", "compile", { output: "target" });
}

function readAnt(words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(words, optionNames("-f -file -buildfile -D -lib -logfile"), "single");
  if (hasOption(line, "-version", "-h", "-help")) return undefined;
  const targets = line.operands.map(({ value }) => value);
  const kind = targets.length > 0 && targets.every((each) => kindOfScript(each) === "test") ? "test" : "compile";
  return buildCommand(`ant ${targets[0] ?? ""}`.trim(), "java", kind);
}

function readTasks(tool: string, words: readonly ShellWord[], compiles: RegExp): BuildCommand | undefined {
  const task = words.map((word) => word.value ?? "").find((value) => compiles.test(value));
  return task === undefined ? undefined : buildCommand(`${tool} ${task}`, "java", "compile", { output: "out" });
}

function readCompiler(name: string, words: readonly ShellWord[], output: string): BuildCommand | undefined {
  const line: CommandLine = readCommandLine(
    words,
    optionNames(`${output} -cp -classpath --class-path -sourcepath -processorpath --release -source -target -jar`),
    "single",
  );
  if (hasOption(line, "-version", "--version", "-help", "--help")) return undefined;
  return buildCommand(name, "java", "compile", { output: optionValue(line, output) });
}
