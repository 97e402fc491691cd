import type { ShellCommand, ShellWord } from "../../model/shell.ts";

/** A command that builds images, taken apart. */
export interface BuildCommandLine {
  readonly kind: "build" | "bake" | "compose";
  readonly options: readonly CommandOption[];
  /** Words that are no options, in order. */
  readonly operands: readonly ShellWord[];
  /** True where a word may stand for options that nobody can see: `docker build $OPTIONS .` */
  readonly isOpen: boolean;
}

export interface CommandOption {
  /** Long name without dashes: `build-arg`. */
  readonly name: string;
  /** The word that holds the value; undefined for a switch. */
  readonly word: ShellWord | undefined;
  /** Where the value begins in the word's text and value: behind `--file=`. */
  readonly from: number;
}

const programs = new Set(["docker", "podman", "nerdctl", "buildah", "depot"]);
const globalWithValue = new Set([
  "--config",
  "--context",
  "--host",
  "-H",
  "-c",
  "--log-level",
  "-l",
  "--namespace",
  "-n",
]);
const short: Readonly<Record<string, string>> = {
  f: "file",
  t: "tag",
  o: "output",
  m: "memory",
  c: "cpu-shares",
  v: "volume",
};

const switches = new Set(
  (
    "check compress disable-content-trust force-rm help layers load no-cache print pull push quiet rm squash tls-verify all " +
    "dry-run no-color build debug"
  ).split(" "),
);

const withValue = new Set(
  (
    "add-host allow annotation arch attest authfile build-arg build-context builder cache-from cache-to call cgroup-parent " +
    "cgroupns cpu-period cpu-quota cpu-shares cpuset-cpus cpuset-mems creds device dns file format frontend iidfile isolation " +
    "jobs label list logfile manifest memory memory-swap metadata-file network no-cache-filter opt os output platform " +
    "policy profile progress project project-directory project-name provenance sbom secret security-opt set shm-size ssh " +
    "tag target timestamp ulimit userns variant volume env-file parallel ansi save-tag"
  ).split(" "),
);

/** Undefined for a command that builds nothing. */
export function buildCommandLine(command: ShellCommand): BuildCommandLine | undefined {
  const words = [...command.arguments];
  if (command.name === "docker-compose" || command.name === "podman-compose") return takenApart("compose", words);
  if (!programs.has(command.name)) return undefined;
  dropGlobalOptions(words);
  const first = words.shift()?.value;
  if (first === "compose") return takenApart("compose", words);
  if (first === "buildx" || first === "image" || first === "builder" || first === "buildah") {
    dropGlobalOptions(words);
    const second = words.shift()?.value;
    if (first === "buildx" && second === "bake") return takenApart("bake", words);
    return second === "build" || (first === "buildx" && second === "b") ? takenApart("build", words) : undefined;
  }
  if (command.name === "depot" && first === "bake") return takenApart("bake", words);
  if (first !== "build" && !(command.name === "buildah" && (first === "bud" || first === "build-using-dockerfile"))) {
    return undefined;
  }
  return takenApart("build", words);
}

function dropGlobalOptions(words: ShellWord[]): void {
  while (words[0]?.text.startsWith("-")) {
    const option = words.shift()?.text ?? "";
    if (globalWithValue.has(option)) words.shift();
  }
}

function takenApart(kind: BuildCommandLine["kind"], words: readonly ShellWord[]): BuildCommandLine {
  const options: CommandOption[] = [];
  const operands: ShellWord[] = [];
  let isOpen = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (!word) continue;
    // Options are there as written, whatever the value is made from: `--build-arg=A=$B`.
    const written = word.text.replace(/^["']/, "");
    const long = /^--([A-Za-z][\w-]*)(=?)/.exec(written);
    const letter = /^-([A-Za-z])/.exec(written)?.[1];
    if (long?.[1]) {
      const name = long[1];
      if (long[2] === "=") options.push({ name, word, from: long[0].length });
      else if (switches.has(name) || !withValue.has(name)) options.push({ name, word: undefined, from: 0 });
      else options.push({ name, word: words[++index], from: 0 });
    } else if (letter !== undefined) {
      const name = kind === "compose" && letter === "p" ? "project-name" : short[letter];
      if (name === undefined) options.push({ name: letter, word: undefined, from: 0 });
      else if (written.length > 2) options.push({ name, word, from: written.charAt(2) === "=" ? 3 : 2 });
      else options.push({ name, word: words[++index], from: 0 });
    } else if (word.fields === undefined && !/^["']/.test(word.text)) {
      // Without quotes a variable alone may be several words, or none.
      if (/^\$(?:\w+|\{\w+\}|[@*]|\{\w+\[[@*]\]\})$/.test(word.text) && index + 1 < words.length) isOpen = true;
      else operands.push(word);
    } else if (/^["']?\$(?:[@*]|\{\w+\[[@*]\]\})["']?$/.test(word.text)) isOpen = true;
    else operands.push(word);
  }
  return { kind, options, operands, isOpen };
}
