import type { Random } from "./random.ts";
import { namelessSecret, paths, plantedSecrets, text, value, variable, variableUse } from "./words.ts";

const plain: readonly [string, ...string[]] = [
  "go build -o /app ./cmd/app",
  "CGO_ENABLED=0 go build -o /app .",
  "npm ci",
  "npm install && npm run build",
  "npm ci --omit=dev",
  "pip install -r requirements.txt",
  "apt-get update && apt-get install -y gcc git curl",
  "apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*",
  "apk add --no-cache build-base git",
  "apk add --virtual .deps gcc && make && apk del .deps",
  "dnf install -y gcc",
  "mvn -B package",
  "cargo build --release",
  "curl -fsSL https://get.example/install.sh | sh",
  "curl -k https://x.example/y -o /y",
  "wget -qO- https://x.example/a.tgz | tar xz -C /opt",
  "git clone https://git.example/x.git /src",
  "useradd -u 1000 app",
  "chmod 4755 /bin/x",
  "go test ./...",
  "cat /run/secrets/token > /root/.token",
  "cp /run/secrets/npmrc /root/.npmrc && npm ci",
  "echo done",
  "true",
  "exec env -i PATH=/bin sh -eux -c 'make install'",
  "make -j4 && make install",
];

/** A command that carries one of the planted secrets, where a rule has to see it and no output may show it. */
function leaking(random: Random): string {
  const secret = random.pick(plantedSecrets);
  return random.pick([
    `curl -H "Authorization: Bearer ${secret}" https://x.example`,
    `git clone https://user:${secret}@git.example/x.git`,
    `npm config set //registry.example/:_authToken=${secret}`,
    `docker login -u me -p ${secret} registry.example`,
    `export NPM_TOKEN=${secret} && npm ci`,
    `NPM_TOKEN='${secret}' npm publish`,
    `mysql --password=${secret} -e 'select 1'`,
    `echo "${secret === namelessSecret ? `password=${secret}` : secret}" > /root/.netrc`,
  ]);
}

function argument(random: Random): string {
  return random.oneOf(
    () => value(random),
    () => variableUse(random),
    () => `$(${simple(random)})`,
    () => `"$(cat ${random.pick(paths)})"`,
    () => `\`${random.pick(["uname -m", "date", "nproc"])}\``,
    () => `$((${random.between(0, 9)} + ${variable(random)}))`,
    () => `{a,b}${random.pick(paths)}`,
    () => `$'${text(random).replaceAll("'", "")}'`,
  );
}

function simple(random: Random): string {
  return random.oneOf(
    () => random.pick(plain),
    () => random.pick(plain),
    () => `${variable(random)}=${value(random)}`,
    () =>
      `${random.pick(["echo", "cp", "mv", "rm -rf", "install -m 755", "sh -c", "env", "sudo", "xargs", "ln -s"])} ${random
        .times(0, 3, () => argument(random))
        .join(" ")}`,
    () => (random.chance(0.3) ? leaking(random) : random.pick(plain)),
  );
}

function redirected(random: Random): string {
  const command = simple(random);
  if (random.chance(0.8)) return command;
  return `${command} ${random.pick([">", ">>", "2>", "<", "&>", ">|", "2>&1 >", "<<<"])} ${random.pick(paths)}`;
}

/** One line of shell script, nested up to `depth`. */
export function script(random: Random, depth = 2): string {
  if (depth === 0 || random.chance(0.4)) return redirected(random);
  const inner = () => script(random, depth - 1);
  return random.oneOf(
    () => `${inner()} && ${inner()}`,
    () => `${inner()}; ${inner()}`,
    () => `${inner()} || ${inner()}`,
    () => `${inner()} | ${inner()}`,
    () => `( ${inner()} )`,
    () => `{ ${inner()}; }`,
    () => `if ${inner()}; then ${inner()}; else ${inner()}; fi`,
    () => `for ${variable(random)} in ${value(random)} ${value(random)}; do ${inner()}; done`,
    () => `while ${inner()}; do ${inner()}; done`,
    () => `case ${variableUse(random)} in a) ${inner()};; *) ${inner()};; esac`,
    () => `set -eux; ${inner()}`,
    () => `sh -c '${inner().replaceAll("'", "'\\''")}'`,
    () => `bash -c "${inner().replaceAll('"', '\\"')}"`,
    () => `f() { ${inner()}; }; f`,
    () => `[ -n ${variableUse(random)} ] && ${inner()}`,
    () => `cd ${random.pick(paths)} && ${inner()}`,
    () => `! ${inner()} &`,
    () => `${inner()} ${text(random)}`,
  );
}
