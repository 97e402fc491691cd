import type { ShellCommand, ShellWord } from "../model/shell.ts";
import {
  type CommandLine,
  hasOption,
  type Operand,
  optionNames,
  optionValue,
  readCommandLine,
} from "./command-line.ts";
import { type PackageAction, type PackageManager, type PackageProgram, packagePrograms } from "./package-managers.ts";
import { packageName } from "./package-names.ts";

/** A call of a system package manager. */
export interface SystemPackageCommand {
  /**
   * The family of the manager, so that what one member installs and another removes has one name: `apt` also for apt-get,
   * aptitude and dpkg, `dnf` also for yum, microdnf, tdnf and rpm, `apk`, `zypper`, `pacman`.
   */
  readonly manager: PackageManager;
  readonly action: PackageAction;
  /** Names without version, architecture, release and repository; groups begin with `@`. */
  readonly packages: readonly SystemPackage[];
  /** `apk add --virtual`: removing this name removes the packages. */
  readonly virtual?: string;
  /** True when some of the packages cannot be known before the command runs. */
  readonly unknown: boolean;
}

interface SystemPackage {
  readonly name: string;
  readonly word: ShellWord;
}

/** Undefined for every other command, and for calls that neither install nor remove, such as `apt-get source`. */
export function readSystemPackageCommand(command: ShellCommand): SystemPackageCommand | undefined {
  const program = Object.hasOwn(packagePrograms, command.name) ? packagePrograms[command.name] : undefined;
  const read = program ? readBySubcommand(program, command) : readByOptions(command);
  // The names come from the standard input.
  if (read && command.wrappers.includes("xargs")) return { ...read, unknown: true };
  return read;
}

function readBySubcommand(program: PackageProgram, command: ShellCommand): SystemPackageCommand | undefined {
  const line = readCommandLine(command.arguments, program.valued);
  const [first, ...rest] = line.operands;
  if (!first) return undefined;
  const [subcommand, operands] = joinSubcommand(program, first.value, rest);
  const action = Object.hasOwn(program.actions, subcommand) ? program.actions[subcommand] : undefined;
  if (action === undefined) return undefined;
  if (subcommand === "builddep" || subcommand === "historyundo")
    return { manager: "dnf", action, packages: [], unknown: true };
  if (program.manager === "apt") return readApt(line, subcommand, action, first, operands);
  const found = action === "install" || action === "remove" || action === "autoremove" ? operands : [];
  const isGroup = subcommand.startsWith("group");
  const packages = found
    .slice(subcommand === "swap" ? 1 : 0)
    .flatMap(({ value, word }) => namedPackage(program.manager, isGroup ? `@${value.replace(/^@/, "")}` : value, word));
  const virtual = program.manager === "apk" && action === "install" ? optionValue(line, "-t", "--virtual") : undefined;
  return {
    manager: program.manager,
    action: action === "autoremove" && packages.length > 0 ? "remove" : action,
    packages: zypperKind(line) === "pattern" ? packages.map((each) => ({ ...each, name: `@${each.name}` })) : packages,
    ...(virtual === undefined ? {} : { virtual }),
    unknown: line.unknown,
  };
}

/** Subcommands of two words: `dnf group install`, `apk cache clean`, `dnf module install`. */
function joinSubcommand(
  program: PackageProgram,
  first: string,
  rest: readonly Operand[],
): [string, readonly Operand[]] {
  const second = rest[0]?.value;
  if (program.manager === "apk") return [first === "cache" ? `cache-${second ?? ""}` : first, rest];
  if (program.manager !== "dnf") return [first, rest];
  if (first === "group" || first === "groups") return [`group${second ?? ""}`, rest.slice(1)];
  if (first === "history") return [`history${second ?? ""}`, []];
  if (first === "module") return [second ?? "", rest.slice(1)];
  return [first, rest];
}

function readApt(
  line: CommandLine,
  subcommand: string,
  action: PackageAction,
  first: Operand,
  operands: readonly Operand[],
): SystemPackageCommand {
  // Debian Policy 4.2: build dependencies may count on build-essential, so that apt always installs it with them.
  if (subcommand === "build-dep") {
    return { manager: "apt", action, packages: [{ name: "build-essential", word: first.word }], unknown: true };
  }
  if (subcommand === "satisfy") return { manager: "apt", action, packages: [], unknown: true };
  const changes = action === "install" || action === "remove" || action === "autoremove";
  const found = changes ? operands : [];
  const packages = found.flatMap(({ value, word }) => {
    // `apt-get install gcc-` removes gcc.
    if (action === "install" && value.endsWith("-")) return [];
    return namedPackage("apt", value, word);
  });
  const { unknown } = line;
  if (action === "autoremove" && (packages.length > 0 || unknown))
    return { manager: "apt", action: "remove", packages, unknown };
  // `apt-get purge --auto-remove` without packages is what `apt-get autoremove --purge` is.
  const isAutomatic = action === "remove" && packages.length === 0 && !unknown;
  if (isAutomatic && hasOption(line, "--auto-remove", "--autoremove")) {
    return { manager: "apt", action: "autoremove", packages, unknown };
  }
  return { manager: "apt", action, packages, unknown };
}

function zypperKind(line: CommandLine): string | undefined {
  return optionValue(line, "-t", "--type");
}

function namedPackage(manager: PackageManager, text: string, word: ShellWord): SystemPackage[] {
  const name = packageName(manager, text);
  return name === undefined ? [] : [{ name, word }];
}

/** Programs whose options say what to do: pacman, dpkg and rpm, and Bitnami's `install_packages`. */
function readByOptions(command: ShellCommand): SystemPackageCommand | undefined {
  switch (command.name) {
    case "pacman":
      return readPacman(command);
    case "dpkg": {
      const line = readCommandLine(command.arguments, optionNames("--root --admindir --instdir --log"));
      if (hasOption(line, "-r", "--remove", "-P", "--purge")) return fromOperands("apt", "remove", line);
      return hasOption(line, "-i", "--install") ? fromOperands("apt", "install", line) : undefined;
    }
    case "rpm":
      return readRpm(readCommandLine(command.arguments, optionNames("--root --dbpath --prefix --define -D")));
    case "install_packages":
      return fromOperands("apt", "install", readCommandLine(command.arguments, optionNames("")));
    default:
      return undefined;
  }
}

function readRpm(line: CommandLine): SystemPackageCommand | undefined {
  if (hasOption(line, "-q", "--query", "-V", "--verify", "--import")) return undefined;
  if (hasOption(line, "-e", "--erase")) return fromOperands("dnf", "remove", line);
  const installs = hasOption(line, "-i", "--install", "-U", "--upgrade", "-F", "--freshen");
  return installs ? fromOperands("dnf", "install", line) : undefined;
}

function readPacman(command: ShellCommand): SystemPackageCommand | undefined {
  const line = readCommandLine(
    command.arguments,
    optionNames(
      "-b --dbpath -r --root --config --cachedir --arch --color --ignore --ignoregroup --overwrite --assume-installed --gpgdir --hookdir --logfile --print-format",
    ),
  );
  if (hasOption(line, "-R", "--remove")) return fromOperands("pacman", "remove", line);
  if (hasOption(line, "-U", "--upgrade")) return fromOperands("pacman", "install", line);
  if (!hasOption(line, "-S", "--sync")) return undefined;
  if (hasOption(line, "-c", "--clean")) return fromOperands("pacman", "clean", line);
  if (line.operands.length > 0 || line.unknown) return fromOperands("pacman", "install", line);
  if (hasOption(line, "-u", "--sysupgrade")) return fromOperands("pacman", "upgrade", line);
  return hasOption(line, "-y", "--refresh") ? fromOperands("pacman", "update", line) : undefined;
}

function fromOperands(manager: PackageManager, action: PackageAction, line: CommandLine): SystemPackageCommand {
  const packages = line.operands.flatMap(({ value, word }) => namedPackage(manager, value, word));
  return { manager, action, packages: action === "clean" ? [] : packages, unknown: line.unknown };
}
