import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretOptions } from "../../src/knowledge/secret-options.ts";
import type { ShellCommand, ShellWord } from "../../src/model/shell.ts";

const nowhere = { line: 1, column: 1, offset: 0 };
const span = { start: nowhere, end: nowhere };

/** A word as the shell parser gives it: what depends on run time has no value. */
function word(text: string): ShellWord {
  const open = text.replace(/'[^']*'/g, "");
  const variables = [...new Set([...open.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1] ?? ""))];
  const value = /[$`]/.test(open) ? undefined : text.replace(/["']/g, "");
  return { text, value, fields: value === undefined ? undefined : [value], variables, span };
}

/** A command from a line whose words are parted by spaces; quotes keep a word together. */
function command(line: string, more: Partial<ShellCommand> = {}): ShellCommand {
  const [name = "", ...rest] = line.match(/(?:"[^"]*"|'[^']*'|\$\([^)]*\)|[^\s"'])+/g) ?? [];
  return {
    name,
    word: word(name),
    arguments: rest.map(word),
    assignments: [],
    redirections: [],
    wrappers: [],
    operator: undefined,
    pipedFrom: undefined,
    within: [],
    span,
    ...more,
  };
}

/** `SECRET` stands for a password, so that this file shows none behind the options and URLs that scanners know. */
const PASSWORD = "Zs9kfoqT";

const LITERALS = `
tool --password=SECRET                                        | --password                     | password
tool --password SECRET                                        | --password                     | password
tool --api-key=SECRET                                         | --api-key                      | key
sentry-cli --auth-token SECRET x                              | --auth-token                   | token
subscription-manager register --activationkey SECRET          | --activationkey                | key
mvn -Dsonar.token=SECRET verify                               | sonar.token                    | token
keytool -import -storepass SECRET                             | -storepass                     | password
make TOKEN=SECRET                                             | TOKEN                          | token
export NPM_TOKEN=SECRET                                       | NPM_TOKEN                      | token
docker run -e TOKEN=SECRET x                                  | TOKEN                          | token
echo "DB_PASSWORD=SECRET"                                     | DB_PASSWORD                    | password
docker login -u me -p SECRET                                  | -p                             | password
helm registry login -p SECRET ghcr.io                         | -p                             | password
az login --service-principal -u x -p SECRET --tenant y        | -p                             | password
sshpass -p SECRET ssh host                                    | -p                             | password
sshpass -pSECRET ssh host                                     | -p                             | password
mysql -uroot -pSECRET app                                     | -p                             | password
redis-cli -a SECRET ping                                      | -a                             | password
useradd -p '$6$salt$SECRET' app                               | -p                             | password
openssl rsa -passin pass:SECRET                               | -passin                        | password
htpasswd -bc /etc/htpasswd me SECRET                          | htpasswd                       | password
curl -u me:SECRET x                                           | -u                             | password
curl -sSu me:SECRET x                                         | -u                             | password
curl --user=me:SECRET x                                       | --user                         | password
skopeo copy --src-creds me:SECRET a b                         | --src-creds                    | password
curl -H "Authorization: Bearer SECRET" x                      | Authorization header           | token
curl -fsSLH 'Authorization: token SECRET' x                   | Authorization header           | token
curl -HPRIVATE-TOKEN:SECRET x                                 | PRIVATE-TOKEN header           | token
wget --header='X-Api-Key: SECRET' x                           | X-Api-Key header               | token
git -c http.extraHeader='AUTHORIZATION: basic SECRET' fetch   | AUTHORIZATION header           | token
curl -d 'user=me&password=SECRET' x                           | password parameter             | token
npm config set //registry.example/:_authToken SECRET          | //registry.example/:_authToken | token
npm config set //registry.example/:_authToken=SECRET          | //registry.example/:_authToken | token
npm config set _auth SECRET                                   | _auth                          | credentials
yarn config set npmAuthToken SECRET                           | npmAuthToken                   | token
pip install --index-url https://me:SECRET@host.example/s x    | URL                            | credentials
git clone https://oauth2:SECRET@gitlab.com/a/b                | URL                            | credentials
composer config -g http-basic.host.example me SECRET          | http-basic.host.example        | credentials
composer config github-oauth.github.com SECRET                | github-oauth.github.com        | credentials
poetry config pypi-token.pypi SECRET                          | pypi-token.pypi                | credentials
bundle config set --global gems.example.com me:SECRET         | gems.example.com               | credentials
aws configure set aws_secret_access_key SECRET                | aws_secret_access_key          | key
git config --global http.extraHeader 'Authorization: Basic SECRET' | http.extraHeader          | token
cargo login SECRET                                            | cargo login                    | token
pro attach SECRET                                             | pro attach                     | token`;

describe("secretOptions", () => {
  it.each(
    LITERALS.trim()
      .split("\n")
      .map((row) => row.split(" | ").map((cell) => cell.trim())),
  )("%s", (line = "", option, kind) => {
    const [secret, ...others] = secretOptions(command(line.replace("SECRET", PASSWORD)));
    expect(others).toEqual([]);
    expect(secret).toMatchObject({ option, kind, variables: [] });
    expect(secret?.word.text).toContain(PASSWORD);
    expect(["literal", "random"]).toContain(secret?.value);
  });

  it.each([
    ['tool --token="$NPM_TOKEN"', "--token", ["NPM_TOKEN"]],
    ["tool --token $(cat /run/secrets/token)", "--token", []],
    ["curl -u $USER:$PASSWORD x", "-u", ["PASSWORD"]],
    ["curl -u $ARTIFACTORY_CREDENTIALS x", "-u", ["ARTIFACTORY_CREDENTIALS"]],
    ['curl -H "Authorization: token ${GH_TOKEN}" x', "Authorization header", ["GH_TOKEN"]],
    ["npm config set //registry.example/:_authToken=$NPM_TOKEN", "//registry.example/:_authToken", ["NPM_TOKEN"]],
    ['git config --global url."https://$GH_TOKEN@github.com/".insteadOf https://github.com/', "URL", ["GH_TOKEN"]],
    ["bundle config gems.example.com $GEM_TOKEN", "gems.example.com", ["GEM_TOKEN"]],
    ["sed -i s#https://github.com#https://$GH_TOKEN@github.com#", "URL", ["GH_TOKEN"]],
    ["mysql -p$DB_PASSWORD app", "-p", ["DB_PASSWORD"]],
  ])("%s takes the secret from variables or a command", (line, option, variables) => {
    expect(secretOptions(command(line))).toMatchObject([{ option, variables, value: "reference" }]);
  });

  it.each([
    "docker login --password-stdin",
    "docker build --secret id=npm_token,src=token .",
    "adduser --disabled-password --gecos x app",
    "tool --password-file /run/secrets/x",
    "tool --password=/run/secrets/x",
    "tool --password=",
    "tool --token --other",
    "tool --tls-private-key server.key",
    "tool --use-token=true",
    "gpg --batch --export-secret-keys KEYID",
    "gpg --recv-keys A035C8C19219BA821ECEA86B64E628F8D684696D",
    "apt-key adv --keyserver keyserver.example --recv-keys ABCD",
    "mysql -u root -p app",
    "mkdir -p /etc/app",
    "ssh -p 2222 host",
    "curl -u me x",
    "curl -u me: x",
    "curl -H 'Accept: application/json' x",
    "curl -d 'name=x' x",
    "npm config set registry https://registry.example",
    "composer config repositories.x vcs https://host.example/x",
    "bundle config set path vendor/bundle",
    "bundle config build.nokogiri --use-system-libraries",
    "git config --global user.email a@b.example",
    "git config --global credential.helper store",
    "htpasswd -c /etc/htpasswd me",
    "grep -r --password=Zs9kfoqT .",
    "sed -i s/PASSWORD=.*/PASSWORD=Zs9kfoqT/ file",
    "./configure --with-password-argon2=/usr --enable-auth=basic",
    "echo 'access_key=$AWS_ACCESS_KEY'",
    "cargo login",
    "openssl req -passin env:PASS -passout file:/x",
    "ssh-keygen -t ed25519 -N '' -f /etc/key",
  ])("finds no literal in: %s", (line) => {
    expect(secretOptions(command(line)).filter((each) => each.value !== "reference")).toEqual([]);
  });

  it("reads assignments before a command", () => {
    const assignments = [
      { name: "PGPASSWORD", value: word("Zs9kfoqT"), span },
      { name: "PATH", value: word("/x"), span },
      { name: "TOKEN", value: undefined, span },
    ];
    expect(secretOptions(command("psql -h db", { assignments }))).toMatchObject([
      { option: "PGPASSWORD", kind: "password", value: "literal" },
    ]);
  });

  it.each([
    ['echo "root:Zs9kfoqT"', "chpasswd", "literal", []],
    ["echo 'root:root'", "chpasswd", "default-password", []],
    ['echo "app:$APP_PASSWORD"', "chpasswd", "reference", ["APP_PASSWORD"]],
    ['printf %s:%s root "$APP_PASSWORD"', "passwd --stdin root", "reference", ["APP_PASSWORD"]],
    ["echo Zs9kfoqT", "docker login -u me --password-stdin", "literal", []],
  ])("%s | %s", (writer, reader, value, variables) => {
    const commands = [command(writer), command(reader, { pipedFrom: 0, operator: "|" })];
    expect(commands.flatMap((each) => secretOptions(each, commands))).toMatchObject([{ value, variables }]);
  });

  it("reads here-strings and here-documents", () => {
    const redirections = [
      { operator: "<<<", fileDescriptor: undefined, target: word("root:Zs9kfoqT"), body: undefined, span },
      { operator: "<<", fileDescriptor: undefined, target: word("EOF"), body: word("app:$APP_PASSWORD\n"), span },
    ];
    expect(secretOptions(command("chpasswd", { redirections }))).toMatchObject([
      { option: "chpasswd", value: "literal" },
      { option: "chpasswd", variables: ["APP_PASSWORD"] },
    ]);
  });

  it("names each word once, whatever the command", () => {
    const names = fc.constantFrom(
      "curl",
      "npm",
      "docker",
      "git",
      "mysql",
      "bundle",
      "composer",
      "htpasswd",
      "echo",
      "x",
    );
    const words = fc.constantFrom(
      "config",
      "set",
      "login",
      "-p",
      "-u",
      "-H",
      "--token",
      "--password=a",
      "a:b",
      "$TOKEN",
      "_auth",
      "''",
    );
    fc.assert(
      fc.property(names, fc.array(fc.oneof(words, fc.string())), (name, texts) => {
        const each = { ...command(name), arguments: texts.map(word) };
        const holders = secretOptions(each, [each]).map((secret) => secret.word);
        expect(new Set(holders).size).toBe(holders.length);
        expect(holders.every((holder) => each.arguments.includes(holder))).toBe(true);
      }),
    );
  });
});
