import { describe, expect, it } from "vitest";
import { restsOf } from "./flow-of.ts";

/** What a RUN with the secrets `token` (a file) and `word` (the variable WORD) leaves, in /app, as root. */
function leftBy(script: string, mounts = ""): string[] {
  return restsOf(
    `FROM debian:12\nWORKDIR /app\nRUN --mount=type=secret,id=token --mount=type=secret,id=word,env=WORD ${mounts} ${script}\n`,
  );
}

describe("what stays of a mounted secret", () => {
  it.each([
    ["a copy", "cp /run/secrets/token key", "/app/key: token"],
    ["a copy into a folder", "cp -p /run/secrets/token /etc/keys/", "/etc/keys/token: token"],
    ["a copy into a folder of everybody", "cp /run/secrets/token /tmp", "/tmp/token: token"],
    ["a copy into a folder just made", "mkdir -p /x/y && cp /run/secrets/token /x/y", "/x/y/token: token"],
    ["a copy with the target first", "cp -t /etc /run/secrets/token", "/etc/token: token"],
    [
      "install, its values left out",
      "install -D -m 600 -o root /run/secrets/token ~/.ssh/id_rsa",
      "/root/.ssh/id_rsa: token",
    ],
    ["all secrets at once", "cp -r /run/secrets /app/", "/app/secrets/token: token"],
    ["by a wildcard", "cp /run/secrets/* /etc/x/", "/etc/x/token: token"],
    ["by the name in a loop", 'for s in token other; do cp "/run/secrets/$s" "/etc/$s"; done', "/etc/token: token"],
    ["by a variable that holds the path", 'F="/run/secrets/$1"; D=$HOME/.ssh/k; cp "$F" "$D"', "/root/.ssh/k: token"],
    ["a block copy", "dd if=/run/secrets/token of=out", "/app/out: token"],
    ["a redirection", "cat /run/secrets/token > $HOME/.token", "/root/.token: token"],
    ["a redirection of input", "tr -d '\\n' < /run/secrets/token > f", "/app/f: token"],
    ["tee behind a pipe", "cat /run/secrets/token | tee -a f > /dev/null", "/app/f: token"],
    ["filters on the way", "grep KEY /run/secrets/token | cut -d= -f2 | base64 -d > f", "/app/f: token"],
    ["a variable", 'T="$(cat /run/secrets/token)" && echo "key=$T" > f', "/app/f: token"],
    ["a variable of a variable", 'A=$(cat /run/secrets/token); B="x${A}y"; printf %s "$B" >> f', "/app/f: token"],
    ["read", "read -r T < /run/secrets/token; echo $T > f", "/app/f: token"],
    ["a loop over its lines", 'while read -r l; do echo "$l" >> f; done < /run/secrets/token', "/app/f: token"],
    ["a loop behind a pipe", 'cat /run/secrets/token | while read -r l; do echo "$l" >> f; done', "/app/f: token"],
    ["a group", "{ echo a; cat /run/secrets/token; echo b; } > f", "/app/f: token"],
    ["a subshell in another folder", "(cd /etc && cat /run/secrets/token > f); true > g", "/etc/f: token"],
    ["a nested shell", "bash -c 'cat /run/secrets/token > f'", "/app/f: token"],
    ["sudo", "echo $WORD | sudo tee /etc/f > /dev/null", "/etc/f: word"],
    ["the environment", "env > f", "/app/f: word"],
    ["the environment of one command", "T=$(cat /run/secrets/token) envsubst '$T' < a > f", "/app/f: token"],
    ["a template", 'sed "s/@WORD@/$WORD/" a > f', "/app/f: word"],
    ["an edit in place", 'sed -i "s/@WORD@/$WORD/" config.js', "/app/config.js: word"],
    ["jq", 'jq --arg w "$WORD" ".w=\\$w" a.json > b.json', "/app/b.json: word"],
    ["a sourced file", '. /run/secrets/token && echo "password=$DB_PASSWORD" > f', "/app/f: token"],
    ["variables of unknown names", "export $(cat /run/secrets/token | xargs) && echo $API_TOKEN > f", "/app/f: token"],
    ["a substituted file", "cat <(echo a) <(echo $WORD) > f", "/app/f: word"],
    ["a here-string", 'base64 -d <<< "$WORD" > f', "/app/f: word"],
    ["one branch", "if [ -s /run/secrets/token ]; then cat /run/secrets/token > f; else echo > f; fi", "/app/f: token"],
    ["a moved copy", "cp /run/secrets/token a && mv a b", "/app/b: token"],
    ["the settings of npm", "npm config set //npm.example.com/:_authToken $WORD", "/root/.npmrc: word"],
    ["of a project", "npm config set -L project //npm.example.com/:_authToken $WORD", "/app/.npmrc: word"],
    [
      "of git",
      'git config --global url."https://$WORD@git.example.com/".insteadOf https://git.example.com/',
      "/root/.gitconfig: word",
    ],
    [
      "of pip",
      'pip config set global.index-url "https://x:$WORD@pypi.example.com/simple"',
      "/root/.config/pip/pip.conf: word",
    ],
    [
      "of poetry",
      "poetry config http-basic.acme ci $(cat /run/secrets/token)",
      "/root/.config/pypoetry/auth.toml: token",
    ],
    ["of composer", "composer config http-basic.repo.example.com ci $WORD", "/app/auth.json: word"],
    ["of bundler", "bundle config set --local gems.example.com $WORD", "/app/.bundle/config: word"],
    [
      "of NuGet",
      'dotnet nuget update source acme --username x --password "$WORD" --configfile nuget.config',
      "/app/nuget.config: word",
    ],
    [
      "a login",
      "cat /run/secrets/token | helm registry login -u ci --password-stdin r.example.com",
      "/root/.config/helm/registry/config.json: token",
    ],
    [
      "an account's key",
      "gcloud auth activate-service-account --key-file=/run/secrets/token",
      "/root/.config/gcloud: token",
    ],
    ["a clone", 'git clone "https://x:$WORD@git.example.com/acme/app.git"', "/app/app/.git/config: word"],
    [
      "a clone elsewhere",
      'git clone --depth 1 -b main "https://$WORD@git.example.com/acme/app" /src',
      "/src/.git/config: word",
    ],
    ["a remote", 'git -C /src remote set-url origin "https://$WORD@git.example.com/app.git"', "/src/.git/config: word"],
    ["a removal of another file", "cat /run/secrets/token > .env && rm -rf /app/*", "/app/.env: token"],
  ])("%s", (_, script, rest) => {
    expect(leftBy(script)).toEqual([rest]);
  });

  it("is every file of a RUN, each once, with all its secrets", () => {
    expect(leftBy("echo $WORD > a; cat /run/secrets/token >> a; cp a b")).toEqual([
      "/app/a: word, token",
      "/app/b: word, token",
    ]);
  });
});

describe("what does not stay", () => {
  it.each([
    ["use by a command", 'curl -fsSL -H "Authorization: Bearer $(cat /run/secrets/token)" https://x.example.com -o f'],
    ["use with output to a file", 'curl -H "X-Key: $WORD" https://x.example.com > f'],
    ["use by its environment", "export T=$(cat /run/secrets/token) && npm ci && echo done > f"],
    ["use by one command's environment", "T=$(cat /run/secrets/token) npm ci"],
    ["a password by pipe", "cat /run/secrets/token | ntfy user add admin > f"],
    [
      "git without memory",
      'git -c http.extraHeader="Authorization: Bearer $WORD" clone https://git.example.com/app.git',
    ],
    [
      "git's settings in the environment",
      'GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="url.https://x:$WORD@h/.insteadOf" GIT_CONFIG_VALUE_0=https://h/ go mod download',
    ],
    ["an agent for SSH", 'eval "$(ssh-agent)" && ssh-add /run/secrets/token && git clone git@h:app.git'],
    ["an index of pip", 'pip install --index-url "https://x:$WORD@pypi.example.com/simple" app'],
    ["text that names the variable", "echo '//h/:_authToken=${WORD}' > .npmrc && npm ci"],
    ["an escaped variable", 'echo "token=\\$WORD" > f'],
    ["a path", "npm config set cafile /run/secrets/token && ln -s /run/secrets/token ~/.netrc"],
    ["the length", 'echo "${#WORD} characters, ${WORD:+given}, ${WORD:0:3}…" > f'],
    ["a checksum", "sha256sum /run/secrets/token > f && wc -c < /run/secrets/token >> f"],
    ["text behind it, with tee", "cp /run/secrets/token t && echo text | tee -a t && rm t"],
    ["a test", 'if grep -q KEY /run/secrets/token && [ -n "$WORD" ]; then echo yes > f; fi'],
    ["a variable that is set anew", "T=$WORD; T=none; echo $T > f"],
    ["a file removed", "cp /run/secrets/token .npmrc && npm ci && rm -f .npmrc"],
    [
      "its folder removed",
      "mkdir ~/.ssh; cat /run/secrets/token > ~/.ssh/id_rsa; git clone git@h:app; rm -rf /root/.ssh",
    ],
    [
      "a clone removed from where it stands",
      'git clone "https://$WORD@h/app/" && cd app && make && cd .. && rm -rf app',
    ],
    [
      "its repository removed",
      'git clone "https://$WORD@h/app.git" /src && find /src -name .git -type d -exec rm -rf {} +',
    ],
    ["a URL set again", 'git clone "https://$WORD@h/app.git" && cd app && git remote set-url origin https://h/app.git'],
    ["a wildcard over it", "cat /run/secrets/token > .npmrc && npm ci && rm .npm*"],
    ["a trap", "trap 'rm -f /tmp/n' EXIT; cat /run/secrets/token > /tmp/n; npm ci"],
    ["a name made for the purpose", 'F=$(mktemp); cat /run/secrets/token > "$F"; use "$F"; rm ${F}'],
    ["a file emptied", "cat /run/secrets/token > f; use f; : > f"],
    ["settings taken back", "npm config set //h/:_authToken $WORD && npm ci; npm config delete //h/:_authToken"],
    ["a logout", "echo $WORD | docker login --password-stdin r.example.com && docker logout"],
    [
      "a section removed",
      'git config --global url."https://$WORD@h/".insteadOf https://h/ && go mod download && git config --global --remove-section url."https://$WORD@h/"',
    ],
    ["a line deleted again", "echo key=$WORD >> conf && use conf && sed -i /key/d conf"],
    ["shared memory", "cp /run/secrets/token /dev/shm/t"],
    ["nothing at all", "cat /run/secrets/token > /dev/null"],
  ])("%s", (_, script) => {
    expect(leftBy(script)).toEqual([]);
  });

  it.each([
    ["cache", "type=cache,target=/root/.m2", "cp /run/secrets/token /root/.m2/settings.xml"],
    ["tmpfs", "type=tmpfs,target=/tmp", "cat /run/secrets/token > /tmp/x"],
    ["bind", "type=bind,target=/app,rw", "cat /run/secrets/token > .npmrc"],
  ])("what lies under a %s mount", (_, mount, script) => {
    expect(leftBy(script, `--mount=${mount}`)).toEqual([]);
  });

  it.each(["ca.crt", "proxy_ca", "CA_PEM", "github_username", "adb_key_pub"])("%s, which is no secret", (id) => {
    expect(restsOf(`FROM debian:12\nRUN --mount=type=secret,id=${id} cat /run/secrets/${id} > /x && cat /x\n`)).toEqual(
      [],
    );
  });
});

describe("what the build log shows", () => {
  it.each([
    ["the file", "cat /run/secrets/token", "output of cat: token"],
    ["a variable", 'echo "is: $WORD"', "output of echo: word"],
    ["through filters", "cat /run/secrets/token | sed s/a/b/ | head -n 1", "output of head: token"],
    ["on standard error", "echo $WORD >&2", "output of echo: word"],
    ["by tee", "cat /run/secrets/token | tee /dev/shm/x", "output of tee: token"],
    ["the environment", "printenv WORD", "output of printenv: word"],
    ["a trace", "set -eux; curl -u x:$WORD https://h", "trace of curl: word"],
    ["a trace of an assignment", "set -o xtrace && T=$(cat /run/secrets/token) && use", "trace of cat: token"],
  ])("%s", (_, script, print) => {
    expect(leftBy(script)).toEqual([print]);
  });

  it.each([
    ["what is captured", 'test "$(cat /run/secrets/token)" = x'],
    ["what a function gives", "get() { cat /run/secrets/token; }; T=$(get) npm ci"],
    [
      "a trace that is off where it matters",
      "set -eux; { set +x; T=$(cat /run/secrets/token); export T; set -x; } && npm ci",
    ],
    ["the first characters", "echo $WORD | cut -c1-4; head -c 3 /run/secrets/token"],
  ])("not %s", (_, script) => {
    expect(leftBy(script)).toEqual([]);
  });

  it("a trace that SHELL asks for", () => {
    const file =
      'FROM debian:12\nSHELL ["/bin/bash", "-exo", "pipefail", "-c"]\nRUN --mount=type=secret,id=t,env=T curl -u x:$T https://h\n';
    expect(restsOf(file)).toEqual(["trace of curl: t"]);
  });
});
