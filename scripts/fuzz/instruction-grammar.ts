import type { Random } from "./random.ts";
import { script } from "./shell-grammar.ts";
import {
  images,
  namelessSecret,
  oddImages,
  paths,
  plantedSecrets,
  stageNames,
  text,
  value,
  variable,
} from "./words.ts";

/** An instruction as its logical line; where it has heredocs, their bodies stand behind it. */
export interface MadeInstruction {
  readonly line: string;
  readonly bodies: readonly string[];
}

const only = (line: string): MadeInstruction => ({ line, bodies: [] });

function source(random: Random): string {
  return random.oneOf(
    () => random.pick(stageNames),
    () => String(random.between(0, 4)),
    () => random.pick(images),
  );
}

function mount(random: Random): string {
  if (random.chance(0.02)) return `--mount=${text(random).replaceAll(/\s/g, "")}`;
  return random.oneOf(
    () => `--mount=type=cache,target=${random.pick(["/root/.npm", "/go/pkg/mod", "/var/cache/apt", "$HOME"])}`,
    () => `--mount=type=secret,id=token${random.pick(["", ",env=NPM_TOKEN", ",target=/root/.npmrc", ",required"])}`,
    () => `--mount=type=bind,from=${source(random)},source=/x,target=/y`,
    () => "--mount=type=ssh",
    () => "--mount=type=tmpfs,target=/tmp",
  );
}

function heredoc(random: Random, body: string): { mark: string; text: string } {
  const name = random.pick(["EOF", "E", "FILE_1"]);
  const mark = random.pick([`<<${name}`, `<<-${name}`, `<<"${name}"`, `<<-'${name}'`, `3<<${name}`]);
  const end = random.chance(0.97) ? `${mark.includes("<<-") && random.chance(0.5) ? "\t" : ""}${name}\n` : "";
  return { mark, text: `${body}\n${end}` };
}

function execForm(random: Random): string {
  const words = random.times(0, 4, () => value(random));
  return random.chance(0.9) ? JSON.stringify(words) : `[${words.map((word) => `'${word}'`).join(", ")}]`;
}

function command(random: Random): string {
  return random.chance(0.35) ? execForm(random) : script(random);
}

function run(random: Random): MadeInstruction {
  const flags = [
    ...random.times(0, random.chance(0.3) ? 3 : 0, () => mount(random)),
    ...(random.chance(0.05) ? [random.pick(["--network=host", "--network=none", "--security=insecure"])] : []),
  ].map((flag) => `${flag} `);
  if (random.chance(0.15)) {
    const body = random.times(0, 4, () => script(random, 1)).join("\n");
    const { mark, text: behind } = heredoc(random, body);
    const head = random.pick([mark, `cat ${mark} > /x`, `sh ${mark}`, `python3 ${mark}`]);
    return { line: `RUN ${flags.join("")}${head}`, bodies: [behind] };
  }
  return only(`RUN ${flags.join("")}${random.chance(0.1) ? execForm(random) : script(random)}`);
}

function copy(random: Random): MadeInstruction {
  const keyword = random.pick(["COPY", "COPY", "COPY", "ADD"]);
  const flags = [
    ...(random.chance(keyword === "COPY" ? 0.5 : 0.02) ? [`--from=${source(random)}`] : []),
    ...(random.chance(0.2)
      ? [random.pick(["--chown=app:app", "--chmod=755", "--link", "--parents", "--exclude=*.md"])]
      : []),
    ...(keyword === "ADD" && random.chance(0.2) ? [`--checksum=sha256:${"ab".repeat(32)}`] : []),
  ].map((flag) => `${flag} `);
  if (random.chance(0.08)) {
    const { mark, text: behind } = heredoc(random, text(random));
    return { line: `${keyword} ${mark} /etc/app.conf`, bodies: [behind] };
  }
  if (random.chance(0.1)) return only(`${keyword} ${flags.join("")}${execForm(random)}`);
  const from = random.times(1, 3, () => (random.chance(0.1) ? "https://x.example/a.tar.gz" : random.pick(paths)));
  const comment = random.chance(0.08) ? " # not a comment" : "";
  return only(`${keyword} ${flags.join("")}${from.join(" ")} ${random.pick(paths)}${comment}`);
}

function pairs(random: Random): string {
  if (random.chance(0.15)) return `${variable(random)} ${value(random)}`;
  if (random.chance(0.1)) return `NPM_TOKEN=${random.pick(plantedSecrets)}`;
  if (random.chance(0.05)) return `DB_PASSWORD="${namelessSecret}"`;
  return random.times(1, 3, () => `${variable(random)}=${value(random)}`).join(" ");
}

function argument(random: Random): MadeInstruction {
  return only(`ARG ${random.chance(0.4) ? variable(random) : pairs(random)}`);
}

export function from(random: Random, index: number): MadeInstruction {
  const platform = random.chance(0.1) ? `--platform=${random.pick(["$BUILDPLATFORM", "linux/arm64", "x"])} ` : "";
  const usual = () => (random.chance(0.3) && index > 0 ? random.pick(stageNames) : random.pick(images));
  const base = random.chance(0.03) ? random.pick(oddImages) : usual();
  const name = random.chance(0.7)
    ? ` ${random.pick(["AS", "as", "As"])} ${random.chance(0.6) ? random.pick(stageNames) : `s${index}`}`
    : "";
  return only(`${random.chance(0.95) ? "FROM" : "from"} ${platform}${base}${name}`);
}

export function globalArgument(random: Random): MadeInstruction {
  return random.chance(0.6) ? only(`ARG BASE=${random.pick(images)}`) : argument(random);
}

/** Any instruction but FROM. */
export function instruction(random: Random): MadeInstruction {
  return random.oneOf(
    () => run(random),
    () => run(random),
    () => run(random),
    () => run(random),
    () => copy(random),
    () => copy(random),
    () => copy(random),
    () => argument(random),
    () => only(`ENV ${pairs(random)}`),
    () => only(`LABEL ${pairs(random)}`),
    () => only(`USER ${random.pick(["root", "0", "1000", "app:app", "nonroot", "$USER_ID", '"root"', "65532:65532"])}`),
    () => only(`WORKDIR ${random.pick(paths)}`),
    () => only(`CMD ${command(random)}`),
    () => only(`ENTRYPOINT ${command(random)}`),
    () => only(`EXPOSE ${random.pick(["80", "443/tcp", "8000-8010"])}`),
    () => only(`VOLUME ${random.pick(['["/data"]', "/data /x", "[/x"])}`),
    () =>
      only(
        `HEALTHCHECK ${random.pick(["NONE", "--interval=5m CMD curl -f http://localhost", 'CMD ["x"]', "--x=1 CMD a"])}`,
      ),
    () =>
      only(
        `SHELL ${random.pick(['["/bin/bash", "-o", "pipefail", "-c"]', '["pwsh", "-Command"]', '["cmd", "/S", "/C"]'])}`,
      ),
    () => only(`STOPSIGNAL ${random.pick(["SIGTERM", "9"])}`),
    () => only(`MAINTAINER x${text(random).replaceAll(/\s/g, "")}`),
    () =>
      only(
        `ONBUILD ${
          random.oneOf(
            () => run(random),
            () => copy(random),
            () => argument(random),
          ).line
        }`,
      ),
    () => (random.chance(0.03) ? only(`${text(random)} ${text(random)}`) : run(random)),
  );
}
