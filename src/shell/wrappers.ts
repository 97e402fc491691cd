/** How a command line that runs another command is written: `name [options] [assignments] operands… command…`. */
export interface WrapperGrammar {
  /** Letters of the short options that take a value. */
  readonly values?: string;
  /** Long options whose value is the next word when it does not follow `=`. */
  readonly longValues?: readonly string[];
  /** Letters of the short options with which it runs no command. */
  readonly queries?: string;
  /** Words between the options and the command. */
  readonly operands?: number;
  /** `NAME=value` may stand in front of the command. */
  readonly assignments?: boolean;
}

const plain: WrapperGrammar = {};

/** Commands that run the command line behind them, by name. */
export const wrappers: ReadonlyMap<string, WrapperGrammar> = new Map<string, WrapperGrammar>([
  [
    "sudo",
    {
      values: "ugpCrtTUDRh",
      longValues: [
        "--user",
        "--group",
        "--prompt",
        "--host",
        "--chdir",
        "--chroot",
        "--close-from",
        "--role",
        "--type",
        "--other-user",
        "--command-timeout",
      ],
      queries: "elvVK",
      assignments: true,
    },
  ],
  ["doas", { values: "uC" }],
  ["env", { values: "uCa", longValues: ["--unset", "--chdir", "--argv0"], queries: "S", assignments: true }],
  ["gosu", { operands: 1 }],
  ["su-exec", { operands: 1 }],
  ["setuidgid", { operands: 1 }],
  ["s6-setuidgid", { operands: 1 }],
  ["setpriv", { longValues: ["--reuid", "--regid", "--groups", "--inh-caps", "--ambient-caps", "--bounding-set"] }],
  ["chroot", { operands: 1 }],
  ["fakeroot", { values: "lsib", longValues: ["--lib", "--faked"] }],
  ["fakechroot", plain],
  ["unshare", { values: "RwSG", longValues: ["--root", "--wd"] }],
  ["setarch", { operands: 1 }],
  ["linux32", plain],
  ["linux64", plain],
  ["i386", plain],
  ["busybox", plain],
  ["toybox", plain],
  ["exec", { values: "a" }],
  ["command", { queries: "vV" }],
  ["builtin", plain],
  ["time", { values: "fo", longValues: ["--format", "--output"] }],
  ["timeout", { values: "ks", longValues: ["--kill-after", "--signal"], operands: 1 }],
  ["nice", { values: "n", longValues: ["--adjustment"] }],
  ["ionice", { values: "cn", longValues: ["--class", "--classdata"], queries: "pPu" }],
  ["chrt", { operands: 1, queries: "pm" }],
  ["taskset", { operands: 1, queries: "p" }],
  ["nohup", plain],
  ["setsid", plain],
  ["stdbuf", { values: "ioe", longValues: ["--input", "--output", "--error"] }],
  ["unbuffer", plain],
  ["chronic", plain],
  ["eatmydata", plain],
  ["catchsegv", plain],
  ["strace", { values: "oesapPEuIOSX" }],
  ["xvfb-run", { values: "nsefpw", longValues: ["--server-num", "--server-args", "--auth-file", "--error-file"] }],
  ["dbus-run-session", plain],
  ["tini", { values: "pe" }],
  ["tini-static", { values: "pe" }],
  ["dumb-init", { values: "r", longValues: ["--rewrite"] }],
  ["catatonit", plain],
  [
    "xargs",
    {
      values: "adEILnPsRJS",
      longValues: ["--arg-file", "--delimiter", "--max-args", "--max-procs", "--max-chars", "--process-slot-var"],
    },
  ],
]);

/** Commands that give the value of `-c` to a shell of somebody else's. */
export const userShells: ReadonlySet<string> = new Set(["su", "runuser", "sg", "script"]);
