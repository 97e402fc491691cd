import { type ExecutedDownload, executedDownloads } from "../graph/executed-downloads.ts";
import { isChecksumCommand } from "../knowledge/checksum-tools.ts";
import { type DisabledCheck, disabledCheck, disablesChecks } from "../knowledge/disabled-checks.ts";
import { hostOf, readDownload } from "../knowledge/downloads.ts";
import { powershellDownload } from "../knowledge/powershell-downloads.ts";
import { type RunInstruction, spanInText } from "../model/dockerfile.ts";
import { type BuildGraph, type Stage, type Step, stageTitle } from "../model/graph.ts";
import type { ShellCommand, ShellScript } from "../model/shell.ts";
import { type Draft, defineRule } from "./rule.ts";

export default defineRule({
  id: "unverified-download",
  level: "warning",
  group: "bases",
  summary:
    "A download that nothing checks: ADD without `--checksum`, a script piped to a shell, a certificate check switched off.",
  why: `Whoever controls the server, its name or the way to it decides what is in the image, and what it serves tomorrow need not be what
was looked at today. Fetch to a file, compare it with a checksum or a signature in the same RUN, then use it; let ADD do so with
\`--checksum\`. A missing CA certificate is to be installed, not switched off.`,
  examples: [
    {
      title: "ADD from a server",
      dockerfile: "FROM alpine:3.20\nADD https://example.com/tool.tar.gz /tmp/\n",
      lines: [2],
    },
    {
      title: "Piped to a shell, with sudo and options in the way",
      dockerfile:
        "FROM debian:12-slim\nRUN apt-get update && apt-get install -y curl \\\n && curl -fsSL https://deb.example.com/setup_22.x | sudo -E bash - \\\n && apt-get install -y nodejs\n",
      lines: [3],
    },
    {
      title: "In substitutions",
      dockerfile:
        'FROM debian:12-slim\nRUN sh -c "$(wget -qO- https://example.com/install.sh)" -- --yes\nRUN bash <(curl -s https://example.com/install.sh)\nRUN eval "$(curl https://example.com/env)"\n',
      lines: [2, 3, 4],
    },
    {
      title: "By way of a file, in a heredoc, from a variable",
      dockerfile:
        "FROM python:3.12-slim\nARG HOST=bootstrap.example.com\nRUN <<EOF\nset -e\ncurl -sSo /tmp/get-pip.py https://$HOST/get-pip.py\npython3 /tmp/get-pip.py\nEOF\n",
      lines: [6],
    },
    {
      title: "Certificate checks switched off",
      dockerfile:
        "FROM node:22\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\nRUN npm config set strict-ssl false && npm ci\nRUN curl -sSkLo tool.tgz https://example.com/tool.tgz && tar xzf tool.tgz\nRUN git -c http.sslVerify=false clone https://example.com/x.git\n",
      lines: [2, 3, 4, 5],
    },
    {
      title: "Packages that nobody signed",
      dockerfile: "FROM debian:12-slim\nRUN apt-get update -o Acquire::AllowInsecureRepositories=true\n",
      lines: [2],
    },
    {
      title: "Several files of one ADD, and PowerShell",
      dockerfile:
        "# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL [\"powershell\", \"-Command\"]\nADD https://example.com/a.zip `\n    https://example.com/b.zip C:/\nRUN $ErrorActionPreference = 'Stop'; `\n    iex ((New-Object Net.WebClient).DownloadString('https://example.com/install.ps1'))\n",
      lines: [4, 7],
    },
    {
      title: "A checksum",
      dockerfile:
        "FROM alpine:3.20\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/tool.tar.gz /tmp/\nADD https://github.com/acme/tool.git#v1.2 /src\n",
      lines: [],
    },
    {
      title: "Checked before it is used",
      dockerfile:
        'FROM debian:12-slim\nARG SHA\nRUN wget --no-check-certificate -O /tmp/x.sh https://example.com/x.sh \\\n && echo "$SHA  /tmp/x.sh" | sha256sum -c - && sh /tmp/x.sh\nADD https://example.com/key.tgz /tmp/key.tgz\nRUN gpg --batch --verify /tmp/key.tgz.asc /tmp/key.tgz\n',
      lines: [],
    },
    {
      title: "Data for a program, not code",
      dockerfile:
        "FROM python:3.12-slim\nRUN curl -s https://api.example.com/v | python3 -c 'import json, sys; print(json.load(sys.stdin))'\nRUN curl -s https://example.com/x.tgz | tar xz && curl -s https://example.com/v | python -m json.tool\nRUN curl -s https://example.com/words | sh ./import.sh\n",
      lines: [],
    },
    {
      title: "A service of the build itself",
      dockerfile:
        "FROM alpine:3.20\nRUN ./serve & sleep 1 && curl -k https://localhost:8443/health\nHEALTHCHECK CMD curl -fk https://localhost/ || exit 1\n",
      lines: [],
    },
  ],
  *check(graph) {
    const elsewhere = checkedElsewhere(graph);
    for (const stage of graph.stages) {
      const title = stageTitle(stage);
      const checkedUpTo = elsewhere.has(stage.index) ? stage.steps.length : lastCheck(stage);
      for (const [index, step] of stage.steps.entries()) {
        const { instruction, script } = step;
        if (instruction.keyword === "ADD" && index > checkedUpTo) yield* judgeAdd(stage, step);
        if (instruction.keyword === "ENV" || instruction.keyword === "ARG") yield* judgeVariables(stage, step);
        if (instruction.keyword !== "RUN") continue;
        if (script) yield* judgeScript(stage, title, script);
        yield* judgePowershell(graph, stage, instruction);
      }
    }
  },
});

/** Stages whose files another stage takes and checks in a RUN of its own. */
function checkedElsewhere({ stages, edges }: BuildGraph): Set<number> {
  const checking = new Set(stages.filter((stage) => lastCheck(stage) !== -1).map(({ index }) => index));
  return new Set(edges.filter(({ stage }) => checking.has(stage)).map(({ source }) => source));
}

/** Index of the last step that compares a file with a checksum or a signature; -1 where there is none. */
function lastCheck({ steps }: Stage): number {
  return steps.findLastIndex(({ script }) => script?.commands.some(isChecksumCommand));
}

function* judgeAdd(stage: Stage, { instruction, copy }: Step): Iterable<Draft> {
  if (instruction.keyword !== "ADD" || instruction.flags.some(({ name }) => name === "checksum")) return;
  const [first, ...others] = (copy?.sources ?? []).filter(({ kind }) => kind === "url");
  if (!first) return;
  const what = others.length === 0 ? "this file" : `${others.length + 1} files`;
  yield {
    at: first.span,
    stage: stage.index,
    // What a builder fetches ships; what an image to work in fetches is worked with.
    ...(stage.workbench && stage.role === "ships" ? { level: "notice" as const } : {}),
    message: `ADD takes ${what} from ${hostOf(first.path) ?? "a server"} unchecked, so what is served there tomorrow is in ${stageTitle(stage)}. Write \`ADD --checksum=sha256:<digest>\`${others.length === 0 ? "" : ", one for each"}, and the build stops when a file is another.`,
    related: others.map(({ span }) => ({ message: "and this one", span })),
  };
}

function* judgeVariables(stage: Stage, { instruction }: Step): Iterable<Draft> {
  if (instruction.keyword !== "ENV" && instruction.keyword !== "ARG") return;
  for (const { key, value, span } of instruction.pairs) {
    if (value === undefined || !disablesChecks(key, value.replace(/^["']|["']$/g, ""))) continue;
    const reach = instruction.keyword === "ENV" ? "in this build and in the image" : "in this build";
    yield {
      at: span,
      stage: stage.index,
      message: `${key} switches certificate checks off ${reach}, so anyone on the way can answer for any server. Leave it out, and install the CA certificate that is missing.`,
    };
  }
}

function* judgeScript(stage: Stage, title: string, script: ShellScript): Iterable<Draft> {
  const isChecked = script.commands.some(isChecksumCommand);
  const run = executedDownloads(script).filter(({ throughFile }) => !throughFile || !isChecked);
  const reported = new Set<ShellCommand>();
  for (const executed of run) {
    reported.add(executed.fetching);
    yield { at: executed.running.span, stage: stage.index, message: runMessage(executed, title) };
  }
  for (const command of script.commands) {
    if (reported.has(command)) continue;
    const disabled = disabledCheck(command);
    const download = disabled && readDownload(command);
    if (disabled && !(isChecked && download && !download.writesOutput)) {
      yield { at: disabled.word.span, stage: stage.index, message: disabledMessage(command, disabled, title) };
    }
    for (const { name, value, span } of command.assignments) {
      if (value?.value === undefined || !disablesChecks(name, value.value)) continue;
      yield {
        at: span,
        stage: stage.index,
        message: `${name} switches certificate checks off, so anyone on the way can answer for any server and decide what goes into ${title}. Leave it out, and install the CA certificate that is missing.`,
      };
    }
  }
}

function* judgePowershell({ dockerfile }: BuildGraph, stage: Stage, { text, pieces }: RunInstruction): Iterable<Draft> {
  const found = powershellDownload(text);
  if (!found) return;
  yield {
    at: spanInText(dockerfile.source, pieces, found.start, found.end),
    stage: stage.index,
    message: `What ${found.host ?? "a server"} sends is run by PowerShell unchecked, so whoever controls that server decides what goes into ${stageTitle(stage)}. Download it to a file, compare that with Get-FileHash, then run it.`,
  };
}

function runMessage({ download, running, throughFile }: ExecutedDownload, title: string): string {
  const program = running.name === "" || throughFile ? "" : ` by ${running.name}`;
  const from = download.host === undefined ? "a server" : download.host;
  const remedy = throughFile
    ? "Check the file with `sha256sum -c` before it is run"
    : "Download it to a file, check that with `sha256sum -c`, then run it";
  return `What ${from} sends is run${program} unchecked, so whoever controls that server decides what goes into ${title}. ${remedy}.`;
}

function disabledMessage({ name: tool }: ShellCommand, { name, what }: DisabledCheck, title: string): string {
  if (what === "signature") {
    return `${name} makes ${tool} take packages that their publisher did not sign, so anyone on the way decides what goes into ${title}. Leave it out, and install the publisher's key.`;
  }
  return `${name} makes ${tool} believe whoever answers, so anyone on the way decides what goes into ${title}. Leave it out, and install the CA certificate that is missing.`;
}
